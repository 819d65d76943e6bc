"""The proposed words as the checks of figures and references search them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.ground.saying import Saying
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.finding import Evidence, Finding

_RUN: Final = re.compile(r"\s{9,}")


@dataclass(frozen=True, slots=True)
class Said:
    """A proposal's own words; `low` is `text` in lower case with ё as е, character for character."""

    proposal: Proposal
    text: str
    low: str

    def finding(
        self, told: Saying, span: tuple[int, int], evidence: tuple[Evidence, ...] = ()
    ) -> Finding:
        """A finding about the words of a span."""
        words = self.text[slice(*span)]
        return finding(told, self.proposal, words=words, span=span, evidence=evidence)


def said(draft: Draft) -> Iterator[Said]:
    """The items that propose words, those refused too: their words can be read all the same."""
    for proposal in draft.proposals:
        text = proposal.item.proposed
        if text:
            yield Said(proposal, text, lowered(text))


def lowered(text: str) -> str:
    """Lower case of the same length: «İ», which becomes two characters, stays as it is, and of a
    run of white space only its beginning stays white."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    # A pattern's «any white space» would try a run of a million spaces in a million ways.
    return _RUN.sub(lambda run: run[0][:8] + "\0" * (len(run[0]) - 8), low.replace("ё", "е"))
