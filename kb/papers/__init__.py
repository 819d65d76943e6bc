"""The papers of a package: what goes into each, in which order; kb.write gives them their formats."""
