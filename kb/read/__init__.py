"""Readers: each turns one kind of source into lines, and kb.read.structure turns lines into a tree."""
