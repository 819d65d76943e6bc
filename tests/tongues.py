"""Telling a language that an interface should not speak; quotations keep theirs."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_QUOTED = re.compile(r"«[^«»]*»")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]+")
# Words without which Russian makes no sentence, and which Kazakh does not have («не» and «да» it has).
_RUSSIAN = frozenset(
    ["и", "в", "во", "на", "что", "для", "по", "из", "или", "если", "от", "об", "при", "к", "ко", "с",
     "со", "как", "но", "его", "ее", "их", "это", "лишь", "только", "нет", "есть", "был", "была", "под",
     "над", "до", "за", "о", "же", "бы", "ли", "когда", "который", "которые", "без"]
)  # fmt: skip
_WORD = re.compile(r"[а-яёәіңғүұқөһА-ЯЁӘІҢҒҮҰҚӨҺ]+")


def unquoted(text: str) -> str:
    """The text without what it quotes in «», quotations within quotations too."""
    while (shorter := _QUOTED.sub(" ", text)) != text:
        text = shorter
    return text


def foreign(text: str, language: str) -> list[str]:
    """Cyrillic words of an English text, Russian words of a Kazakh one, outside quotations."""
    own = unquoted(text)
    if language == "en":
        return _CYRILLIC.findall(own)
    if language == "kk":
        return [w for w in _WORD.findall(own) if w in _RUSSIAN or "ё" in w.lower()]
    raise ValueError(language)


def own_texts(found: HtmlElement) -> list[str]:
    """What the program itself says in an element of a page: not what it quotes or marks as Russian."""
    quoted = "ancestor::blockquote or ancestor::*[@lang='ru'][ancestor::*[@class='kb']]"
    said = found.xpath(f".//text()[not({quoted})]")
    assert isinstance(said, list)
    return [str(s) for s in said]
