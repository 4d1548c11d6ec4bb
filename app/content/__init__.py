"""question_bank/ and scenarios/ to domain values and back; every error names file, line and remedy."""
