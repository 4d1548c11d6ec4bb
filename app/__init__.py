"""窗口练兵: offline training and assessment for the window staff of service halls."""

__version__ = "0.1.0"
