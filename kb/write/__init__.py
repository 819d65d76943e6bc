"""Writers: the same values as rows of JSON, Markdown, Word and HTML."""
