"""The one grammar of the structural units: which may hold which, their ranges of numbers, their names in
Russian and Kazakh in their cases (Law on legal acts, art. 23) and in English.

Citations and amendments read units by it: each in its own manner, of the same words and ranks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kb.ground.saying import CASES

# Structural units as addresses name them (Law on legal acts, art. 23), the larger first; no address
# names the act itself, nor a unit's text, which an instruction does.
UnitName = Literal[
    "act",
    "text",
    "title",
    "preamble",
    "form",
    "sec",
    "ch",
    "par",
    "art",
    "pt",
    "spt",
    "part",
    "abz",
    "table",
    "sent",
    "app",
    "note",
    "future",
    "heading",
]
Gender = Literal["m", "f", "n"]


@dataclass(frozen=True, slots=True)
class Noun:
    """A Russian name of a structural unit: its gender and its forms in the order of CASES."""

    gender: Gender
    singular: tuple[str, ...]
    plural: tuple[str, ...]

    def form(self, case: str, *, plural: bool = False) -> str:
        return (self.plural if plural else self.singular)[CASES.index(case)]


def _noun(gender: Gender, singular: str, plural: str) -> Noun:
    return Noun(gender, tuple(singular.split()), tuple(plural.split()))


# Unit names of art. 23 of the Law on legal acts, by the step names of DESIGN's addresses.
UNIT_RU: Final[dict[UnitName, Noun]] = {
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
    "table": _noun(
        "f",
        "таблица таблицы таблице таблицу таблицей таблице",
        "таблицы таблиц таблицам таблицы таблицами таблицах",
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
_OLD_INSTRUMENTAL: Final[Mapping[UnitName, str]] = {"art": "статьею", "part": "частию"}


def forms_ru(unit: UnitName) -> tuple[tuple[str, str, bool], ...]:
    """Every form of a unit's Russian name, with its case and whether it is plural."""
    noun = UNIT_RU[unit]
    forms = [
        (form, case, plural)
        for plural, all_cases in ((False, noun.singular), (True, noun.plural))
        for case, form in zip(CASES, all_cases, strict=True)
    ]
    old = _OLD_INSTRUMENTAL.get(unit)
    return (*forms, *([(old, "ins", False)] if old else []))


def pattern_ru(unit: UnitName) -> str:
    """A piece of an expression: the name of a unit in any form, as a whole word in lower case."""
    words = sorted({form for form, _, _ in forms_ru(unit)}, key=lambda w: (-len(w), w))
    return rf"(?:{'|'.join(words)})(?!\w)"


# --- Ranks -----------------------------------------------------------------------------------------

# Larger units first: what stands higher owns what stands lower.
_BY_RANK: Final[tuple[UnitName, ...]] = (
    *("app", "sec", "ch", "par", "art", "note", "pt", "part", "spt", "abz", "sent"),
)
RANK: Final[Mapping[str, int]] = {unit: rank for rank, unit in enumerate(_BY_RANK)}


def is_larger(owner: str, unit: str) -> bool:
    """Whether a unit is larger than another; units without a rank are not."""
    return owner in RANK and unit in RANK and RANK[owner] < RANK[unit]


def may_hold(owner: str, unit: str) -> bool:
    """Whether a unit may stand inside another (art. 23 of the Law on legal acts).

    A subpoint may have parts of its own, and codes call points what stands in a part.
    """
    return is_larger(owner, unit) or (owner, unit) in (("spt", "part"), ("part", "pt"))


# --- Kazakh and English -----------------------------------------------------------------------------

# Kazakh names: the bare noun, the possessive (owner named before it) and its genitive.
UNIT_KK: Final[dict[UnitName, tuple[str, str, str]]] = {
    "sec": ("бөлім", "бөлімі", "бөлімінің"),
    "ch": ("тарау", "тарауы", "тарауының"),
    "par": ("параграф", "параграфы", "параграфының"),
    "art": ("бап", "бабы", "бабының"),
    "pt": ("тармақ", "тармағы", "тармағының"),
    "spt": ("тармақша", "тармақшасы", "тармақшасының"),
    "part": ("бөлік", "бөлігі", "бөлігінің"),
    "abz": ("абзац", "абзацы", "абзацының"),
    "table": ("кесте", "кестесі", "кестесінің"),
    "sent": ("сөйлем", "сөйлемі", "сөйлемінің"),
    "app": ("қосымша", "қосымшасы", "қосымшасының"),
    "note": ("ескертпе", "ескертпесі", "ескертпесінің"),
    "future": ("редакция", "редакциясы", "редакциясының"),
    "title": ("тақырып", "тақырыбы", "тақырыбының"),
    "preamble": ("кіріспе", "кіріспесі", "кіріспесінің"),
    "form": ("нысан", "нысаны", "нысанының"),
}
GENITIVE_KK: Final[dict[UnitName, str]] = {
    "sec": "бөлімнің",
    "ch": "тараудың",
    "par": "параграфтың",
    "art": "баптың",
    "pt": "тармақтың",
    "spt": "тармақшаның",
    "part": "бөліктің",
    "abz": "абзацтың",
    "table": "кестенің",
    "app": "қосымшаның",
    "note": "ескертпенің",
}
# Kazakh locatives («in …»): of the bare noun and of the possessive; instrumentals («by …»).
LOCATIVE_KK: Final[dict[UnitName, tuple[str, str]]] = {
    "sec": ("бөлімде", "бөлімінде"),
    "ch": ("тарауда", "тарауында"),
    "par": ("параграфта", "параграфында"),
    "art": ("бапта", "бабында"),
    "pt": ("тармақта", "тармағында"),
    "spt": ("тармақшада", "тармақшасында"),
    "part": ("бөлікте", "бөлігінде"),
    "abz": ("абзацта", "абзацында"),
    "table": ("кестеде", "кестесінде"),
    "sent": ("сөйлемде", "сөйлемінде"),
    "app": ("қосымшада", "қосымшасында"),
    "note": ("ескертпеде", "ескертпесінде"),
    "title": ("тақырыпта", "тақырыбында"),
    "preamble": ("кіріспеде", "кіріспесінде"),
    "form": ("нысанда", "нысанында"),
}
INSTRUMENTAL_KK: Final[dict[UnitName, str]] = {
    "sec": "бөліммен",
    "ch": "тараумен",
    "par": "параграфпен",
    "art": "баппен",
    "pt": "тармақпен",
    "spt": "тармақшамен",
    "part": "бөлікпен",
    "abz": "абзацпен",
    "table": "кестемен",
    "sent": "сөйлеммен",
    "app": "қосымшамен",
    "note": "ескертпемен",
    "preamble": "кіріспемен",
}
UNIT_EN: Final[dict[UnitName, str]] = {
    "sec": "section",
    "ch": "chapter",
    "par": "division",
    "art": "article",
    "pt": "point",
    "spt": "subpoint",
    "part": "part",
    "abz": "paragraph",
    "table": "table",
    "sent": "sentence",
    "app": "appendix",
    "note": "note",
    "future": "wording printed ahead",
    "title": "title",
    "heading": "heading",
    "preamble": "preamble",
    "form": "form",
}
