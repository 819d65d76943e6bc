"""Structure: units, numbers, headings and marks of the proposed text (art. 23, 24 p. 7, 26, 27)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kb.act import Clause
from kb.address import Step, Steps, words_ru
from kb.amendment.words import short
from kb.language import UNIT_RU, lemma, ordinal, squeeze
from kb.technique.draft import Draft, Proposal
from kb.technique.finding import Evidence, Finding, finding
from kb.technique.proposed import Line, Said, lines, said
from kb.technique.text import capital, excerpt, listed
from kb.technique.units import amending, previous

_NUMBERED = ("art", "pt", "spt")
_TELLING = 40  # characters from which equal words are the same norm and not a usual phrase


# --- Numbers ------------------------------------------------------------------------------------


def numbering(draft: Draft) -> Iterator[Finding]:
    """Numbers inside a new wording that repeat, are skipped or go back.

    A gap that the wording in force has too is the law's own and is left alone.
    """
    for each in draft.proposals:
        for unit in each.new:
            for owner in unit.walk():
                for kind in _NUMBERED:
                    yield from _siblings(each, owner, kind)


def _siblings(each: Proposal, owner: Clause, kind: str) -> Iterator[Finding]:
    children = [c for c in owner.children if c.steps[-1].unit == kind]
    numbers = [c.steps[-1].number for c in children]
    if not any(n[0].isdigit() for n in numbers):
        return
    place, name = each.before.address(owner.steps), UNIT_RU[kind]
    for number, count in Counter(numbers).items():
        if count > 1:
            message = f"{capital(words_ru((Step(kind, number),)))} повторяется: {_inside(owner)}"
            yield finding("structure-repeated", each.item.id, place, f"{message}.")
    old = each.before.index.get(owner.steps)
    before = (
        {c.steps[-1].number for c in old.children if c.steps[-1].unit == kind} if old else set()
    )
    for number in dict.fromkeys(numbers):
        asked = previous(number)
        if asked is None or asked in numbers or (number in before and asked not in before):
            continue
        missing = words_ru((Step(kind, asked),))
        message = f"Нет единицы «{missing}»: после нее идет {words_ru((Step(kind, number),))}, {_inside(owner)}"
        yield finding("structure-skipped", each.item.id, place, f"{message}.")
    steps = [c.steps[-1] for c in children]
    for first, second in pairwise(steps):
        if second < first:
            message = f"{capital(name.form('nom', plural=True))} идут не по порядку: {words_ru((second,))} после {words_ru((first,), 'gen')}"
            yield finding("structure-order", each.item.id, place, f"{message}.")


def _inside(owner: Clause) -> str:
    return f"в единице «{words_ru(owner.steps)}»" if owner.steps else "в тексте"


def restarted(draft: Draft) -> Iterator[Finding]:
    """Lists that begin anew in several parts of one unit: «подпункт 1)» alone names no one."""
    for each in draft.proposals:
        first = [w for w in said(each) if w.clause.steps[-2:-1] and _begins_list(w.clause.steps)]
        owners = dict.fromkeys(w.clause.steps[:-2] for w in first)
        for owner in owners:
            lists = [w for w in first if w.clause.steps[:-2] == owner]
            if len(lists) < 2:
                continue
            which = listed(ordinal(int(w.clause.steps[-2].number), "f", "loc") for w in lists)
            message = (
                f"Нумерация подпунктов начинается с 1) в частях {which} "
                f"({words_ru(owner)}): ссылка на подпункт без указания части неоднозначна"
            )
            again = lists[1]
            yield finding(
                "structure-restarted", each.item.id, each.before.address(owner), f"{message}.",
                words=again.clause.own_text, span=(again.start, again.end),
            )  # fmt: skip


def _begins_list(steps: Steps) -> bool:
    """Whether the unit is the first subpoint of a numbered part."""
    return steps[-1] == Step("spt", "1") and steps[-2].unit == "part" and steps[-2].number.isdigit()


def renumbered(draft: Draft) -> Iterator[Finding]:
    """A norm that a new wording moves to another number of the same unit.

    Told by equal words; a norm both moved and reworded is not seen.
    """
    for each in draft.proposals:
        old = each.old
        if each.item.operation != "replace" or old is None or each.done is None:
            continue
        for unit in each.new:
            places = {_telling(c): c for c in unit.walk() if _telling(c)}
            for clause in old.walk():
                moved = places.get(_telling(clause)) if clause.live else None
                if moved is None or moved.steps == clause.steps:
                    continue
                if moved.steps[:-1] != clause.steps[:-1] or _same(unit, clause):
                    continue
                message = (
                    f"{capital(words_ru(clause.steps))} становится единицей "
                    f"«{words_ru(moved.steps[-1:])}»: ссылки на прежний номер укажут на другую норму"
                )
                quote = Evidence(
                    each.before.address(clause.steps), excerpt(clause.text), "прежний номер"
                )
                yield finding(
                    "structure-renumbered", each.item.id, each.before.address(clause.steps),
                    f"{message}.", evidence=(quote,),
                )  # fmt: skip


def _telling(clause: Clause) -> str:
    """The words of a numbered unit by which it is known again; empty where they tell little."""
    if not clause.steps or clause.steps[-1].unit not in ("pt", "spt"):
        return ""
    words = squeeze(" ".join(c.own_text for c in clause.walk() if c.own_text)).rstrip(".;")
    return words if len(words) >= _TELLING else ""


def _same(unit: Clause, clause: Clause) -> bool:
    """Whether the new wording says the same under the old number as well."""
    return any(c.steps == clause.steps and _telling(c) == _telling(clause) for c in unit.walk())


# --- Headings, preambles ------------------------------------------------------------------------


def headings(draft: Draft) -> Iterator[Finding]:
    """A new article or chapter without a heading.

    Articles of amending acts need none; acts whose own articles have none (constitutions) and
    excerpts that show no other article are left alone.
    """
    for each in draft.proposals:
        if each.item.operation != "insert" or amending(each.act):
            continue
        for unit in each.new:
            kind = unit.steps[-1].unit
            others = [c for c in each.before.walk() if c.live and c.steps[-1].unit == kind]
            if kind not in ("art", "ch", "sec", "par") or unit.heading or not others:
                continue
            if 2 * sum(bool(c.heading) for c in others) > len(others):
                message = f"У новой единицы нет заголовка: {words_ru(unit.steps)}"
                yield finding(
                    "structure-heading",
                    each.item.id,
                    each.before.address(unit.steps),
                    f"{message}.",
                )


def preamble(draft: Draft) -> Iterator[Finding]:
    """A preamble for an act that amends others."""
    for each in draft.proposals:
        units = {s.unit for s in each.item.target.steps}
        if "preamble" in units and each.item.operation != "repeal" and amending(each.act):
            message = (
                f"Акт «{short(each.act.title, 60)}» вносит изменения: преамбула в нем не излагается"
            )
            yield finding("structure-preamble", each.item.id, each.address, f"{message}.")


# --- Marks and letters --------------------------------------------------------------------------


def list_marks(draft: Draft) -> Iterator[Finding]:
    """Members of a list that end otherwise than «;», the last otherwise than «.».

    Reads the list as the whole package leaves it. A member with parts of its own may end its
    sentences; a mark that the wording in force has at the same place is the law's own.
    """
    for each in draft.proposals:
        after = draft.amended[each.item.target.act].edition if each.done else each.after
        for words in said(each):
            clause = words.clause
            if (
                clause.steps[-1].unit not in ("spt", "abz")
                or clause.children
                or not clause.own_text
            ):
                continue
            owner = after.index.get(clause.steps[:-1])
            siblings = [c for c in owner.children if c.live] if owner else []
            siblings = [c for c in siblings if c.steps[-1].unit == clause.steps[-1].unit]
            place = next((n for n, c in enumerate(siblings) if c.steps == clause.steps), None)
            mark = clause.own_text[-1]
            if place is None or mark not in ".;":
                continue
            now = each.before.index.get(clause.steps)
            if now is not None and now.own_text.endswith(mark):
                continue
            last = place == len(siblings) - 1
            if not last and mark == ".":
                said_so = f"{capital(words_ru(clause.steps))} – не последний в перечне, но оканчивается точкой"
            elif last and mark == ";" and _ends_unit(clause.steps):
                said_so = f"{capital(words_ru(clause.steps))} – последний в перечне, но оканчивается точкой с запятой"
            else:
                continue
            end = len(clause.own_text)
            yield finding(
                "structure-list-mark", each.item.id, each.before.address(clause.steps),
                f"{said_so}.", words=_tail(clause.own_text), span=_tail_span(words, end),
            )  # fmt: skip


def neighbours(draft: Draft) -> Iterator[Finding]:
    """A list lengthened whose member before the new one ends in a full stop."""
    for each in draft.proposals:
        after = draft.amended[each.item.target.act].edition if each.done else each.after
        for unit in each.new if each.item.operation == "insert" else ():
            owner = after.index.get(unit.steps[:-1])
            if unit.steps[-1].unit != "spt" or owner is None:
                continue
            listing = [c for c in owner.children if c.live and c.steps[-1].unit == "spt"]
            for above, below in pairwise(listing):
                old = each.before.index.get(above.steps)
                if below.steps != unit.steps or old is None or above.children:
                    continue
                if above.own_text.endswith(".") and old.own_text == above.own_text:
                    message = (
                        f"{capital(words_ru(above.steps))} оканчивается точкой, а за ним теперь "
                        f"следует {words_ru(unit.steps[-1:])}"
                    )
                    address = each.before.address(above.steps)
                    quote = Evidence(address, _tail(above.own_text), "точка с запятой вместо точки")
                    yield finding(
                        "structure-list-neighbour", each.item.id, address, f"{message}.",
                        evidence=(quote,),
                    )  # fmt: skip


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
                message = f"За словами «{_tail(clause.own_text)}» идет перечень, а двоеточия нет"
                yield finding(
                    "structure-colon", each.item.id, each.before.address(clause.steps),
                    f"{message}.", words=_tail(clause.own_text),
                    span=_tail_span(words, len(clause.own_text)),
                )  # fmt: skip


def final_marks(draft: Draft) -> Iterator[Finding]:
    """Words of a unit that end without a mark. Headings and sentences have their own rules."""
    for each in draft.proposals:
        units = each.item.target.steps
        if units and units[-1].unit in ("heading", "title", "sent", "form"):
            continue
        for words in said(each):
            text = words.clause.own_text
            if (
                words.clause.kind == "title"
                or not text
                or not (text[-1].isalnum() or text[-1] in '»")')
            ):
                continue
            message = f"{capital(words_ru(words.clause.steps))} оканчивается без знака препинания"
            yield finding(
                "structure-final-mark", each.item.id, each.before.address(words.clause.steps),
                f"{message}: «… {_tail(text)}».", words=_tail(text), span=_tail_span(words, len(text)),
            )  # fmt: skip


def letters(draft: Draft) -> Iterator[Finding]:
    """Points and parts that begin with a small letter, subpoints that begin with a large one.

    A word that the act writes with a large letter inside its sentences is a name and passes.
    """
    names: dict[str, frozenset[str]] = {}
    for each in draft.proposals:
        large: list[Said] = []
        for words in said(each):
            text, unit = words.clause.own_text, words.clause.steps[-1].unit
            first = re.match(r"[А-ЯЁа-яё-]+", text)
            if not first:
                continue
            owned = {s.unit for s in words.clause.steps[:-1]}
            if unit in ("pt", "part", "art") and first[0][0].islower() and "spt" not in owned:
                message = f"{capital(words_ru(words.clause.steps))} начинается со строчной буквы"
                yield finding(
                    "structure-small-letter", each.item.id, each.before.address(words.clause.steps),
                    f"{message}.", words=first[0], span=words.span(*first.span()),
                )  # fmt: skip
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
        large = [w for w in large if lemma(w.clause.own_text.split()[0]) not in known]
        if large:
            yield _large(each, large)


def _large(each: Proposal, found: Sequence[Said]) -> Finding:
    first = found[0].clause.own_text.split()[0]
    which = listed((f"{w.clause.steps[-1].number})" for w in found), 6)
    noun = "Подпункт начинается" if len(found) == 1 else "Подпункты начинаются"
    return finding(
        "structure-large-letter", each.item.id, each.before.address(found[0].clause.steps),
        f"{noun} с прописной буквы: {which}.", words=first, span=found[0].span(0, len(first)),
    )  # fmt: skip


_INSIDE = re.compile(r"(?<=[а-яё,] )[А-ЯЁ][а-яё-]+")


def _names(texts: Iterable[str]) -> frozenset[str]:
    """The words, as in a dictionary, that stand with a large letter inside a sentence."""
    words = {w for text in texts for w in _INSIDE.findall(text)}
    return frozenset(lemma(w) for w in words)


_DASH = re.compile(r"[-–—−•*·▪]\s+(?=\S)")
_EMPHASIS = re.compile(
    r"\*\*[^*\n]+\*\*|__[^_\n]+__|(?<!\w)_[^_\n]+_(?!\w)|</?(?:b|u|i|strong|em|mark|font|span)\b[^>]*>",
    re.I,
)
_ODD_MARK = re.compile(
    r"(?P<many>\d+\.\d+[.)]?)\s|(?P<letter>[а-яёa-z]\))\s|(?P<roman>[IVXLC]+[.)])\s"
    r"|(?P<round>\(\d+\))|(?P<sign>[№§]\s?\d+)"
    r"|(?P<cut>(?:Ст|Гл|ст|гл|п|пп|ч)\.\s?\d+)|(?P<word>(?:Пункт|Подпункт|Часть|Абзац)\s+\d+)\s?[.)]"
)


def dashes(draft: Draft) -> Iterator[Finding]:
    """Lines that a dash or another sign marks, and words set off by markup (art. 24 p. 7)."""
    for each in draft.proposals:
        text = each.item.proposed or ""
        marked = [line for line in lines(text) if _DASH.match(line.text)]
        if marked:
            yield _marked(each, "structure-dash", marked, "Строки обозначены тире или иным знаком")
        for found in _EMPHASIS.finditer(text):
            message = f"Слова выделены: «{short(found[0], 60)}»"
            yield finding(
                "structure-emphasis", each.item.id, each.address, f"{message}.",
                words=found[0], span=found.span(),
            )  # fmt: skip


def marks(draft: Draft) -> Iterator[Finding]:
    """Number marks of other forms than «1.», «1)», «Статья 1.»; those of the wording in force pass."""
    for each in draft.proposals:
        here = {m.lastgroup for c in each.before.walk() if (m := _ODD_MARK.match(f"{c.mark} "))}
        odd = [
            line
            for line in lines(each.item.proposed or "")
            if (m := _ODD_MARK.match(line.text)) and m.lastgroup not in here
        ]
        if odd:
            yield _marked(each, "structure-mark", odd, "Обозначение единицы не по правилам")


def _marked(each: Proposal, rule: str, found: Sequence[Line], said_so: str) -> Finding:
    first = found[0]
    count = f" (строк: {len(found)})" if len(found) > 1 else ""
    return finding(
        rule, each.item.id, each.address, f"{said_so}{count}: «{short(first.text, 60)}».",
        words=first.text[:60].rsplit(None, 1)[0] if len(first.text) > 60 else first.text,
        span=(first.start, first.start + min(60, len(first.text))),
    )  # fmt: skip


def _tail(text: str) -> str:
    """The last three words of a text, word for word."""
    found = re.search(r"\S+(?:\s+\S+){0,2}$", text)
    return found[0] if found else text


def _tail_span(words: Said, end: int) -> tuple[int, int]:
    return words.span(end - len(_tail(words.clause.own_text)), end)


CHECKS = (
    numbering, restarted, renumbered, headings, preamble, list_marks, neighbours, introductions, final_marks,
    letters, dashes, marks,
)  # fmt: skip
