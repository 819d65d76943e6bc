"""The library: built once, rebuilt in part, never spoilt by a bad source; looking up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.amendment.package import BadPackage
from kb.ground.errors import KbError, NotFound, NotHeld
from kb.ground.yaml_file import BadYaml
from kb.library import Library, corpus
from kb.library.corpus import BadCorpus
from kb.norm.act import Edition
from kb.read.tables import BadTable

from .conftest import CORPUS, SMALL_ACTS, SMALL_TEXT, Sandbox
from .libraries import build, dump, replace_in

# --- Building ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_second_build_builds_nothing(sandbox: Sandbox) -> None:
    sandbox.db.unlink()
    first = build(sandbox)
    files = list(sandbox.corpus.glob("*/*.md"))
    assert len([n for n in first if n.startswith("edition ")]) == len(files) > 5
    before = dump(sandbox.db)
    assert build(sandbox) == ()
    assert dump(sandbox.db) == before


@pytest.mark.slow
def test_a_changed_source_rebuilds_only_itself(sandbox: Sandbox) -> None:
    build(sandbox)
    path = sandbox.corpus / "law-148-2001" / "2022-03-02.md"
    replace_in(path, "8. Маслихат не обладает правами", "8. Маслихат никогда не обладает правами")
    assert build(sandbox) == ("edition law-148-2001@2022-03-02:ru",)
    opened = sandbox.open()
    _, clause = opened.find("law-148-2001@2022-03-02/art_5.pt_8")
    assert clause.own_text.startswith("Маслихат никогда не обладает")
    _, other = opened.find("law-148-2001@2026-07-14/art_5.pt_8")
    assert other.own_text.startswith("Маслихат не обладает")


@pytest.mark.slow
def test_a_changed_package_rebuilds_only_itself(sandbox: Sandbox) -> None:
    build(sandbox)
    path = sandbox.amendments / "bektibaev-2022.yaml"
    replace_in(path, "title: Пять поправок", "title: Все поправки")
    assert build(sandbox) == (f"package {path}",)
    assert sandbox.open().package("bektibaev-2022").title.startswith("Все")


@pytest.mark.slow
def test_a_removed_source_is_forgotten(sandbox: Sandbox) -> None:
    build(sandbox)
    (sandbox.amendments / "bektibaev-2022.yaml").unlink()
    (sandbox.corpus / "quotations.yaml").unlink()
    (sandbox.corpus / "studies" / "akanova-2024-table-1.yaml").unlink()
    opened, report = Library.build(sandbox.places)
    assert len(report.removed) == 3
    assert opened.packages() == []
    assert opened.quotations("charter-1985/art_3.pt_1") == []
    with pytest.raises(NotFound):
        opened.table("akanova-2024-table-1")


def test_a_removed_edition_is_not_searched(small: Sandbox) -> None:
    build(small)
    assert small.open().search("бессрочно")
    (small.corpus / "small" / "2020-01-01.md").unlink()
    replace_in(small.corpus / "acts.yaml", "        held: {ru: []}\n", "")
    opened = small.open()
    assert opened.search("бессрочно") == []
    with pytest.raises(NotHeld):
        opened.edition("small")


def test_an_edition_that_only_acts_yaml_names_has_no_text(small: Sandbox) -> None:
    (small.corpus / "small" / "2020-01-01.md").unlink()
    with pytest.raises(
        NotFound, match=r"small@2020-01-01:ru: .*файла с текстом нет; положите small/2020-01-01.md"
    ):
        build(small)


def test_editions_come_back_from_the_library_as_they_were_read(
    library: Library, editions: dict[str, Edition]
) -> None:
    for edition in editions.values():
        assert library.edition(edition.act, edition.date, edition.language) == edition


# --- Bad sources ------------------------------------------------------------------------------


def spoil_text(old: str, new: str) -> Callable[[Sandbox], None]:
    return lambda box: replace_in(box.corpus / "small" / "2020-01-01.md", old, new)


def spoil_acts(old: str, new: str) -> Callable[[Sandbox], None]:
    return lambda box: replace_in(box.corpus / "acts.yaml", old, new)


def add(name: str, text: str) -> Callable[[Sandbox], None]:
    def spoil(box: Sandbox) -> None:
        path = box.corpus.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    return spoil


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (
            spoil_text("title: О малом", "title: О малом\ncoverage: Articles 1 to 3"),
            r"2020-01-01\.md:6: coverage называет статьи, которых в файле нет: 3; ",
        ),
        (
            spoil_text("title: О малом", "title: О малом\ncoverage: ['2']"),
            r"2020-01-01\.md:9: статьи 1 нет в coverage \(строка 6\); добавьте",
        ),
        (
            spoil_acts("ru: []", "ru: [art_1]"),
            r"2020-01-01\.md:18: статья 2 стоит в тексте, а acts\.yaml ее не называет; добавьте",
        ),
        (
            spoil_acts("  - id: small", f"{SMALL_ACTS.removeprefix('acts:')[1:]}  - id: small"),
            r"acts\.yaml:\d+: акт «small» уже описан в строке 2; ",
        ),
        (
            spoil_text("2. Второй пункт:", "<table>\n<tr>\n<td>а\n</tr>\n</table>"),
            r"2020-01-01\.md:15: ячейка таблицы не закрыта; закройте ее",
        ),
        (
            spoil_acts("ru: []", "kk: []"),
            r"acts\.yaml:2: редакция 2020-01-01 удерживается только на языках: kk; добавьте",
        ),
        (spoil_text("edition: 2020-01-01", "edition: 2020-01-02"), r"2020-01-01\.md:1: .*edition"),
        (spoil_text("language: ru", "language: kk"), r"2020-01-01\.md:1: .*language"),
        (spoil_text("title: О малом", "title: [О"), r"2020-01-01\.md:\d+: неверный YAML"),
        (spoil_text("act_id: small", "act_id: a\nact_id: b"), r"2020-01-01\.md:\d+: .*повторяется"),
        (add("corpus/small/2021-01-01.md", SMALL_TEXT), r"2021-01-01\.md: .*acts\.yaml"),
        (add("corpus/other/2020-01-01.md", SMALL_TEXT), r"other.2020-01-01\.md: .*acts\.yaml"),
        (add("corpus/small/2020-01-01.kk.md", SMALL_TEXT), r"2020-01-01\.kk\.md: .*acts\.yaml"),
        (spoil_acts("ru: []", "ru: [art_7]"), r"2020-01-01\.md:1: acts\.yaml называет art_7"),
        (spoil_acts("force: law", "force: wish"), r"acts\.yaml:5: .*«wish» не из списка"),
        (spoil_acts("    form: Закон\n", ""), r"acts\.yaml:2: .*не хватает поля «form»"),
        (spoil_acts("force: law", "force: law\n    wish: 1"), r"acts\.yaml:2: .*«wish»"),
        (spoil_acts("title: О малом", "title: О\n    title: П"), r"acts\.yaml:4: ключ «title»"),
        (spoil_acts("title: О малом", "title: [О"), r"acts\.yaml:\d+: неверный YAML"),
        (
            spoil_acts("title: О малом\n    form: Закон", "title: &a О\n    form: *a"),
            r"acts\.yaml:\d: якоря",
        ),
        (spoil_acts("adopted: 2020-01-01", "adopted: вчера"), r"acts\.yaml:6: .*не по образцу"),
        (add("corpus/readings.yaml", "readings: 1\n"), r"readings\.yaml:1: "),
        (add("corpus/quotations.yaml", "quotations:\n- x\n"), r"quotations\.yaml:2: "),
        (add("amendments/p.yaml", "id: p\n"), r"p\.yaml:1: .*не хватает поля"),
        # Which of the two says it depends on the version of libyaml.
        (
            add("amendments/p.yaml", "[" * 200_000),
            r"p\.yaml:1: (вложенность|неверный YAML: .*nesting)",
        ),
        (add("amendments/p.yaml", "id: " + "9" * 6000), r"p\.yaml:1: значение"),
        (add("amendments/p.yaml", "a\0b"), r"p\.yaml: двоичный"),
    ],
)
def test_a_bad_source_is_named_and_the_old_library_stays(
    small: Sandbox, spoil: Callable[[Sandbox], None], says: str
) -> None:
    build(small)
    before = dump(small.db)
    spoil(small)
    with pytest.raises(KbError, match=says) as caught:
        build(small)
    assert isinstance(caught.value, BadCorpus | BadYaml | BadPackage | BadTable)
    assert len(str(caught.value)) < 500
    assert dump(small.db) == before


def test_a_source_that_is_not_utf8_is_refused_with_its_line(small: Sandbox) -> None:
    path = small.corpus / "small" / "2020-01-01.md"
    path.write_bytes(path.read_bytes().replace("Срок".encode(), "Срок".encode("cp1251")))
    with pytest.raises(BadYaml, match=r"2020-01-01\.md:18: не UTF-8"):
        build(small)


# --- Looking up -------------------------------------------------------------------------------


def test_unknown_names_are_answered_with_the_nearest(library: Library) -> None:
    with pytest.raises(NotFound, match=r"акт «law-148» неизвестен; есть: law-148-2001"):
        library.act("law-148")
    with pytest.raises(NotFound, match="ближайшие удерживаемые: 2022-03-02"):
        library.edition("law-148-2001", "2022-03-03")
    with pytest.raises(NotHeld, match="известна, но не удерживается"):
        library.edition("law-148-2001", "2023-03-01")
    with pytest.raises(NotHeld, match="на языке «kk» ничего не удерживается; есть: ru"):
        library.edition("constitution-1995", None, "kk")
    with pytest.raises(NotFound, match=r"пакет «bektibaev» не найден; есть: .*bektibaev-2022"):
        library.package("bektibaev")


def test_known_editions_are_those_of_the_shared_list(library: Library) -> None:
    act = library.act("law-148-2001")
    assert len(act.editions) == 21
    assert act.held_dates("ru") == ["2022-03-02", "2026-07-14"]
    assert act.held_dates("kk") == ["2026-07-14"]


def test_every_held_unit_stands_in_its_text() -> None:
    acts = corpus.load_acts((CORPUS,))
    held = {
        (a.id, e.date, tongue) for a in acts.values() for e in a.editions for tongue, _ in e.held
    }
    assert held == {(s.act, s.date, s.language) for s in corpus.sources((CORPUS,))}
