"""The words by which a clause of an amending instruction is told: verbs, what they take, what they yield.

The forms are those of the genre: «слова «…» заменить словами «…»», «после слов «…» дополнить …».
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kb.amendment.operation import Kind

# What a verb asks; "repeal" of words is told from that of a unit later.
VERBS: Final[Mapping[str, Kind]] = {
    "изложить": "replace",
    "излагается": "replace",
    "излагаются": "replace",
    "заменить": "substitute",
    "заменяется": "substitute",
    "заменяются": "substitute",
    "дополнить": "insert",
    "дополняется": "insert",
    "исключить": "repeal",
    "исключается": "repeal",
    "исключаются": "repeal",
}
ORDERS: Final = "|".join((*VERBS, "признать"))  # a piece of an expression: a word that orders
# One thing is meant, so that it must stand in the text once.
ONE: Final = frozenset(
    ["слово", "цифру", "цифра", "число", "знак", "букву", "аббревиатуру", "сокращение"]
)
# «слова «…»», what is replaced or excluded; BY: «словами «…»», what comes in its place or is added.
WHAT: Final = ONE | frozenset(
    ["слова", "цифры", "числа", "знаки", "буквы", "аббревиатуры", "сокращения"]
)
BY: Final = frozenset(
    [
        "словом",
        "словами",
        "цифрой",
        "цифрами",
        "числом",
        "числами",
        "знаком",
        "знаками",
        "буквой",
        "буквами",
        "аббревиатурой",
        "аббревиатурами",
        "сокращением",
        "сокращениями",
    ]
)
# «после слов «…»».
BEHIND: Final = frozenset(
    [
        "слова",
        "слов",
        "слово",
        "цифры",
        "цифр",
        "числа",
        "чисел",
        "знака",
        "знаков",
        "буквы",
        "букв",
        "аббревиатуры",
        "аббревиатур",
    ]
)
STOPS: Final = {
    "точку": ".",
    "точкой": ".",
    "запятую": ",",
    "запятой": ",",
    "двоеточие": ":",
    "двоеточием": ":",
}
THE_ACT: Final = frozenset(["закон", "указ", "кодекс", "конституцию"])
IN_THE_ACT: Final = frozenset(["законе", "указе", "кодексе", "конституции"])
