"""The few colours of reports and charts, the same as the window's."""

ACCENT = "#0F5FA8"
POLITE = "#1E7F4F"
FORBIDDEN = "#C0352B"
TEXT = "#1B1F24"
SOFT = "#5B6570"  # what accompanies: 5.9:1 on white
RULE = "#D5DBE1"
TRACK = "#E8EDF2"
