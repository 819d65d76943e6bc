"""«В соответствующих падежах», «обозначить частями», look-alike letters, temporary wordings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.amendment.apply import Applied, apply
from kb.amendment.instruction import parse
from kb.norm.address import parse_steps
from kb.read import markdown
from kb.words.inflected import same_forms

LAW = """\
# О пробах

### Статья 1. Понятия

1. Реестр ведет орган. Данные реестра открыты, доступ к реестру свободен.

2. В реестрах стоят записи. План утверждает орган. Стратегический план хранят.

3. Aкимат решает.

### Статья 2. Село

За селом растут сады. Жители села поливают их.
"""


def done(instruction: str) -> Applied:
    read = parse(instruction, act="draft")
    assert not read.unread, read.unread
    return apply(markdown.parse(LAW).edition, read.operations)


def reason(instruction: str) -> str:
    read = parse(instruction, act="draft")
    if read.unread:
        return str(read.unread[0].reason)
    [refused] = apply(markdown.parse(LAW).edition, read.operations).refused
    return str(refused.reason)


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (
            "в статье 1 слово «реестр» заменить словом «список» в соответствующих падежах.",
            "1. Список ведет орган. Данные списка открыты, доступ к списку свободен.",
        ),
        (
            "по всему тексту слово «реестр» в соответствующих числах и падежах заменить словом «перечень».",
            "2. В перечнях стоят записи. План утверждает орган. Стратегический план хранят.",
        ),
        (
            "в пункте 2 статьи 1 слово «план» заменить словами «стратегический план» "
            "в соответствующих падежах.",
            "2. В реестрах стоят записи. Стратегический план утверждает орган. Стратегический план хранят.",
        ),
    ],
)
def test_words_are_replaced_in_each_of_their_forms(command: str, line: str) -> None:
    found = done(command)
    assert line in found.edition.root.lines()
    [made] = found.applied
    assert any(" → " in remark for remark in made.remarks)


def test_only_the_number_that_is_quoted_unless_numbers_are_named() -> None:
    found = done(
        "по всему тексту слово «реестр» заменить словом «список» в соответствующих падежах."
    )
    assert "2. В реестрах стоят записи." in found.edition.root.text


@pytest.mark.parametrize(
    ("command", "why"),
    [
        # «план» is of two cases, whose forms of «депутат» differ.
        ("в пункте 2 статьи 1 слово «план» заменить словом «депутат» в соответствующих падежах.", "разных падежей"),
        # «села» is of one village or of several.
        ("в тексте статьи 2 слово «село» заменить словом «аул» в соответствующих падежах.", "«аула / аулы»"),
        ("по всему тексту слово «акимат» заменить словом «совет» в соответствующих падежах.", "в словаре нет"),
        ("по всему тексту слово «реестра» заменить словом «списка» в соответствующих падежах.", "именительном"),
        ("по всему тексту слово «реестр» в соответствующих падежах исключить.", "только при замене"),
    ],
)  # fmt: skip
def test_two_readings_and_unknown_words_are_refused(command: str, why: str) -> None:
    assert why in reason(command)


def test_agreeing_adjectives_follow_their_noun() -> None:
    forms = same_forms("уполномоченный орган", "местная комиссия города")
    assert forms["уполномоченным органом"] == ("местной комиссией города",)
    assert forms["уполномоченный орган"] == ("местная комиссия города", "местную комиссию города")


def test_look_alike_letters_match_and_the_remark_says_so() -> None:
    [made] = done("в пункте 3 статьи 1 слово «Акимат» заменить словом «Совет».").applied
    assert any("похожими буквами" in remark for remark in made.remarks)
    [plain] = done("в пункте 3 статьи 1 слово «решает» заменить словом «правит».").applied
    assert plain.remarks == ()


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("Cторож", ("«Cторож»", "латинская «C» вместо кириллической «С»")),
        ("cад и дoм", ("«cад, дoм»", "«c» вместо кириллической «с»", "«o»")),
        ("сто\xadрож", ("«сторож»", "невидимый знак U+00AD")),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        "в пункте 3 статьи 1 слово «решает» заменить словами «{}».",
        "пункт 3 статьи 1 изложить в следующей редакции: «3. {} решает.».",
        "статью 2 дополнить частью второй следующего содержания: «{} ждет.».",
        "в пункте 3 статьи 1 после слова «решает» дополнить словами «{}».",
    ],
)
def test_new_words_with_foreign_letters_are_named(
    command: str, new: str, says: tuple[str, ...]
) -> None:
    [made] = done(command.format(new)).applied
    said = " ".join(made.remarks)
    assert all(words in said for words in says), said


def test_new_words_wholly_in_one_alphabet_have_no_remark() -> None:
    command = "в пункте 2 статьи 1 слово «План» заменить словами «План SMART-IT, XII-й, № 60-VII»."
    [made] = done(command).applied
    assert not any("знаками" in remark for remark in made.remarks)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (
            "Приостановить до 1 января 2030 года действие пункта 1 статьи 1, установив, что в период "
            "приостановления данный пункт действует в следующей редакции: «1. Орган спит.».",
            ("2030-01-01", "пункт 1 статьи 1", "«1. Орган спит.»", "в текст не вносится"),
        ),
        (
            "статью 2 дополнить частью второй следующего содержания: «Сады ждут.», действующей "
            "до 1 января 2031 года.",
            ("2031-01-01", "«Сады ждут.»", "временная редакция"),
        ),
        (
            "1-баптың 1-тармағының қолданысы 2030 жылғы 1 қаңтарға дейін тоқтатыла тұрсын, тоқтатыла тұру "
            "кезеңінде осы тармақ мынадай редакцияда қолданылады деп белгіленсін: «1. Орган ұйықтайды.».",
            ("2030-01-01", "пункт 1 статьи 1", "«1. Орган ұйықтайды.»"),
        ),
    ],
)
def test_a_temporary_wording_is_shown_with_its_term_and_not_applied(
    command: str, says: tuple[str, ...]
) -> None:
    read = parse(command, act="draft")
    assert read.operations == ()
    [unread] = read.unread
    assert all(words in unread.reason for words in says), unread.reason


def test_points_become_parts_and_parts_points() -> None:
    made = done("пункты 1, 2 и 3 статьи 1 обозначить частями первой, второй и третьей.")
    lines = made.edition.root.lines()
    assert "Aкимат решает." in lines and not any(line.startswith("3.") for line in lines)
    assert (
        made.edition.root.lines()
        == markdown.parse("\n\n".join(lines_of(made))).edition.root.lines()
    )
    split = LAW.replace("растут сады. Жители", "растут сады.\n\nЖители")
    read = parse("части первую и вторую статьи 2 обозначить пунктами 1 и 2.", act="draft")
    found = apply(markdown.parse(split).edition, read.operations)
    assert [str(c.steps[-1]) for c in found.edition.resolve(parse_steps("art_2")).children] == [
        "pt_1",
        "pt_2",
    ]
    assert "2. Жители села поливают их." in found.edition.root.lines()


def lines_of(made: Applied) -> list[str]:
    return [f"### {x}" if x.startswith("Статья") else x for x in made.edition.root.lines()]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("пункты 1 и 2 статьи 1 обозначить частями первой и второй.", "не все"),
        ("пункты 2, 1 и 3 статьи 1 обозначить частями первой, второй и третьей.", "не все"),
        ("пункты 1, 2 и 3 статьи 1 обозначить частями первой и второй.", "какой номер"),
        ("пункты 1, 2 и 3 статьи 1 обозначить частями первой, третьей и второй.", "какой номер"),
    ],
)
def test_a_change_of_kind_that_leaves_something_open_is_refused(command: str, why: str) -> None:
    assert why in reason(command)


@pytest.mark.parametrize(
    ("command", "unit", "line"),
    [
        ("1-баптың 2-тармағы 3-тармақ деп есептелсін.", "art_1.pt_3", "3. Оқырман кітап алады."),
        ("1-баптың 2-тармағы 4-тармақ болып есептелсін.", "art_1.pt_4", "4. Оқырман кітап алады."),
        (
            "2-баптың бірінші және екінші бөліктері тиісінше 1 және 2-тармақтар деп саналсын.",
            "art_2.pt_2",
            "2. Кітап қайтарылады.",
        ),
    ],
)
def test_a_unit_takes_another_number_in_kazakh(command: str, unit: str, line: str) -> None:
    text = "# Кітапханалар туралы\n\n### 1-бап. Ұғымдар\n\n1. Кітапхана ашық.\n\n2. Оқырман кітап алады.\n\n"
    text += "### 2-бап. Тәртіп\n\nКітап беріледі.\n\nКітап қайтарылады.\n"
    before = replace(markdown.parse(text).edition, language="kk")
    found = apply(before, parse(command, act="draft").operations)
    assert not found.refused
    assert found.edition.resolve(parse_steps(unit)).lines() == [line]


def test_a_unit_that_is_not_given_a_number_in_kazakh_is_unread() -> None:
    assert parse("1-баптың 2-тармағы 3-тармақ.", act="draft").unread
    assert parse("1-баптың 2-тармағының 3-тармағы деп есептелсін.", act="draft").unread


def test_kazakh_words_are_replaced_in_each_of_their_cases() -> None:
    forms = same_forms("жер қоры", "қор", "kk")
    assert forms == {}  # «қоры» may be a possessive
    assert same_forms("бақ", "қор", "kk")["баққа"] == ("қорға",)
    assert same_forms("жергілікті бақ", "жасыл алап", "kk")["жергілікті бақтың"] == (
        "жасыл алаптың",
    )
    assert same_forms("бақ", "реестр", "kk") == {}  # two consonants at its end
    assert same_forms("бақ", "вокзал", "kk") == {}
    edition = markdown.parse(
        "# Бақтар\n\n### 1-бап. Бақ\n\nБақ ашық. Бақтың күзетшісі баққа кіреді, бақта жүреді.\n"
    ).edition
    command = (
        "бүкіл мәтін бойынша «бақ» деген сөз тиісті септіктерде «алап» деген сөзбен ауыстырылсын."
    )
    applied = apply(replace(edition, language="kk"), parse(command, act=edition.act).operations)
    assert not applied.refused
    [made] = applied.applied
    lines = applied.edition.root.lines()
    assert lines[-1] == "Алап ашық. Алаптың күзетшісі алапқа кіреді, алапта жүреді."
    assert any("баққа → алапқа" in remark for remark in made.remarks)
