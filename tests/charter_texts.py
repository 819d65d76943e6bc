"""Small texts and edited laws for the tests of verdicts."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from kb.charter.assess import Assessment, Verdict, assess
from kb.charter.report import Measure
from kb.charter.texts import Texts
from kb.norm.act import Clause, Edition
from kb.norm.address import Steps, number_key, parse, steps_text

ACTS = ("law-148-2001", "elections-1995", "legal-acts-2016", "tax-code-2025", "civil-service-2026",
        "appc-2020", "civil-code-1994", "treaties-2005")  # fmt: skip
# Of each two acts one is in force: the first, unless a text speaks of the other.
HEIRS = (
    ("constitution-2026", "constitution-1995"),
    ("budget-code-2025", "budget-code-2008"),
    ("territory-2026", "territory-1993"),
)
DAY = "2026-07-14"
ELEMENTS = yaml.safe_load((Path(__file__).parent / "charter_elements.yaml").read_text("utf-8"))


def _chapter(act: str, article: str) -> Steps:
    if act == "elections-1995":
        return parse(f"{act}/ch_13").steps
    number = number_key(article)[0][1]
    chapter = (
        "ch_1" if number < 5 else "ch_2" if number < 27 else "ch_3" if number < 39 else "ch_3-1"
    )
    return parse(f"{act}/{chapter}").steps


def _grow(clause: Clause, path: list[Steps], text: str) -> Clause:
    """The clause with a descendant at the end of the path holding the text."""
    if not path:
        return replace(clause, own_text=text)
    child = next((c for c in clause.children if c.steps == path[0]), Clause(path[0], "unit"))
    grown = _grow(child, path[1:], text)
    rest = tuple(c for c in clause.children if c.steps != path[0])
    return replace(clause, children=(*rest, grown))


def edition(act: str, clauses: Mapping[str, str]) -> Edition:
    """A whole act of a few clauses, by their steps."""
    root = Clause((), "act")
    for name, text in clauses.items():
        steps = parse(f"{act}/{name}").steps
        path = [steps[: i + 1] for i in range(len(steps))]
        if act in ("law-148-2001", "elections-1995"):
            path.insert(0, _chapter(act, steps[0].number))
        root = _grow(root, path, text)
    return Edition(act, DAY, "ru", act, root)


def small(clauses: Mapping[str, str]) -> Texts:
    """Texts of a few clauses, `act/steps` → words; the other acts are held and silent.

    Of two acts that succeed each other the later is in force unless the clauses speak of the other.
    """
    named = {parse(address).act for address in clauses}
    in_force = [old if old in named else new for new, old in HEIRS]
    by_act: dict[str, dict[str, str]] = {act: {} for act in (*in_force, *ACTS)}
    for address, words in clauses.items():
        by_act[parse(address).act][steps_text(parse(address).steps)] = words
    return Texts(
        DAY,
        {a: edition(a, c) for a, c in by_act.items()},
        {},
        frozenset(act for both in HEIRS for act in both) - set(in_force),
    )


def place(name: str) -> str:
    """A place of charter_elements.yaml in full."""
    return name if "/" in name else f"law-148-2001/{name}"


def having(elements: Iterable[str]) -> dict[str, str]:
    """Clauses with these elements and nothing else: the first text of each at its first place."""
    found: dict[str, str] = {}
    for name in elements:
        places, words = ELEMENTS["elements"][name][0]
        address = place(places.split()[0])
        before = f"{found[address].rstrip(';')}. " if address in found else ""
        found[address] = f"{before}{words}"
    return found


def verdict(texts: Texts, by: Measure, paragraph: str) -> Verdict:
    """The verdict on one duty only."""
    return only(texts, by, paragraph).of(paragraph)


def only(texts: Texts, by: Measure, paragraph: str) -> Assessment:
    return assess(texts, by.rules, [p for p in by.paragraphs if p.id == paragraph])


def edited(found: Edition, steps: Steps, change: Callable[[Clause], Clause]) -> Edition:
    """The edition with one clause changed."""

    def visit(clause: Clause) -> Clause:
        if clause.steps == steps:
            return change(clause)
        children = tuple(visit(c) for c in clause.children)
        same = all(map(operator.is_, children, clause.children))
        return clause if same else replace(clause, children=children)

    return replace(found, root=visit(found.root))


def reworded(found: Edition, address: str, old: str, new: str) -> Edition:
    """The edition with words of one clause replaced."""

    def change(clause: Clause) -> Clause:
        assert old in clause.own_text, (address, old)
        return replace(clause, own_text=clause.own_text.replace(old, new, 1))

    return edited(found, parse(address).steps, change)
