"""Joining the house: its database brought up to date, and only with the sources that all nodes have.

Two nodes with other laws or another program would check one draft against two laws. So the database notes the
name of the library (a hash of its sources and of the program) with the first node; who has another is refused,
also later, when the sources of a running node change.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from importlib import util
from threading import Lock
from typing import Final

from kb import __version__
from kb.disk import keeper
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.library.sources import NONE, Places, name_of

LOOK_S: Final = 1.0  # how long a name of sources counts without another look at their files


class NoDriver(KbError):
    """The extra with the driver of PostgreSQL is not installed."""


class OtherSources(KbError):
    """This node builds its library from other sources than the house."""


def check_same(here: str, there: str) -> None:
    """Raises OtherSources where the names of this node's library and of the house's differ."""
    if here != there:
        raise OtherSources(say("house.other_sources", here=short(here), there=short(there)))


def short(name: str) -> str:
    """The beginning of a name of sources, as people compare it; «–» for none."""
    return name[:12] or "–"


class NodeSources:
    """The name of this node's library, as its sources are now."""

    def __init__(self, where: Places) -> None:
        self._where, self._known, self._name, self._until = where, NONE, "", 0.0
        self._guard = Lock()

    def __call__(self) -> str:
        with self._guard:
            if time.monotonic() > self._until:
                self._name, self._known = name_of(self._where, self._known)
                self._until = time.monotonic() + LOOK_S
            return self._name


@dataclass(frozen=True, slots=True)
class Joined:
    """What a node knows of the house: the PostgreSQL, the names of its sources and of the house's."""

    postgres: str
    here: str
    there: str


class BadAddress(KbError):
    """What names no database, or shows its password to others."""


def check_driver() -> None:
    """Raises NoDriver."""
    if util.find_spec("psycopg") is None:
        raise NoDriver(say("house.no_driver"))


def check_address(url: str, *, seen: bool) -> None:
    """Raises BadAddress for what libpq does not read, and for a password where others have `seen` it."""
    check_driver()
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        named = conninfo_to_dict(url)
    except psycopg.ProgrammingError:  # its words would show a password
        raise BadAddress(say("house.not_an_address")) from None
    if seen and named.get("password"):
        raise BadAddress(say("house.password_shown"))


def look(url: str, where: Places, *, adopt: bool = False) -> Joined:
    """Brings the database up to date, and notes the sources of the first node, or with `adopt` of this one.

    Raises NoDriver, BadDatabase, Unreachable.
    """
    check_driver()
    import psycopg

    from kb.house import store
    from kb.house.steps import bring_up_to_date, reason

    here = NodeSources(where)()
    try:
        with store.Store(url).using() as connection:
            bring_up_to_date(connection)
            if adopt:
                store.set_sources(connection, here, __version__)
            there = store.first_sources(connection, here, __version__)
            version = str(connection.info.server_version // 10_000)
    except store.Unreachable as error:
        why = store.own_words(error.__cause__)
        raise store.Unreachable(say("house.unreachable", why=why)) from error
    except psycopg.Error as error:
        raise store.Unreachable(say("house.unreachable", why=reason(error))) from error
    return Joined(version, here, there)


def check(url: str, where: Places) -> Joined:
    """Looks before a node starts. Raises as `look`, and OtherSources."""
    joined = look(url, where)
    check_same(joined.here, joined.there)
    return joined


def join(url: str, where: Places) -> None:
    """Has the database keep the users' folders of this process from now on."""
    check_driver()
    from kb.house.keeping import House
    from kb.house.store import Store

    keeper.appoint(House(Store(url), NodeSources(where)))
