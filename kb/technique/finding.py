"""What a check found, and the rules as data: severity, the law's clause, what is said, the remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any

from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import (
    BadTemplate,
    Listed,
    Saying,
    Template,
    Value,
    joined,
    rules_say,
    say,
    template,
)
from kb.ground.saying import said as said_in
from kb.norm.address import Address, parse
from kb.technique.text import sentence

RULES = Path(__file__).with_name("rules")


class BadRules(KbError):
    """A file of drafting rules that cannot be used; the message names file and line."""


class Band(StrEnum):
    """What a rule guards, the gravest first: `supreme`, the Constitution and the Charter; `sense`,
    what the law would say and whether it can be carried out; `form`, marks, spelling, papers."""

    SUPREME = "supreme"
    SENSE = "sense"
    FORM = "form"


class Severity(StrEnum):
    """By consequence. `error`: it cannot be carried out, contradicts the Constitution's words or
    leaves the law inoperable; `warning`: the law would say other than is meant, or the bill would be
    sent back; `remark`: worth a look, may well be meant, or is put right without a thought."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Rule:
    """A drafting rule; `title` and `remedy` by language, `norms` the clauses that it applies,
    `says` what its findings and their evidence say, by name; `patterns` the words of which a sentence
    of `says` speaks, by its name, where nothing else need be known; `under`: the rules that tell of the
    same defect in another way, under whose finding one of this rule stands."""

    id: str
    band: Band
    severity: Severity
    title: Mapping[str, str]
    remedy: Mapping[str, str]
    norms: tuple[Address, ...]
    says: Mapping[str, Template]
    patterns: Mapping[str, re.Pattern[str]]
    under: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The family of checks that it belongs to: what its id begins with."""
        return self.id.partition("-")[0]


def about(value: Value) -> str:
    """What a rule's sentence speaks of, however it is worded: name and fields, in Russian."""
    if isinstance(value, Listed):
        return ", ".join(map(about, value.members))
    if not (isinstance(value, Saying) and value.room in rules()):
        return said_in(value, "ru")
    fields = "; ".join(f"{name}: {about(each)}" for name, each in value.fields)
    return f"{value.name} – {fields}" if fields else value.name


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that a finding rests on: where they stand (an address in full) and why they matter."""

    address: str
    quote: str
    said: Saying | None = None

    @property
    def note(self) -> str:
        """Why they matter, in Russian; empty where they tell it themselves."""
        return self.note_in("ru")

    def note_in(self, language: str) -> str:
        """Why they matter, in a language."""
        return self.said.in_language(language) if self.said else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: its rule and what that says. `item` is empty for the whole package.

    `address`: the unit in full, in the edition compared with; `words`: the words it speaks of, and
    `span` their place in characters of the item's proposed text when they stand there; `also`: the
    further places of the same defect (kb.technique.fold).
    """

    said: Saying
    item: str
    address: str
    words: str = ""
    span: tuple[int, int] | None = None
    evidence: tuple[Evidence, ...] = ()
    also: tuple[Finding, ...] = ()

    @property
    def all(self) -> tuple[Finding, ...]:
        """The finding and those folded into it, each alone."""
        return (replace(self, also=()), *self.also) if self.also else (self,)

    @property
    def rule(self) -> str:
        """The rule, by its id."""
        return self.said.room

    @property
    def about(self) -> str:
        """What it speaks of, however it is worded."""
        return about(self.said)

    @property
    def severity(self) -> Severity:
        """How grave it is: its rule says."""
        return rules()[self.rule].severity

    @property
    def band(self) -> Band:
        """What its rule guards."""
        return rules()[self.rule].band

    @property
    def message(self) -> str:
        """What it says, in Russian: so it is printed by commands, and kept with a dismissal."""
        return self.message_in("ru")

    def message_in(self, language: str) -> str:
        """What it says, in a language (ru, kk, en), as a sentence."""
        return sentence(self.said.in_language(language))


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, in the order of the files. Raises BadRules or BadYaml with file and line."""
    by_id: dict[str, Rule] = {}
    for path in sorted(RULES.glob("*.yaml")):
        by_id |= load(path, by_id)
    return by_id


def _sentence_of(rule: str, name: str) -> Template:
    """What a rule says under a name. Raises BadRules where it says no such thing."""
    if name not in rules()[rule].says:
        raise BadRules(say("technique.rule_says_not", rule=rule, name=name))
    return rules()[rule].says[name]


rules_say(_sentence_of)


def load(path: Path, known: Mapping[str, Rule] | None = None) -> dict[str, Rule]:
    """The rules of one file; `known` are those of other files, whose ids are taken."""
    data, lines = yaml_file.load(path, "technique_rules.json")
    by_id: dict[str, Rule] = {}
    for nth, entry in enumerate(data["rules"]):
        at = f"{path}:{lines[('rules', nth)]}"
        if entry["id"] in by_id or entry["id"] in (known or {}):
            raise BadRules(say("technique.rule_again", at=at, rule=entry["id"]))
        says = _says(entry, path, nth, lines)
        patterns = _patterns(entry, says, partial(_line, path, lines, ("rules", nth, "patterns")))
        by_id[entry["id"]] = _rule(entry, at, says, patterns)
    return by_id


def _rule(
    entry: Mapping[str, Any],
    at: str,
    says: Mapping[str, Template],
    patterns: Mapping[str, re.Pattern[str]],
) -> Rule:
    try:
        norms = tuple(parse(n) for n in entry.get("norms") or ())
    except KbError as error:
        raise BadRules(joined(": ", (at, error.said))) from error
    return Rule(
        entry["id"], Band(entry["band"]), Severity(entry["severity"]), entry["title"],
        entry["remedy"], norms, says, patterns, tuple(entry.get("under") or ()),
    )  # fmt: skip


def _patterns(
    entry: Mapping[str, Any], says: Mapping[str, Template], line: Callable[[str], str]
) -> dict[str, re.Pattern[str]]:
    """The patterns of a rule, written with spaces and comments (re.VERBOSE), by the sentence that
    each calls for. Raises BadRules for one that cannot be read, that has no sentence, or whose
    sentence asks for more than the words."""
    patterns = {}
    for name, text in (entry.get("patterns") or {}).items():
        at = line(name)
        if name not in says:
            raise BadRules(
                joined(": ", (at, say("technique.rule_says_not", rule=entry["id"], name=name)))
            )
        for field in sorted(says[name].fields - {"words"}):
            raise BadRules(say("technique.pattern_field", at=at, name=name, field=field))
        try:
            patterns[name] = re.compile(text, re.VERBOSE)
        except re.error as error:
            raise BadRules(
                say("technique.pattern_unread", at=at, name=name, error=str(error))
            ) from error
    return patterns


def _says(
    entry: Mapping[str, Any], path: Path, nth: int, lines: Mapping[yaml_file.Path_, int]
) -> dict[str, Template]:
    templates = {}
    for name, texts in (entry.get("says") or {}).items():
        at = partial(_line, path, lines, ("rules", nth, "says", name))
        try:
            templates[name] = template(texts, at)
        except BadTemplate as error:
            raise BadRules(error.said) from error
    return templates


def _line(
    path: Path, lines: Mapping[yaml_file.Path_, int], place: yaml_file.Path_, name: str
) -> str:
    return f"{path}:{lines[(*place, name)]}"


def none_found(items: int) -> Saying:
    """What is said where the checks of so many amendments find nothing: what was checked."""
    return say("technique.none_found", items=items, rules=len(rules()))


def none_left(items: int, dismissed: int) -> Saying:
    """What is said where no finding is to be shown: none was found, or all that were are dismissed."""
    return say("technique.all_dismissed", count=dismissed) if dismissed else none_found(items)
