"""The rules: values and pure functions. No files, no clock, no toolkit."""
