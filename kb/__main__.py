"""`python -m kb` is the same program as `kb`."""

from kb.cli import main

main()
