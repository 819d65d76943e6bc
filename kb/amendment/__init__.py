"""Amendments: typed operations, applying them, and packages of an author's proposals."""
