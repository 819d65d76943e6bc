"""Target: does the draft speak of what the law has — the unit, its number, its wording."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.act import Clause, Edition, Status
from kb.address import Step, Steps, parse, words_ru
from kb.amendment.package import baseline_in
from kb.errors import Ambiguous, KbError, NotHeld
from kb.language import same_words_key, sentences, short
from kb.technique.draft import Draft, Proposal
from kb.technique.finding import Evidence, Finding, finding
from kb.technique.text import agreed, capital, excerpt, sentence
from kb.technique.units import previous

_QUOTES_SHOWN = 5  # quotations of one finding: more of them nobody reads


# --- The unit and its number --------------------------------------------------------------------


def cannot_be_done(draft: Draft) -> Iterator[Finding]:
    """An item that cannot be carried out, by its reason: no such unit, the number taken, …

    Reads the edition compared with; a unit outside its excerpts is said to be unchecked.
    """
    for each in draft.proposals:
        if each.refused:
            yield _refused(each, draft)


def _refused(each: Proposal, draft: Draft) -> Finding:
    item, before = each.item, each.before
    steps = item.target.steps
    if item.operation == "insert":
        taken = _resolve(before, steps[-1:] if steps[-1:] and steps[-1].unit == "art" else steps)
        if isinstance(taken, Clause):
            return _taken(each, taken)
    else:
        taken = _resolve(before, steps)
        if isinstance(taken, Clause):
            rule = "target-refused" if taken.live else "target-not-in-force"
            return finding(rule, item.id, each.address, sentence(each.refused))
    wanted = steps[:-1] if item.operation == "insert" else steps
    found = _resolve(before, wanted)
    if isinstance(found, NotHeld) or isinstance(taken, NotHeld):
        said = f"{capital(words_ru(steps))}: {before.name} этой единицы не показывает"
        return finding("target-outside", item.id, each.address, f"{said}, цель не проверена.")
    if isinstance(found, Clause):
        rule = "target-refused" if found.live else "target-not-in-force"
        return finding(rule, item.id, each.address, sentence(each.refused))
    if isinstance(found, Ambiguous):
        return finding("target-refused", item.id, each.address, sentence(str(found)))
    message = f"В редакции {before.date} нет единицы «{words_ru(wanted)}»"
    if item.operation == "insert":
        message += ", которую поправка дополняет"
    elsewhere = tuple(
        Evidence(edition.address(clause.steps), excerpt(clause.text), "здесь единица есть")
        for edition in _held(draft, before)
        if isinstance(clause := _resolve(edition, wanted), Clause) and clause.live
    )
    return finding("target-missing", item.id, each.address, message + ".", evidence=elsewhere)


def _taken(each: Proposal, taken: Clause) -> Finding:
    words, address = capital(words_ru(taken.steps)), each.before.address(taken.steps)
    quote = (Evidence(address, excerpt(taken.text), "номер занят"),)
    if taken.live:
        rule, said = "target-taken", "уже есть: дополнить акт единицей с этим номером нельзя"
    elif taken.status == Status.FUTURE:
        rule, said = "target-future", "уже принят, но еще не введен в действие"
    else:
        rule, said = "target-reused", "исключен: номер исключенной единицы сохраняется за ней"
        said = said.replace("исключен", agreed("исключен", taken.steps), 1)
    return finding(rule, each.item.id, address, f"{words} {said}.", evidence=quote)


def not_in_force(draft: Draft) -> Iterator[Finding]:
    """A new wording or exclusion of a unit that is excluded already, or not yet in force.

    Sees what the edition prints: a stub, a wording printed ahead of its day.
    """
    for each in draft.proposals:
        if each.done is None or each.item.operation not in ("replace", "repeal"):
            continue
        old = each.old
        if old is None:
            continue
        words = capital(words_ru(old.steps))
        ahead = next((c for c in old.children if c.steps[-1].unit == "future"), None)
        if old.status == Status.FUTURE or ahead is not None:
            shown = ahead or old
            message = (
                f"{words}: редакция {each.before.date} печатает норму, еще не введенную в действие"
            )
            quote = Evidence(
                each.before.address(shown.steps), excerpt(shown.text), "вводится позднее"
            )
            yield finding(
                "target-future", each.item.id, each.address, f"{message}.", evidence=(quote,)
            )
        elif old.status == Status.EXCLUDED:
            message = f"{words} уже {agreed('исключен', old.steps)}, поправка возвращает номер"
            quote = Evidence(each.address, old.text, "так печатается исключенная единица")
            yield finding(
                "target-not-in-force", each.item.id, each.address, f"{message}.", evidence=(quote,)
            )


def together(draft: Draft) -> Iterator[Finding]:
    """Items each of which can be carried out, but not with the others of the package."""
    alone = {
        (str(each.item.target), operation.new): each
        for each in draft.proposals
        if each.done is not None
        for operation in each.item.operations()
    }
    for applied in draft.amended.values():
        for refused in applied.refused:
            each = alone.get((str(refused.operation.target), refused.operation.new))
            if each is not None:
                message = f"Вместе с другими поправками пакета не применима: {refused.reason}"
                yield finding("target-together", each.item.id, each.address, sentence(message))


def gaps(draft: Draft) -> Iterator[Finding]:
    """A number that follows nothing: «4)» where 3) does not stand, «8-2)» without 8-1).

    The whole package is carried out first, so that items may number on from one another; an
    excluded unit keeps its number. Silent where the edition does not show the place.
    """
    for each in draft.proposals:
        if each.done is None or each.item.operation != "insert":
            continue
        after = draft.amended[each.item.target.act].edition
        for unit in each.new:
            step = unit.steps[-1]
            before = previous(step.number)
            if unit.steps in each.before.index or before is None:
                continue
            if step.unit not in ("art", "pt", "spt", "ch"):
                continue
            asked = (*unit.steps[:-1], Step(step.unit, before))
            if after.holds(asked) and isinstance(_resolve(after, asked), KbError):
                yield _gap(each, after, unit, asked)


def _gap(each: Proposal, after: Edition, unit: Clause, asked: Steps) -> Finding:
    said = f"добавляется {words_ru(unit.steps)}, а единицы «{words_ru(asked[-1:])}» перед ней нет"
    owner, step = unit.steps[:-1], unit.steps[-1]
    before = [s[-1] for s in after.index if s and s[:-1] == owner and s[-1].unit == step.unit]
    last = max((s for s in before if s < step), default=None)
    message = capital(said) + (f"; предыдущая – {words_ru((last,))}" if last else "")
    return finding("target-gap", each.item.id, each.before.address(unit.steps), f"{message}.")


# --- The wording --------------------------------------------------------------------------------


def outdated(draft: Draft) -> Iterator[Finding]:
    """A quotation that is not the wording of the edition compared with.

    Held editions that have it word for word are named. Spaces, kinds of dash and of quotation mark
    and a final mark do not count; a quotation of a piece of the unit is `partly`'s matter.
    """
    for each in draft.proposals:
        old, quoted = _quotable(each), each.item.quoted or ""
        if old is None or _says(old, quoted):
            continue
        near = baseline_in(each.item, each.before)
        places = [
            Evidence(
                edition.address(clause.steps),
                excerpt(clause.text),
                "здесь приведенный текст стоит дословно",
            )
            for edition in _held(draft, each.before)
            if isinstance(clause := _resolve(edition, each.item.target.steps), Clause)
            and _says(clause, quoted)
        ]
        message = f"{capital(words_ru(old.steps))}: приведенный текст расходится с редакцией {each.before.date}"
        if near.match == "near":
            theirs = short(" … ".join(t.strip() for op, t in near.segments if op == "-"), 80)
            ours = short(" … ".join(t.strip() for op, t in near.segments if op == "+"), 80)
            message += f" (приведено «{theirs}», в редакции «{ours}»)"
        if places:
            message += f"; дословно он стоит в редакции {_dates(places)}"
        current = _differs(each.before, old, quoted)
        yield finding(
            "target-outdated",
            each.item.id,
            each.address,
            f"{message}.",
            evidence=(*current, *places[:_QUOTES_SHOWN]),
        )


def _differs(edition: Edition, clause: Clause, quoted: str) -> tuple[Evidence, ...]:
    """The first sentence of the unit that the quotation does not have."""
    key = _key(quoted)
    for unit in clause.walk():
        for start, end in sentences(unit.own_text) if unit.live else ():
            words = unit.own_text[start:end]
            if _key(words) not in key:
                note = "действующая редакция"
                return (Evidence(edition.address(unit.steps), excerpt(words), note),)
    return ()


def partly(draft: Draft) -> Iterator[Finding]:
    """A unit restated of which only a piece is quoted: what is not quoted vanishes unsaid.

    Silent where the quotation is no piece of the wording (`outdated`) or where the new wording
    keeps the words that the quotation leaves out.
    """
    for each in draft.proposals:
        old, quoted = _quotable(each), each.item.quoted or ""
        if old is None or each.done is None or not _says(old, quoted):
            continue
        kept = f"{_key(quoted)} {_key(each.item.proposed or '')}"
        lost = [
            Evidence(each.before.address(clause.steps), clause.own_text[start:end], "не приведено")
            for clause in old.walk()
            if clause.live and clause.own_text
            for start, end in sentences(clause.own_text)
            if _key(clause.own_text[start:end]) not in kept
        ]
        if lost:
            units = dict.fromkeys(words_ru(_steps(e)) for e in lost)
            message = (
                f"{capital(words_ru(old.steps))} приведена не полностью: "
                f"не приведены и исчезают слова ({short(', '.join(units), 120)})"
            ).replace("приведена", agreed("приведен", old.steps), 1)
            yield finding(
                "target-partly-quoted",
                each.item.id,
                each.address,
                f"{message}.",
                evidence=tuple(lost[:_QUOTES_SHOWN]),
            )


def unchanged(draft: Draft) -> Iterator[Finding]:
    """A new wording that is the wording in force, word for word."""
    for each in draft.proposals:
        if each.done is None or each.item.operation != "replace" or each.old is None:
            continue
        new = each.new
        if len(new) == 1 and each.old.live and new[0].lines() == each.old.lines():
            message = f"Новая редакция ничего не меняет: {words_ru(each.steps)} уже изложен так"
            said = message.replace("изложен", agreed("изложен", each.steps))
            yield finding("target-unchanged", each.item.id, each.address, f"{said}.")


# --- Texts --------------------------------------------------------------------------------------


def _resolve(edition: Edition, steps: Steps) -> Clause | KbError:
    """The unit, or why there is none."""
    try:
        return edition.resolve(steps)
    except KbError as error:
        return error


def _held(draft: Draft, before: Edition) -> Iterator[Edition]:
    """The other held editions of the act in the same language, newest first."""
    act = draft.library.acts.get(before.act)
    for date in reversed(act.held_dates(before.language) if act else ()):
        if date != before.date:
            yield draft.library.edition(before.act, date, before.language)


def _key(text: str) -> str:
    return same_words_key(text).rstrip(".;, ")


def _quotable(each: Proposal) -> Clause | None:
    """The wording in force that the item's quotation speaks of; None without one of them."""
    if not each.item.quoted or each.item.operation not in ("replace", "repeal"):
        return None
    found = _resolve(each.before, each.item.target.steps)
    return found if isinstance(found, Clause) and found.live else None


_LEFT_OUT = re.compile(r"[<(\[]?(?:…|\.{3})[>)\]]?")


def _says(clause: Clause, quoted: str) -> bool:
    """Whether the quotation is the unit's wording or unbroken pieces of it around «…»."""
    pieces = [key for piece in _LEFT_OUT.split(quoted) if (key := _key(piece))]
    printed = "\n".join(clause.lines())
    bare = "\n".join(c.own_text for c in clause.walk() if c.own_text and c.live)
    keys = (same_words_key(printed), same_words_key(bare))
    return bool(pieces) and any(all(p in key for p in pieces) for key in keys)


def _steps(evidence: Evidence) -> Steps:
    return parse(evidence.address).steps


def _dates(places: list[Evidence]) -> str:
    return ", ".join(parse(e.address).edition or "" for e in places)


CHECKS = (cannot_be_done, not_in_force, together, gaps, outdated, partly, unchanged)
