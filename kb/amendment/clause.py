"""One clause of a command: «в пункте 1 слова «…» заменить словами «…»» → what it asks, unresolved.

The grammar of the genre: a target, words with their quotations, a verb, what it yields. Word order
varies, so the parts are gathered until the verb has what it needs. Whatever does not fit raises
Unreadable: nothing is read by halves.
"""

from __future__ import annotations

from typing import Final

from kb.amendment.asked import Asked
from kb.amendment.gathering import Gathering, Reading
from kb.amendment.group import act_words, group
from kb.amendment.target import Target, targets, within
from kb.amendment.unreadable import Unreadable
from kb.amendment.vocabulary import IN_THE_ACT, RU, THE_ACT
from kb.ground.saying import Saying, say

_ACCUSATIVE: Final = frozenset({"nom", "acc"})
_LOCATIVE: Final = frozenset({"loc"})
_GENITIVE: Final = frozenset({"gen"})


class Clauses(Reading):
    """A pass over the tokens of one statement in Russian."""

    def next(self) -> Asked:
        """The clause that begins here. Raises Unreadable."""
        for joint in (("а", "также"), ("а",), ("и",)):
            if self.skip(*joint):
                break
        return _Gathering(self).read()


class _Gathering(Gathering):
    """The parts of one clause in Russian as they are met."""

    def __init__(self, clauses: Clauses) -> None:
        super().__init__(clauses, "ru")

    def read(self) -> Asked:
        while not self.complete():
            if not (self.part()):
                raise Unreadable(self.why())
        self.trailing()
        self.c.last_verb = self.verb
        return self.asked()

    def why(self) -> Saying:
        """Why what stands here is not read: a clause whose verb was not met says so."""
        if self.verb or self.broken:
            return super().why()
        place = self.c.shown()
        return say("amendment.verb_not_found", place=place) if place else say("amendment.no_verb")

    def complete(self) -> bool:
        match self.verb:
            case "replace":
                return bool(self.new)
            case "substitute":
                return bool(self.old and self.new)
            case "insert":
                return bool(self.new)
            case "repeal":
                return bool(self.old or (self.targets and not self.inside and not self.after))
            case "renumber":
                return bool(self.targets and self.units and not self.inside)
        # «слово «C» – словом «D»»: the verb of the clause before.
        if self.c.last_verb == "substitute" and self.old and self.new:
            self.verb = "substitute"
            return True
        return False

    def part(self) -> bool:
        """Reads one more part; False where none fits."""
        c = self.c
        low = c.low()
        if not self.verb:
            for words, meaning in RU.verbs.items():
                if c.skip(*words):
                    self.verb = meaning
                    if meaning == "replace":
                        return self.editions()
                    return meaning != "renumber" or self.renumbering()
        if c.skip("соответственно"):
            self.respectively = True
            return True
        if self.old and self.forms():
            return True
        if low in ("после", "перед"):
            return self.place_of(low)
        if self.verb == "insert" and (self.additions() or self.yield_()):
            return True
        if self.yield_() or self.words():
            return True
        dash = not self.verb and low in ("-", "–", "—")
        by = self.old and c.low(1) in RU.by
        if dash and (by or ((self.old or self.targets) and (c.low(1),) in RU.verbs)):
            c.at += 1
            return True
        return self.target()

    def forms(self) -> bool:
        """«в соответствующих падежах»: the quoted words in all their forms."""
        for words, meant in RU.forms.items():
            if self.c.skip(*words):
                self.inflected = meant
                return True
        return False

    # -- parts -----------------------------------------------------------------------------------

    def quotes(self, *, before_verb: bool = True) -> tuple[str, ...]:
        """«"A", "B" и "C"» from here; `before_verb`: with the comma some acts leave before it."""
        c = self.c
        quotes: list[str] = []
        while c.kind() == "quote":
            quotes.append(c.tokens[c.at].text)
            c.at += 1
            joint = 1 if c.low() in (",", "и") else 0
            joint += 1 if joint and c.low(joint) == "и" else 0
            if c.kind(joint) != "quote":
                break
            c.at += joint
        comma = before_verb and not self.verb and c.low() == ","
        if comma and ((c.low(1),) in RU.verbs or c.low(1) == "соответственно"):
            c.at += 1
        return tuple(quotes)

    def nouns(self, allowed: frozenset[str]) -> bool:
        """Passes «слова и цифры», «знак препинания» when a quotation follows."""
        c = self.c
        start = c.at
        while c.low() in allowed:
            c.at += 1
            c.skip("препинания")
            if not (c.low() in ("и", ",") and c.low(1) in allowed):
                break
            c.at += 1
        if c.at > start and c.kind() == "quote":
            return True
        c.at = start
        return False

    def words(self) -> bool:
        """«слова «A», «B»»: what is replaced or excluded."""
        c = self.c
        if self.old:
            return False
        one = c.low() in RU.one
        if self.nouns(RU.what) or (c.low() == "предложение" and c.kind(1) == "quote"):
            c.at += c.low() == "предложение"
            self.old = self.quotes()
            # «слово «A» и слова «B»»
            while c.low() in (",", "и") and c.low(1) in RU.what:
                start = c.at
                c.at += 1
                if not self.nouns(RU.what):
                    c.at = start
                    break
                self.old += self.quotes()
            self.singular = one and len(self.old) == 1
            return True
        if c.low() in ("точку", "запятую", "двоеточие", "точки", "запятые"):
            self.singular = c.low() not in ("точки", "запятые")
            self.old = (self.stop(),)
            return True
        return False

    def stop(self) -> str:
        """«точку», «точкой с запятой»: a mark by its name."""
        mark = RU.stops[(self.c.low(),)]
        self.c.at += 1
        return ";" if mark == "." and self.c.skip("с", "запятой") else mark

    def yield_(self) -> bool:
        """«словами «B»»: what comes in the place of the old words, or is added."""
        c = self.c
        if self.new or self.verb == "repeal":
            return False
        if self.nouns(RU.by):
            self.new = self.quotes(before_verb=False)
            while len(self.old) > len(self.new) and c.low() in (",", "и") and c.low(1) in RU.by:
                c.at += 1
                if not self.nouns(RU.by):
                    return False
                self.new += self.quotes(before_verb=False)
            return True
        instead = self.verb == "substitute" and bool(self.old)
        if instead and c.low().endswith(("ой", "ем", "ами", "ыми")) and (c.low(),) in RU.stops:
            self.new = (self.stop(),)
            return True
        # «заменить на слово «реестр»»
        if instead and c.low() == "на" and c.low(1) in RU.what and c.kind(2) == "quote":
            c.at += 2
            self.new = self.quotes(before_verb=False)
            return True
        return False

    def renumbering(self) -> bool:
        """«(считать) пунктом 4», «соответственно пунктами 4 и 5»."""
        c = self.c
        if c.skip("соответственно"):
            self.respectively = True
        named = group(c.tokens, c.at)
        if named is None or "ins" not in named[0].cases or named[0].unit in ("title", "text"):
            return False
        self.units, c.at = named
        return True

    def place_of(self, low: str) -> bool:
        """«после слов «A»», «перед словом «A»», «после абзаца второго»."""
        c = self.c
        c.at += 1
        if low == "перед":
            if not self.nouns(RU.by):
                return False
            self.before = self.quotes()
            return True
        if self.nouns(RU.behind):
            self.after = self.quotes()
            return True
        named = targets(c.tokens, c.at, frozenset({"gen"}))
        if named is None:
            return False
        self.behind, c.at = named
        return True

    def target(self) -> bool:
        c = self.c
        start = c.at
        if self.targets:
            return self.inner_target()
        if c.skip("по", "всему", "тексту") or c.skip("по", "тексту"):
            owner = targets(c.tokens, c.at, frozenset({"gen"}))
            if owner:
                c.at = owner[1]
                self.targets = tuple(Target(t.steps, "text", True) for t in owner[0])
            else:
                c.at = act_words(c.tokens, c.at)
                self.targets = (Target((), "act", True),)
            return True
        if c.low() in THE_ACT or (c.low() in ("в", "во") and c.low(1) in IN_THE_ACT):
            within_act = c.low() in ("в", "во")
            c.at += 1 + within_act
            self.targets = (Target((), "act", True) if within_act else Target(()),)
            self.inside = within_act
            return True
        inside = c.skip("в") or c.skip("во")
        out_of = not inside and c.skip("из")
        cases = _LOCATIVE if inside else _GENITIVE if out_of else _ACCUSATIVE
        inside = inside or out_of
        named = targets(c.tokens, c.at, cases)
        if named is None:
            c.at = start
            return False
        self.targets, c.at = named
        self.inside = inside
        if c.low() == "и" and (c.low(1), c.low(2)) == ("по", "всему") and c.low(3) == "тексту":
            c.at += 4
            self.targets = tuple(
                Target(t.steps, "both", True) if t.scope == "heading" else t for t in self.targets
            )
        return True

    def inner_target(self) -> bool:
        """«в статье 5 в пункте 1», «в статье 3 пункт 2»: a unit within the unit just named."""
        c = self.c
        if not self.inside:
            return False
        locative = c.low() == "в"
        named = targets(c.tokens, c.at + locative, _LOCATIVE if locative else _ACCUSATIVE)
        if named is None or any(
            inner.rank <= outer.last_rank and not inner.named
            for inner in named[0]
            for outer in self.targets
        ):
            return False
        self.targets = tuple(within(outer, inner) for outer in self.targets for inner in named[0])
        c.at = named[1]
        self.inside = locative
        return True

    def editions(self) -> bool:
        """«в следующей редакции: «…»» after «изложить»."""
        c = self.c
        if not self.targets:
            self.target()
        c.skip("соответственно")
        for words in (
            ("в", "следующей", "редакции"),
            ("в", "новой", "редакции"),
            ("в", "нижеследующей", "редакции"),
            ("в", "редакции", "следующего", "содержания"),
            ("в", "редакции"),
        ):
            if c.skip(*words):
                break
        else:
            return False
        return self.blocks()

    def additions(self) -> bool:
        """«пунктом 4 следующего содержания: «…»» after «дополнить»."""
        c = self.c
        start = c.at
        if c.low() in ("новым", "новой", "новыми"):
            c.at += 1
        named = group(c.tokens, c.at)
        if named is None or "ins" not in named[0].cases or named[0].unit in ("title", "text"):
            c.at = start
            return False
        self.units, c.at = named
        if c.skip(",") and c.low() not in ("изложив",):
            c.at -= 1
        placed = bool(self.after or self.before or self.behind)
        if c.low() == "после" and not placed and not self.place_of("после"):
            return False
        for words in (
            ("следующего", "содержания"),
            ("нижеследующего", "содержания"),
            ("в", "следующей", "редакции"),
        ):
            if c.skip(*words):
                break
        return self.blocks()

    def blocks(self) -> bool:
        """The quotations that give the wording, one or several; False where there is none."""
        c = self.c
        text = " ".join(t.low for t in c.tokens[c.at : c.at + 12] if t.kind == "word")
        if any(w in text for w in ("прилага", "согласно приложению", "приведенной в приложении")):
            raise Unreadable(say("amendment.annexed"))
        c.skip(":")
        blocks: list[str] = []
        while True:
            place = c.at
            while blocks and place < len(c.tokens) and c.tokens[place].low in (";", ",", "и", "."):
                place += 1
            if place >= len(c.tokens) or c.tokens[place].kind != "quote":
                break
            blocks.append(c.tokens[place].text)
            c.at = place + 1
        self.new = tuple(blocks)
        if not blocks and c.kind() != "broken":
            raise Unreadable(say("amendment.no_new_text"))
        return bool(blocks)

    def trailing(self) -> None:
        """What may follow a complete clause; anything else makes it unreadable."""
        c = self.c
        if c.skip("соответственно"):
            self.respectively = True
        if self.verb == "substitute":
            self.forms()
        behind = self.verb == "insert" and not (self.after or self.before) and c.low() == "после"
        if behind and not self.place_of("после"):
            raise Unreadable(self.why())
        if self.verb == "repeal" and self.old and not self.targets and c.low() in ("в", "из"):
            self.target()
        if self.c.at < len(c.tokens) and c.low() not in (";", ".", ",", "и", "а"):
            raise Unreadable(self.why())
