"""How far long work is and how long the rest takes, on standard error: on a terminal a line that is written
over, elsewhere a line now and then.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from typing import Final

from kb.cli import echo
from kb.ground.saying import joined, say

TERMINAL_S: Final = 0.2
LINES_S: Final = 10.0
PACE_S: Final = (
    30.0  # the rest is reckoned by the pace of so many seconds: an import may go on midway
)


class Going:
    """Told each thing that is done: its name, its number, and of how many."""

    def __init__(self) -> None:
        self.said = time.monotonic()
        self.passed = deque([(self.said, 0)])

    def __call__(self, name: str, nth: int, of: int) -> None:
        now = time.monotonic()
        while len(self.passed) > 1 and now - self.passed[0][0] > PACE_S:
            self.passed.popleft()
        began, before = self.passed[0]
        if now - self.passed[-1][0] > 1:
            self.passed.append((now, nth))
        terminal = sys.stderr.isatty()
        last = terminal and nth == of
        if of < 2 or not (last or now - self.said > (TERMINAL_S if terminal else LINES_S)):
            return
        self.said = now
        left = (now - began) / max(nth - before, 1) * (of - nth)
        words = say("cli.going", nth=nth, of=of, name=name[:48], left=clock(left))
        echo(
            joined("", ("\r", f"{words:<100}")) if terminal else words,
            nl=not terminal or last,
            err=True,
        )


def clock(seconds: float) -> str:
    """Seconds as «1:02:03», «2:03»."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
