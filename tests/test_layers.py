"""The house keeps its shape: rooms stand on lower rooms, and what a reading found too long or unclear grows
no further (docs/architecture.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import ROOT

# Functions of more than 40 lines: each is one thing still, told at length. The number only falls.
LONGEST = 40
LONG_FUNCTIONS = 50
MOST_OF_A_NAME = 3


def rooms() -> dict[str, int]:
    """Each room of docs/architecture.md and its row, from the top."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = [r.split("|")[1] for r in text.split("\n") if r.startswith("| `kb/")]
    return {name: nth for nth, row in enumerate(rows) for name in re.findall(r"`kb/([^`]+)`", row)}


def room_of(module: str) -> str:
    """The room that a module of kb stands in, as the documentation writes it."""
    first = module.split(".")[1]
    if first == "__main__":
        return "cli/"
    return f"{first}/" if (ROOT / "kb" / first).is_dir() else f"{first}.py"


def imports(path: Path) -> set[str]:
    """The modules of kb that a file imports, wherever in it."""
    modules = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kb"):
            names = [f"kb.{a.name}" for a in node.names]
            modules |= set(names) if node.module == "kb" else {node.module}
    return modules - {"kb.__version__"}


@pytest.mark.slow
def test_rooms_stand_on_lower_rooms_only() -> None:
    row = rooms()
    upwards = []
    for path in (ROOT / "kb").rglob("*.py"):
        place = path.relative_to(ROOT / "kb")
        if place.name == "__init__.py" and len(place.parts) == 1:
            continue
        own = room_of(".".join(("kb", *place.with_suffix("").parts)))
        assert own in row, f"{own} is not in docs/architecture.md"
        for module in imports(path):
            other = room_of(module)
            if other != own and row[other] < row[own]:
                upwards.append(f"{place} → {module}")
    assert not upwards, upwards


def test_every_room_of_the_documentation_exists() -> None:
    for name in rooms():
        assert (ROOT / "kb" / name).exists(), name


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function of kb with its place."""
    for path in sorted((ROOT / "kb").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


@pytest.mark.slow
def test_no_more_functions_are_long() -> None:
    lengths = {
        place: (node.end_lineno or node.lineno) - node.lineno + 1 for place, node in functions()
    }
    long = sorted(place for place, length in lengths.items() if length > LONGEST)
    assert len(long) <= LONG_FUNCTIONS, long


@pytest.mark.slow
def test_no_variable_is_called_found() -> None:
    """A name says what it holds, not how it came."""
    named = [
        place
        for place, function in functions()
        for node in ast.walk(function)
        if (isinstance(node, ast.arg) and node.arg == "found")
        or (isinstance(node, ast.Name) and node.id == "found" and isinstance(node.ctx, ast.Store))
    ]
    assert not named, named


@pytest.mark.slow
def test_no_four_values_share_a_name() -> None:
    """A reader who sees `Unit` must not ask which of four it is."""
    places: dict[str, list[str]] = {}
    for path in sorted((ROOT / "kb").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name.lstrip("_"), []).append(str(path.relative_to(ROOT)))
    assert not {name: there for name, there in places.items() if len(there) > MOST_OF_A_NAME}


# Patterns of more than 80 characters without re.VERBOSE and its comments. The number only falls.
LONGEST_PATTERN = 80
LONG_PATTERNS = 26


def letters(pattern: ast.expr) -> int:
    """How many characters of a pattern are written out, but for what it takes from others."""
    parts = (n.value for n in ast.walk(pattern) if isinstance(n, ast.Constant))
    return sum(len(part) for part in parts if isinstance(part, str))


@pytest.mark.slow
def test_no_more_patterns_are_long_without_a_word_of_explanation() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "kb").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).startswith("re.")
        and call.args
        and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
        and letters(call.args[0]) > LONGEST_PATTERN
        and "VERBOSE" not in ast.unparse(call)
        and "(?x" not in ast.unparse(call.args[0])
    ]
    assert len(long) <= LONG_PATTERNS, long


# Fields of these names hold one word of a closed list: a slip in it is an error of types (Literal, StrEnum).
KINDS = {
    *("kind", "tab", "status", "op", "operation", "working", "difference", "severity", "scope"),
    *(
        "verdict",
        "match",
        "met",
        "origin",
        "certainty",
        "fate",
        "direction",
        "state",
        "side",
        "role",
    ),
}
OPEN = {
    "kb/read/word_parts.py Relation.kind": "as Word and its neighbours call their parts",
    "kb/library/search.py _Query.match": "an expression of SQLite",
    "kb/intake/admission.py Incoming.origin": "the address that a text came from",
    "kb/search/__init__.py Hit.status": "of six kinds of thing, each with its own list",
    "kb/search/entries.py Entry.status": "of six kinds of thing, each with its own list",
}


@pytest.mark.slow
def test_no_field_that_is_a_kind_is_a_bare_string() -> None:
    bare = {
        f"{path.relative_to(ROOT)} {kind.name}.{field.target.id}"
        for path in sorted((ROOT / "kb").rglob("*.py"))
        for kind in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(kind, ast.ClassDef)
        for field in kind.body
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and field.target.id in KINDS
        and ast.unparse(field.annotation) in ("str", "str | None")
    }
    assert bare == set(OPEN)


def test_the_system_is_asked_for_its_reason_in_one_place() -> None:
    """`strerror` is English: a Russian sentence with it in the middle is what a user saw."""
    asked = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "kb").rglob("*.py")
        if path.name != "system.py" and ".strerror" in path.read_text("utf-8")
    ]
    assert not asked, asked
