"""Rules as data: what in the law would meet a duty, what defeats it, what the absence of both means.

A test looks for words in named places of named acts; a rule weighs its tests for and against one
duty and lists the conditions of each verdict, the first that holds deciding. Lawyers edit the YAML
files; everything that cannot work is refused on load with file and line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from kb.charter.paragraphs import HERE, Paragraph
from kb.charter.words import BadPattern, check
from kb.ground import yaml_file
from kb.ground.errors import Ambiguous, KbError
from kb.ground.saying import Saying, joined, say
from kb.norm.act import Edition
from kb.norm.address import Address, BadAddress, parse

Answer = Literal["complies", "partly", "fails", "undetermined"]  # of a verdict
COMPLIES: Final = "complies"
PARTLY: Final = "partly"
FAILS: Final = "fails"
UNDETERMINED: Final = "undetermined"

FILES = tuple(HERE / name for name in ("rules.yaml", "protocol.yaml", "constitution.yaml"))


class BadRules(KbError):
    """A rules file that cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Test:
    """What a text may say: any of `words` at any of `places`; with `denied`, that it denies it."""

    id: str
    says: Saying
    places: tuple[Address, ...]
    words: tuple[str, ...]
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A verdict and its condition over the rule's tests and needs."""

    verdict: Answer
    because: Saying
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.all, *self.any, *self.none)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one duty is decided. `needs` names what would have to be read and is not held; `sources`
    of the argument are addresses of norms, or other works in words; `contested` has the strongest
    argument for a better verdict and for a worse one, where a careful reader may decide otherwise."""

    id: str
    decides: str
    meets: tuple[str, ...]
    defeats: tuple[str, ...]
    needs: tuple[str, ...]
    branches: tuple[Branch, ...]
    absent: Branch
    argument: Saying
    sources: tuple[str, ...]
    contested: tuple[Saying, Saying] | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Checked rules: at most one for a duty."""

    tests: Mapping[str, Test]
    needs: Mapping[str, Saying]
    rules: tuple[Rule, ...]

    def of(self, paragraph: str) -> Rule | None:
        return next((r for r in self.rules if r.decides == paragraph), None)

    @property
    def acts(self) -> tuple[str, ...]:
        """Every act that some rule reads."""
        used = [n for r in self.rules for n in (*r.meets, *r.defeats)]
        return tuple(dict.fromkeys(p.act for n in used for p in self.tests[n].places))


@dataclass(slots=True)
class _File:
    """A rules file with the lines of its values, for messages."""

    path: Path
    data: Any
    lines: Mapping[yaml_file.Path_, int]

    def bad(self, message: str, *where: str | int) -> BadRules:
        return BadRules(joined(": ", (f"{self.path}:{self.lines.get(where, 1)}", message)))


def load(
    paragraphs: Sequence[Paragraph],
    known: Mapping[str, Sequence[Edition]],
    files: Iterable[Path] = FILES,
) -> Rules:
    """The rules of all files together; a test of one file may serve in another.

    `known`: the held editions of every act of the library. Raises BadYaml or BadRules, naming file
    and line: an unknown act, place, duty or name; a pattern that can find nothing; a condition that
    cannot hold; two rules that decide one duty.
    """
    opened = [_File(path, *yaml_file.load(path, "charter_rules.json")) for path in files]
    tests: dict[str, Test] = {}
    needs: dict[str, Saying] = {}
    for file in opened:
        for name, entry in file.data.get("tests", {}).items():
            if name in tests or name in needs:
                raise file.bad(say("charter.rules_name_taken", name=name), "tests", name)
            tests[name] = _test(file, name, entry, known)
        for name, text in file.data.get("needs", {}).items():
            if name in tests or name in needs:
                raise file.bad(say("charter.rules_name_taken", name=name), "needs", name)
            needs[name] = Saying(**text)
    rules: dict[str, tuple[Rule, str]] = {}
    duties = {p.id for p in paragraphs}
    for file in opened:
        for nth, entry in enumerate(file.data.get("rules", ())):
            rule = _rule(file, nth, entry, tests, needs, known)
            here = f"{file.path}:{file.lines[('rules', nth)]}"
            if rule.decides not in duties:
                message = say("charter.rules_unknown", paragraph=rule.decides)
                raise file.bad(message, "rules", nth, "decides")
            other = rules.get(rule.decides)
            if other:
                raise BadRules(
                    say(
                        "charter.rules_decided",
                        here=here,
                        paragraph=rule.decides,
                        rule=other[0].id,
                        other=other[1],
                    )
                )
            rules[rule.decides] = rule, here
    return Rules(tests, needs, tuple(rule for rule, _ in rules.values()))


def _test(
    file: _File, name: str, entry: dict[str, Any], known: Mapping[str, Sequence[Edition]]
) -> Test:
    places = tuple(
        _place(file, text, known, "tests", name, "in", i) for i, text in enumerate(entry["in"])
    )
    for i, pattern in enumerate(entry["words"]):
        try:
            check(pattern)
        except BadPattern as error:
            raise file.bad(error.said, "tests", name, "words", i) from error
    denied = bool(entry.get("denied", False))
    return Test(name, Saying(**entry["says"]), places, tuple(entry["words"]), denied)


def _place(
    file: _File, text: str, known: Mapping[str, Sequence[Edition]], *where: str | int
) -> Address:
    """An act or a unit of it that exists, or may exist, in an edition held."""
    try:
        address = parse(text)
    except BadAddress as error:
        raise file.bad(error.said, *where) from error
    editions = known.get(address.act)
    if not editions:
        raise file.bad(
            say("charter.rules_act_unknown", act=address.act, known=", ".join(known)), *where
        )
    if address.edition or address.language:
        raise file.bad(say("charter.rules_place_dated", text=text), *where)
    if address.steps and not any(_may_have(e, address) for e in editions):
        raise file.bad(say("charter.rules_place_absent", text=text), *where)
    return address


def _may_have(edition: Edition, address: Address) -> bool:
    """Whether the edition has the unit; of a division that is held in part it may have more."""
    try:
        return edition.find(address.steps) is not None
    except Ambiguous:
        return False


def _rule(
    file: _File,
    nth: int,
    entry: dict[str, Any],
    tests: Mapping[str, Test],
    needs: Mapping[str, Saying],
    known: Mapping[str, Sequence[Edition]],
) -> Rule:
    for kind, names in (("for", tests), ("against", tests), ("needs", needs)):
        for i, name in enumerate(entry.get(kind, ())):
            if name not in names:
                raise file.bad(say("charter.rules_name_unknown", name=name), "rules", nth, kind, i)
    meets, defeats = tuple(entry.get("for", ())), tuple(entry.get("against", ()))
    own = {*meets, *defeats, *entry.get("needs", ())}
    branches = [_branch(b) for b in entry["decide"]]
    for i, branch in enumerate(branches):
        where: tuple[str | int, ...] = ("rules", nth, "decide", i)
        for name in branch.names:
            if name not in own:
                raise file.bad(say("charter.rules_condition_names", name=name), *where)
        if set(branch.none) & {*branch.all} or (branch.any and set(branch.any) <= {*branch.none}):
            raise file.bad(say("charter.rules_condition_never"), *where)
        for earlier in branches[:i]:
            same = all(
                set(getattr(earlier, k)) == set(getattr(branch, k)) for k in ("all", "any", "none")
            )
            if same and earlier.verdict != branch.verdict:
                raise file.bad(say("charter.rules_verdicts_differ"), *where)
    for i, source in enumerate(entry["sources"]):
        if isinstance(source, str):
            _place(file, source, known, "rules", nth, "sources", i)
    return Rule(
        entry["id"],
        entry["decides"],
        meets,
        defeats,
        tuple(entry.get("needs", ())),
        tuple(branches),
        _branch(entry["absent"]),
        Saying(**entry["argument"]),
        tuple(s if isinstance(s, str) else Saying(**s) for s in entry["sources"]),
        _sides(entry.get("contested")),
    )


def _sides(entry: dict[str, Any] | None) -> tuple[Saying, Saying] | None:
    return (Saying(**entry["for"]), Saying(**entry["against"])) if entry else None


def _branch(entry: dict[str, Any]) -> Branch:
    conditions = {k: tuple(entry.get(k, ())) for k in ("all", "any", "none")}
    return Branch(entry["verdict"], Saying(**entry["because"]), **conditions)
