"""Salystyrma: a knowledge base of legal norms and a comparator of amendments."""

__version__ = "0.1.1"
