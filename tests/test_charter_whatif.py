"""«What if»: what the package of 2022 changes is read from the texts; studies stand beside."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.charter import report as compliance
from kb.charter.changed import VerdictChange
from kb.charter.positions import Positions, load, stand
from kb.charter.report import Measure, Report
from kb.charter.table import from_data
from kb.cli import cli
from kb.ground.errors import KbError, NotFound
from kb.library import Library

PACKAGE = "bektibaev-2022"


@pytest.fixture(scope="module")
def by(library: Library) -> Measure:
    return compliance.measure(library)


@pytest.fixture(scope="module")
def then(library: Library, by: Measure) -> Report:
    return compliance.report(library, by, "2022-03-02", [PACKAGE])


@pytest.fixture(scope="module")
def now(library: Library, by: Measure) -> Report:
    return compliance.report(library, by, "2026-07-14", [PACKAGE])


def _of(report: Report, paragraph: str) -> VerdictChange:
    return next(c for c in report.changes if c.id == paragraph)


@pytest.mark.slow
@pytest.mark.parametrize("paragraph", ["3.2", "P1.4.1", "K4"])
def test_quotas_are_found_against_equal_suffrage(then: Report, now: Report, paragraph: str) -> None:
    for report in (then, now):
        found = [e for e in _of(report, paragraph).gained if e.test == "quotas"]
        assert [e.weighs for e in found] == ["against"]
        assert found[0].address.endswith("art_5.pt_3.part_2")
        assert found[0].decisive == "депутатах маслихата в обязательном порядке должны состоять"
        assert found[0].proposed
    assert (_of(then, "K4").before, _of(then, "K4").after) == ("complies", "partly")


def test_open_broadcast_sessions_gain_and_reports_are_lost(then: Report) -> None:
    found = _of(then, "P1.3")
    assert (found.before, found.after, found.direction) == ("partly", "complies", "both")
    assert [e.test for e in found.gained] == ["broadcast"]
    lost = {e.test: e.decisive for e in found.lost}
    assert lost["reports"] == "отчетов о проделанной работе маслихата перед населением"
    assert "closed_sessions" in lost
    assert "art_8.pt_1-1" in found.why
    technology = _of(then, "P2.2.iii")
    assert (technology.before, technology.after) == ("partly", "complies")


def test_candidates_outside_parties_are_a_gain_already_made(then: Report, now: Report) -> None:
    gained = next(e for e in _of(then, "3.2").gained if e.test == "outside_parties")
    assert gained.address.endswith("art_103.pt_9")
    first = "elections-1995@2023-01-01:ru/art_103"
    assert (
        f"с редакции 2023-01-01: {first}.pt_1.spt_2, {first}.pt_5-1.part_1" in _of(then, "3.2").why
    )
    assert "это уже есть" in _of(now, "3.2").why
    assert _of(then, "3.2").direction == "both"
    assert _of(now, "3.2").direction == "away"


def test_what_does_not_change_is_not_listed(then: Report) -> None:
    assert {c.id for c in then.changes} == {"3.2", "6.1", "P1.3", "P1.4.1", "P2.2.iii", "K4"}
    assert then.refused == ()
    assert then.before.threshold == then.after.threshold


def test_nothing_changes_between_the_same_texts(by: Measure, then: Report) -> None:
    assert compliance.compare(then.before, then.before, by) == ()


def test_dates_compare_too(by: Measure, then: Report, now: Report) -> None:
    found = {c.id: c for c in compliance.compare(then.before, now.before, by)}
    assert (found["P1.4.1"].before, found["P1.4.1"].after) == ("partly", "complies")
    assert "party_only" in {e.test for e in found["3.2"].lost}
    assert "8.1" not in {c for c in found if found[c].gained}  # what was not held is not new
    unread = f". Не прочитано: {then.before.missing['legal-acts-2016']}."
    assert unread in then.before.of("8.1").reason
    assert "Не прочитано" not in now.before.of("8.1").reason
    assert "2" not in found  # the same words in the new Constitution change nothing
    assert "прежде «могут быть внесены на рассмотрение лишь" in found["9.1"].why
    assert found["9.1"].direction == "away"  # staff limits came


def test_a_day_without_the_text_is_undetermined_and_named(library: Library, by: Measure) -> None:
    found = compliance.report(library, by, "2023-06-01", [PACKAGE])
    law = found.before.missing["law-148-2001"]
    assert "2023-04-19" in law
    for paragraph in ("2", "3.1", "3.2", "9.1", "P1.3", "K2"):
        verdict = found.before.of(paragraph)
        assert verdict.verdict == "undetermined", paragraph
        assert law in verdict.reason
    assert [r.target for r in found.refused] == ["law-148-2001"]


def test_the_constitution_in_force_is_read(library: Library, by: Measure) -> None:
    then = compliance.texts(library, by.rules, "2022-03-02")
    assert then.editions["constitution-1995"].date == "2019-03-23"
    assert then.editions["elections-1995"].date == "2022-02-07"
    assert then.idle == {"constitution-2026", "budget-code-2025", "territory-2026"}
    assert "legal-acts-2016" in then.missing
    now = compliance.texts(library, by.rules)
    assert now.idle == {"constitution-1995", "budget-code-2008", "territory-1993"}
    # On the very day on which one takes the other's place it is the law.
    begins = date.fromisoformat(library.acts["constitution-2026"].in_force_from or "")
    eve = compliance.texts(library, by.rules, str(begins - timedelta(days=1)))
    first = compliance.texts(library, by.rules, str(begins))
    assert {"constitution-2026", "territory-2026"} <= eve.idle
    assert {"constitution-1995", "territory-1993"} <= first.idle


def test_a_text_that_is_not_held_is_no_loss(library: Library, by: Measure, then: Report) -> None:
    later = compliance.report(library, by, "2023-06-01").before
    found = {c.id: c for c in compliance.compare(then.before, later, by)}
    assert not any(e.act == "law-148-2001" for c in found.values() for e in c.lost)
    assert "нет текста: law-148-2001" in found["4.1"].why


# --- Studies -----------------------------------------------------------------------------------


def test_every_disagreement_is_explained(by: Measure, then: Report, now: Report) -> None:
    assert {p.row for p in by.positions.positions} >= set(range(1, 9))
    for report in (then, now):
        for standing in report.standings:
            said = standing.position
            assert standing.agrees or standing.why, (said.row or said.claim, said.paragraph)


def test_positions_follow_the_verdict(by: Measure, then: Report) -> None:
    found = {(s.position.row, s.position.paragraph): s for s in then.standings if s.position.row}
    assert found[(1, "2")].agrees is True
    assert found[(6, "9.1")].agrees is False
    assert found[(7, "9.3")].agrees is None


def test_what_an_author_does_not_conclude_is_marked(by: Measure) -> None:
    """Cells that stand side by side are no conclusion of the author's; our doubts stand in remarks."""
    rows = [p for p in by.positions.positions if p.row]
    assert {(p.row, p.paragraph) for p in rows if p.implied} == {
        *((2, "3.1"), (3, "P1.1"), (5, "4.1"), (5, "4.3"), (8, "8.1"), (8, "8.2"))
    }
    claims = {p.claim: p for p in by.positions.positions if p.claim}
    assert not any(p.implied for p in claims.values())
    doubted = {name for name, p in claims.items() if p.remark}
    assert doubted == {"muzapar-2025#gathering-only-with-akim", "nurpeisov#akim-approves"}
    assert all("39-3" in claims[name].remark for name in doubted)
    assert all(said.remark for said in by.positions.membership)
    spoken: dict[str, list[str]] = {}
    for each in by.positions.positions:
        spoken.setdefault(each.claim, []).append(each.paragraph)
    assert {c: on for c, on in spoken.items() if c and len(on) > 1} == {
        "muzapar-2025#gathering-only-with-akim": ["P1.5.1", "P2.2.ii.a"],
        "bektibaev-2022#no-own-rates": ["9.2", "9.3"],
        "nurpeisov#art-2-1-unconstitutional": ["K1", "K2"],
    }


def test_a_library_without_the_table_keeps_the_statement(by: Measure) -> None:
    assert load(None, (), by.paragraphs) == Positions(by.positions.statement, (), ())


def test_positions_that_name_nothing_are_refused(
    library: Library, by: Measure, tmp_path: Path
) -> None:
    path = tmp_path / "positions.yaml"
    table = from_data(library.table("akanova-2024-table-1"))

    def read(entry: str) -> Positions:
        path.write_text(
            f"statement: {{ru: х, kk: х, en: x}}\nmembership: []\npositions:\n  - {entry}\n",
            "utf-8",
        )
        return load(table, library.studies(), by.paragraphs, path)

    assert len(read("{row: 1, on: ['2'], says: complies}").positions) == 1
    for entry in (
        "{row: 9, on: ['2'], says: complies}",
        "{row: 1, on: ['99'], says: complies}",
        "{claim: nobody#nothing, on: ['2'], says: fails}",
    ):
        with pytest.raises(KbError, match=r"positions\.yaml:4:"):
            read(entry)


def test_studies_disagree_about_ratification(by: Measure) -> None:
    assert "не член Совета Европы" in by.positions.statement
    words = " ".join(m.words for m in by.positions.membership)
    assert "присоединился" in words
    assert "ратифицировать" in words


def test_stand_needs_only_verdicts(by: Measure, now: Report) -> None:
    assert len(stand(by.positions.positions, now.after)) == len(by.positions.positions)


# --- The command -------------------------------------------------------------------------------


@pytest.mark.slow
def test_command_json(library: Library) -> None:
    arguments = ["charter", "--on", "2022-03-02", "--package", PACKAGE, "--json"]
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    data = json.loads(result.output)
    assert len(data["paragraphs"]) == 30
    assert {"id", "core", "verdict", "rule", "evidence", "reason"} <= set(data["paragraphs"][0])
    evidence = data["paragraphs"][0]["evidence"][0]
    assert {"act", "edition", "language", "address", "quote", "decisive"} <= set(evidence)
    assert {"full", "partly", "undetermined", "core_full", "core_partly", "core_undetermined",
            "met"} <= set(data["threshold"])  # fmt: skip
    assert {"id", "before", "after", "why"} <= set(data["changed"][0])
    assert data["protocol"] and data["constitution"]
    assert "Совета Европы" in data["statement"]


@pytest.mark.slow
def test_command_for_people(library: Library) -> None:
    result = CliRunner().invoke(cli, ["charter"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "### 3.2, основной: частично" in result.output
    assert "Порог статьи 12 не достигнут" in result.output
    assert "строка 7" in result.output
    told = CliRunner().invoke(cli, ["charter", "--package", PACKAGE], catch_exceptions=False)
    assert "## Что меняют поправки" in told.output


@pytest.mark.slow
def test_command_refuses(library: Library, tmp_path: Path) -> None:
    refused = CliRunner().invoke(cli, ["charter", "--on", "2023-06-01", "--package", PACKAGE])
    assert refused.exit_code == 1
    assert "не применено" in refused.output
    ideas = CliRunner().invoke(cli, ["charter", "--package", "nurpeisov-concepts"])
    assert ideas.exit_code == 1
    assert "замыслы без текста" in ideas.output
    with pytest.raises(NotFound):
        CliRunner().invoke(cli, ["charter", "--package", "nobody"], catch_exceptions=False)
    bad = tmp_path / "bad.yaml"
    bad.write_text("rules: 7\n", "utf-8")
    with pytest.raises(KbError, match=r"bad\.yaml:1:"):
        CliRunner().invoke(cli, ["charter", "--rules", str(bad)], catch_exceptions=False)
