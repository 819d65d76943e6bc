"""References of a draft: where they lead, and how they are written."""

from __future__ import annotations

import pytest

from kb.library import Library
from kb.technique import checking
from kb.technique.checks import days, figures, patterns, references
from kb.technique.draft import read
from kb.technique.finding import Finding

from .conftest import Sandbox
from .drafts import added, draft, item, package, saying
from .replayed import CASES, articles, fine, packages

LAW = "law-148-2001"
AUTHOR = {"baseline": {LAW: "2022-03-02"}}


def found(library: Library, proposed: str) -> list[Finding]:
    return saying(library, proposed, (*references.CHECKS, *patterns.CHECKS))


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("Согласно пункту 99 статьи 11 настоящего Закона.", "references-missing", "пункту 99"),
        ("Согласно статье 23-9 настоящего Закона.", "references-missing", "статье 23-9"),
        (
            "Согласно подпункту 4) пункта 1 статьи 21 настоящего Закона.",
            "references-excluded",
            "4)",
        ),
        ("В порядке пункта 9 настоящей статьи.", "references-itself", "пункта 9"),
        ("Согласно статье 89 Конституции 1995 года.", "references-ceased", "статье 89"),
        ("Согласно вышеуказанной статье.", "references-adjective", "вышеуказанной статье"),
        ("Согласно данному пункту.", "references-adjective", "данному пункту"),
        ("Предложение 2 статьи применяется.", "references-ordinal", "Предложение 2"),
        ("Во 2-м предложении и в 3-й строке.", "references-ordinal", "2-м предложении"),
        ("Согласно статье 103 Закона о выборах.", "references-form", "статье 103"),
        (
            "Постановлением Правительства Республики Казахстан от 5 мая 2020 года № 12.",
            "references-form",
            "5 мая 2020",
        ),
        (
            "Приказом министра юстиции от 5 мая 2020 года «Об утверждении правил».",
            "references-form",
            "Приказом",
        ),
        (
            "Законом Республики Казахстан от 5 мая 2020 года «О правовых актах».",
            "references-act",
            "О правовых актах",
        ),
        (
            "Законом Республики Казахстан от 6 апреля 2016 года № 481-V «О правовых актах».",
            "references-act",
            "481-V",
        ),
        (
            "Законом Республики Казахстан «О выборах в Республике Казахстан».",
            "references-act",
            "О выборах",
        ),
        (
            "Законом Республики Казахстан от 6 апреля 2016 года № 480-V «О нормативных актах».",
            "references-act",
            "О нормативных",
        ),
    ],
)
def test_caught(library: Library, text: str, rule: str, words: str) -> None:
    findings = found(library, text)
    assert findings
    assert {f.rule for f in findings} == {rule}
    span = findings[0].span
    assert span
    assert words in text[slice(*span)]


@pytest.mark.parametrize(
    "text",
    [
        "Согласно пункту 6 статьи 11 настоящего Закона.",
        "В порядке пункта 1 настоящей статьи и настоящего пункта.",
        "В порядке пунктов 1 и 9 настоящей статьи; пунктов 1 – 9 настоящей статьи.",
        "Согласно статье 88 Конституции Республики Казахстан.",
        "Согласно статье 5 Бюджетного кодекса Республики Казахстан.",
        "Данные статьи расходов; в предложении 2000 тенге; не менее 2 предложений.",
        "Предложение второе части первой.",
        "Законом Республики Казахстан «О правовых актах».",
        "Законом Республики Казахстан от 6 апреля 2016 года № 480-V «О правовых актах».",
        "Конституционным законом Республики Казахстан «О выборах в Республике Казахстан».",
        "Законом Республики Казахстан «О науке и технологической политике».",
        "Постановлением Правительства Республики Казахстан от 5 мая 2020 года № 12 «О мерах».",
        "В соответствии с законодательством, указом Президента и постановлениями Правительства.",
    ],
)
def test_left_alone(library: Library, text: str) -> None:
    assert found(library, text) == []


def test_a_unit_that_the_same_package_adds_or_excludes(library: Library) -> None:
    cites = added(f"{LAW}/art_12.pt_9", "Согласно пункту 8 статьи 11 настоящего Закона.")
    adds = added(f"{LAW}/art_11.pt_8", "Сессия транслируется.")
    assert [f.rule for f in references.leading(draft(library, cites))] == ["references-missing"]
    assert list(references.leading(draft(library, cites, adds))) == []
    cites = added(f"{LAW}/art_12.pt_9", "Согласно пункту 5 статьи 11 настоящего Закона.")
    excludes = item(f"{LAW}/art_11.pt_5", None, "repeal")
    assert list(references.leading(draft(library, cites))) == []
    dead = list(references.leading(draft(library, cites, excludes)))
    assert [f.rule for f in dead] == ["references-excluded"]


def test_the_constitution_of_1995_is_no_error_while_it_was_in_force(library: Library) -> None:
    text = "Согласно статье 89 Конституции Республики Казахстан."
    cites = added(f"{LAW}/art_12.pt_9", text)
    assert list(references.leading(draft(library, cites, against="author", **AUTHOR))) == []


def test_a_reference_down_to_an_act_of_lower_force(library: Library) -> None:
    """A constitutional law refers to a unit of a law; the other way round nothing is wrong."""
    text = (
        "Согласно статье 5 Закона Республики Казахстан «О местном государственном управлении и "
        "самоуправлении в Республике Казахстан»."
    )
    down = draft(library, added("elections-1995/art_103.pt_9", text))
    assert [f.rule for f in references.leading(down)] == ["references-weaker"]
    up = (
        "Согласно статье 103 Конституционного закона Республики Казахстан "
        "«О выборах в Республике Казахстан»."
    )
    assert list(references.leading(draft(library, added(f"{LAW}/art_12.pt_9", up)))) == []


APPENDICES = "\n## Приложение 1\n\nПервое.\n\n## Приложение 2\n\nВторое.\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Форма – в приложении к настоящему Закону.", "номер не назван"),
        ("Форма – в приложении 3 к настоящему Закону.", "с номером 3 нет"),
        ("Форма – в приложении 2 к настоящему Закону.", None),
    ],
)
def test_appendices(small: Sandbox, text: str, told: str | None) -> None:
    path = small.corpus / "small" / "2020-01-01.md"
    path.write_text(path.read_text("utf-8") + APPENDICES, "utf-8")
    library = small.open()
    found = package(added("small/art_1.pt_3", text))
    drafted = read(found, {"small": library.edition("small")}, library)
    findings = checking.check(drafted, references.CHECKS)
    if told is None:
        assert findings == ()
    else:
        assert [f.rule for f in findings] == ["references-appendix"]
        assert told in findings[0].message


@pytest.mark.slow
def test_articles_of_the_corpus_as_they_stand_have_no_findings(library: Library) -> None:
    for act in ("law-148-2001", "elections-1995", "legal-acts-2016", "constitution-2026"):
        for edition in library.editions(act):
            items = [
                item(f"{act}/{c.steps[0]}", c.text, "replace")
                for c in edition.walk()
                if c.kind == "article" and c.live and len(c.steps) == 1
            ]
            drafted = read(package(*items), {act: edition}, library)
            found = checking.check(drafted, references.CHECKS)
            # The elections law itself points into law 148, an act of lesser force, three times.
            own = (
                ["references-weaker"] * 3 if edition.name == "elections-1995@2026-07-01:ru" else []
            )
            assert [f.rule for f in found] == own, edition.name


@pytest.mark.slow
def test_adopted_amendments_have_no_findings(library: Library) -> None:
    """Real amendments, and every article of law 148 that changed between the editions held."""
    if not CASES.exists():
        pytest.skip("случаи лежат вне репозитория (../shared/replay), здесь их нет")
    before, after = library.editions(LAW)
    drafts = [*packages(), *articles(before, after), *fine(before, after)]
    assert len(drafts) > 70
    for found, chosen in drafts:
        drafted = read(found, chosen, library)
        checks = (*references.CHECKS, *patterns.CHECKS, *figures.CHECKS, *days.CHECKS)
        assert [f.message for f in checking.check(drafted, checks)] == [], found.id
