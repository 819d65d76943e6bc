"""Who keeps the users' things beyond this machine's disk: nobody, or the house of several machines.

A hook, for the house stands in a room above this one and knows a database (kb/house): every write
passes `lock.locked`, every reader asks `places.user_folder`, and both ask whoever is appointed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from kb.ground.saying import Saying


class Keeper(Protocol):
    """Keeps folders of users elsewhere too; what is on the disk is then a copy."""

    def holding(self, folder: Path) -> AbstractContextManager[None]:
        """Around a change in a folder that is locked on this machine: at the end the change is kept, or
        undone and KbError raised."""
        ...

    def refresh(self, user: Path) -> None:
        """Brings a user's folder to what is kept, before it is read. Raises KbError."""
        ...

    def remark(self, user: Path) -> Saying | None:
        """What a page must say of the user's things; None where they are as kept."""
        ...


class _Disk:
    """What is on the disk is all there is."""

    @contextmanager
    def holding(self, folder: Path) -> Iterator[None]:  # noqa: ARG002
        yield

    def refresh(self, user: Path) -> None:
        """Nothing is elsewhere."""

    def remark(self, user: Path) -> Saying | None:  # noqa: ARG002
        return None


_keeper: Keeper = _Disk()


def appoint(keeper: Keeper | None) -> None:
    """Says who keeps the folders from now on; None: the disk alone."""
    global _keeper  # noqa: PLW0603
    _keeper = keeper or _Disk()


def keeper() -> Keeper:
    """Whoever keeps the folders."""
    return _keeper
