"""What an act says of itself in one line: «Закон Республики Казахстан от 23 января 2001 года № 148»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kb.norm.act import Force
from kb.words.days import LONG_KK, first_date
from kb.words.text import squeeze

_NUMBER = re.compile(r"[№N]\s*([0-9][0-9A-Za-zА-Яа-яІі-]*(?:\s+(?:ЗРК|ҚРЗ|VI{1,3}|V|IV))?)")
# The force of an act by the words of its form, strongest first; a treaty names itself.
_FORCES: Final[tuple[tuple[Force, str], ...]] = (
    ("treaty", r"хартия|конвенц|договор|соглашени|протокол"),
    ("constitutional_law", r"конституционн\w+\s+закон|конституциялық\s+заң"),
    ("constitution", r"конституци"),
    ("code", r"кодекс"),
    ("law", r"закон|заң"),
)
_FORM = re.compile(r"^(.{3,120}?)\s+(?:от\s+\d|принят|№)")


@dataclass(frozen=True, slots=True)
class Requisites:
    """Form, legal force, date of adoption and number; "" where the line does not say."""

    form: str = ""
    force: Force = "bylaw"
    adopted: str = ""
    number: str = ""


def parse(line: str, title: str = "") -> Requisites:
    """The requisites in a line such as a bank prints under the title."""
    text = squeeze(line)
    form = None if LONG_KK.search(text) else _FORM.match(text)  # a form is said in Russian
    number = _NUMBER.search(text)
    said = f"{form[1] if form else text} {title}".lower()
    force: Force = next((name for name, words in _FORCES if re.search(words, said)), "bylaw")
    if re.match(r"(?:приказ|постановление|решение|указ|распоряжение)", said):
        force = "bylaw"
    return Requisites(
        form=form[1] if form else "",
        force=force,
        adopted=first_date(text),
        number=number[1] if number else "",
    )


def language_of(text: str) -> str:
    """`kk` where Kazakh letters are common, else `ru`."""
    letters = sum(text.count(c) for c in "әғқңөұүһӘҒҚҢӨҰҮҺ")
    return "kk" if letters * 50 > len(text) else "ru"
