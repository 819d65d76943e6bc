"""Operations on words: where the quoted words stand, which of them are meant, what comes there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from typing import Final

from kb.amendment.operation import Operation
from kb.amendment.units import Refusal
from kb.amendment.words import (
    Edit,
    Enumeration,
    Span,
    TwoStops,
    addition,
    apply_edits,
    deletion,
    insertion,
    occurrences,
    substitution,
)
from kb.amendment.working import Key, Place, Working
from kb.ground.saying import joined, say
from kb.norm.act import Clause, Edition
from kb.norm.address import Steps, steps_text, unit_words
from kb.words.inflected import same_forms
from kb.words.text import (
    LOOKALIKES,
    MARKS,
    WORD,
    fold,
    foreign_letters,
    lemmas,
    short,
    without_marks,
)

MOST_SAID: Final = 5  # remarks of one kind on one operation


class NotThere(Refusal):
    """The words that an operation quotes do not stand in its target."""


def change_words(work: Working, operation: Operation) -> tuple[list[str], Steps]:
    """Carries out an operation on words: its remarks, and the unit. Raises Refusal and NotThere."""
    place = work.place(operation.target.steps)
    if operation.kind == "insert_words" and operation.after is None:
        return _add_words(work, operation, place)
    if operation.inflected:
        return _change_forms(work, operation, place)
    anchor = operation.after if operation.kind == "insert_words" else operation.old
    after = None if operation.kind == "insert_words" else operation.after
    if anchor is None or not anchor.strip():
        raise Refusal(say("amendment.which_words"))
    places: list[tuple[Key, Span]] = []
    busy = done = 0
    for key, text, window in _texts(operation, place):
        spans = _final_mark(text, anchor) or occurrences(text, anchor, after)
        spans = [s for s in spans if window[0] <= s[0] and s[1] <= window[1]]
        standing = _unchanged(operation, text, spans)
        done += len(spans) - len(standing)
        open_ = [s for s in standing if not work.is_touched(key, s)]
        busy += len(standing) - len(open_)
        places += [(key, span) for span in open_]
    if not places:
        raise _absence(work, operation, anchor, busy, done)
    places = _chosen(operation, places)
    if operation.kind == "substitute" and operation.new is None:
        raise Refusal(say("amendment.replace_by_what", words=short(anchor)))
    if operation.kind == "insert_words" and operation.new is None:
        raise Refusal(say("amendment.add_what", words=short(anchor)))
    otherwise = _printed_otherwise(work, anchor, places)
    remarks = _write(work, operation, places)
    remarks += otherwise
    if len(places) > 1:
        remarks.append(say("amendment.places", count=str(len(places)), where=_where(places)))
    if busy:
        remarks.append(say("amendment.left_to_others", count=str(busy)))
    if done:
        remarks.append(say("amendment.done_already", count=str(done)))
    return remarks, place.clause.steps


def _change_forms(work: Working, operation: Operation, place: Place) -> tuple[list[str], Steps]:
    """Words in each of their forms: «реестра» → «списка». A form of two cases whose new forms differ is
    refused where it stands; so is the whole command."""
    old, new = operation.old or "", operation.new or ""
    forms = same_forms(old, new, operation.language, numbers=operation.inflected == "numbers")
    ordered = sorted(forms, key=len, reverse=True)
    places: list[tuple[Key, Span]] = []
    edits: dict[Key, list[Edit]] = {}
    shown: dict[str, int] = {}
    for key, text, window in _texts(operation, place):
        taken: list[Span] = []
        for form, capital in product(ordered, (False, True)):
            words = _capital(form) if capital else form
            for span in occurrences(text.replace("ё", "е"), words):
                inside = window[0] <= span[0] and span[1] <= window[1]
                if not inside or work.is_touched(key, span):
                    continue
                if any(a < span[1] and span[0] < b for a, b in taken):
                    continue
                answers = [_capital(x) if capital else x for x in forms[form]]
                ready = (r for x in forms[form] for r in occurrences(text.lower(), x))
                if len(new) > len(old) and any(a <= span[0] and span[1] <= b for a, b in ready):
                    continue  # it reads anew already
                if len(answers) > 1:
                    either = " / ".join(answers)
                    raise Refusal(
                        say("amendment.forms_two", unit=unit_words(key[0]), old=words, new=either)
                    )
                taken.append(span)
                places.append((key, span))
                try:
                    edit = substitution(text, span, answers[0])
                except TwoStops:
                    raise Refusal(say("amendment.two_stops", unit=unit_words(key[0]))) from None
                edits.setdefault(key, []).append(edit)
                pair = f"{words} → {answers[0]}"
                shown[pair] = shown.get(pair, 0) + 1
    if not places:
        raise _absence(work, operation, old, 0, 0)
    _chosen(operation, places)
    for key, own in edits.items():
        work.edit(key, own)
    listed = ", ".join(f"{pair} ({n})" if n > 1 else pair for pair, n in shown.items())
    return [say("amendment.forms_shown", forms=listed)], place.clause.steps


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _printed_otherwise(work: Working, words: str, places: Sequence[tuple[Key, Span]]) -> list[str]:
    """Remarks where the text prints a letter of the words as a look-alike of the other alphabet, or
    where one of them holds a mark that no eye sees."""
    asked = _letters(words)
    remarks: dict[str, None] = {}
    for (steps, part), (start, end) in places:
        clause = work.edition.index[steps]
        there = (clause.own_text if part == "text" else clause.heading)[start:end]
        shown = short(without_marks(there)[0])
        if _letters(there) != asked:
            remarks[say("amendment.look_alike", unit=unit_words(steps), words=shown)] = None
        marks = dict.fromkeys(c for c in there + words if c in MARKS)
        if marks:
            codes = ", ".join(f"U+{ord(mark):04X}" for mark in marks)
            said = say("amendment.marks_inside", unit=unit_words(steps), words=shown, codes=codes)
            remarks[said] = None
    return list(remarks)[:MOST_SAID]


def other_forms(edition: Edition, operation: Operation, steps: Steps) -> str:
    """A remark where a word that was replaced or taken out stands on in its unit, in another form or with
    another capital: «Аким» beside «аким»; "" where none does."""
    old = without_marks(operation.old or "")[0]
    changes = operation.kind in ("substitute", "delete_words") and not operation.inflected
    unit = edition.index.get(steps)
    if not changes or unit is None or len(old) < 4 or not WORD.fullmatch(old):
        return ""
    old = old.translate(LOOKALIKES)
    begins, form = fold(old)[:3], lemmas(old, edition.language)
    left: dict[str, None] = {}
    for each in _live(unit):
        for text in (each.heading, each.own_text):
            anew = occurrences(text, operation.new) if operation.new else []
            for word in WORD.finditer(text):
                own = fold(word[0]).startswith(begins) and word[0] != old
                within = any(a <= word.start() and word.end() <= b for a, b in anew)
                if own and not within and lemmas(word[0], edition.language) == form:
                    left[word[0]] = None
    if not left:
        return ""
    where = unit_words(steps) or say("amendment.act")
    return say("amendment.forms_left", unit=where, words=short(", ".join(left)))


def strange_letters(new: str) -> str:
    """A remark on new words printed with letters of the other alphabet or invisible marks; "" for none."""
    foreign = foreign_letters(new)
    if not foreign:
        return ""
    words = dict.fromkeys("".join(filter(str.isprintable, word)) for word, _, _ in foreign)
    return say("amendment.new_letters", words=short(", ".join(words)), letters=_named(foreign))


def _named(foreign: Sequence[tuple[str, str, str]]) -> str:
    """Foreign letters one by one: which they are, and what they stand for; "" for none."""
    named = dict.fromkeys(
        say("amendment.letter_latin", letter=letter, cyrillic=cyrillic)
        if cyrillic
        else say("amendment.letter_invisible", code=f"U+{ord(letter):04X}")
        for _, letter, cyrillic in foreign
    )
    return joined(", ", named) if named else ""


def _letters(words: str) -> str:
    return "".join(filter(str.isalpha, words))


def _texts(operation: Operation, place: Place) -> Iterable[tuple[Key, str, Span]]:
    """The texts in which words are looked for: key, text, and the window in it."""
    clause, scope = place.clause, operation.scope
    if place.part == "heading" or scope == "heading":
        if not clause.heading:
            raise NotThere(say("amendment.heading_absent", unit=unit_words(clause.steps)))
        yield (clause.steps, "heading"), clause.heading, (0, len(clause.heading))
        return
    if not clause.live:
        raise Refusal(say("amendment.not_in_force", unit=unit_words(clause.steps)))
    if place.part == "sentence":
        yield (clause.steps, "text"), clause.own_text, place.span
        return
    for each in [clause] if place.part == "own" else _live(clause):
        if each.kind == "title" and scope != "both" and not clause.steps:
            continue
        # A unit's own heading is another element unless the instruction speaks of both.
        own = each is clause and clause.steps and scope != "both" and operation.named
        if each.heading and not own and place.part != "own":
            yield (each.steps, "heading"), each.heading, (0, len(each.heading))
        if each.own_text:
            yield (each.steps, "text"), each.own_text, (0, len(each.own_text))


def _unchanged(operation: Operation, text: str, spans: list[Span]) -> list[Span]:
    """Occurrences that the operation has still to change: not those that already read anew."""
    new = operation.new
    if not new:
        return spans
    if operation.kind == "insert_words":
        ready = {s[0] for s in occurrences(text, new)}
        return [s for s in spans if not any(0 <= r - s[1] <= 1 for r in ready)]
    if operation.old and len(new) > len(operation.old):
        wide = occurrences(text, new)
        return [s for s in spans if not any(w[0] <= s[0] and s[1] <= w[1] for w in wide)]
    return spans


def _absence(work: Working, operation: Operation, anchor: str, busy: int, done: int) -> Refusal:
    """Why no place is left for the words: changed already, another operation's, or not there."""
    where = unit_words(operation.target.steps) or say("amendment.act")
    if done:
        return Refusal(say("amendment.words_done", unit=where, words=short(anchor)))
    if busy:
        return Refusal(say("amendment.words_of_others", unit=where, words=short(anchor)))
    key = "amendment.no_words"
    if operation.new and operation.target.steps:
        texts = (t for _, t, _ in _texts(operation, work.place(operation.target.steps)))
        if any(occurrences(t, operation.new) for t in texts):
            key = "amendment.no_words_done"
    refusal = say(key, unit=where, words=short(without_marks(anchor)[0]))
    strange = _named(foreign_letters(anchor))
    return NotThere(
        joined("; ", (refusal, say("amendment.words_foreign", letters=strange)))
        if strange
        else refusal
    )


def _chosen(operation: Operation, places: list[tuple[Key, Span]]) -> list[tuple[Key, Span]]:
    """All places, or a refusal where the instruction leaves open which of them it means."""
    steps = operation.target.steps
    headings = [f for f in places if f[0][1] == "heading" and f[0][0] == steps]
    if steps and operation.scope == "text" and headings and len(headings) < len(places):
        raise Refusal(say("amendment.heading_or_text", unit=unit_words(steps)))
    if len(places) > 1 and operation.occurrences != "all":
        raise Refusal(
            say(
                "amendment.which_place",
                unit=unit_words(steps),
                count=str(len(places)),
                where=_where(places),
            )
        )
    return places


def _where(keyed: Sequence[tuple[Key, Span]]) -> str:
    places = [
        f"{steps_text(key[0])}{'.heading' if key[1] == 'heading' else ''}:{span[0]}"
        for key, span in keyed[:12]
    ]
    return ", ".join(places) + (" …" if len(keyed) > 12 else "")


def _write(work: Working, operation: Operation, places: Sequence[tuple[Key, Span]]) -> list[str]:
    """Makes the edits of one operation; checks all before the first is written."""
    remarks: list[str] = []
    by_key: dict[Key, list[Edit]] = {}
    for key, span in places:
        clause = work.edition.index[key[0]]
        text = clause.own_text if key[1] == "text" else clause.heading
        try:
            edit, said = _edit(operation, text, span)
        except Enumeration:
            raise Refusal(
                say(
                    "amendment.which_comma",
                    unit=unit_words(key[0]),
                    words=short(text[span[0] : span[1]]),
                )
            ) from None
        except TwoStops:
            raise Refusal(say("amendment.two_stops", unit=unit_words(key[0]))) from None
        remarks += [said] if said else []
        by_key.setdefault(key, []).append(edit)
    for key, edits in by_key.items():
        ordered = sorted(edits, key=lambda e: e.start)
        if any(a.end > b.start for a, b in pairwise(ordered)):
            raise Refusal(say("amendment.places_overlap", unit=unit_words(key[0])))
        clause = work.edition.index[key[0]]
        text = clause.own_text if key[1] == "text" else clause.heading
        if not apply_edits(text, ordered).strip():
            raise Refusal(say("amendment.nothing_left", unit=unit_words(key[0])))
    for key, edits in by_key.items():
        work.edit(key, edits)
    return remarks


def _add_words(work: Working, operation: Operation, place: Place) -> tuple[list[str], Steps]:
    clause, new = place.clause, operation.new or ""
    if place.part == "heading" or operation.scope == "heading":
        key: Key = (clause.steps, "heading")
        text = clause.heading
    else:
        if place.part == "unit" and (clause.children or not clause.steps):
            raise Refusal(
                say("amendment.which_line", unit=unit_words(clause.steps) or say("amendment.act"))
            )
        key, text = (clause.steps, "text"), clause.own_text
    if not clause.live or not text:
        raise Refusal(say("amendment.nothing_to_add_to", unit=unit_words(clause.steps)))
    start, end = place.span if place.part == "sentence" else (0, len(text))
    try:
        edit = addition(text[start:end], new)
    except TwoStops:
        raise Refusal(say("amendment.two_stops", unit=unit_words(key[0]))) from None
    edit = Edit(edit.start + start, edit.end + start, edit.new)
    work.edit(key, [edit])
    return [], clause.steps


def _edit(operation: Operation, text: str, span: Span) -> tuple[Edit, str]:
    """The edit of one place, and a remark. Raises Enumeration and TwoStops."""
    if operation.kind == "substitute":
        return substitution(text, span, operation.new or ""), ""
    if operation.kind == "insert_words":
        return insertion(text, span, operation.new or ""), ""
    return deletion(text, span)


def _live(clause: Clause) -> Iterable[Clause]:
    """The clause and what is in force below it."""
    yield clause
    for child in clause.children:
        if child.live:
            yield from _live(child)


def _final_mark(text: str, words: str) -> list[Span]:
    """«точку заменить точкой с запятой»: a lone mark means the one at the end."""
    end = len(text.rstrip())
    if words.strip() not in tuple(".;:"):
        return []
    return [(end - 1, end)] if text[:end].endswith(words.strip()) else []
