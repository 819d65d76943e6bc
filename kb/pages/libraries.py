"""The open libraries of the server: one for all who have nothing of their own, one for each other user.

A library is opened anew when a source changes or its file is replaced. Only so many stay open; the
one that was not asked for longest goes first, and is closed when the last page that reads it lets go.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Final

import streamlit as st

from kb.disk.places import home, user_folder
from kb.ground.errors import KbError
from kb.library import Busy, Library, Places, fingerprint, places
from kb.library.building import Progress
from kb.pages.waiting import waiting
from kb.pages.words import text
from kb.server.turns import Turns

MOST: Final = 12  # libraries open at once
BUILDING: Final = Turns(1)
PATIENCE_S: Final = 600.0  # for another program that builds the library

Key = tuple[Path, int, str]  # the file, its number on the disk, the fingerprint of its sources

_open: OrderedDict[Key, Library] = OrderedDict()
_touching = Lock()


def of_session(language: str) -> Library:
    """The library of the session at hand, opened (and built) where it is not. Draws its progress.

    Raises as Library.open, and Crowded.
    """
    where = places_of_session()
    place = st.empty()  # there with a build and without, as in `waiting`
    opened = _known(_key(where))
    if opened:
        return opened
    with place.container(), waiting(BUILDING, language):
        opened = _known(_key(where))  # another session may have opened it meanwhile
        if opened:
            return opened
        bar = st.empty()
        bar.progress(0.0, text("building_first", language))

        def progress(name: str, nth: int, of: int) -> None:
            bar.progress(nth / of, f"{text('building', language)}: {name}")

        _start_from_common(where)
        library = _when_free(where, progress)
        _keep(_key(where), library)
    place.empty()
    return library


def _when_free(where: Places, progress: Progress) -> Library:
    """The library opened; where another program (`kb serve` itself, at the first start) builds it, once
    that is done."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return Library.open(where, progress)
        except Busy:
            if time.monotonic() > until:
                raise


def places_of_session() -> Places:
    """What the session's library is made of. One bad package file does not lock its owner out."""
    return replace(_places(), forgiving=True)


def common_places() -> Places:
    """What the library of all is made of."""
    return places(
        _named("SALYSTYRMA_CORPUS"),
        _named("SALYSTYRMA_AMENDMENTS"),
        _named("SALYSTYRMA_DB"),
        user=home(),
    )


def _places() -> Places:
    common, user = common_places(), user_folder()
    if user == home() or not _has_own(user):
        return common
    return places(_named("SALYSTYRMA_CORPUS"), _named("SALYSTYRMA_AMENDMENTS"), user=user)


def forget(library: Library) -> None:
    """Lets go of a library whose file turned out unusable: it is opened anew when asked for."""
    with _touching:
        for key in [k for k, each in _open.items() if each is library]:
            del _open[key]


def _named(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None


def _has_own(user: Path) -> bool:
    return (user / "corpus").is_dir() or any((user / "amendments").glob("*.yaml"))


def _key(where: Places) -> Key:
    try:
        number = where.db.stat().st_ino
    except OSError:
        number = 0
    return where.db, number, fingerprint(where)


def _known(key: Key) -> Library | None:
    with _touching:
        opened = _open.get(key)
        if opened:
            _open.move_to_end(key)
        return opened


def _keep(key: Key, library: Library) -> None:
    with _touching:
        for old in [k for k in _open if k[0] == key[0]]:
            del _open[old]
        _open[key] = library
        while len(_open) > MOST:
            _open.popitem(last=False)


def _start_from_common(where: Places) -> None:
    """A user's first library starts as a copy of the common one: only his own is then read anew."""
    if where.db.exists() or where.db.parent == home():
        return
    shared = places(_named("SALYSTYRMA_CORPUS"), _named("SALYSTYRMA_AMENDMENTS"), user=home())
    common = replace(shared, forgiving=True)
    # Without the copy the library is built whole, which only takes longer.
    with suppress(KbError, OSError), closing(Library.open(common)) as library:
        library.copy_to(where.db)
