"""The papers that are filed: columns as data, the explanatory note, the Kazakh half."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from docx.oxml.ns import qn

from kb.amendment.package import Package, from_data
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import parse_steps
from kb.papers.conclusion import Annex, Effects, norm_words
from kb.papers.export import export
from kb.papers.filing import annex, comparison, kazakh, papers, tracked_changes
from kb.papers.package_paper import paper
from kb.technique.finding import Evidence, Finding, rules
from kb.words.text import squeeze
from kb.write.columns import BAND_CM, BUILTIN, columns, load

from .conftest import Sandbox
from .running import Kb
from .test_tracked import NOW

KINDS = ("md", "html", "docx")
LAW = "law-148-2001@2026-07-14"


def words(data: bytes, kind: str) -> str:
    """All words of a paper, whatever its format, spaces squeezed."""
    if kind == "docx":
        body = Document(BytesIO(data)).element.body
        paragraphs = (
            "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))
        )
        return squeeze(" ".join(paragraphs))
    text = data.decode("utf-8")
    if kind == "html":
        text = re.sub(r"<(?:br|/?p|/?t[dhr]|/?li|/?h\d)[^>]*>", " ", text)
        text = re.sub(r"<style>.*?</style>|<[^>]+>", "", text)
        return squeeze(text.replace("&quot;", '"').replace("&amp;", "&"))
    text = re.sub(r"<br>|\| ", " ", text)
    return squeeze(re.sub(r"\\(.)|</?(?:ins|del)>|\*", r"\1", text))


def heads(data: bytes, kind: str) -> list[str]:
    """The heads of the comparative table."""
    if kind == "docx":
        return [c.text for c in Document(BytesIO(data)).tables[0].rows[0].cells]
    text = data.decode("utf-8")
    if kind == "html":
        return re.findall(r"<th scope='col'>(.*?)</th>", text)
    line = next(x for x in text.split("\n") if x.startswith("| "))
    return [x.strip() for x in line.strip("|").split("|")]


def draft(*items: dict[str, Any], **more: Any) -> Package:
    """A package of a few items."""
    base = {"id": "p", "author": "Автор", "source": {"citation": "Источник"}, "kind": "text"}
    return from_data({**base, "items": list(items), **more})


# --- Columns ------------------------------------------------------------------------------------

OWN = """\
columns:
  - {field: proposed, title: {ru: Станет, kk: Болады}, width_cm: 10}
  - {field: current, title: {ru: Было, kk: Болған}, width_cm: '10,5'}
  - {field: remarks, title: {ru: Что заметили, kk: Байқалғаны}, width_cm: 5}
"""


@pytest.mark.parametrize("kind", KINDS)
def test_the_users_own_columns_take_the_place_of_ours(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("SALYSTYRMA_HOME", str(tmp_path))
    package = library.package("bektibaev-2022")
    chosen = library.editions_for(package, "newest")
    found = comparison(library, package, chosen)
    ours = [c.title["ru"] for c in load(BUILTIN)]
    assert heads(export(found, library.acts, kind), kind)[:5] == ours
    (tmp_path / "columns.yaml").write_text(OWN, "utf-8")
    data = export(found, library.acts, kind)
    assert heads(data, kind)[:3] == ["Станет", "Было", "Что заметили"]
    assert "Номер «6.» автор не приводит: взят из цели." in words(data, kind)
    if kind == "docx":
        first = Document(BytesIO(data)).tables[0].rows[0].cells
        assert [round(c.width.cm, 1) for c in first] == [10.0, 10.5, 5.0]


def test_the_built_in_columns_are_those_of_the_law() -> None:
    found = load(BUILTIN)
    assert [c.field for c in found] == ["number", "element", "current", "proposed", "grounds"]
    assert sum(c.width_cm for c in found) == pytest.approx(BAND_CM)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("field: current", "field: proposed", r"columns\.yaml:3: столбец «proposed» повторяется"),
        ("field: current", "field: soul", r"columns\.yaml:3: .*«soul» не из списка"),
        (
            "'10,5'",
            "'11'",
            r"columns\.yaml:4: столбцы шире листа А4: вместе 26,0 см, на листе 25,7",
        ),
        ("'10,5'", "широко", r"columns\.yaml:3: .*«широко» не по образцу"),
        (", kk: Болған", "", r"columns\.yaml:3: .*не хватает поля «kk»"),
        ("columns:", "columns: []\nold:", r"columns\.yaml:\d: "),
    ],
)
def test_bad_columns_are_named_by_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, says: str
) -> None:
    monkeypatch.setenv("SALYSTYRMA_HOME", str(tmp_path))
    assert OWN.count(old) == 1
    (tmp_path / "columns.yaml").write_text(OWN.replace(old, new), "utf-8")
    with pytest.raises(KbError, match=says):
        columns()


# --- The amending act ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_bill_has_its_own_title_and_entry_into_force(library: Library, kind: str) -> None:
    item = {
        "id": "1",
        "target": "law-148-2001/art_11.pt_6",
        "operation": "replace",
        "proposed": "6. Да.",
    }
    when = (
        "по истечении шестидесяти календарных дней после дня его первого официального опубликования"
    )
    package = draft(item, bill={"title": "О том о сем", "in_force": when})
    chosen = library.editions_for(package, "newest")
    said = words(export(comparison(library, package, chosen), library.acts, kind), kind)
    assert "О том о сем" in said
    assert "Статья 1. Внести в Закон Республики Казахстан от 23 января 2001 года" in said
    assert f"Статья 2. Настоящий Закон вводится в действие {when}." in said


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("Настоящий Закон вводится в действие с 1 января.", ""),
        ("вводится в действие с 1 января", "Настоящий Закон вводится в действие с 1 января."),
        ("Настоящий Закон вступает в силу с 1 января", ""),
    ],
)
def test_a_sentence_of_entry_into_force_is_not_said_twice(
    library: Library, when: str, sentence: str
) -> None:
    item = {"id": "1", "target": "law-148-2001/art_11.pt_6", "operation": "repeal"}
    package = draft(item, bill={"in_force": when})
    chosen = library.editions_for(package, "newest")
    said = words(export(comparison(library, package, chosen), library.acts, "md"), "md")
    assert said.count("с 1 января") == 1
    assert f"Статья 2. {sentence or when}" in said


# --- The conclusion -----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_conclusion_holds_findings_dismissals_and_effects(library: Library, kind: str) -> None:
    package = library.package("bektibaev-2022")
    chosen = library.editions_for(package, "author")
    found = annex(library, package, chosen)
    assert found.effects.changes, "the package changes verdicts on the Charter"
    beside = say("collision-otherwise.standing")
    evidence = Evidence(f"{LAW}:ru/art_10.pt_2", "не реже четырех раз в год", beside)
    twice = say("figures-twice", words="5 (шесть)", one=5, other=6)
    kept = Finding(twice, "2", f"{LAW}:ru/art_10", evidence=(evidence,))
    gone = Finding(say("vocabulary-epithet", words="весьма"), "", f"{LAW}:ru/art_9")
    made = Annex((kept, gone), found.effects, {gone: "так задумано"})
    table = comparison(library, package, chosen)
    data = export(table, library.acts, kind, made, kind="conclusion")
    said, rule = words(data, kind), rules()["figures-twice"]
    for expected in (
        "Заключение по проверке",
        "Замечания проверок: 1. Смысл: 1 (ошибка: 1).",
        "Число цифрами и число прописью не совпадают: «5 (шесть)» (5 и 6).",
        "пункт 2 статьи 10, Закон о МСУ, ред. 14.07.2026: «не реже четырех раз в год» "
        "(действующая норма, которая остается)",
        squeeze(rule.title["ru"]),
        squeeze(rule.remedy["ru"]),
        norm_words(str(rule.norms[-1]), library.acts, "ru"),
        "– так задумано",
        "Влияние на соответствие Хартии и Конституции",
        *(f"{c.id} (" for c in found.effects.changes),
    ):
        assert expected in said, expected
    assert said.count("так задумано") == 1
    assert not re.search(r"@\d{4}-\d\d", said), "no machine addresses on paper"
    filed = words(export(table, library.acts, kind, made), kind)
    assert "Пояснительная записка" in filed and "Замечания" not in filed


@pytest.mark.slow
def test_what_cannot_be_computed_is_said(small: Sandbox) -> None:
    """Another corpus has no Charter: the note says so and names no verdict."""
    item = {"id": "1", "target": "small/art_1.pt_1", "operation": "replace", "proposed": "1. Иной."}
    package = {
        "id": "p",
        "author": "А",
        "source": {"citation": "О"},
        "kind": "text",
        "items": [item],
    }
    (small.amendments / "p.yaml").write_text(yaml.safe_dump(package, allow_unicode=True), "utf-8")
    library = small.open()
    found = library.package("p")
    said = words(
        papers(library, found, library.editions_for(found, "newest"), "md", kind="conclusion"), "md"
    )
    assert "Не вычислено: " in said or "Тексты, по которым вычислено" in said


def test_an_unknown_effect_gives_its_reason(library: Library) -> None:
    package = library.package("bektibaev-2022")
    found = comparison(library, package, library.editions_for(package, "author"))
    made = paper(
        found,
        library.acts,
        columns(),
        Annex((), Effects(unknown="нет текста Хартии")),
        kind="conclusion",
    )
    assert any("Не вычислено: нет текста Хартии" in str(b) for b in made.blocks)


# --- Kazakh -------------------------------------------------------------------------------------


@pytest.fixture
def both(editions: dict[str, Edition]) -> Package:
    """A package whose items have a Kazakh half, but the last."""
    russian, kk = editions[f"{LAW}:ru"], editions[f"{LAW}:kk"]

    def text(edition: Edition, steps: str) -> str:
        return edition.resolve(parse_steps(steps)).text

    return draft(
        {
            "id": "1", "target": "law-148-2001/art_11.pt_6", "operation": "replace",
            "quoted": text(russian, "art_11.pt_6"), "proposed": "6. Сессии открыты.",
            "kazakh": {"quoted": text(kk, "art_11.pt_6"), "proposed": "6. Мәслихат сессиялары ашық өткізіледі.",
                       "grounds": "Ашықтық қағидаты."},
        },
        {
            "id": "2", "target": "law-148-2001/art_10.pt_4", "operation": "insert",
            "proposed": "4. Новый.\n5. Еще один.", "kazakh": {"proposed": "4. Жаңа.\n5. Тағы бірі."},
        },
        {"id": "3", "target": "law-148-2001/art_9.part_2", "operation": "repeal"},
        {
            "id": "4", "target": "elections-1995/art_103.pt_9", "operation": "insert",
            "proposed": "9. Новый.", "kazakh": {"proposed": "9. Жаңа тармақ."},
        },
        {
            "id": "5", "target": "law-148-2001/art_5.pt_8", "operation": "replace",
            "proposed": "8. Маслихат – юридическое лицо.", "grounds": "Русское основание.",
        },
        bill={"title_kk": "Мәслихаттар туралы", "in_force_kk": "күнтізбелік он күн өткен соң"},
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_kazakh_paper(library: Library, both: Package, kind: str) -> None:
    chosen = library.editions_for(both, "newest")
    data = papers(library, both, chosen, kind, "kk")
    assert heads(data, kind)[:5] == [c.title["kk"] for c in columns()]
    said = words(data, kind)
    for expected in (
        "ҚАЗАҚСТАН РЕСПУБЛИКАСЫНЫҢ ЗАҢЫ",
        "ҚАЗАҚСТАН РЕСПУБЛИКАСЫНЫҢ КОНСТИТУЦИЯЛЫҚ ЗАҢЫ",
        "1-бап. «Қазақстан Республикасындағы жергілікті мемлекеттік басқару және өзін-өзі басқару туралы» "
        "2001 жылғы 23 қаңтардағы Қазақстан Республикасының Заңына мынадай өзгерістер мен толықтырулар енгізілсін:",
        "11-баптың 6-тармағы мынадай редакцияда жазылсын:",
        "«6. Мәслихат сессиялары ашық өткізіледі.».",
        "10-бап мынадай мазмұндағы 4 және 5-тармақтармен толықтырылсын:",
        "9-баптың екінші бөлігі алып тасталсын;",
        "2-бап. Осы Заң күнтізбелік он күн өткен соң қолданысқа енгізіледі.",
        "2-бап. Осы Конституциялық заң күнтізбелік он күн өткен соң қолданысқа енгізіледі.",
        "Салыстырма кесте",
        "Ашықтық қағидаты.",
        "қазақша мәтіні берілмеген",
        "Мәслихаттың заңды тұлға құқығы болмайды.",  # the Kazakh edition's, of item 5
        "Түсіндірме жазба",
    ):
        assert expected in said, expected
    table = " ".join(x.split("Түсіндірме жазба")[0] for x in said.split("Салыстырма кесте")[1:])
    assert "Русское основание." not in table, "Russian grounds do not pass for Kazakh ones"
    assert "юридическое лицо" not in table
    if kind == "docx":
        language = Document(BytesIO(data)).styles.element.find(
            f".//{qn('w:rPrDefault')}//{qn('w:lang')}"
        )
        assert language.get(qn("w:val")) == "kk-KZ"


@pytest.mark.parametrize(
    ("target", "text", "first"),
    [
        ("art_11-1", "Трансляция\n1. Сессия ашық.", "«11-1-бап. Трансляция"),
        ("art_11-1", "11-1-бап. Трансляция\n1. Сессия ашық.", "«11-1-бап. Трансляция"),
        ("art_21.pt_6", "6 күн бұрын хабарланады.", "«6. 6 күн бұрын"),
        ("art_21.pt_1.spt_17-3", "17-3) жазбаны алуға;", "«17-3) жазбаны"),
    ],
)
def test_a_kazakh_text_outside_the_held_excerpts_has_its_number(
    library: Library, target: str, text: str, first: str
) -> None:
    item = {"id": "1", "target": f"law-148-2001/{target}", "operation": "insert",
            "proposed": "Текст.", "kazakh": {"proposed": text}}  # fmt: skip
    package = draft(item)
    said = words(
        papers(library, package, library.editions_for(package, "newest"), "md", "kk"), "md"
    )
    assert first in said.replace("\\", "")


def test_the_kazakh_table_takes_the_kazakh_edition_else_the_quotation(
    library: Library, both: Package
) -> None:
    newest = comparison(library, both, library.editions_for(both, "newest"))
    entries = kazakh(library, newest).entries
    assert [e.item.id for e in entries] == ["4", "5", "3", "2", "1"]
    assert [e.edition for e in entries][1:] == [f"{LAW}:kk"] * 4
    assert [e.item.id for e in entries if e.refused] == ["5"]
    # Of the edition of 2022 no Kazakh text is held: the author's own quotation stands on the left.
    old = comparison(library, both, {"law-148-2001": library.edition("law-148-2001", "2022-03-02"),
                                     "elections-1995": library.edition("elections-1995")})  # fmt: skip
    first = kazakh(library, old).entries[-1]
    item = both.items[0].kazakh
    assert item
    assert "\n".join(line.text for line in first.left) == item.quoted
    assert "\n".join(line.text for line in first.right) == item.proposed
    assert {op for line in first.left for op, _ in line.segments} <= {"=", "-"}


def test_kazakh_articles_are_tracked(
    library: Library, both: Package, editions: dict[str, Edition]
) -> None:
    data = tracked_changes(library, both, library.editions_for(both, "newest"), NOW, language="kk")
    document = Document(BytesIO(data))
    said = "".join(t.text for t in document.element.body.iter(qn("w:t"), qn("w:delText")))
    kk = editions[f"{LAW}:kk"]
    assert kk.resolve(parse_steps("art_11")).heading_text in said
    assert kk.resolve(parse_steps("art_9.part_2")).own_text in said
    assert not re.search("[А-Яа-я]+ маслихата", said)


# --- The command line ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["bektibaev-2022", "--item", "1"], 2, "--item выбирает поправку только для --format tracked"),
        (["bektibaev-2022", "--format", "tracked", "--item", "9"], 2, "поправки «9» нет; есть: 1, 2, 3, 4, 5"),
        (["bektibaev-2022-concepts", "--format", "tracked"], 2, "нет поправок с текстом"),
    ],
)  # fmt: skip
def test_the_command_refuses_in_one_line(
    kb: Kb, arguments: list[str], code: int, says: str, tmp_path: Path
) -> None:
    out = tmp_path / "x.docx"
    found = kb("package", "export", *arguments, "--out", out)
    assert found.code == code
    assert says in found.err
    assert not out.exists()


def test_the_command_writes_tracked_changes(kb: Kb, tmp_path: Path) -> None:
    out = tmp_path / "x.docx"
    found = kb(
        "package", "export", "bektibaev-2022", "--format", "tracked", "--item", "3", "--out", out
    )
    assert found.code == 0, found.err
    body = Document(BytesIO(out.read_bytes())).element.body
    gone = "".join(t.text for t in body.iter(qn("w:delText")))
    assert gone.startswith("6. Сессии маслихата носят") or "носят, как правило" in gone


@pytest.mark.slow
def test_a_dismissed_finding_goes_out_with_its_reason(
    kb: Kb, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SALYSTYRMA_HOME", str(tmp_path))
    found = kb("package", "check", "bektibaev-2022", "--json")
    rule = json.loads(found.out)["findings"][0]["rule"]
    done = kb("package", "dismiss", "bektibaev-2022", rule, "--reason", "так решил автор")
    assert done.code == 0, done.err
    for language in ("ru", "kk"):
        text = kb(
            "package", "export", "bektibaev-2022", "--lang", language, "--paper", "conclusion"
        ).out
        assert words(text.encode(), "md").count("– так решил автор (") >= 1


def test_grounds_in_russian_are_not_said_to_be_missing_in_kazakh(library: Library) -> None:
    package = library.package("bektibaev-2022")
    assert all(item.grounds for item in package.items)
    chosen = library.editions_for(package, "newest")
    said = words(papers(library, package, chosen, "md", "kk", kind="note"), "md")
    assert "Автор негіздеме келтірмейді" not in said
    assert "Негіздеме тек орыс тілінде берілген: 103-баптың 9-тармағы." in said
    assert "103-баптың 9-тармағы: толықтыру – қазақша мәтіні берілмеген" in said


def test_words_that_a_rule_saw_change_are_not_said_to_be_unrecognised(library: Library) -> None:
    text = "6. Сессии маслихата носят открытый характер."
    package = draft({"id": "1", "target": "law-148-2001/art_11.pt_6", "operation": "replace",
                     "proposed": text})  # fmt: skip
    made = annex(library, package, library.editions_for(package, "newest"))
    assert made.effects.changes
    assert not made.effects.unrecognised
