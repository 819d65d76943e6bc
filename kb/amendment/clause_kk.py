"""One clause of a command in Kazakh: «1-тармағындағы «…» деген сөз «…» деген сөзбен ауыстырылсын».

What is asked is the same as in Russian; the order is another: a quotation stands before its noun, whose
case says what it is for, and the verb stands last. Whatever does not fit raises Unreadable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from kb.amendment.asked import Asked
from kb.amendment.gathering import Gathering, Reading
from kb.amendment.target import Target
from kb.amendment.target_kk import INSIDE, JOINTS, WHOLE, group_kk, low_kk, targets_kk
from kb.amendment.unreadable import Unreadable
from kb.amendment.vocabulary import KK
from kb.ground.saying import say

_FOLLOWING: Final = frozenset(["мынадай", "келесі", "төмендегі", "мына", "жаңа"])
_THE_ACT: Final = frozenset(["заң", "кодекс", "конституция", "бұйрық", "жарлық"])


_Meaning = TypeVar("_Meaning", bound=str)


class ClausesKk(Reading):
    """A pass over the tokens of one statement in Kazakh."""

    @property
    def over(self) -> bool:
        while self.kind() == "mark" and self.low() in ";.,":
            self.at += 1
        return self.at >= len(self.tokens)

    def next(self) -> Asked:
        """The clause that begins here. Raises Unreadable."""
        for joint in (("және",), ("ал",), ("сондай-ақ",)):
            if self.skip(*joint):
                break
        return _GatheringKk(self).read()

    def word(self, place: int) -> str:
        return low_kk(self.tokens, place)

    def words(self, told: Mapping[tuple[str, ...], _Meaning]) -> _Meaning | None:
        """What the words that stand here mean, and passes them; None for others."""
        for words, meaning in told.items():
            if self.skip(*words):
                return meaning
        return None


class _GatheringKk(Gathering):
    """The parts of one clause in Kazakh as they are met."""

    def __init__(self, clauses: ClausesKk) -> None:
        super().__init__(clauses, "kk")
        self.c: ClausesKk = clauses
        self.restated = False  # «мынадай редакцияда»

    def read(self) -> Asked:
        c = self.c
        while not self.verb:
            if c.at >= len(c.tokens):
                raise Unreadable(say("amendment.no_verb_kk"))
            if not self.part():
                raise Unreadable(self.why())
        self.blocks()
        if self.restated != (self.verb == "replace"):
            raise Unreadable(self.why())
        asked = self.asked()
        if c.at < len(c.tokens) and c.low() not in (";", ".", ",", "және", "ал"):
            raise Unreadable(self.why())
        return asked

    def part(self) -> bool:
        c = self.c
        if c.low() == "," and (self.targets or self.old or self.new or self.after):
            c.at += 1
            return True
        if verb := c.words(KK.verbs) or c.words(KK.linking):
            self.verb = verb
            return True
        if (self.old or self.new) and (inflected := c.words(KK.forms)):
            self.inflected = inflected
            return True
        if c.skip("тиісінше"):
            self.respectively = True
            return True
        if c.low() in _FOLLOWING and self.following():
            return True
        if c.skip("редакцияда") or c.skip("редакциясында"):
            self.restated = True
            return True
        if c.kind() == "quote":
            return self.quoted()
        if self.stop():
            return True
        return self.renumbering() or self.whole_text() or self.unit()

    def renumbering(self) -> bool:
        """«(2-тармақ) 3-тармақ деп есептелсін»: the number that the unit named before gets."""
        c = self.c
        named = group_kk(c.tokens, c.at) if self.targets and self.units is None else None
        if named is None or "nom" not in named[0].cases:
            return False
        verbs = (words for words, verb in KK.verbs.items() if verb == "renumber")
        ahead = named[1] - c.at
        if not any(all(c.low(ahead + n) == w for n, w in enumerate(words)) for words in verbs):
            return False
        self.units, c.at = named[0].plain, named[1]
        return True

    def following(self) -> bool:
        """«мынадай редакцияда», «мынадай мазмұндағы жаңа 4-тармақпен»."""
        c, start = self.c, self.c.at
        while c.low() in _FOLLOWING:
            c.at += 1
        if c.skip("редакцияда"):
            self.restated = True
            return True
        if c.skip("мазмұндағы") or c.skip("мазмұнда"):
            while c.low() in _FOLLOWING:
                c.at += 1
            if self.addition() or c.kind() == "quote":
                return True
        elif self.addition():
            return True
        c.at = start
        return False

    def addition(self) -> bool:
        """«4-1) тармақшамен»: a unit in the instrumental is one that is added."""
        named = group_kk(self.c.tokens, self.c.at)
        if named is None or self.units is not None or "ins" not in named[0].cases:
            return False
        if named[0].unit in ("title", "text"):
            return False
        self.units, self.c.at = named[0].plain, named[1]
        return True

    def quoted(self) -> bool:
        """«A», «B» деген сөздер / сөздерден кейін / сөздермен: quotations, then what they are for."""
        c = self.c
        quotes: list[str] = []
        while c.kind() == "quote":
            quotes.append(c.tokens[c.at].text)
            c.at += 1
            # «A» деген сөз және «B» деген сөздер: each with its noun, both for one thing.
            joint = 0
            while c.low(joint) in (",", *JOINTS):
                joint += 1
            if joint and c.kind(joint) == "quote":
                c.at += joint
        if c.skip("деп"):  # «… деп ауыстырылсын»
            self.new += tuple(quotes)
            return True
        if not c.skip("деген"):
            return False
        respectively = c.skip("тиісінше")
        c.skip("тыныс")
        noun = c.low()
        c.at += 1
        if noun in KK.by:
            self.new += tuple(quotes)
        elif noun in KK.behind:
            if c.low() in ("кейін", "кейінгі", "соң"):
                c.at += 1
                self.after += tuple(quotes)
            elif c.low() in ("бұрын", "бұрынғы"):
                c.at += 1
                self.before += tuple(quotes)
            else:
                return False
        elif noun in ("сөздің", "сөздердің") and c.skip("алдынан"):
            self.before += tuple(quotes)
        elif noun in KK.what and c.low() not in ("кейін", "соң"):
            self.singular = noun in KK.one and len(quotes) == 1 and not self.old
            self.old += tuple(quotes)
        else:
            return False
        self.respectively = self.respectively or respectively
        return True

    def stop(self) -> bool:
        """«нүкте нүктелі үтірмен»: marks by their names."""
        c, start = self.c, self.c.at
        c.skip("соңындағы")
        place = c.at
        mark = c.words(KK.stops)
        if not mark:
            c.at = start
            return False
        said = " ".join(low_kk(c.tokens, i) for i in range(place, c.at))
        if said.endswith("мен"):
            self.new += (mark,)
        else:
            self.old += (mark,)
            self.singular = len(self.old) == 1
        return True

    def whole_text(self) -> bool:
        """«бүкіл мәтін бойынша», «бүкіл мәтінінде»: the act's text, or that of the unit before."""
        c, start = self.c, self.c.at
        c.skip("және")
        whole = c.skip("бүкіл")
        by = c.low() in ("мәтін", "мәтіні") and c.low(1) == "бойынша"
        if by or (whole and c.low() in ("мәтінінде", "мәтінде", "мәтініндегі")):
            c.at += 2 if by else 1
            if self.targets:
                self.targets = tuple(
                    Target(t.steps, "both" if t.scope == "heading" else "text", True)
                    for t in self.targets
                )
            else:
                self.targets = (Target((), "act", True),)
            self.inside = True
            return True
        c.at = start
        return False

    def unit(self) -> bool:
        """A target, the unit behind which something is added, or what is added."""
        c = self.c
        if c.low() in _THE_ACT and not self.targets:
            c.at += 1
            self.targets = (Target(()),)
            return True
        if self.addition():
            return True
        named = targets_kk(c.tokens, c.at)
        if named is None:
            return False
        targets, cases, at = named
        if "abl" in cases and low_kk(c.tokens, at) in ("кейін", "соң"):
            self.behind, c.at = targets, at + 1
            return True
        # «2-тармағының күші жойылды деп танылсын», «1-тармағының соңындағы нүкте …»
        behind = low_kk(c.tokens, at) if "gen" in cases else ""
        whole = bool(cases & (WHOLE | {"dat"})) or behind in ("күші", "күшін")
        if self.targets or not (whole or cases & INSIDE or behind == "соңындағы"):
            return False
        self.targets, c.at = targets, at
        self.inside = not whole
        return True

    def blocks(self) -> None:
        """The quotations behind a verb that takes a wording."""
        c = self.c
        if self.verb not in ("replace", "insert") or (self.verb == "insert" and not self.units):
            return
        if self.new:
            return
        c.skip(":")
        blocks: list[str] = []
        while True:
            place = c.at
            while (
                blocks
                and place < len(c.tokens)
                and low_kk(c.tokens, place) in (";", ",", "және", ".")
            ):
                place += 1
            if place >= len(c.tokens) or c.tokens[place].kind != "quote":
                break
            if low_kk(c.tokens, place + 1) == "деген":
                break
            blocks.append(c.tokens[place].text)
            c.at = place + 1
        self.new = tuple(blocks)
        if not blocks:
            if c.kind() == "broken":
                raise Unreadable(say("amendment.quotes_open"))
            raise Unreadable(say("amendment.no_new_text"))
