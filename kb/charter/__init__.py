"""The Charter as a measure: the study's table now; paragraphs, rules and verdicts stand beside it."""
