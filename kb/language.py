"""Words of the two languages: unit names in their cases, ordinals, tokens, sentences, lemmas.

Everything here is a pure function of strings; pymorphy3 is imported only when lemmas are asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

# The months as dates name them, «23 января 2001 года».
MONTHS_RU: Final = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)

CASES: Final = ("nom", "gen", "dat", "acc", "ins", "loc")


@dataclass(frozen=True, slots=True)
class Noun:
    """A Russian name of a structural unit: gender (m, f, n) and its forms in the order of CASES."""

    gender: str
    singular: tuple[str, ...]
    plural: tuple[str, ...]

    def form(self, case: str, *, plural: bool = False) -> str:
        return (self.plural if plural else self.singular)[CASES.index(case)]


def _noun(gender: str, singular: str, plural: str) -> Noun:
    return Noun(gender, tuple(singular.split()), tuple(plural.split()))


# Unit names of art. 23 of the Law on legal acts, by the step names of DESIGN's addresses.
UNIT_RU: Final[dict[str, Noun]] = {
    "sec": _noun(
        "m",
        "раздел раздела разделу раздел разделом разделе",
        "разделы разделов разделам разделы разделами разделах",
    ),
    "ch": _noun(
        "f", "глава главы главе главу главой главе", "главы глав главам главы главами главах"
    ),
    "par": _noun(
        "m",
        "параграф параграфа параграфу параграф параграфом параграфе",
        "параграфы параграфов параграфам параграфы параграфами параграфах",
    ),
    "art": _noun(
        "f",
        "статья статьи статье статью статьей статье",
        "статьи статей статьям статьи статьями статьях",
    ),
    "pt": _noun(
        "m",
        "пункт пункта пункту пункт пунктом пункте",
        "пункты пунктов пунктам пункты пунктами пунктах",
    ),
    "spt": _noun(
        "m",
        "подпункт подпункта подпункту подпункт подпунктом подпункте",
        "подпункты подпунктов подпунктам подпункты подпунктами подпунктах",
    ),
    "part": _noun(
        "f", "часть части части часть частью части", "части частей частям части частями частях"
    ),
    "abz": _noun(
        "m",
        "абзац абзаца абзацу абзац абзацем абзаце",
        "абзацы абзацев абзацам абзацы абзацами абзацах",
    ),
    "sent": _noun(
        "n",
        "предложение предложения предложению предложение предложением предложении",
        "предложения предложений предложениям предложения предложениями предложениях",
    ),
    "app": _noun(
        "n",
        "приложение приложения приложению приложение приложением приложении",
        "приложения приложений приложениям приложения приложениями приложениях",
    ),
    "note": _noun(
        "n",
        "примечание примечания примечанию примечание примечанием примечании",
        "примечания примечаний примечаниям примечания примечаниями примечаниях",
    ),
    "future": _noun(
        "f",
        "редакция редакции редакции редакцию редакцией редакции",
        "редакции редакций редакциям редакции редакциями редакциях",
    ),
    "title": _noun(
        "m",
        "заголовок заголовка заголовку заголовок заголовком заголовке",
        "заголовки заголовков заголовкам заголовки заголовками заголовках",
    ),
    "preamble": _noun(
        "f",
        "преамбула преамбулы преамбуле преамбулу преамбулой преамбуле",
        "преамбулы преамбул преамбулам преамбулы преамбулами преамбулах",
    ),
    "form": _noun(
        "f", "форма формы форме форму формой форме", "формы форм формам формы формами формах"
    ),
}
UNIT_RU_HEADING: Final = UNIT_RU["title"]

# Kazakh names: the bare noun, the possessive (owner named before it) and its genitive.
UNIT_KK: Final[dict[str, tuple[str, str, str]]] = {
    "sec": ("бөлім", "бөлімі", "бөлімінің"),
    "ch": ("тарау", "тарауы", "тарауының"),
    "par": ("параграф", "параграфы", "параграфының"),
    "art": ("бап", "бабы", "бабының"),
    "pt": ("тармақ", "тармағы", "тармағының"),
    "spt": ("тармақша", "тармақшасы", "тармақшасының"),
    "part": ("бөлік", "бөлігі", "бөлігінің"),
    "abz": ("абзац", "абзацы", "абзацының"),
    "sent": ("сөйлем", "сөйлемі", "сөйлемінің"),
    "app": ("қосымша", "қосымшасы", "қосымшасының"),
    "note": ("ескертпе", "ескертпесі", "ескертпесінің"),
    "future": ("редакция", "редакциясы", "редакциясының"),
    "title": ("тақырып", "тақырыбы", "тақырыбының"),
    "preamble": ("кіріспе", "кіріспесі", "кіріспесінің"),
    "form": ("нысан", "нысаны", "нысанының"),
}
GENITIVE_KK: Final[dict[str, str]] = {
    "sec": "бөлімнің",
    "ch": "тараудың",
    "par": "параграфтың",
    "art": "баптың",
    "pt": "тармақтың",
    "spt": "тармақшаның",
    "part": "бөліктің",
    "abz": "абзацтың",
    "app": "қосымшаның",
    "note": "ескертпенің",
}

# Kazakh locatives («in …»): of the bare noun and of the possessive; instrumentals («by …»).
LOCATIVE_KK: Final[dict[str, tuple[str, str]]] = {
    "sec": ("бөлімде", "бөлімінде"),
    "ch": ("тарауда", "тарауында"),
    "par": ("параграфта", "параграфында"),
    "art": ("бапта", "бабында"),
    "pt": ("тармақта", "тармағында"),
    "spt": ("тармақшада", "тармақшасында"),
    "part": ("бөлікте", "бөлігінде"),
    "abz": ("абзацта", "абзацында"),
    "sent": ("сөйлемде", "сөйлемінде"),
    "app": ("қосымшада", "қосымшасында"),
    "note": ("ескертпеде", "ескертпесінде"),
    "title": ("тақырыпта", "тақырыбында"),
    "preamble": ("кіріспеде", "кіріспесінде"),
    "form": ("нысанда", "нысанында"),
}
INSTRUMENTAL_KK: Final[dict[str, str]] = {
    "sec": "бөліммен",
    "ch": "тараумен",
    "par": "параграфпен",
    "art": "баппен",
    "pt": "тармақпен",
    "spt": "тармақшамен",
    "part": "бөлікпен",
    "abz": "абзацпен",
    "sent": "сөйлеммен",
    "app": "қосымшамен",
    "note": "ескертпемен",
    "preamble": "кіріспемен",
}

_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "m": ("ый", "ого", "ому", "ый", "ым", "ом"),
    "f": ("ая", "ой", "ой", "ую", "ой", "ой"),
    "n": ("ое", "ого", "ому", "ое", "ым", "ом"),
    "p": ("ые", "ых", "ым", "ые", "ыми", "ых"),
}
_THIRD: Final[dict[str, tuple[str, ...]]] = {
    "m": ("ий", "ьего", "ьему", "ий", "ьим", "ьем"),
    "f": ("ья", "ьей", "ьей", "ью", "ьей", "ьей"),
    "n": ("ье", "ьего", "ьему", "ье", "ьим", "ьем"),
    "p": ("ьи", "ьих", "ьим", "ьи", "ьими", "ьих"),
}
_STEMS: Final[dict[int, str]] = dict(
    enumerate(
        [
            "перв",
            "втор",
            "трет",
            "четверт",
            "пят",
            "шест",
            "седьм",
            "восьм",
            "девят",
            "десят",
            "одиннадцат",
            "двенадцат",
            "тринадцат",
            "четырнадцат",
            "пятнадцат",
            "шестнадцат",
            "семнадцат",
            "восемнадцат",
            "девятнадцат",
            "двадцат",
        ],
        start=1,
    )
) | {
    30: "тридцат",
    40: "сороков",
    50: "пятидесят",
    60: "шестидесят",
    70: "семидесят",
    80: "восьмидесят",
    90: "девяност",
}
_TENS: Final[dict[int, str]] = {
    20: "двадцать",
    30: "тридцать",
    40: "сорок",
    50: "пятьдесят",
    60: "шестьдесят",
    70: "семьдесят",
    80: "восемьдесят",
    90: "девяносто",
}
_OY: Final = {2, 6, 7, 8, 40}  # второй, шестой …: the stressed masculine ending


def ordinal(number: int, gender: str = "m", case: str = "nom") -> str:
    """«второй», «двадцать первую»: a Russian ordinal from 1 to 99 (gender m, f, n or p=plural).

    Raises ValueError outside that range: the texts never number parts so high.
    """
    if not 1 <= number <= 99:
        raise ValueError(f"no ordinal for {number}")
    if number not in _STEMS:
        tens, unit = number // 10 * 10, number % 10
        return f"{_TENS[tens]} {ordinal(unit, gender, case)}"
    stem = _STEMS[number]
    if number == 3:
        return stem + _THIRD[gender][CASES.index(case)]
    ending = _ENDINGS[gender][CASES.index(case)]
    if ending == "ый" and number in _OY:
        ending = "ой"
    return stem + ending


@cache
def ordinals_ru() -> dict[str, int]:
    """Every form of every ordinal from 1 to 99, lower case, to its number."""
    return {
        ordinal(n, gender, case): n for n in range(1, 100) for gender in _ENDINGS for case in CASES
    }


_LAST: Final[dict[str, tuple[str, ...]]] = {
    "m": ("ий", "его", "ему", "ий", "им", "ем"),
    "f": ("яя", "ей", "ей", "юю", "ей", "ей"),
    "n": ("ее", "его", "ему", "ее", "им", "ем"),
}


def last_ru(gender: str, case: str = "nom") -> str:
    """«последнее», «последнюю»: the Russian adjective in gender m, f or n and a case."""
    return "последн" + _LAST[gender][CASES.index(case)]


_KK_UNITS: Final = [
    "бірінші",
    "екінші",
    "үшінші",
    "төртінші",
    "бесінші",
    "алтыншы",
    "жетінші",
    "сегізінші",
    "тоғызыншы",
]
_KK_TENS_ORDINAL: Final = dict(
    zip(
        range(10, 100, 10),
        [
            "оныншы",
            "жиырмасыншы",
            "отызыншы",
            "қырқыншы",
            "елуінші",
            "алпысыншы",
            "жетпісінші",
            "сексенінші",
            "тоқсаныншы",
        ],
        strict=True,
    )
)
_KK_TENS: Final = dict(
    zip(
        range(10, 100, 10),
        ["он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"],
        strict=True,
    )
)


def ordinal_kk(number: int) -> str:
    """«екінші», «он бірінші»: a Kazakh ordinal from 1 to 99; ValueError outside."""
    if not 1 <= number <= 99:
        raise ValueError(f"no ordinal for {number}")
    tens, unit = number // 10 * 10, number % 10
    if not unit:
        return _KK_TENS_ORDINAL[tens]
    return (f"{_KK_TENS[tens]} " if tens else "") + _KK_UNITS[unit - 1]


@cache
def ordinals_kk() -> dict[str, int]:
    """Every Kazakh ordinal from 1 to 99 to its number."""
    return {ordinal_kk(n): n for n in range(1, 100)}


_TOKEN = re.compile(r"\w+(?:-\w+)*|\s+|[^\w\s]")
_WORD = re.compile(r"\w+(?:-\w+)*")


def tokens(text: str) -> list[str]:
    """Words, runs of space and single marks; joined they give the text back."""
    return _TOKEN.findall(text)


def words(text: str) -> list[str]:
    """The words of a text, lower case, ё as е: for measuring likeness, not for quoting."""
    return [w.replace("ё", "е") for w in _WORD.findall(text.lower())]


_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_QUOTES = re.compile(r"[«»„“”‟\"]")


def squeeze(text: str) -> str:
    """One space for any run of white space (non-breaking ones too), none at the ends."""
    return " ".join(text.split())


def same_words_key(text: str) -> str:
    """A key under which texts are equal that differ only in spaces, kinds of dash and of quote."""
    return squeeze(_QUOTES.sub('"', _DASHES.sub("-", text)))


# A full stop after these is an abbreviation's, not a sentence's.
_ABBREVIATIONS: Final = frozenset(
    [
        "ст",
        "п",
        "пп",
        "ч",
        "гл",
        "абз",
        "подп",
        "г",
        "гг",
        "т",
        "д",
        "е",
        "др",
        "руб",
        "тыс",
        "млн",
        "см",
        "им",
        "ред",
        "обл",
        "р",
        "им",
        "о",
    ]
)
_SENTENCE_END = re.compile(r"[.!?…]+[»\"”)]*\s+(?=[«\"“(]?[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ0-9])")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end) in characters, end after the closing mark."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _SENTENCE_END.finditer(text):
        before = re.search(r"(\w+)$", text[start : found.start()])
        if before and (
            before.group(1).lower() in _ABBREVIATIONS
            or (len(before.group(1)) == 1 and before.group(1).isupper())
        ):
            continue
        end = start + len(text[start : found.end()].rstrip())
        spans.append((start, end))
        start = found.end()
    if text[start:].strip():
        spans.append((start, start + len(text[start:].rstrip())))
    return spans


_LOOKALIKE_KK: Final = str.maketrans({"i": "і", "I": "І"})


def fold(word: str) -> str:
    """A word as search sees it: lower case, ё as е, Latin i in a Cyrillic word as Kazakh і."""
    word = unicodedata.normalize("NFC", word).lower().replace("ё", "е")
    if re.search("[а-яәіңғүұқөһ]", word):
        word = word.translate(_LOOKALIKE_KK)
    return word


@cache
def _morph() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


# Words of Kazakhstan's law that the dictionary does not know: it guesses anew for every case.
_LOCAL: Final = {
    f"{stem}{ending}": stem
    for stem in ("аким", "акимат", "маслихат", "кенес")
    for ending in ("", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах")
}


def local_stem(word: str) -> str:
    """The dictionary form of a word of Kazakhstan's law that the dictionary lacks, else ""."""
    return _LOCAL.get(fold(word), "")


@cache
def lemma(word: str) -> str:
    """The dictionary form of one Russian word; an unknown or Kazakh word is folded only."""
    folded = fold(word)
    if folded in _LOCAL:
        return _LOCAL[folded]
    if not re.fullmatch("[а-я-]+", folded):
        return folded
    return fold(_morph().parse(folded)[0].normal_form)


def lemmas(text: str, language: str = "ru") -> list[str]:
    """The words of a text in dictionary form (ru) or folded (other languages)."""
    found = _WORD.findall(text)
    return [lemma(w) for w in found] if language == "ru" else [fold(w) for w in found]


def shapes(word: str) -> frozenset[tuple[str, str]]:
    """The (part of speech, case) pairs that a Russian word form may be; for telling lists apart."""
    return frozenset(
        (str(p.tag.POS), str(p.tag.case or p.tag.number or "")) for p in _morph().parse(fold(word))
    )


def parses(word: str) -> list[Parse]:
    """What the dictionary says a folded Russian form may be, likeliest first."""
    return _morph().parse(word)


@cache
def known(word: str) -> bool:
    """Whether the dictionary has the word in this form."""
    return bool(_morph().word_is_known(fold(word)))


@cache
def attributive(word: str) -> bool:
    """Whether the word is a full participle or a gerund: «не входящий» denies no predicate."""
    return any(p.tag.POS in ("PRTF", "GRND") for p in _morph().parse(fold(word)))
