"""The tools that assistants are given: read-only questions to the library, checked before they run.

No tool opens a file, and none writes. What a tool answers is the JSON of the command of its name under
`result`, and under `said` what the command line says beside it; a refusal is one line.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from kb import answers
from kb.answers import Reply
from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.library import Library

MAX_BYTES: Final = 10_000_000  # of a question with its texts
RATE: Final = 20.0  # questions a second that are answered for long
BURST: Final = 60  # questions at once


class Refused(KbError):
    """A question that is not answered."""


class UnknownTool(Refused):
    """There is no such tool."""


Ask = Callable[..., Reply]


def _amend(library: Library, target: str, laws: list[str]) -> Reply:
    named = ((str(nth), text) for nth, text in enumerate(laws, start=1))
    return answers.amend_apply(library, target, named)


_ASK: Final[Mapping[str, Ask]] = {
    "search": answers.search,
    "show": answers.show,
    "at_date": answers.show,
    "history": answers.history,
    "diff": answers.diff,
    "cite": lambda library, text, **more: answers.cite(text, library, **more),
    "amend_apply": _amend,
    "check": answers.check,
    "charter": answers.charter,
    "impact": answers.impact,
}


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what it says of itself, and the JSON Schema of its arguments."""

    name: str
    description: str
    schema: dict[str, Any]


@lru_cache(maxsize=1)
def tools() -> Mapping[str, Tool]:
    """The tools by name (tools.yaml)."""
    from pathlib import Path

    data, _ = yaml_file.load(Path(__file__).with_name("tools.yaml"), "tools.json")
    return {
        name: Tool(
            name,
            each["description"].strip(),
            {
                "type": "object",
                "properties": each["properties"],
                "required": each["required"],
                "additionalProperties": False,
            },
        )
        for name, each in data.items()
    }


@dataclass(slots=True)
class Gate:
    """Lets BURST questions through at once and RATE a second after them."""

    left: float = BURST
    at: float = field(default_factory=time.monotonic)

    def enter(self) -> None:
        """Raises Refused for a question too many."""
        now = time.monotonic()
        self.left = min(BURST, self.left + (now - self.at) * RATE)
        self.at = now
        if self.left < 1:
            raise Refused(say("assistant.too_often", rate=int(RATE)))
        self.left -= 1


def answer(library: Library, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What a tool answers: `result` and `said`. Raises UnknownTool; Refused for arguments that its
    schema does not allow or over MAX_BYTES; the errors of the question itself, all KbError."""
    from jsonschema import Draft202012Validator

    tool = tools().get(name)
    if tool is None:
        there = ", ".join(tools())
        raise UnknownTool(say("assistant.no_tool", name=str(name)[:40], there=there))
    if len(json.dumps(arguments, ensure_ascii=False).encode("utf-8", "replace")) > MAX_BYTES:
        raise Refused(say("assistant.too_large", most=MAX_BYTES // 1_000_000))
    validator = Draft202012Validator(tool.schema)
    if wrong := next(iter(validator.iter_errors(dict(arguments))), None):
        where = "/".join(map(str, wrong.absolute_path)) or name
        raise Refused(say("assistant.bad_argument", where=where, why=wrong.message[:200]))
    given = {_NAMES.get(key, key): value for key, value in arguments.items()}
    result = _ASK[name](library, **given)
    return {"result": result.data, "said": [str(each) for each in result.said]}


# Names of arguments as a reader of the protocol expects them, and as the answers have them.
_NAMES: Final = {"date": "day", "against_date": "other"}
