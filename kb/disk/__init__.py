"""Where things lie, and how a file or a folder is written whole or not at all."""
