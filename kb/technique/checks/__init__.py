"""The checks, one family a module; their rules stand in ../rules."""
