"""When an amending act takes effect: «…, за исключением …, который вводится в действие с …»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kb.amendment.instruction import Deferred
from kb.amendment.quotation import tokens
from kb.amendment.target import targets
from kb.amendment.target_kk import targets_kk
from kb.norm.address import Steps
from kb.words.days import SPELLED, first_date, iso

_COMMENCEMENT = re.compile(
    r"""
    # What takes effect is the law itself or a part of it …
    (?: настоящ\w+\s+ (?:конституционн\w+\s+)?
        (?:закон|кодекс|указ|приказ|решение|постановление)\b
      | (?:под)?пункт\w*\s | абзац\w*\s | стать\w+\s )
    [^\n]{0,4000}?                                   # … with all the parts that it excepts
    (?:ввод(?:ится|ятся)\s+в\s+действие | вступа(?:ет|ют)\s+в\s+силу)
  | осы\s [^\n]{0,4000}? (?:қолданысқа\s+енгізіл | күшіне\s+ен(?:еді|ген))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DAY: Final = re.compile(rf"с\s+({SPELLED})")
# «2027 жылғы 1 қаңтардан бастап қолданысқа енгізілетін 1-баптың 3-тармағын қоспағанда»
_EXCEPTED_KK = re.compile(
    r"""
    (\d{4}\s+жылғы\s+\d{1,2}\s+\w+) \s+бастап\s+қолданысқа\s+енгізілетін\s+   # the day
    (.{3,600}?) \s+қоспағанда                                                  # the units
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_commencement(said: str) -> bool:
    """Whether words outside quotations say when an act takes effect."""
    return _COMMENCEMENT.match(said) is not None


def deferred(words: str, start: int) -> Iterator[Deferred]:
    """The parts of a commencement with their days; `start`: where it stands, in characters."""
    at = 0
    for match in re.finditer(
        r"(?:ввод(?:ится|ятся)\s+в\s+действие|вступа(?:ет|ют)\s+в\s+силу)[^;,]*", words
    ):
        part = words[at : match.end()]
        day = _DAY.search(match[0])
        date = iso(day[1]) if day else ""
        named = tuple(_own_places(part)) if date else ()
        yield Deferred(start + at, start + at + len(part), part, date, named)
        at = match.end()
    if not at:
        for excepted in _EXCEPTED_KK.finditer(words):
            places = targets_kk(tokens(excepted[2]), 0)
            named = tuple(t.steps for t in places[0] if not t.pointed) if places else ()
            yield Deferred(
                start + excepted.start(), start + excepted.end(), excepted[0],
                first_date(excepted[1]), named,
            )  # fmt: skip
        yield Deferred(start, start + len(words), words)


def _own_places(words: str) -> Iterable[Steps]:
    """The parts of the amending act itself that a commencement names: «пункта 3 статьи 1»."""
    parts = tokens(words)
    at = 0
    while at < len(parts):
        named = targets(parts, at, frozenset({"gen", "nom"}))
        if named is None:
            at += 1
            continue
        own = (t.steps for t in named[0] if t.steps and not t.pointed)
        yield from (steps for steps in own if steps[0].unit == "art")
        at = max(named[1], at + 1)
