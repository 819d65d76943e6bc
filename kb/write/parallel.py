"""The table of the places where two authentic texts part, for whoever writes to the bank."""

from __future__ import annotations

from collections.abc import Sequence

from kb.ground.safe import markdown_cell
from kb.ground.saying import in_language, say
from kb.norm.address import unit_words
from kb.norm.divergence import Divergence


def table(differences: Sequence[Divergence], language: str) -> str:
    """A Markdown table of the divergences; the words of the texts stay in their own languages."""
    heads = ("unit", "kind", "ru", "kk", "certain")
    rows = [[in_language(say(f"write.parallel_{head}"), language) for head in heads], ["---"] * 5]
    for each in differences:
        place = in_language(unit_words(each.steps), language)
        kind = in_language(say(f"norm.parallel_kind_{each.kind}"), language)
        certain = in_language(each.certain, language)
        said = (place, kind, each.ru or "–", each.kk or "–", certain)
        rows.append([markdown_cell(words) for words in said])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
