"""Every form of citation: which units a phrase names, and where their words stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.citation.clean import clean
from tests.citing import cited, paths

FORMS = [
    ("подпунктом 3) пункта 4 статьи 23 Закона о МСУ", ["art_23.pt_4.spt_3"]),
    (
        "пунктами 1 и 2 статьи 14, пунктами 1, 2 и 3 статьи 26 и пунктом 1 статьи 27 Конституции",
        ["art_14.pt_1", "art_14.pt_2", "art_26.pt_1", "art_26.pt_2", "art_26.pt_3", "art_27.pt_1"],
    ),
    ("статьями 55 – 58, 62 Закона", ["art_55", "art_56", "art_57", "art_58", "art_62"]),
    ("статьи 259–267 ГК", [f"art_{n}" for n in range(259, 268)]),
    ("статьи 259-261 ГК", ["art_259", "art_260", "art_261"]),
    ("статьи с 5 по 7 ГК", ["art_5", "art_6", "art_7"]),
    ("статьи 39-1–39-3 Закона о МСУ", ["art_39-1", "art_39-2", "art_39-3"]),
    ("статьи 39-3 Закона о МСУ", ["art_39-3"]),
    ("статьи 39–3 Закона о МСУ", ["art_39-3"]),
    ("статья 5-7 Закона о МСУ", ["art_5-7"]),
    ("статьи 21, 21-1 и 21-3 Закона", ["art_21", "art_21-1", "art_21-3"]),
    ("подпунктами 1-1), 1-2) пункта 3 статьи 4", ["art_4.pt_3.spt_1-1", "art_4.pt_3.spt_1-2"]),
    ("подпунктами 1) – 3) пункта 2 статьи 4", [f"art_4.pt_2.spt_{n}" for n in (1, 2, 3)]),
    ("статьи 1–900 ГК", ["art_1", "art_900"]),
    ("частью четвертой статьи 73 КоБС", ["art_73.part_4"]),
    ("двадцать первой частью статьи 5", ["art_5.part_21"]),
    ("пункты 1, 2, статьи 89, пункт 1 статьи 22", ["art_89.pt_1", "art_89.pt_2", "art_22.pt_1"]),
    ("часть двадцать первая статьи 5", ["art_5.part_21"]),
    ("вторая часть пункта 3 статьи 5", ["art_5.pt_3.part_2"]),
    ("абзацев второго и третьего пункта 1 статьи 6", ["art_6.pt_1.abz_2", "art_6.pt_1.abz_3"]),
    ("абзацем вторым подпункта 1) статьи 6", ["art_6.spt_1.abz_2"]),
    ("второе предложение пункта 6 статьи 70", ["art_70.pt_6.sent_2"]),
    ("подпункту б) пункта 6 статьи 7", ["art_7.pt_6.spt_б"]),
    ("подпункта «а» пункта 1 статьи 5", ["art_5.pt_1.spt_а"]),
    ("статья 103, пункт 9", ["art_103.pt_9"]),
    ("статья 361-1, часть 2, пункт 3) УПК", ["art_361-1.part_2.pt_3"]),
    ("ст.89 п.2", ["art_89.pt_2"]),
    ("ст. 86.п.2", ["art_86.pt_2"]),
    ("(Ст. 1, с. 4) [1]", ["art_1"]),
    ("ст.1.гл 1. п.11", ["art_1.pt_11"]),
    ("ст.12.п1", ["art_12.pt_1"]),
    ("ст1. п.3.", ["art_1.pt_3"]),
    ("П. 2 ст. 2-1", ["art_2-1.pt_2"]),
    ("п. 3, 4 ст. 89", ["art_89.pt_3", "art_89.pt_4"]),
    ("пункт 6 статья 11", ["art_11.pt_6"]),
    ("ст. 6. п.9.1.", ["art_6.pt_9-1"]),
    ("ст. 9.5 Хартии", ["art_9.pt_5"]),
    ("параграф 2 статьи 3 Хартии", ["art_3.pt_2"]),
    ("ст.ст. 5, 6 УК", ["art_5", "art_6"]),
    ("пп. 1, 2 ст. 5", ["art_5.pt_1", "art_5.pt_2"]),
    ("пп. 1) п. 2 ст. 5", ["art_5.pt_2.spt_1"]),
    ("ст.24 п.1 пп.3", ["art_24.pt_1.spt_3"]),
    ("ст. 3 п. 1, ст. 4 п. 2, ст. 5", ["art_3.pt_1", "art_4.pt_2", "art_5"]),
    ("статья 5 и пункт 2 статьи 6", ["art_5", "art_6.pt_2"]),
    (
        "подпунктов 1), 2) пункта 1, пункта 3 статьи 10",
        ["art_10.pt_1.spt_1", "art_10.pt_1.spt_2", "art_10.pt_3"],
    ),
    ("подпункта 1) и пункта 2 статьи 5", ["art_5.spt_1", "art_5.pt_2"]),
    ("статья 14 (пункты 1, 2) ГК", ["art_14.pt_1", "art_14.pt_2"]),
    (
        "статьями 144 (частями первой (в части потребителей) и второй), 146 КоАП",
        ["art_144.part_1", "art_144.part_2", "art_146"],
    ),
    ("статьями 136 (в части правонарушений (кроме иных)), 491 КоАП", ["art_136", "art_491"]),
    ("согласно 89-й статье Конституции", ["art_89"]),
    ("СТАТЬЕЙ 5 ЗАКОНА О МСУ", ["art_5"]),
    ("В Ст. \n89 Конститу-\nции", ["art_89"]),
    ("под-\nпунктом 2) пункта\u00a01  ста-\n\nтьи 33", ["art_33.pt_1.spt_2"]),
    ("главой 2 и разделом VIII Конституции", ["ch_2", "sec_VIII"]),
    ("9-бап", ["art_9"]),
    ("5-баптың 3-тармағы", ["art_5.pt_3"]),
    ("39-3-баптың 2-тармағының 4-1) тармақшасы", ["art_39-3.pt_2.spt_4-1"]),
    ("5-баптың 1, 2-тармақтарында", ["art_5.pt_1", "art_5.pt_2"]),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_form(text: str, expected: list[str]) -> None:
    assert paths(text) == expected


NOT_NORMS = [
    "Собрание законодательства РФ, 07.09. -1998-№ 36, ст. 4466.",
    "(Ведомости Парламента Республики Казахстан, 2014 г., № 18-II, ст. 92; № 21, ст. 217)",
    "В данной статье рассматриваются вопросы; в первой части работы; в населенном пункте 5",
    "15 статей закона и 2 статьи журнала",
    "М., 2020. – Ч. 1. – С. 5; 89 п., рис. 3, таблица 4",
    "ГЛАВА 1 ТЕОРЕТИЧЕСКИЕ ОСНОВЫ",
    "которые указаны в разделе 5. «Маслихаты»",
    "### Статья 9. Регламент маслихата",
    "### 9-бап. Мәслихат регламенті",
    "пункт 3 Плана нации",
]


@pytest.mark.parametrize("text", NOT_NORMS)
def test_not_a_norm(text: str) -> None:
    assert paths(text) == []


def test_journal_does_not_swallow_the_next_sentence() -> None:
    text = "(Ведомости Парламента РК, 2014 г., № 5, ст. 44). Согласно ст. 5 Закона о МСУ"
    assert paths(text) == ["art_5"]


def test_a_quantity_continues_no_list() -> None:
    assert paths("статьи 5, 10 декабря 1998 года") == ["art_5"]
    assert paths("пункта 2 статьи 5, 3 депутата") == ["art_5.pt_2"]


def test_spans_share_out_the_phrase() -> None:
    text = "пунктами 1 и 2 статьи 14, пунктом 1 статьи 27 Конституции"
    found = cited(text)
    assert [c.text for c in found] == ["пунктами 1", "2 статьи 14", "пунктом 1 статьи 27"]
    assert {c.phrase for c in found} == {(0, len(text))}


def test_range_rows_are_marked() -> None:
    found = cited("статьями 55 – 57, 62 ГК")
    assert [c.ranged for c in found] == [True, True, True, False]


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "\ufeffСоглас\u00adно ста-\nтье\u00a05 Зако-\r\nна о МСУ и п. 2 ст. 9 За-\n\nкона"
    for c in cited(text):
        assert text[c.start : c.end] == c.text
    assert [c.text for c in cited(text)] == ["ста-\nтье\u00a05", "п. 2 ст. 9"]


@given(st.text(alphabet="аб-\n \r\u00adЁё", max_size=60))
def test_clean_maps_every_character_back(text: str) -> None:
    found = clean(text)
    assert len(found.low) == len(found.text)
    for at, letter in enumerate(found.text):
        assert text[found.start(at)] == letter
        assert text[found.end(at + 1) - 1] == letter


@given(
    st.lists(
        st.sampled_from(
            [
                "статьи",
                "ст.",
                "п.",
                "1",
                "2-1",
                ",",
                "и",
                "(",
                ")",
                "Закона",
                "–",
                "«О",
                "МСУ»",
                "часть",
                "первая",
            ]
        )
    )
)
def test_any_heap_of_words_is_answered(words: list[str]) -> None:
    text = " ".join(words)
    for c in cited(text):
        assert 0 <= c.phrase[0] <= c.start < c.end <= len(text)
        assert text[c.start : c.end] == c.text
