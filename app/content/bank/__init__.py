"""The question bank on disk: YAML files a person edits, and the formats that bring questions in and out."""
