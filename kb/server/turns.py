"""Turns at heavy work: a few at once, the others in the order in which they came, each told how many
stand before it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, local
from typing import Final

from kb.ground.errors import KbError
from kb.ground.saying import say

LOOK_S: Final = 0.3  # how often one who waits is told, and may go away


class Crowded(KbError):
    """Too many wait already, or the turn did not come."""


class Turns:
    """Places at one kind of work; `at_once` work, `most` wait, `patience` seconds at most."""

    def __init__(self, at_once: int, most: int = 40, patience: float = 120.0) -> None:
        self._at_once, self._most, self._patience = at_once, most, patience
        self._line: list[object] = []  # those at work first
        self._moved = Condition()
        self._mine = local()

    @contextmanager
    def turn(self, tell: Callable[[int], object] = lambda _: None) -> Iterator[None]:
        """Waits for a place and holds it. Work inside work of the same kind needs no second place.

        `tell` is given the number that stand before, again and again while it waits; what it raises
        (a page that is left) gives up the place in the line. Raises Crowded.
        """
        if getattr(self._mine, "holds", False):
            yield
            return
        me = object()
        with self._moved:
            if len(self._line) >= self._at_once + self._most:
                raise Crowded(say("server.crowded"))
            self._line.append(me)
        try:
            self._wait(me, tell)
            self._mine.holds = True
            yield
        finally:
            self._mine.holds = False
            with self._moved:
                self._line.remove(me)
                self._moved.notify_all()

    def _wait(self, me: object, tell: Callable[[int], object]) -> None:
        ends = time.monotonic() + self._patience
        while before := self._before(me):
            if time.monotonic() > ends:
                raise Crowded(say("server.no_turn"))
            tell(before)

    def _before(self, me: object) -> int:
        """How many must finish first, after a short look."""
        with self._moved:
            if self._line.index(me) >= self._at_once:
                self._moved.wait(LOOK_S)
            return max(self._line.index(me) - self._at_once + 1, 0)
