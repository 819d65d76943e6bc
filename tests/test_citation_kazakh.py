"""Citations in Kazakh: «осы Заңның 26-бабының 9-тармағы», whose they are, what is none."""

from __future__ import annotations

import pytest

from kb.citation import cite, names
from tests.citing import acts, cited, library, paths

MSU, VOTE, ACTS = "law-148-2001", "elections-1995", "legal-acts-2016"

FORMS = [
    ("5-баптың екінші бөлігі", ["art_5.part_2"]),
    ("5-баптың 3-тармағының а) тармақшасы", ["art_5.pt_3.spt_а"]),
    ("5-баптың 3-тармағының екінші абзацы", ["art_5.pt_3.abz_2"]),
    ("5-бабы 3-тармағының 2) тармақшасы", ["art_5.pt_3.spt_2"]),
    ("39-3-баптың 10 және 11-тармақтары", ["art_39-3.pt_10", "art_39-3.pt_11"]),
    ("5 – 7-баптар", ["art_5", "art_6", "art_7"]),
    ("5-баптың 1–3, 5-тармақтары", ["art_5.pt_1", "art_5.pt_2", "art_5.pt_3", "art_5.pt_5"]),
    ("5-баптың 3-тармағының 1) – 3) тармақшалары", [f"art_5.pt_3.spt_{n}" for n in (1, 2, 3)]),
    ("9-баптың 1-тармағы; 2-тармағы да", ["art_9.pt_1", "art_9.pt_2"]),
    ("9-баптың 1-тармағы, ал 3-тармағының 2) тармақшасы", ["art_9.pt_1", "art_9.pt_3.spt_2"]),
    ("9-баптың 3-тармағының 1) тармақшасы, сондай-ақ 2) тармақшасы",
     ["art_9.pt_3.spt_1", "art_9.pt_3.spt_2"]),
    ("9-баптың 1-тармағы, 10-баптың 2-тармағы", ["art_9.pt_1", "art_10.pt_2"]),
    ("9-баптың 1-тармағы; 2-тармағы, 10-бабы", ["art_9.pt_1", "art_9.pt_2", "art_10"]),
    ("9-бапта және 10-бапта", ["art_9", "art_10"]),
    ("9-баптағы 2-тармаққа", ["art_9.pt_2"]),
    ("9 бап 2 тармақ", ["art_9.pt_2"]),
    # A point with no article named before it is of no act.
    ("2-тармақ; екінші бөлігі", []),
    ("9-баптың 2-тармағы; екінші бөлігі", ["art_9.pt_2"]),
    ("#### 9-бап. Мәслихат регламенті", []),
    ("> **9-бап. Мәслихат регламенті", []),
    ("9-бап. Мәслихат регламенті\n10-бап. Сессия", []),
    ("Осы Заңның 9-бабы. Мәслихат", ["art_9"]),
    ("мәслихаттың 9-сессиясы, 5-бөлме, бапкер", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_form(text: str, expected: list[str]) -> None:
    assert paths(text) == expected
    assert paths(text.replace(" ", "\u00a0 ")) == expected


@pytest.mark.parametrize("joint", [",", " және", " немесе", " не", " мен"])
def test_lists(joint: str) -> None:
    assert paths(f"5-баптың 1{joint} 2-тармақтарында") == ["art_5.pt_1", "art_5.pt_2"]
    assert paths(f"5-баптың 1-тармағы{joint} 2-тармағы") == ["art_5.pt_1", "art_5.pt_2"]


WHOSE = [
    ("«Құқықтық актілер туралы» Заңның 5-бабы", [ACTS]),
    ("«Құқықтық актілер туралы» Қазақстан Республикасының Заңы 5-бабының 1-тармағы", [ACTS]),
    ("«Құқықтық актілер туралы» Қазақстан Республикасы Заңының 5-бабының 1-тармағы", [ACTS]),
    ('"Құқықтық актілер туралы" Қазақстан Республикасы Заңының 5-бабы', [ACTS]),
    # Older texts print a Latin «i».
    ("«Құқықтық актiлер туралы» Қазақстан Республикасының Заңының 5-бабы", [ACTS]),
    ("«Қазақстан Республикасындағы сайлау» туралы Конституциялық заңның 104-бабы", [VOTE]),
    ("«Қазақстан Республикасындағы сайлау туралы» Конституциялық заңның 104-бабы, 101-бабы", [VOTE] * 2),
    ("«Музейлер туралы» Заңның 5-бабы және 6-баптың 1-тармағы", ["«Музейлер туралы» Заңның"] * 2),
    ("«Құқықтық актілер туралы» Заңның 5-бабы; 2-тармағы, 9-бабы", [ACTS] * 3),
    ("1995 жылғы Конституцияның 89-бабы", ["constitution-1995"]),
    ("1995 жылғы 30 тамыздағы Конституцияның 89-бабы", ["constitution-1995"]),
    ("2026 жылғы Қазақстан Республикасы Конституциясының 91-бабы", ["constitution-2026"]),
    ("1993 жылғы Конституцияның 5-бабы", ["1993 жылғы Конституцияның"]),
    ("Қазақстан Республикасы Конституциясының 60-бабы", ["Конституция Республики Казахстан"]),
    ("осы Кодекстің 5-бабы", ["осы Кодекстің"]),
    ("осы Конституцияның 5-бабы", ["осы Конституцияның"]),
    ("осы Конституциялық заңның 5-бабы", ["осы Конституциялық заңның"]),
    ("осы Заң 5-бабының 1-тармағы", ["осы Заң"]),
    ("9-бап", ["?"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WHOSE)
def test_whose(text: str, expected: list[str]) -> None:
    assert acts(text) == expected
    assert acts(text.replace(" ", "  ")) == expected


def test_in_an_act_itself() -> None:
    text = "Осы Заңның 26-бабында. 8-баптың 2-тармағы және «Құқықтық актілер туралы» Заңның 5-бабы"
    found = cited(text, act=MSU)
    assert [c.act for c in found] == [MSU, MSU, ACTS]
    assert found[1].reason == "акт текста"
    # What follows «осы Заңның» is of this act again, not of the one named before.
    assert acts("«Құқықтық актілер туралы» Заңның 5-бабы, осы Заңның 9-бабы", act=MSU) == [
        ACTS,
        MSU,
    ]


def test_the_phrase_begins_with_the_name_of_the_act() -> None:
    for said in (
        "осы Заңның 9-бабы",
        "«Құқықтық актілер туралы» Заңның 5-бабы",
        "«Музейлер туралы» Қазақстан Республикасы Заңының 5-бабы",
        "1995 жылғы Конституцияның 89-бабының 2-тармағы",
    ):
        text = f"Мәслихат {said} бойынша"
        (found,) = cited(text)
        assert text[slice(*found.phrase)] == said


def test_how_a_point_alone_was_read() -> None:
    found = cited("осы Заңның 8-бабының 1-тармағы; 2-тармағы", act=MSU)
    assert [c.reason for c in found] == ["", "статья, названная перед этим"]


def test_ranges_are_marked() -> None:
    found = [(c.text, c.ranged) for c in cited("5 – 6, 9-баптар")]
    assert found == [("5 – 6", True), ("5 – 6", True), ("9-баптар", False)]


NOTES = [
    ("ҚР 2009.02.09 N 126-IV", "ҚР 2009.02.09 N 126-IV (қолданысқа енгізілу тәртібін"),
    ("ҚР 09.02.2009 № 126-IV", "ҚР 09.02.2009 № 126-IV (қолданысқа енгізілу тәртібін"),
    ("11.05.2004 №552", "11.05.2004 №552(қолданысқа енгізілу тәртібін"),
]


@pytest.mark.parametrize(("law", "words"), NOTES)
def test_an_article_of_the_amending_law(law: str, words: str) -> None:
    """«қолданысқа енгізілу тәртібін 2-баптан қараңыз» is article 2 of the law that the note names."""
    note = f"> *Ескерту. 5-бапқа өзгерістер енгізілді - {words} 2-баптан қараңыз).*"
    found = cited(note, act=MSU)
    assert [(c.number("art"), c.act_name) for c in found][1:] == [("2", law)]
    assert found[0].act == MSU
    far = f"> *Ескерту. 9-бапқа {'өзгеріс ' * 80}- {words} 2-баптан қараңыз)"
    assert [c.act_name for c in cited(far, act=MSU)][1:] == [law]


def test_a_lawyer_adds_a_kazakh_name() -> None:
    known = names.load(library().places.corpora, library().acts)
    mine = names.Name("Закон Республики Казахстан «О музеях»", "закон")
    wider = names.Names(
        known.words, known.prefixes, known.exact, known.titles, known.dated, known.foreign,
        {**known.kazakh, "Музейлер туралы": mine}, known.adopted,
    )  # fmt: skip
    (found,) = cite("«Музейлер туралы» Заңның 5-бабы", library(), names=wider)
    assert found.act_name == mine.name


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("9-баптың 1-тармағы және сол баптың 2-тармағы", ["art_9.pt_1", "art_9.pt_2"]),
        ("9-баптың 1-тармағы. Аталған баптың екінші бөлігі", ["art_9.pt_1", "art_9.part_2"]),
        ("9-баптың 1-тармағы, сол тармақтың 3) тармақшасы", ["art_9.pt_1", "art_9.pt_1.spt_3"]),
        ("9-бап, сол тармақтың 3) тармақшасы", ["art_9"]),  # no point was cited
        ("Сол баптың 2-тармағы", []),
        ("9-бап. 1-тармақ. Сол баптағы тәртіп", ["art_9", "art_9.pt_1", "art_9"]),
    ],
)
def test_the_same_article(words: str, expected: list[str]) -> None:
    assert paths(f"Қазақстан Республикасы Конституциясының {words}") == expected


def test_the_same_article_is_of_the_same_act() -> None:
    text = "Қазақстан Республикасы Конституциясының 9-бабы. Сол баптың 2-тармағы."
    first, second = cited(text)
    assert second.act == first.act
    # The article around the words is unknown: what follows is not of the one cited before it.
    assert len(cited(f"{text} Осы баптың ережелері. Сол баптың 3-тармағы.")) == 2
