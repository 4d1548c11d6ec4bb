"""Workspace paths, settings, logs."""
