"""Certificates of the unit (培训合格证): what they say, who may issue them, and whether one is genuine."""
