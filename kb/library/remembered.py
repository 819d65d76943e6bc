"""What was computed from an open library and is asked for again: in memory, the last few of it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Remembered:
    """Values by name. A value must follow from the library and its name alone."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[str, Any] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, name: str, compute: Callable[[], T]) -> T:
        """The value of a name, computed where it is not remembered; of `most` the last used stay."""
        with self._lock:
            if name in self._values:
                self._values.move_to_end(name)
                value: T = self._values[name]
                return value
        value = compute()  # outside the lock: two that ask at once compute the same
        with self._lock:
            self._values[name] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
