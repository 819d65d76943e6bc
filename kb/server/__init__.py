"""The app as a server: alone, for a team, whose turn it is."""
