"""What must be known of one amendment beside its row: refusal, remarks, misprints, the baseline."""

from __future__ import annotations

from collections.abc import Iterator

from kb.amendment.package import Baseline, Item
from kb.compare.table import Entry
from kb.ground.saying import Saying, say
from kb.norm.address import parse


def entry_remarks(entry: Entry, *, brief: bool = False) -> Iterator[str]:
    """Everything that must be known of one amendment, a sentence each.

    `brief`: only what carrying it out and comparing it showed, not what its file says of it.
    """
    if entry.item.operation == "none":
        yield say("papers.is_concept")
    elif entry.refused:
        yield say("papers.is_refused", reason=entry.refused)
    told = entry.remarks[len(entry.item.remarks) :] if brief else entry.remarks
    yield from (_sentence(r) for r in told)
    for misprint in () if brief else entry.item.misprints:
        yield say("papers.misprint", words=misprint.words, meant=misprint.should_be)
    if entry.item.annex and not brief:
        for body, annex in entry.item.annex.differences:
            yield say("papers.annex_differs", body=body, place=entry.item.annex.place, annex=annex)
    if entry.item.operation != "none":
        yield from baseline_lines(entry.item, entry.baselines)


def _sentence(text: str) -> str:
    """A remark as a sentence, in every language that it has."""
    if isinstance(text, Saying):
        return Saying(*(_sentence(str(t)) for t in (str(text), text.kk, text.en)))
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "…", "»", "!")) else f"{text}."


def baseline_lines(item: Item, baselines: tuple[Baseline, ...]) -> Iterator[str]:
    """The baseline in sentences: in which editions the quoted wording stands."""
    if item.quoted is None:
        yield say("papers.nothing_quoted")
        return
    absent = [_date(b.edition) for b in baselines if b.match == "not_held"]
    for each in baselines:
        if each.match == "not_held":
            continue
        match = say(f"papers.match_{each.match}")
        if each.match == "near":
            removed = " ".join(t.strip() for op, t in each.segments if op == "-")
            added = " ".join(t.strip() for op, t in each.segments if op == "+")
            match = say("papers.match_near_words", match=match, quoted=removed, held=added)
        yield say("papers.matched", date=_date(each.edition), match=match)
        for part in each.partial:
            yield say("papers.not_quoted", part=part)
    if absent:
        yield say("papers.not_matched", dates=", ".join(absent))


def _date(edition: str) -> str:
    return parse(edition).edition or ""
