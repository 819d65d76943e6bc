"""Bringing an act: where it comes from, the network, checking and writing it down."""
