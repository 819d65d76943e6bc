"""Why words are not read."""

from __future__ import annotations

from kb.ground.errors import KbError


class Unreadable(KbError):
    """Why a clause is not read; becomes the reason of an unread span."""
