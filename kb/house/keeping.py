"""The house as the disk's keeper: every change is in the database before it counts as done.

A change holds the folder's row from its beginning to the commit, so that two nodes never change one folder at
once, and a node that has lost its connection can no longer write what it began. Readers compare one mark.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from kb.disk import lock
from kb.disk.files import CannotWrite
from kb.disk.places import users
from kb.ground.saying import Saying, say
from kb.house import store
from kb.house.joining import check_same
from kb.house.mirror import NOTHING, ROOMS, Known, Mirror, Scan
from kb.house.steps import Connection, reason
from kb.house.store import PATIENCE_S, Change, Place, Store, Unreachable


class NotKept(CannotWrite):
    """A change that the database did not take; it is undone on the disk too."""


class House:
    """Keeps the users' folders in a database; `name` tells by which name this node's sources are known."""

    def __init__(self, kept: Store, name: Callable[[], str]) -> None:
        self._store, self._name = kept, name
        self._laid: dict[Path, tuple[Known, Scan]] = {}  # as this process has last left each folder
        self._seen: dict[Path, float] = {}  # when the database last told of each user
        self._silent: set[Path] = set()  # the users of whom it did not
        self._work = threading.local()

    # -- changes -------------------------------------------------------------------------------

    @contextmanager
    def holding(self, folder: Path) -> Iterator[None]:
        """Raises NotKept: the change is undone, or was not begun."""
        place = _place(folder)
        if place is None:
            yield
            return
        with _told(), self._store.using(PATIENCE_S) as connection:
            connection.execute("begin")
            mirror, mark = Mirror(folder), store.taken(connection, place)
            check_same(self._name(), store.sources(connection))
            strangers = mirror.has_strangers()
            if strangers and mark:
                mirror.move_aside()
                strangers = False
            known, before = NOTHING, Scan()
            if not strangers:
                known, before = self._brought(connection, place, mirror, mark)
            try:
                with self._at_work():
                    yield
                if change := mirror.change(known, before):
                    self._save(connection, place, mirror, known, change)
            except BaseException:
                if not strangers:
                    self._laid[folder] = known, mirror.lay(known)
                raise

    def _save(
        self, connection: Connection, place: Place, mirror: Mirror, known: Known, change: Change
    ) -> None:
        """Commits a change. Raises NotKept, also where nobody can tell whether it was kept."""
        new = secrets.token_hex(8)
        store.save(connection, place, change, new)
        try:
            connection.execute("commit")
        except psycopg.Error as error:
            if not connection.closed:
                raise
            self._ask_whether_kept(place, new, error)
        leaves = {p: leaf for p, leaf in known.leaves.items() if p not in change.removed}
        after = Known(new, leaves | {p: leaf for p, (leaf, _) in change.written.items()})
        self._laid.pop(mirror.room, None)
        with suppress(CannotWrite):  # it is kept; the disk is brought to it when it lets us
            mirror.note(after, (content for _, content in change.written.values()))
            self._laid[mirror.room] = after, mirror.scan()

    def _ask_whether_kept(self, place: Place, new: str, error: psycopg.Error) -> None:
        """The connection broke in the middle of the commit: the database knows what became of it."""
        try:
            with self._store.using(PATIENCE_S) as other:
                kept = store.mark(other, place) == new
        except (psycopg.Error, Unreachable):
            raise NotKept(say("house.doubtful")) from error
        if not kept:
            raise error

    def _brought(
        self, connection: Connection, place: Place, mirror: Mirror, mark: str
    ) -> tuple[Known, Scan]:
        """The folder as the database has it, in the transaction at hand; the caller has locked it here."""
        laid = self._laid.get(mirror.room)
        clean = laid is not None and mirror.scan() == laid[1]
        if laid and clean and laid[0].mark == mark:
            return laid
        known = mirror.known()
        if known is None or known.mark != mark:
            known = Known(mark, store.leaves(connection, place) if mark else {})
            fresh = store.data(connection, place, mirror.lacks(known.leaves))
            mirror.note(known, (content for _, content in fresh))
        scan = mirror.lay(known, laid[0].leaves if laid and clean else None)
        self._laid[mirror.room] = known, scan
        return known, scan

    # -- readers -------------------------------------------------------------------------------

    def refresh(self, user: Path) -> None:
        """Raises OtherSources. A database that does not answer is told by `remark`: the reader is shown
        what this node has seen last."""
        if user.parent != users() or self._depth():
            return
        try:
            with self._store.using() as connection:
                name, marks = store.marks(connection, user.name)
            check_same(self._name(), name)
            for room in ROOMS:
                self._refresh_room(user / room, marks.get(room, ""))
        except (Unreachable, NotKept, psycopg.Error):
            self._silent.add(user)
            self._lay_last_seen(user)
            return
        self._seen[user] = time.time()
        self._silent.discard(user)

    def _refresh_room(self, folder: Path, mark: str) -> None:
        if self._is_laid(folder, mark):
            return
        mirror = Mirror(folder)
        if mirror.has_strangers():
            with lock.locked(folder):  # takes them in
                return
        if not mark and not folder.is_dir():
            self._laid[folder] = NOTHING, Scan()
            return
        with lock.locked_here(folder), self._store.using() as connection:
            if not self._is_laid(folder, mark):
                connection.execute("begin isolation level repeatable read read only")
                _, marks = store.marks(connection, folder.parent.name)
                place = Place(folder.parent.name, folder.name)
                self._brought(connection, place, mirror, marks.get(folder.name, ""))
                connection.execute("commit")

    def _is_laid(self, folder: Path, mark: str) -> bool:
        laid = self._laid.get(folder)
        return laid is not None and laid[0].mark == mark

    def _lay_last_seen(self, user: Path) -> None:
        """Undoes what a killed program may have left since this process began."""
        for folder in (user / room for room in ROOMS):
            mirror = Mirror(folder)
            if folder not in self._laid and (known := mirror.known()):
                with lock.locked_here(folder):
                    self._laid[folder] = known, mirror.lay(known)

    def remark(self, user: Path) -> Saying | None:
        """What is shown may be older than what the database holds."""
        if user not in self._silent:
            return None
        seen = self._seen.get(user)
        if seen is None:
            return say("house.silent_since_start")
        return say("house.silent", at=time.strftime("%H:%M:%S", time.localtime(seen)))

    # -- what both need ------------------------------------------------------------------------

    def _depth(self) -> int:
        """How many changes go on in this thread."""
        depth: int = getattr(self._work, "depth", 0)
        return depth

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """While a change goes on, nothing is brought up to date beside it."""
        self._work.depth = self._depth() + 1
        try:
            yield
        finally:
            self._work.depth -= 1


def _place(folder: Path) -> Place | None:
    """Whose folder it is; None for one that is no user's."""
    if folder.parent.parent != users() or folder.name not in ROOMS:
        return None
    return Place(folder.parent.name, folder.name)


@contextmanager
def _told() -> Iterator[None]:
    """What the database does not take is said in one line."""
    try:
        yield
    except psycopg.Error as error:
        raise NotKept(say("house.not_kept", why=reason(error))) from error
    except Unreachable as error:
        raise NotKept(say("house.not_kept", why=error.said)) from error
