"""The two languages of one amending law side by side."""

from __future__ import annotations

from kb.amendment.beside import beside
from kb.amendment.instruction import parse
from kb.norm.address import steps_text

RU = """\
Внести в Закон Республики Казахстан «О садах» следующие изменения:
1) статью 5 изложить в следующей редакции: «Статья 5. Сады»;
2) в пункте 2 статьи 7 слова «сад», «сада» заменить соответственно словами «парк», «парка»;
3) пункт 3 статьи 7 исключить."""
KK = """\
«Бақтар туралы» Қазақстан Республикасының Заңына мынадай өзгерістер енгізілсін:
1) 5-бап мынадай редакцияда жазылсын: «5-бап. Бақтар»;
2) 7-баптың 2-тармағындағы «бақ» деген сөз «саябақ» деген сөзбен ауыстырылсын;
3) 7-баптың 3-тармағы алып тасталсын."""


def differing(ru: str, kk: str) -> list[tuple[str, int, int]]:
    found = beside(parse(ru), parse(kk))
    return [(steps_text(b.steps), len(b.ru), len(b.kk)) for b in found if not b.alike]


def test_the_two_texts_of_a_law_order_the_same() -> None:
    assert len(beside(parse(RU), parse(KK))) == 3
    assert differing(RU, KK) == []  # how many forms of a word are listed differs with the language


def test_what_one_text_orders_alone_or_otherwise_is_shown() -> None:
    other = KK.replace("7-баптың 3-тармағы", "7-баптың 4-тармағы")
    assert differing(RU, other) == [("art_7.pt_3", 1, 0), ("art_7.pt_4", 0, 1)]
    other = KK.replace("5-бап мынадай редакцияда жазылсын: «5-бап. Бақтар»", "5-бап алып тасталсын")
    assert differing(RU, other) == [("art_5", 1, 1)]
