"""Salystyrma: a knowledge base of legal norms and a comparator of amendments.

Its Python interface stands here, and what stands here is stable by semantic version: a name, an
argument or a field goes, or means something else, only with a new major version (a minor one before
1.0), and CHANGELOG.md says so. What is imported from the rooms below (`kb.norm.act`, …) may change.

    from kb import open_library, read, parse, apply, draft, compare, cite, check, charter, papers

Each is imported when it is first asked for: `import kb` and `kb --help` pay for none of them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.api import (
        apply,
        charter,
        check,
        cite,
        compare,
        draft,
        open_library,
        papers,
        parse,
        read,
    )

__version__ = "0.1.1"
__all__ = [
    "apply",
    "charter",
    "check",
    "cite",
    "compare",
    "draft",
    "open_library",
    "papers",
    "parse",
    "read",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("kb.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """Four functions bear the name of a room (`kb.read`): once such a room is imported, Python would
    put it in the function's place, and `from kb import read` would depend on what was imported before.
    A room is reached by `from kb.read import …`, which does not look here."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
