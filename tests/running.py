"""What the tests of the command line share: `kb` in this process and in one of its own."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 250.0  # a machine at its limit is slow; what hangs is ended by pytest's own limit


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


Kb = Callable[..., Result]
PLACE = ("act", "edition", "language", "address")  # what each row that names a text has


def process(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Runs Python in a process of its own, with this checkout's kb."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
        **more,
    )


def check_error(result: Result, *says: str) -> None:
    """Exit status 2, nothing on standard output, one line that says what is wrong."""
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("kb: ")
    assert result.err.count("\n") == 1
    assert "внутренняя ошибка" not in result.err
    assert "Traceback" not in result.err
    for words in says:
        assert words in result.err


def awaited(work: Coroutine[Any, Any, None]) -> None:
    """Runs to its end what awaits, in a thread of its own: where a browser was driven before, this one has
    a loop that runs."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()
