"""What the search index finds, in which order, with which marks, in one act and on a day."""

from __future__ import annotations

import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from kb import library as library_module
from kb.ground.errors import KbError, NotFound, NotHeld
from kb.library import ClauseHit, Library, Places, building, reading, search, sources
from kb.library.search import stems_kk

from .conftest import CORPUS, Sandbox


def entry(name: str, force: str, *dates: str, extra: str = "", held: str = "{ru: []}") -> str:
    editions = "".join(f"      - {{date: {d}, held: {held}}}\n" for d in dates)
    return (
        f"  - id: {name}\n    title: Акт {name}\n    form: Акт\n    force: {force}\n"
        f"    adopted: 2000-01-01\n{extra}    editions:\n{editions}"
    )


def text(name: str, date: str, body: str, language: str = "ru") -> str:
    return (
        f"---\nact_id: {name}\nedition: {date}\nlanguage: {language}\ntitle: Акт {name}\n---\n\n"
        f"{body}\n"
    )


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    found = Sandbox(tmp_path / "corpus", tmp_path / "amendments", tmp_path / "library.sqlite")
    found.corpus.mkdir()
    found.amendments.mkdir()
    return found


def put(box: Sandbox, entries: list[str], texts: dict[str, str], language: str = "ru") -> None:
    (box.corpus / "acts.yaml").write_text("acts:\n" + "".join(entries), "utf-8")
    for name, body in texts.items():
        act, date = name.split("@")
        path = box.corpus / act / (f"{date}.md" if language == "ru" else f"{date}.{language}.md")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text(act, date, body, language), "utf-8")


def addresses(hits: list[ClauseHit] | tuple[ClauseHit, ...]) -> list[str]:
    return [f"{h.act}/{h.address.split('/')[1]}" for h in hits]


# --- Ranking ----------------------------------------------------------------------------------

MENTION = "### Статья 1. Предмет\n\nКаждый вправе участвовать в обсуждении бюджета.\n"
OWN = "### Статья 1. Обсуждение бюджета\n\nПорядок определяют правила.\n"


def test_stronger_acts_stand_above_weaker_ones(box: Sandbox) -> None:
    forces = ["bylaw", "law", "code", "constitutional_law", "constitution"]
    put(
        box,
        [entry(f"a-{f}", f, "2020-01-01") for f in forces],
        {f"a-{f}@2020-01-01": MENTION for f in forces},
    )
    hits = box.open().search("обсуждение бюджета")
    assert [h.act for h in hits] == [f"a-{f}" for f in reversed(forces)]
    assert len({h.score for h in hits}) == len(hits)


def test_own_words_stand_above_mentions_but_a_bylaw_below_every_law(box: Sandbox) -> None:
    put(
        box,
        [entry(f, f, "2020-01-01") for f in ("code", "law", "bylaw")],
        {"code@2020-01-01": MENTION, "law@2020-01-01": OWN, "bylaw@2020-01-01": OWN},
    )
    found = addresses(box.open().search("обсуждение бюджета"))
    assert found == ["law/art_1", "code/art_1", "bylaw/art_1"]


def test_the_definition_of_a_term_stands_above_its_uses(box: Sandbox) -> None:
    body = (
        "### Статья 1. Основные понятия\n\nВ настоящем Законе используются понятия:\n\n"
        "1) аким – представитель Президента;\n\n"
        "2) местное сообщество – совокупность жителей аула.\n\n"
        "### Статья 2. Права\n\nМестное сообщество вправе.\n"
    )
    put(box, [entry("law", "law", "2020-01-01")], {"law@2020-01-01": body})
    found = addresses(box.open().search("местного сообщества"))
    assert found == ["law/art_1.spt_2", "law/art_2"]


def test_words_near_one_another_stand_above_words_apart(box: Sandbox) -> None:
    body = (
        "### Статья 1. Один\n\nПлан утверждает совет, а развитие города и области – дело акима.\n\n"
        "### Статья 2. Два\n\nСовет утверждает план развития, остальное – дело акима города.\n"
    )
    put(box, [entry("law", "law", "2020-01-01")], {"law@2020-01-01": body})
    assert addresses(box.open().search("план развития")) == ["law/art_2", "law/art_1"]


def test_more_hits_than_are_weighed_are_said(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library.look("маслихат", act="law-148-2001").remarks == ()
    monkeypatch.setattr(search, "CANDIDATES", 10)
    found = library.look("регламент маслихата", language="ru")
    assert found.hits[0].address == "law-148-2001@2026-07-14:ru/art_9"
    assert any("более чем в 10 нормах" in r for r in found.remarks)


# --- Marks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "language"), [("регламент маслихата", "ru"), ("мәслихат регламенті", "kk")]
)
def test_marks_name_the_words_in_the_snippet(library: Library, query: str, language: str) -> None:
    hits = library.search(query, language=language)
    assert hits
    for hit in hits:
        said = [hit.snippet[start:end].lower() for start, end in hit.marks]
        assert said, hit
        assert all(s.startswith(("регламент", "маслихат", "мәслихат")) for s in said), said
        assert all(not a[1] > b[0] for a, b in zip(hit.marks, hit.marks[1:], strict=False))
        assert "\n" not in hit.snippet


def test_a_snippet_is_the_text_around_the_closest_words(box: Sandbox) -> None:
    filler = "Иные вопросы решает совет, бюджет принимают осенью. " * 12
    body = f"### Статья 1. Разное\n\n{filler}Отчет об исполнении бюджета слушают весной. {filler}"
    put(box, [entry("law", "law", "2020-01-01")], {"law@2020-01-01": body})
    (hit,) = box.open().search("исполнение бюджета")
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert "исполнении бюджета" in hit.snippet
    assert {hit.snippet[s:e] for s, e in hit.marks} == {"исполнении", "бюджета", "бюджет"}


# --- Kazakh -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "stem"),
    [
        ("мәслихаттың", "мәслихат"),
        ("сессиясында", "сессия"),
        ("регламентi", "регламен"),  # «ті» may be the ending of a case too
        ("әкімдері", "әкім"),
        ("тармағының", "тармақ"),
    ],
)
def test_kazakh_words_are_cut_to_what_their_forms_share(form: str, stem: str) -> None:
    assert stem in stems_kk(form)


def test_kazakh_is_found_in_any_form(library: Library) -> None:
    def found(query: str) -> set[str]:
        return {h.address for h in library.search(query, language="kk", limit=500)}

    assert found("мәслихаттың") == found("мәслихат") != set()
    assert "law-148-2001@2026-07-14:kk/art_9" in found("мәслихаттардың регламентi")
    assert found("әкім") > found("әкім сессиясы") != set()
    assert found("жираф") == set()


def test_a_long_kazakh_stem_is_found_inside_a_word(box: Sandbox) -> None:
    both = [entry("law", "law", "2020-01-01", held="{ru: [], kk: []}")]
    put(box, both, {"law@2020-01-01": "### Статья 1. Условие\n\nСтроится дорога.\n"})
    kazakh = "### 1-бап. Шарт\n\nАвтобекетаралық жол салынады.\n"
    put(box, both, {"law@2020-01-01": kazakh}, "kk")
    opened = box.open()
    assert len(opened.search("бекетаралық", language="kk")) == 1
    assert opened.search("ара", language="kk") == []
    assert len(opened.search("автобекет", language="kk")) == 1


# --- In one act, on a day ---------------------------------------------------------------------


def test_search_inside_one_act(library: Library) -> None:
    hits = library.search("маслихат", act="elections-1995")
    assert {h.act for h in hits} == {"elections-1995"}
    assert {h.edition for h in hits} == {"2026-07-01"}
    assert library.search("маслихат", act="absent") == []


def test_on_a_day_the_edition_in_force_is_searched(library: Library) -> None:
    found = library.look("ревизионная комиссия", on="2022-03-10", act="law-148-2001", language="ru")
    assert {h.edition for h in found.hits} == {"2022-03-02"}
    assert found.skipped == ()
    both = library.look("маслихат", on="2022-03-10", language="ru")
    assert ("law-148-2001", "2022-03-02") in {(h.act, h.edition) for h in both.hits}


def test_an_act_whose_text_of_the_day_is_not_held_is_said_and_not_searched(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = library.look("маслихат", on="2023-04-01", language="ru")
    skipped = dict(found.skipped)
    assert "не удерживается" in skipped["law-148-2001"]
    assert not any(h.act in skipped for h in found.hits)
    assert not any("и еще" in r for r in found.remarks)
    monkeypatch.setattr(library_module, "NAMED", 1)
    library._on_day.cache_clear()
    few = library.look("маслихат", on="2023-04-01", language="ru")
    assert few.skipped == found.skipped[:1]
    assert f"и еще у {len(found.skipped) - 1} актов" in few.remarks[-1]
    alone = library.look("маслихат", on="2023-04-01", act="law-148-2001", language="ru")
    assert alone.hits == ()
    assert [act for act, _ in alone.skipped] == ["law-148-2001"]
    monkeypatch.undo()
    library._on_day.cache_clear()


@pytest.mark.slow
def test_on_a_day_agrees_with_the_edition_of_the_day(library: Library) -> None:
    """On every day that the acts and their notes name, the day before and the day after: each act on
    its own days, all acts on every fortieth."""
    own: dict[str, set[str]] = {}
    for act, since in library._rows("select act, since from days where since > '1900'"):
        own.setdefault(act, set()).add(since)
    named = sorted(set().union(*own.values()))
    days = {
        (date.fromisoformat(d) + timedelta(shift)).isoformat(): d
        for d in named
        for shift in (-1, 0, 1)
    }
    assert len(days) > 150
    compared = 0
    for nth, (day, of) in enumerate(days.items()):
        chosen, missing, others = library._on_day(day, "ru", None)
        names = dict(library._rows("select name, id from editions"))
        assert others == 0
        for act in library.acts:
            if nth % 40 and of not in own.get(act, ()):
                continue
            try:
                edition, _ = library.on(act, day, "ru")
            except NotHeld as error:
                assert dict(missing)[act] == str(error)
                assert not any(k.startswith(f"{act}@") and v in chosen for k, v in names.items())
            else:
                assert names[edition.name] in chosen
                compared += 1
    assert compared > 60


def test_a_bad_day_is_refused(library: Library) -> None:
    with pytest.raises(KbError, match="не читается"):
        library.look("маслихат", on="вчера")


def test_too_many_words_are_refused(library: Library) -> None:
    with pytest.raises(NotFound, match="больше 64 слов"):
        library.search(" ".join(f"слово{n}" for n in range(100)))


# --- Indexing ---------------------------------------------------------------------------------


def test_a_new_act_leaves_the_others_as_they_are(box: Sandbox) -> None:
    entries = [entry(f"a{n}", "law", "2020-01-01") for n in range(3)]
    put(box, entries, {f"a{n}@2020-01-01": MENTION for n in range(3)})
    Library.open(box.places).close()
    put(box, [*entries, entry("new", "code", "2020-01-01")], {"new@2020-01-01": OWN})
    opened, report = Library.build(box.places)
    assert sorted(report.built) == ["acts", "edition new@2020-01-01:ru"]
    assert opened.search("обсуждение бюджета")[0].act == "new"


def test_what_acts_yaml_says_of_an_edition_is_read_anew(box: Sandbox) -> None:
    put(box, [entry("a", "law", "2020-01-01")], {"a@2020-01-01": MENTION})
    Library.open(box.places).close()
    put(box, [entry("a", "law", "2020-01-01", held="{ru: [art_1]}")], {})
    opened, report = Library.build(box.places)
    assert "edition a@2020-01-01:ru" in report.built
    assert [str(s) for s in opened.edition("a").held] == ["art_1"]


def test_a_newer_edition_takes_the_place_of_the_older(box: Sandbox) -> None:
    old = {"a@2020-01-01": MENTION}
    put(box, [entry("a", "law", "2020-01-01")], old)
    assert [h.edition for h in box.open().search("бюджет")] == ["2020-01-01"]
    put(box, [entry("a", "law", "2020-01-01", "2021-01-01")], {"a@2021-01-01": OWN})
    opened = box.open()
    assert [h.edition for h in opened.search("бюджет")] == ["2021-01-01"]
    assert [h.edition for h in opened.look("бюджет", on="2020-05-05").hits] == ["2020-01-01"]
    (box.corpus / "a" / "2021-01-01.md").unlink()
    put(box, [entry("a", "law", "2020-01-01")], {})
    assert [h.edition for h in box.open().search("бюджет")] == ["2020-01-01"]


def test_an_act_that_changes_its_force_changes_its_place(box: Sandbox) -> None:
    texts = {"a@2020-01-01": MENTION, "b@2020-01-01": MENTION}
    put(box, [entry("a", "law", "2020-01-01"), entry("b", "law", "2020-01-01")], texts)
    assert {h.act for h in box.open().search("бюджет")} == {"a", "b"}
    put(box, [entry("a", "bylaw", "2020-01-01"), entry("b", "law", "2020-01-01")], {})
    assert [h.act for h in box.open().search("бюджет")] == ["b", "a"]


@pytest.mark.slow
def test_several_processes_read_the_same_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(CORPUS, tmp_path / "corpus")
    alone = Places((tmp_path / "corpus",), (), tmp_path / "one.sqlite")
    many = Places((tmp_path / "corpus",), (), tmp_path / "many.sqlite")
    with_one = Library.open(alone)
    monkeypatch.setattr(reading, "PARALLEL_FROM", 2)
    monkeypatch.setattr(reading.processes, "cores", lambda: 4)
    # A page that was tested without a browser leaves its script in the place of the main program.
    monkeypatch.setitem(sys.modules, "__main__", reading)
    with_many = Library.open(many)
    tables = ("editions", "clauses", "words", "heads", "forms")
    for table in tables:
        query = f"select * from {table} order by 1"
        assert with_one._rows(query) == with_many._rows(query)


@pytest.mark.slow
def test_a_bad_source_is_named_by_a_reading_process_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(CORPUS, tmp_path / "corpus")
    path = tmp_path / "corpus" / "elections-1995" / "2023-01-01.md"
    path.write_text(path.read_text("utf-8").replace("edition: 2023", "edition: 2024"), "utf-8")
    monkeypatch.setattr(reading, "PARALLEL_FROM", 2)
    monkeypatch.setattr(reading.processes, "cores", lambda: 4)
    with pytest.raises(KbError, match=r"2023-01-01\.md:1: "):
        Library.open(Places((tmp_path / "corpus",), (), tmp_path / "library.sqlite"))


def test_an_unchanged_file_is_not_read_again(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SETTLED_NS", -1)
    put(box, [entry("a", "law", "2020-01-01")], {"a@2020-01-01": MENTION})
    Library.open(box.places).close()
    read: list[Path] = []
    real = sources._read_bytes
    monkeypatch.setattr(sources, "_read_bytes", lambda p: read.append(p) or real(p))
    Library.open(box.places).close()
    assert [p.name for p in read] == ["acts.yaml"]
    path = box.corpus / "a" / "2020-01-01.md"
    path.write_text(path.read_text("utf-8").replace("бюджета", "порядка"), "utf-8")  # same size
    assert Library.build(box.places)[1].built == ("edition a@2020-01-01:ru",)


def test_a_file_touched_and_not_changed_is_read_once_more(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "SETTLED_NS", -1)
    monkeypatch.setattr(building, "NOTED_FROM", 1)
    put(box, [entry("a", "law", "2020-01-01")], {"a@2020-01-01": MENTION})
    Library.open(box.places).close()
    (box.corpus / "a" / "2020-01-01.md").touch()
    read: list[str] = []
    real = sources._read_bytes
    monkeypatch.setattr(sources, "_read_bytes", lambda p: read.append(p.name) or real(p))
    for _ in range(3):
        Library.open(box.places).close()
    assert read.count("2020-01-01.md") == 1
