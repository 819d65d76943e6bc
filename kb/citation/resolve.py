"""Resolving: a citation's path against the edition of its act, with a status and the reason.

The edition is the text's own for the text's own act, the one in force on a date where a date is
known, else the newest held. Nothing is guessed: two Constitutions without a date are ambiguous,
a text that is not held stays not held.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kb.citation.chain import Path
from kb.citation.clean import Clean
from kb.citation.find import By, Unresolved
from kb.citation.names import Name
from kb.ground.errors import Ambiguous, KbError, NotFound, NotHeld
from kb.ground.saying import joined, say
from kb.library import Library
from kb.norm.act import Clause, Edition
from kb.norm.act import Status as ClauseStatus
from kb.norm.address import Step, Steps, parse_steps, steps_text, unit_words
from kb.words.units import UnitName


class Status(StrEnum):
    """What became of a citation."""

    FOUND = "found"
    NO_SUCH_CLAUSE = "no_such_clause"
    NOT_HELD = "not_held"
    ACT_UNKNOWN = "act_unknown"
    EDITION_UNKNOWN = "edition_unknown"
    AMBIGUOUS = "ambiguous"


_COUNTED_WITHIN: Final = frozenset({"part", "abz", "sent"})
_NO_LAW: Final = {
    ClauseStatus.EXCLUDED: "citation.unit_excluded",
    ClauseStatus.FUTURE: "citation.unit_future",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of text and the unit that it names; offsets in characters of the text as given.

    `phrase` is the span of the whole citing phrase; `steps` the unit as the text names it; the
    address is given when the unit is found. `candidates` are the addresses an ambiguous one fits.
    """

    start: int
    end: int
    text: str
    phrase: tuple[int, int]
    ranged: bool
    act: str | None
    act_name: str | None
    edition: str | None
    language: str | None
    steps: Path
    address: str | None
    status: Status
    reason: str
    candidates: tuple[str, ...] = ()

    def number(self, unit: UnitName) -> str | None:
        """The number of one of its units (`art`, `pt`, `spt`, `part`, `abz`), if it names one."""
        return dict(self.steps).get(unit)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What resolving found for one act, path and date; the same for every place that asks it."""

    act: str | None
    status: Status
    reason: str
    edition: str | None = None
    language: str | None = None
    address: str | None = None
    candidates: tuple[str, ...] = ()


class Resolver:
    """Resolves paths; each question is answered once."""

    def __init__(self, library: Library, date: str | None = None, own: Edition | None = None):
        self.library = library
        self.date = date
        self.own = own
        self._editions: dict[str, Edition | _Answer] = {}
        self._answers: dict[tuple[Name, Path], _Answer] = {}

    def resolve(self, cited: Unresolved, clean: Clean, text: str) -> Citation:
        """The citation that was found, with its act, address and status."""
        if cited.act is None:
            why = say("citation.whose_text") if cited.own else say("citation.act_not_named")
            answer = _Answer(None, Status.ACT_UNKNOWN, why)
        elif cited.by is By.UNPLACED:
            answer = _Answer(cited.act.acts[0] if cited.act.acts else None, Status.AMBIGUOUS, "")
        else:
            key = (cited.act, cited.path)
            answer = self._answers.get(key) or self._answer(*key)
            self._answers[key] = answer
        start, end = clean.start(cited.start), clean.end(cited.end)
        return Citation(
            start,
            end,
            text[start:end],
            (clean.start(cited.phrase[0]), clean.end(cited.phrase[1])),
            cited.ranged,
            answer.act,
            cited.act.name if cited.act else None,
            answer.edition,
            answer.language,
            cited.path,
            answer.address,
            answer.status,
            _reason(answer.reason, cited.by),
            answer.candidates,
        )

    def _answer(self, name: Name, path: Path) -> _Answer:
        if not name.acts:
            return _Answer(None, Status.ACT_UNKNOWN, say("citation.act_not_in_corpus"))
        acts = self._possible(name, path)
        if len(acts) > 1:
            return self._ambiguous(acts, path)
        return self._in_act(acts[0], path)

    def _possible(self, name: Name, path: Path) -> tuple[str, ...]:
        """The acts of one name that the date and the article's number leave."""
        acts = name.acts
        if len(acts) > 1 and self.date:
            acts = tuple(a for a in acts if self._binds(a, self.date)) or acts
        article = dict(path).get("art", "").split("-")[0]
        if len(acts) > 1 and article.isdigit():
            last = dict(name.last)
            acts = tuple(a for a in acts if int(article) <= last.get(a, 10**6)) or acts
        return acts

    def _binds(self, act: str, day: str) -> bool:
        known = self.library.act(act)
        return (known.in_force_from or known.adopted) <= day < (known.ceased or "9999")

    def _ambiguous(self, acts: tuple[str, ...], path: Path) -> _Answer:
        answers = [self._in_act(act, path) for act in acts]
        places = [a.address or joined("", (a.act or "", " (", a.reason, ")")) for a in answers]
        reason = say("citation.fitting", places=joined("; ", places))
        addresses = tuple(a.address for a in answers if a.address)
        return _Answer(None, Status.AMBIGUOUS, reason, candidates=addresses)

    def _in_act(self, act: str, path: Path) -> _Answer:
        edition = self._edition(act)
        if isinstance(edition, _Answer):
            return edition
        steps = _steps(path)
        where = (edition.date, edition.language)
        if steps is None:
            return _Answer(act, Status.NO_SUCH_CLAUSE, say("citation.no_such_number"), *where)
        try:
            clause = edition.resolve(steps)
        except NotHeld as error:
            return _Answer(act, Status.NOT_HELD, error.said, *where)
        except Ambiguous as error:
            return _Answer(act, Status.AMBIGUOUS, error.said, *where, candidates=error.candidates)
        except NotFound as error:
            return _Answer(act, Status.NO_SUCH_CLAUSE, error.said, *where)
        if not _named(steps, clause):
            absent = say(
                "norm.unit_absent",
                edition=edition.name,
                unit=unit_words(steps),
                steps=steps_text(steps),
                nearest=", ".join(edition.nearest(steps)),
            )
            return _Answer(act, Status.NO_SUCH_CLAUSE, absent, *where)
        key = _NO_LAW.get(clause.status)
        reason = say(key) if key else ""
        return _Answer(act, Status.FOUND, reason, *where, address=edition.address(clause.steps))

    def _edition(self, act: str) -> Edition | _Answer:
        if act not in self._editions:
            self._editions[act] = self._find_edition(act)
        return self._editions[act]

    def _find_edition(self, act: str) -> Edition | _Answer:
        if self.own and self.own.act == act:
            return self.own
        try:
            if self.date:
                return self.library.on(act, self.date)[0]
            return self.library.edition(act)
        except KbError as error:
            return _Answer(act, Status.EDITION_UNKNOWN, error.said)


def _reason(why: str, by: By | None) -> str:
    """Why a citation is not resolved and how its act was told, in one line; empty for neither."""
    told = say(f"citation.by_{by}") if by else ""
    return joined("; ", (why, told)) if why and told else why or told


def _named(steps: Steps, clause: Clause) -> bool:
    """Whether the words name the unit: a part of an article of points is no part of a point.

    Parts, paragraphs and sentences are counted within the unit named; only the first part of a
    unit without points is the unit itself.
    """
    for nth, step in enumerate(steps):
        if step.unit not in _COUNTED_WITHIN:
            continue
        if step not in clause.steps:
            ends = nth == len(steps) - 1
            if ends and clause.steps == steps[:nth] and not clause.own_text:
                return not any(child.steps[-1].unit == "pt" for child in clause.children)
            continue
        above = clause.steps[: clause.steps.index(step)]
        if any(each.unit in ("pt", "spt") and each not in steps[:nth] for each in above):
            return False
    return True


def _steps(path: Path) -> Steps | None:
    """The path as an address; None for a number that no address can have."""
    try:
        return tuple(parse_steps(str(Step(unit, number)))[0] for unit, number in path)
    except KbError:
        return None
