"""Signs: the marks, letters and number marks of the proposed text (art. 23 p. 1 and 5, art. 24 p. 7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kb.ground.saying import listed, say
from kb.norm.act import Clause
from kb.norm.address import Steps
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.fields import Unit
from kb.technique.finding import Finding
from kb.technique.proposed import PlacedUnit, ProposedLine, lines, said
from kb.words.text import lemma, short


def list_marks(draft: Draft) -> Iterator[Finding]:
    """Members of a list that end otherwise than «;», the last otherwise than «.».

    Reads the list as the whole package leaves it. A member with parts of its own may end its
    sentences; a mark that the wording in force has at the same place is the law's own.
    """
    for each in draft.proposals:
        lasts: dict[Steps, Steps] = {}
        judged: set[Steps] = set()  # of a number that is repeated, the first alone
        for words in said(each):
            clause = words.clause
            steps, text = clause.steps, clause.own_text
            if steps[-1].unit not in ("spt", "abz") or clause.children or steps in judged:
                continue
            judged.add(steps)
            if steps[:-1] not in lasts:
                members = _members(draft, each, steps)
                lasts[steps[:-1]] = members[-1].steps if members else ()
            now = each.before.index.get(steps)
            if not lasts[steps[:-1]] or (now is not None and now.own_text.endswith(text[-1])):
                continue
            last = lasts[steps[:-1]] == steps
            if last and text.endswith(";") and _ends_unit(steps):
                told = say("signs-list-mark.last", unit=Unit(steps))
            elif not last and text.endswith("."):
                told = say("signs-list-mark.inner", unit=Unit(steps))
            else:
                continue
            yield finding(told, each, at=each.before.address(steps), words=_tail(text), span=_tail_span(words, len(text)))  # fmt: skip


def _members(draft: Draft, each: Proposal, steps: Steps) -> list[Clause]:
    """The list that a unit is a member of, as the whole package leaves it, stubs included."""
    owner = draft.amended[each.item.target.act].edition.index.get(steps[:-1])
    children = owner.children if owner else ()
    return [c for c in children if c.steps[-1].unit == steps[-1].unit]


def _ends_unit(steps: Steps) -> bool:
    """Whether a list's last member ends its point or part too: no list around it goes on."""
    return all(s.unit not in ("spt", "abz") for s in steps[:-1])


def introductions(draft: Draft) -> Iterator[Finding]:
    """The line above a list that does not end in a colon."""
    for each in draft.proposals:
        for words in said(each):
            clause = words.clause
            listing = [c for c in clause.children if c.steps[-1].unit in ("spt", "abz")]
            if listing and clause.own_text and not clause.own_text.endswith(":"):
                tail = _tail(clause.own_text)
                yield finding(say("signs-colon", words=tail), each, at=each.before.address(clause.steps), words=tail, span=_tail_span(words, len(clause.own_text)))  # fmt: skip


def final_marks(draft: Draft) -> Iterator[Finding]:
    """Words of a unit that end without a mark. Headings and sentences have their own rules."""
    for each in draft.proposals:
        units = each.item.target.steps
        if units and units[-1].unit in ("heading", "title", "sent", "form"):
            continue
        for words in said(each):
            text = words.clause.own_text
            if not (text[-1].isalnum() or text[-1] in '»")'):
                continue
            told = say("signs-final-mark", unit=Unit(words.clause.steps), words=_tail(text))
            yield finding(told, each, at=each.before.address(words.clause.steps), words=_tail(text), span=_tail_span(words, len(text)))  # fmt: skip


def letters(draft: Draft) -> Iterator[Finding]:
    """Points and parts that begin with a small letter, subpoints that begin with a large one.

    A word that the act writes with a large letter inside its sentences is a name and passes, and
    so do a term that the subpoint defines («Государственный реестр … – …») and words that go on
    «… Республики Казахстан», which may be names.
    """
    names: dict[str, frozenset[str]] = {}
    for each in draft.proposals:
        large: list[PlacedUnit] = []
        for words in said(each):
            text, unit = words.clause.own_text, words.clause.steps[-1].unit
            first = re.match(r"[А-ЯЁа-яё-]+", text)
            if not first:
                continue
            owned = {s.unit for s in words.clause.steps[:-1]}
            if unit in ("pt", "part", "art") and first[0][0].islower() and "spt" not in owned:
                yield finding(say("signs-small-letter", unit=Unit(words.clause.steps)), each, at=each.before.address(words.clause.steps), words=first[0], span=words.span(*first.span()))  # fmt: skip
            if (
                unit == "spt"
                and first[0][0].isupper()
                and not first[0].isupper() | (len(first[0]) < 2)
            ):
                large.append(words)
        if not large:
            continue
        if each.before.name not in names:
            names[each.before.name] = _names(c.own_text for c in each.before.walk())
        known = names[each.before.name] | _names((each.item.proposed or "",))
        large = [w for w in large if not _may_be_name(w.clause.own_text, known)]
        if large:
            yield _large(each, large)


def _large(each: Proposal, units: Sequence[PlacedUnit]) -> Finding:
    first = units[0].clause.own_text.split()[0]
    which = listed((f"{w.clause.steps[-1].number})" for w in units), 6)
    told = (
        say("signs-large-letter", numbers=which)
        if len(units) == 1
        else say("signs-large-letter.several", numbers=which)
    )
    return finding(told, each, at=each.before.address(units[0].clause.steps), words=first, span=units[0].span(0, len(first)))  # fmt: skip


_OF_STATE = re.compile(r"[А-ЯЁ][\w-]+(?:\s+[\w-]+){0,4}\s+Республики\s+Казахстан(?!\w)")


def _may_be_name(text: str, known: frozenset[str]) -> bool:
    first = re.match(r"[\w-]+", text)
    named = first is not None and lemma(first[0]) in known
    return named or " – " in text or bool(_OF_STATE.match(text))


_INSIDE = re.compile(r"(?<=[а-яё,] )[А-ЯЁ][а-яё-]+")


def _names(texts: Iterable[str]) -> frozenset[str]:
    """The words, as in a dictionary, that stand with a large letter inside a sentence."""
    words = {w for text in texts for w in _INSIDE.findall(text)}
    return frozenset(lemma(w) for w in words)


_SHOWN = 60  # characters of a line that a finding shows
_DASH = re.compile(r"(?:\d+(?:-\d+)*[.)]\s+)?[-–—−•*·▪]\s+(?=\S)")
_ODD_MARK = re.compile(
    r"""
    (?P<many> \d+\.\d+[.)]? )\s                                         # «1.1.»
  | (?P<letter> [а-яёa-z]\) )\s
  | (?P<roman> [IVXLC]+[.)] )\s
  | (?P<round> \(\d+\) )
  | (?P<sign> [№§]\s?\d+ )
  | (?P<cut> (?:Ст|Гл|ст|гл|п|пп|ч)\.\s?\d+ )
  | (?P<word> (?:Пункт|Подпункт|Часть|Абзац)\s+\d+ )\s?[.)]
    """,
    re.VERBOSE,
)


def dashes(draft: Draft) -> Iterator[Finding]:
    """Lines that a dash or another sign marks (art. 24 p. 7)."""
    for each in draft.proposals:
        text = each.item.proposed or ""
        marked = [line for line in lines(text) if _DASH.match(line.text)]
        if marked:
            yield _marked(each, "signs-dash", marked)


def marks(draft: Draft) -> Iterator[Finding]:
    """Number marks of other forms than «1.», «1)», «Статья 1.»; those of the wording in force pass."""
    own: dict[str, set[str | None]] = {}
    for each in draft.proposals:
        name = each.before.name
        if name not in own:
            used = (_ODD_MARK.match(f"{c.mark} ") for c in each.before.walk() if c.mark)
            own[name] = {m.lastgroup for m in used if m}
        here = own[name]
        odd = [
            line
            for line in lines(each.item.proposed or "")
            if (m := _ODD_MARK.match(line.text)) and m.lastgroup not in here
        ]
        if odd:
            yield _marked(each, "signs-mark", odd)


def _marked(each: Proposal, rule: str, marks: Sequence[ProposedLine]) -> Finding:
    line, shown = marks[0], short(marks[0].text, _SHOWN)
    told = (
        say(f"{rule}.several", count=len(marks), line=shown)
        if len(marks) > 1
        else say(rule, line=shown)
    )
    words = line.text if len(line.text) <= _SHOWN else line.text[:_SHOWN].rsplit(None, 1)[0]
    span = (line.start, line.start + len(words))
    return finding(told, each, words=words, span=span)


def _tail(text: str) -> str:
    """The last three words of a text, word for word."""
    before, *last = text.rsplit(None, 3)
    return text[len(before) :].lstrip() if len(last) == 3 else text


def _tail_span(words: PlacedUnit, end: int) -> tuple[int, int]:
    return words.span(end - len(_tail(words.clause.own_text)), end)


CHECKS = (list_marks, introductions, final_marks, letters, dashes, marks)
