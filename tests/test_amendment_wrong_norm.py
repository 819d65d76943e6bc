"""The wrong norm, never: what is not read, or names another unit, act or language, changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.amendment.apply import apply
from kb.amendment.instruction import parse
from kb.amendment.meant import meant
from kb.norm.act import Act, Edition
from kb.read import markdown

CASES = Path(__file__).parent / "fixtures" / "amend"
INSTRUCTION = """\
Статья 1. Внести в следующие законодательные акты Республики Казахстан изменения:
1. В Закон Республики Казахстан от 1 мая 2000 года «О реках»:
1) статью 1 исключить;
2) в статье 2:
в пункте 1:
слово «река» заменить словом «ручей»;
дополнить подпунктом 5) следующего содержания:
«5) пруд.»;
пункт 3 исключить;
3) в статье 3:
часть вторую исключить;
абзац третий изложить в следующей редакции:
«море;»;
2. В Закон Республики Казахстан от 2 мая 2000 года «О лесах»:
1) в статье 4:
подпункт 2) исключить;
пункт 1 дополнить словами «и рощи»;
2) статью 5 исключить;
Статья 2. В пункте 2 статьи 6 Закона Республики Казахстан от 3 мая 2000 года «О лугах» слово «луг» исключить.
Статья 3. Внести в Закон Республики Казахстан от 4 мая 2000 года «О горах» следующее изменение:
пункт 1 статьи 7 исключить."""
KAZAKH = """\
1-бап. Қазақстан Республикасының мына заңнамалық актілеріне өзгерістер енгізілсін:
1. «Өзендер туралы» 2000 жылғы 1 мамырдағы Қазақстан Республикасының Заңына:
1) 1-бап алып тасталсын;
2) 2-бапта:
1-тармақта:
«өзен» деген сөз «бұлақ» деген сөзбен ауыстырылсын;
мынадай мазмұндағы 5) тармақшамен толықтырылсын:
«5) тоған.»;
3-тармақ алып тасталсын;
3) 3-баптың екінші бөлігі алып тасталсын;
2. «Ормандар туралы» 2000 жылғы 2 мамырдағы Қазақстан Республикасының Заңына:
1) 4-баптың 1-тармағында:
2) тармақша алып тасталсын;
3) тармақша «және тоғайлар» деген сөздермен толықтырылсын;
2) 5-бап алып тасталсын."""
NOISE = [
    "абвгд",
    "абвгд:",
    "бір жерде:",
    "1. Орган ведет учет.",
    "«",
    "»",
    "2) туман;",
    "В главе особой:",
]


def said(text: str) -> set[tuple[str, str, str | None, str | None]]:
    return {(o.kind, str(o.target), o.old, o.new) for o in parse(text).operations}


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_one_unreadable_line_moves_no_command_to_another_norm(data: st.DataObject) -> None:
    """Any line of a law replaced by one that says nothing: what is still read is what was said."""
    text = data.draw(st.sampled_from([INSTRUCTION, KAZAKH]))
    lines = text.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    noise = data.draw(st.sampled_from(NOISE))
    broken = "\n".join([*lines[:at], noise, *lines[at + 1 :]])
    if lines[at].startswith("«"):  # the wording is another one then
        assert {o[:2] for o in said(broken)} <= {o[:2] for o in said(text)}
    else:
        assert said(broken) <= said(text)


def test_the_whole_of_both_is_read() -> None:
    assert not parse(INSTRUCTION).unread
    assert not parse(KAZAKH).unread
    assert len(said(INSTRUCTION)) == 11
    assert len(said(KAZAKH)) == 8


def edition(name: str, language: str = "ru") -> Edition:
    text = (CASES / name).read_text("utf-8")
    return markdown.parse(f"---\nlanguage: {language}\n---\n{text}", act="act").edition


def refused(name: str, instruction: str, language: str = "ru") -> list[str]:
    law = edition(name, language)
    to = meant(parse(instruction, act="act"), law)
    result = apply(law, to.instruction.operations, to.others)
    assert result.edition.root.lines() == law.root.lines()
    return [r.reason for r in result.refused] + [u.reason for u in to.instruction.unread]


@pytest.mark.parametrize(
    ("instruction", "why"),
    [
        ("часть вторую статьи 1 исключить", "но названо не это"),  # of a point, not of the article
        ("пункт 3 исключить", "не названо, чей это структурный элемент"),
        ("подпункт 8) исключить", "не названо, чей это структурный элемент"),
        ("заголовок статьи 3 изложить в следующей редакции:\n«Статья 4. Права»", "Статья 4"),
        ("заголовок статьи 3 изложить в следующей редакции:\n«3. Права»", "3."),
        ("пункт 3 статьи 1 изложить в следующей редакции:\n«Статья 9. Орган»", "Статья 9"),
        ("пункт 3 статьи 1 изложить в следующей редакции:\n«З. Орган»", "З."),
        ("пункт 3 статьи 1 изложить в следующей редакции:\n«2) Орган»", "2)"),
        ("слова «журнал» исключить", "в каком структурном элементе"),
        ("в статье 1 слова «журнал» заменить словами «»", "пусто"),
        (
            "в подпунктах 1) – 40) пунктов 1 – 40 статей 1 – 40 слово «а» исключить",
            "больше 2000 структурных элементов",
        ),
        ("в пункте 3 статьи 1 слово «журнал» заменить словом «ре\u200bестр»", "невидимые"),
        ("3-бап алып тасталсын", "одна редакция не меняет другую"),
    ],
)
def test_refused_with_its_reason(instruction: str, why: str) -> None:
    (reason,) = refused("act.md", instruction)
    assert why in reason


def test_a_clause_goes_on_with_the_address_before_it() -> None:
    law = edition("act_b.md")
    result = apply(law, parse((CASES / "D01.txt").read_text("utf-8"), act="act").operations)
    assert [str(r.operation.target) for r in result.refused] == ["act/art_1.pt_3"]
    assert "3. Пробы уничтожаются." in result.edition.root.lines()


@pytest.mark.parametrize(
    "name",
    [
        "Внести в Закон Республики Казахстан «О пробах воды» следующее изменение:",
        "Внести в Закон Республики Казахстан «О проб» следующее изменение:",
        "Внести в Кодекс Республики Казахстан «О пробах» следующее изменение:",
        "Внести в Указ Президента Республики Казахстан «О пробах» следующее изменение:",
        "Внести в Закон Республики Казахстан от 5 мая 2000 года следующее изменение:",
    ],
)
def test_another_act_is_never_this_one(name: str) -> None:
    (reason,) = refused("act.md", f"{name}\nстатью 4 исключить.")
    assert "О пробах" in reason


def test_the_act_is_known_by_its_title_in_any_print() -> None:
    law = edition("act.md")
    for title in ("«О ПРОБАХ»", '"О  пpобах"', "«Об пробах»"):
        text = (
            f"Внести в Закон Республики Казахстан {title} следующее изменение:\nстатью 4 исключить."
        )
        done = apply(law, meant(parse(text), law).instruction.operations).applied
        assert bool(done) == ("Об" not in title)


def test_two_units_of_one_number_are_not_told_apart() -> None:
    text = "Статья 1. А\n\nПервая.\n\nСтатья 2. Б\n\nВторая.\n\nСтатья 2. В\n\nТретья."
    law = markdown.parse(text, act="act").edition
    (only,) = apply(law, parse("статью 2 исключить", act="act").operations).refused
    assert "неоднозначно" in only.reason


@pytest.mark.parametrize("case", ["C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08", "C09"])
def test_kazakh_is_read_whole(case: str) -> None:
    found = parse((CASES / f"{case}.txt").read_text("utf-8"))
    assert found.operations and not found.unread
    assert {o.language for o in found.operations} == {"kk"}
    assert all(o.target.steps[0].unit == "art" for o in found.operations)


def test_a_number_is_asked_of_the_text_though_the_corpus_knows_the_act_by_its_title() -> None:
    known = Act("act", "О пробах", "Закон", "law", "2000-05-05")
    text = (CASES / "act.md").read_text("utf-8")
    front = "---\nlanguage: ru\nnumber: '5'\nadopted: 2000-05-05\n---\n"
    law = markdown.parse(front + text, act="act").edition
    for number, done in (("5", True), ("777-VIII", False)):
        instruction = parse(
            f"Внести в Закон Республики Казахстан от 5 мая 2000 года № {number} «О пробах» "
            "следующее изменение:\nстатью 4 исключить.",
            acts=[known],
        )
        to = meant(instruction, law, [known])
        assert [a.act for a in instruction.acts] == ["act"]
        assert bool(apply(law, to.instruction.operations, to.others).applied) == done
