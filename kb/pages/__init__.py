"""The app's pages: another face of the same functions as the command line."""

from kb.pages.app import run

__all__ = ["run"]
