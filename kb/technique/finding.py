"""What a check found, and the rules as data: severity, the law's clause, the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from kb import yaml_file
from kb.address import Address, parse
from kb.errors import KbError

RULES = Path(__file__).with_name("rules")
LANGUAGES = ("ru", "kk", "en")


class BadRules(KbError):
    """A file of drafting rules that cannot be used; the message names file and line."""


class Severity(StrEnum):
    """`error`: contrary to a rule that binds, or it cannot be carried out; `warning`: very likely
    a mistake; `remark`: worth a look, may well be meant."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Rule:
    """A drafting rule; `title` and `remedy` by language, `norms` the clauses that it applies."""

    id: str
    severity: Severity
    title: Mapping[str, str]
    remedy: Mapping[str, str]
    norms: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that a finding rests on: where they stand (an address in full) and why they matter."""

    address: str
    quote: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `item` is empty for the whole package.

    `address`: the unit in full, in the edition compared with; `words`: the words it speaks of, and
    `span` their place in characters of the item's proposed text when they stand there.
    """

    item: str
    rule: str
    severity: Severity
    address: str
    message: str
    words: str = ""
    span: tuple[int, int] | None = None
    evidence: tuple[Evidence, ...] = ()


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, in the order of the files. Raises BadRules or BadYaml with file and line."""
    found: dict[str, Rule] = {}
    for path in sorted(RULES.glob("*.yaml")):
        found |= load(path, found)
    return found


def load(path: Path, known: Mapping[str, Rule] | None = None) -> dict[str, Rule]:
    """The rules of one file; `known` are those of other files, whose ids are taken."""
    data, lines = yaml_file.load(path, "technique_rules.json")
    found: dict[str, Rule] = {}
    for nth, entry in enumerate(data["rules"]):
        at = f"{path}:{lines[('rules', nth)]}"
        if entry["id"] in found or entry["id"] in (known or {}):
            raise BadRules(f"{at}: правило «{entry['id']}» повторяется")
        found[entry["id"]] = _rule(entry, at)
    return found


def _rule(entry: Mapping[str, Any], at: str) -> Rule:
    try:
        norms = tuple(parse(n) for n in entry.get("norms") or ())
    except KbError as error:
        raise BadRules(f"{at}: {error}") from error
    return Rule(
        entry["id"], Severity(entry["severity"]), entry["title"], entry["remedy"], norms
    )  # fmt: skip


def finding(
    rule: str,
    item: str,
    address: str,
    message: str,
    *,
    words: str = "",
    span: tuple[int, int] | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> Finding:
    """A finding by a rule, whose severity it takes."""
    severity = rules()[rule].severity
    return Finding(item, rule, severity, address, message, words, span, evidence)
