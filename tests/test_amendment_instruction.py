"""Reading an instruction as a whole: lead-ins, whole acts, what stays unread, hostile texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.amendment.apply import apply
from kb.amendment.instruction import BadInstruction, parse
from kb.amendment.quotation import tokens
from kb.norm.address import Step

from .amending import edition


def test_unread_spans_give_the_words() -> None:
    text = "в статье 3 слово «домой» исключить;\nпункт 9 перенести в статью 1"
    read_as = parse(text)
    assert [o.kind for o in read_as.operations] == ["delete_words"]
    assert [u.text for u in read_as.unread] == ["пункт 9 перенести в статью 1"]
    assert text[read_as.unread[0].start : read_as.unread[0].end] == read_as.unread[0].text


def test_a_sentence_is_read_whole_or_not_at_all() -> None:
    read_as = parse("в статье 3 слово «домой» исключить, а лишнее забыть; статью 4 исключить")
    assert not any(o.kind == "delete_words" for o in read_as.operations)
    assert read_as.unread


def test_whole_amending_act() -> None:
    text = """\
Закон Республики Казахстан
О внесении изменений и дополнений в некоторые законодательные акты Республики Казахстан
Статья 1. Внести изменения и дополнения в следующие законодательные акты Республики Казахстан:
1. В Закон Республики Казахстан от 5 мая 1999 года № 17-II «О садах» (Ведомости Парламента \
Республики Казахстан, 1999 г., № 3, ст. 5; Закон Республики Казахстан от 1 июня 2000 года \
«О внесении изменений», опубликованный в газете «Егемен» 2 июня 2000 г.):
1) статью 3 исключить;
2) в статье 4 слово «сад» заменить словом «парк».
2. Закон Республики Казахстан от 7 июля 2003 года «О реках»:
статью 5 исключить.
Статья 2. Настоящий Закон вводится в действие со дня его первого официального опубликования, \
за исключением подпунктов 2) и 7) пункта 1 статьи 1 настоящего Закона, которые вводятся в действие с \
1 января 2004 года.
Президент Республики Казахстан"""
    read_as = parse(text)
    assert not read_as.unread
    assert [(a.title, a.date, a.number) for a in read_as.acts] == [
        ("О садах", "1999-05-05", "17-II"),
        ("О реках", "2003-07-07", ""),
    ]
    assert [(o.kind, str(o.target)) for o in read_as.operations] == [
        ("repeal", "act-1999-05-05-17-II/art_3"),
        ("substitute", "act-1999-05-05-17-II/art_4"),
        ("repeal", "act-2003-07-07/art_5"),
    ]
    assert [read_as.day(n) for n in range(3)] == ["", "2004-01-01", ""]
    # Copies lose and double spaces; what is read is the same.
    spaced = parse(text.replace(" ", "  "))
    assert not spaced.unread
    assert [str(o.target) for o in spaced.operations] == [str(o.target) for o in read_as.operations]
    assert [(a.title, a.date) for a in spaced.acts] == [(a.title, a.date) for a in read_as.acts]
    assert [spaced.day(n) for n in range(3)] == ["", "2004-01-01", ""]
    # A point of no article is nobody's: it says nothing of the day.
    lost = text.replace("и 7) пункта 1 статьи 1 настоящего", "настоящего")
    assert [parse(lost).day(n) for n in range(3)] == ["", "", ""]


def test_every_token_knows_its_place() -> None:
    text = (
        "1) часть третью\u00a0статьи 3-1 дополнитьсловами «и «маслихату»», за исключением: а)\n2."
    )
    found = tokens(text)
    said = [text[t.start : t.end].strip("«»").removesuffix(")") for t in found]
    assert said == [t.text.strip("«»") for t in found]
    assert [t.text for t in found if t.kind == "number"] == ["1", "3-1", "а", "2"]
    assert [t.bracket for t in found if t.kind == "number"] == [True, False, True, False]
    assert {"дополнить", "словами"} <= {t.text for t in found}


PIECES = [
    "в",
    "во",
    "из",
    "по всему тексту",
    "в тексте",
    "статье 1",
    "статьи 2",
    "статью 3",
    "пункте 1",
    "пункты 1 и 2",
    "подпункт 2)",
    "части второй",
    "часть вторую",
    "абзац первый",
    "абзаце втором",
    "первое предложение",
    "последнее предложение",
    "заголовок",
    "заголовке",
    "и",
    ",",
    ";",
    ".",
    ":",
    "\n",
    "после слова",
    "слово",
    "слова",
    "цифры",
    "«книги»",
    "«читатель», «акиму»",
    "«3. Новый пункт.»",
    '"a "b"',
    "»",
    "«",
    "заменить",
    "исключить",
    "дополнить",
    "изложить",
    "словами",
    "словом",
    "соответственно",
    "в следующей редакции:",
    "следующего содержания:",
    "пунктом 4",
    "частью второй",
    "подпунктами 4) - 6)",
    "предложением",
    "1)",
    "2.",
    "Статья 1.",
    "преамбулу",
    "деген сөздер",
    "алып тасталсын",
    "9-баптың",
    "признать утратившим силу",
    "приложению",
    "новым",
    "а также",
    "— «x»",
    "последнюю часть",
]


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_as = parse(text)
    for each in read_as.unread:
        assert text[each.start : each.end] == each.text
        assert each.reason
    result = apply(edition(), read_as.operations)
    assert len(result.applied) + len(result.refused) == len(read_as.operations)
    assert all(r.reason for r in result.refused)


def test_front_and_signature_are_no_commands() -> None:
    text = (
        "# О внесении изменений в Закон Республики Казахстан «О реках»\n\nСтатья 1 .\n"
        "Внести в Закон Республики Казахстан от 1 мая 2000 года «О реках» следующие изменения:\n"
        "статью 3 исключить.\n\nПрезидентРеспублики Казахстан\n\nН. НАЗАРБАЕВ\n"
    )
    read_as = parse(text)
    assert not read_as.unread
    assert [str(o.target) for o in read_as.operations] == ["act-2000-05-01/art_3"]
    assert read_as.places == ((Step("art", "1"),),)
    repealed = parse("Закон Республики Казахстан от 1 мая 2000 года признать утратившим силу.")
    assert repealed.unread and not repealed.operations


def test_text_on_another_language() -> None:
    text = "Внесено изменение в текст статьи 3 на казахском языке, текст на русском языке не изменяется."
    assert [(o.kind, str(o.target)) for o in parse(text).operations] == [("none", "act/art_3")]


@pytest.mark.slow
def test_hostile_instructions() -> None:
    with pytest.raises(BadInstruction):
        parse("«" * 6_000_000)
    with pytest.raises(BadInstruction):
        parse("статью 1\0исключить")
    for text in ("«" * 100_000, '"a "b";\n' * 20_000, "в статье 1:\n" * 3_000, "слова " * 100_000,
                 "пунктов 1 и 2 " * 5_000, '"' * 100_000, "пункты 1 – 99999999 исключить"):  # fmt: skip
        assert not apply(edition(), parse(text).operations).applied


def _targets(text: str) -> list[str]:
    read_as = parse(text)
    assert not read_as.unread
    return [str(o.target).split("/")[1] for o in read_as.operations]


@pytest.mark.parametrize(
    ("named", "units"),
    [
        ("абзац двадцать первый статьи 4", ["art_4.abz_21"]),
        ("абзацы двадцатый – двадцать второй статьи 4", ["art_4.abz_20", "art_4.abz_21", "art_4.abz_22"]),
        ("двадцать первое предложение пункта 1 статьи 4", ["art_4.pt_1.sent_21"]),
        ("последнюю часть статьи 3", ["art_3.part_last"]),
        ("части первую и третью статьи 3", ["art_3.part_1", "art_3.part_3"]),
        ("пункты 2-4 статьи 3", ["art_3.pt_2", "art_3.pt_3", "art_3.pt_4"]),
        ("пункт 2-4 статьи 3", ["art_3.pt_2-4"]),
        ("пункты 2-1, 2-2 и 4 статьи 3", ["art_3.pt_2-1", "art_3.pt_2-2", "art_3.pt_4"]),
        ("приложение 1 к Закону", ["app_1"]),
        ("приложение 1 к указанному Закону", ["app_1"]),
        ("заголовок настоящего Закона", ["title"]),
        ("преамбулу Закона", ["preamble"]),
        ("примечание к статье 5", ["art_5.note"]),
        ("заголовок и примечание 1 к статье 5", ["art_5.heading", "art_5.note_1"]),
        *(
            (f"пункт 1 статьи 2 {of} {act}", ["art_2.pt_1"])
            for of in ("настоящего", "указанного", "данного")
            for act in ("акта", "Закона", "Указа", "Кодекса", "Конституции")
        ),
        *(
            (f"приложение 1 к {to} {act}", ["app_1"])
            for to in ("настоящему", "указанному", "данному")
            for act in ("Закону", "Указу", "Кодексу")
        ),
    ],
)  # fmt: skip
def test_units_by_their_names(named: str, units: list[str]) -> None:
    assert _targets(f"{named} исключить") == units


def test_a_lead_in_ends_where_its_neighbour_begins() -> None:
    assert _targets(
        "в статье 2:\nв пункте 1:\nслово «а» исключить;\nв пункте 3:\nслово «б» исключить;\n"
        "в статье 3:\nв части первой:\nслово «в» исключить"
    ) == ["art_2.pt_1", "art_2.pt_3", "art_3.part_1"]
    assert _targets("1. В статье 3:\nслово «а» исключить;\n1) слово «б» исключить") == [
        *("art_3", "art_3")
    ]
    # Each point has subpoints of its own, under its own lead-in or none.
    assert _targets(
        "1. Статью 3 исключить.\n1) статью 4 исключить;\n2. В статье 2:\n1) слово «б» исключить;\n"
        "2) в пункте 1:\nслово «в» исключить;\n3) слово «г» исключить"
    ) == ["art_3", "art_4", "art_2", "art_2.pt_1", "art_2"]
    # What a part takes beside it belongs to its article.
    assert _targets(
        "1) в части второй статьи 3:\nслово «а» исключить;\nдополнить частью четвертой следующего "
        "содержания:\n«Б.»"
    ) == ["art_3.part_2", "art_3.part_4"]


@pytest.mark.parametrize(
    "lead_in",
    [
        "внести в статью 3 следующие изменения и дополнения:",
        "внести в статью 3 следующие дополнения:",
        "внести следующее изменение в статью 3:",
        "в статью 3 внести следующее дополнение:",
        "внести в статью 3 изменение:",
        "внести изменения в статью 3:",
    ],
)
def test_changes_are_brought_into_a_unit(lead_in: str) -> None:
    assert _targets(f"{lead_in}\nчасть первую исключить") == ["art_3.part_1"]


def test_a_norm_suspended_is_said_and_blocks_only_what_it_introduces() -> None:
    suspended = "приостановить до 1 января 2003 года действие статьи 3"
    read_as = parse(f"{suspended};\nстатью 4 исключить")
    assert [str(o.target) for o in read_as.operations] == ["act/art_4"]
    assert [u.reason.split(":")[0] for u in read_as.unread] == ["приостановление"]
    meanwhile = f"{suspended}, в период приостановления она действует в следующей редакции:"
    read_as = parse(f"{meanwhile}\nстатью 4 исключить")
    assert not read_as.operations and len(read_as.unread) == 2


def test_lead_ins_without_numbers() -> None:
    """Ranks of units tell which lead-in a line stands under."""
    read_as = parse(
        "в статье 5:\nв пункте 1:\nв подпункте 2):\nчасть первую исключить;\n"
        "часть вторую дополнить словами «а»;\nв подпункте 3) слово «б» исключить;\n"
        "в пункте 2 слово «в» исключить;\nдополнить пунктом 3 следующего содержания:\n«3. Г.»;\n"
        "слово «д» исключить"
    )
    assert not read_as.unread
    assert [str(o.target).split("/")[1] for o in read_as.operations] == [
        "art_5.pt_1.spt_2.part_1",
        "art_5.pt_1.spt_2.part_2",
        "art_5.pt_1.spt_3",
        "art_5.pt_2",
        "art_5.pt_3",
        "art_5",
    ]


def test_lead_ins() -> None:
    for text, title, date, number in (
        ("1. В Гражданский кодекс Республики Казахстан (Особенная часть) от 1 июля 1999 года "
         "(Ведомости Парламента, 1999 г., № 16, ст. 642):", "", "1999-07-01", ""),
        ("5. В Указ Президента Республики Казахстан, имеющий силу Закона, от 3 октября 1995 г. "
         'N 2483 "О Службе охраны" (Ведомости, 1995 г.):', "О Службе охраны", "1995-10-03", "2483"),
        ("Внести в Конституцию Республики Казахстан, принятую на республиканском референдуме "
         "30 августа 1995 года, следующие изменения:", "Конституция", "1995-08-30", ""),
        ("2. Закон Республики Казахстан от 2 мая 2000 года «О «малых» реках» (Ведомости, 2000 г.):",
         "О «малых» реках", "2000-05-02", ""),
        ("В Закон Республики Казахстан от 2 мая 2000 года «О реках», внести следующие изменения:",
         "О реках", "2000-05-02", ""),
    ):  # fmt: skip
        (named,) = parse(text + "\nстатью 1 исключить").acts
        assert (named.title, named.date, named.number) == (title, date, number)
