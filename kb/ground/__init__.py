"""What everything stands on: errors, sentences in three languages, YAML with file and line, safe text."""
