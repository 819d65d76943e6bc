"""The same work on many things by several processes, the answers in order."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

AHEAD: Final = 4  # things handed out for each process before the first answer is waited for
MOST: Final = 32

T = TypeVar("T")
R = TypeVar("R")
_given: list[Callable[[Any], Any]] = []  # the work of this process, where it was started to help


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST)
    return min(os.cpu_count() or 1, MOST)


def may_help() -> bool:
    """Whether processes may be started here: only the main thread of the first process does, for the
    pages work in threads of their own."""
    import multiprocessing

    child = multiprocessing.parent_process() is not None
    return not child and threading.current_thread() is threading.main_thread()


def each(work: Callable[[T], R], things: Iterable[T], workers: int) -> Iterator[tuple[T, R]]:
    """The things with what `work` made of them, in their order, a few at a time.

    `work` and the things go to other processes (once the work, each thing in its turn) where `workers`
    are more than one and they may be started. Raises what the work raises.
    """
    if workers < 2 or not may_help():
        for thing in things:
            yield thing, work(thing)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(work,)) as pool:
        waiting: deque[tuple[T, Future[R] | None]] = deque()
        try:
            for thing in things:
                waiting.append((thing, _handed(pool, thing)))
                if len(waiting) > AHEAD * workers:
                    yield _taken(work, *waiting.popleft())
            while waiting:
                yield _taken(work, *waiting.popleft())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _handed(pool: ProcessPoolExecutor, thing: Any) -> Future[Any] | None:
    """None where no process can be started: the work is done here."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        return pool.submit(_done, thing)
    except (BrokenProcessPool, OSError):
        return None


def _taken(work: Callable[[T], R], thing: T, future: Future[R] | None) -> tuple[T, R]:
    from concurrent.futures.process import BrokenProcessPool

    with suppress(BrokenProcessPool):  # a helper was killed: its work is done here
        if future is not None:
            return thing, future.result()
    return thing, work(thing)


def _begin(work: Callable[[Any], Any]) -> None:
    """A helper takes the work, and ends when the process that started it is killed: nobody else would
    end it. An interruption from the keyboard is for that process alone."""
    import multiprocessing
    import signal

    _given.append(work)
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _done(thing: Any) -> Any:
    return _given[-1](thing)
