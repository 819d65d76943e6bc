"""Drafting proves itself: real editions, random laws, both languages of formulas."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.amendment.apply import apply
from kb.amendment.draft import draft
from kb.amendment.instruction import parse
from kb.amendment.operation import Operation
from kb.amendment.tree import put, standing
from kb.amendment.wording import Command, amending_text, command, numbered, of_operation
from kb.library import corpus
from kb.norm.act import Act, Edition
from kb.norm.address import Address, Step, parse_steps, steps_text
from kb.words.text import squeeze
from tests.amendment_texts import edited, edition, laws

CORPUS = (Path(__file__).parents[1] / "corpus",)


@pytest.fixture(scope="module")
def acts() -> dict[str, Act]:
    return corpus.load_acts(CORPUS)


@pytest.fixture(scope="module")
def editions(acts: dict[str, Act]) -> dict[str, Edition]:
    readings = corpus.load_readings(CORPUS)
    return {s.name: corpus.read_edition(s, acts, readings) for s in corpus.sources(CORPUS)}


CONSTITUTION = ["1995-08-30", "2007-05-21", "2019-03-23", "2022-09-17", "2023-01-01"]
ELECTIONS = ["2022-02-07", "2023-01-01", "2026-07-01"]
PAIRS = [
    ("law-148-2001", "2022-03-02", "2026-07-14"),
    *(("constitution-1995", a, b) for a, b in pairwise(CONSTITUTION)),
    *(("elections-1995", a, b) for a, b in pairwise(ELECTIONS)),
]


@pytest.mark.slow
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("restate", [False, True])
@pytest.mark.parametrize(("act", "older", "newer"), PAIRS)
def test_real_editions(
    acts: dict[str, Act],
    editions: dict[str, Edition],
    act: str,
    older: str,
    newer: str,
    restate: bool,
    backwards: bool,
) -> None:
    """The drafted wording gives the other edition in every article that both hold."""
    left, right = editions[f"{act}@{older}:ru"], editions[f"{act}@{newer}:ru"]
    if backwards:
        left, right = right, left
    found = draft(left, right, restate=restate, act=acts[act])
    assert found.proved, [steps_text(s) for s in found.unequal]
    # The proof again, without the prover: read, apply, compare article by article.
    read_as = parse(found.wording, acts=acts.values(), act=act)
    after = apply(left, read_as.operations).edition
    for clause in right.walk():
        if clause.kind == "article" and left.holds(clause.steps):
            now = after.index.get(clause.steps)
            lines = [squeeze(x) for x in standing(now)] if now else []
            assert lines == [squeeze(x) for x in standing(clause)], clause.steps
    if restate:
        assert not any(o.of_words for o in found.operations)


@pytest.mark.slow
def test_law_148_mostly_in_words(acts: dict[str, Act], editions: dict[str, Edition]) -> None:
    """2022 → 2026: words where few change, whole clauses where much does."""
    left, right = editions["law-148-2001@2022-03-02:ru"], editions["law-148-2001@2026-07-14:ru"]
    found = draft(left, right, act=acts["law-148-2001"])
    kinds = Counter(o.kind for o in found.operations)
    of_words = sum(o.of_words for o in found.operations)
    assert of_words > 0.6 * len(found.operations)
    assert kinds["replace"] < 0.15 * len(found.operations)
    assert found.wording.split("\n")[0] == (
        "Внести в Закон Республики Казахстан от 23 января 2001 года «О местном государственном "
        "управлении и самоуправлении в Республике Казахстан» следующие изменения и дополнения:"
    )
    whole = [o for o in found.operations if o.kind == "replace" and len(o.target.steps) == 1]
    assert len(whole) < 0.05 * len(found.operations)


@pytest.mark.slow
@pytest.mark.parametrize(("act", "older", "newer"), PAIRS)
def test_kazakh_formulas(editions: dict[str, Edition], act: str, older: str, newer: str) -> None:
    found = draft(editions[f"{act}@{older}:ru"], editions[f"{act}@{newer}:ru"], language="kk")
    assert found.proved
    assert "толықтырылсын" in found.wording or "ауыстырылсын" in found.wording


def test_what_one_side_does_not_hold_is_listed(editions: dict[str, Edition]) -> None:
    found = draft(
        editions["constitution-1995@1995-08-30:ru"], editions["constitution-1995@2007-05-21:ru"]
    )
    outside = {s[0] for s in found.outside}
    assert Step("art", "14") in outside
    assert not any(o.target.steps[0] in outside for o in found.operations)


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_random_edits_make_the_round_trip(data: st.DataObject) -> None:
    before = data.draw(laws)
    after = data.draw(edited(before))
    left, right = edition(before), edition(after)
    for restate in (False, True):
        found = draft(left, right, restate=restate)
        assert found.proved, found.wording
        now = apply(left, parse(found.wording, act="law").operations).edition
        assert standing(now.root) == standing(right.root)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(laws, laws)
def test_any_law_into_any_other(before: list, after: list) -> None:  # type: ignore[type-arg]
    found = draft(edition(before), edition(after))
    assert found.proved, found.wording
    found = draft(edition(before), edition(after), language="kk")
    assert found.proved, found.wording


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(laws, st.data())
def test_nothing_outside_the_target_is_lost(law: list, data: st.DataObject) -> None:  # type: ignore[type-arg]
    """Whatever is done to one unit, the lines around it stay as they were, in their order."""
    text = edition(law)
    clause = data.draw(st.sampled_from([c for c in text.walk() if c.own_text or c.children]))
    kind = data.draw(
        st.sampled_from(["repeal", "replace", "delete_words", "substitute", "insert_words"])
    )
    target = Address("law").within(clause.steps)
    word = data.draw(st.sampled_from((clause.own_text or clause.text).split())).strip(".;:")
    operation = Operation(
        kind,
        target,
        new=clause.text.replace(word, "иное") if kind == "replace" else "новое",
        old=word,
        after=word if kind == "insert_words" else None,
        occurrences="all",
    )
    lines = text.root.lines()
    mine = clause.lines()
    blank = replace(clause, own_text="§", children=(), heading="", heading_lines=())
    marked = put(text, clause.steps, blank).root.lines()
    begin = next(i for i, line in enumerate(marked) if "§" in line)
    result = apply(text, [operation])
    now = result.edition.root.lines()
    if result.refused:
        assert now == lines
        return
    # The full stop of a list goes to its new last member; nothing else.
    assert [x.rstrip(".;") for x in now[:begin]] == [x.rstrip(".;") for x in lines[:begin]]
    behind = lines[begin + len(mine) :]
    assert not behind or now[-len(behind) :] == behind


# --- Formulas ---------------------------------------------------------------------------------

WORDINGS = [
    (("substitute", "art_9.pt_1", {"old": "год", "new": "два года"}),
     "в пункте 1 статьи 9 слово «год» заменить словами «два года»"),
    (("substitute", "art_9.part_2", {"old": "30", "new": "15", "occurrences": "all"}),
     "в части второй статьи 9 цифры «30» заменить цифрами «15»"),
    (("insert_words", "art_9.abz_1", {"new": "и селе", "after": "городе"}),
     "абзац первый статьи 9 после слова «городе» дополнить словами «и селе»"),
    (("insert_words", "art_9.pt_2.spt_3-1", {"new": "и селе"}),
     "подпункт 3-1) пункта 2 статьи 9 дополнить словами «и селе»"),
    (("delete_words", "art_9", {"old": ", в селе"}), "в статье 9 слова «, в селе» исключить"),
    (("substitute", "art_9", {"old": "год", "new": "век", "scope": "heading"}),
     "в заголовке статьи 9 слово «год» заменить словом «век»"),
    (("substitute", "art_9", {"old": "год", "new": "век", "scope": "both"}),
     "в заголовке и тексте статьи 9 слово «год» заменить словом «век»"),
    (("substitute", "", {"old": "год", "new": "век", "scope": "act"}),
     "по всему тексту слово «год» заменить словом «век»"),
    (("repeal", "art_9.pt_2.sent_2", {}), "предложение второе пункта 2 статьи 9 исключить"),
    (("repeal", "art_9.pt_2.sent_last", {}), "последнее предложение пункта 2 статьи 9 исключить"),
]  # fmt: skip


@pytest.mark.parametrize(("given_", "expected"), WORDINGS)
def test_formulas_both_ways(given_: tuple[str, str, dict[str, str]], expected: str) -> None:
    kind, steps, fields = given_
    target = Address("act").within(parse_steps(steps) if steps else ())
    operation = Operation(kind, target, **fields)  # type: ignore[arg-type]
    assert command(of_operation(operation)) == [expected]
    read_as = parse(expected)
    assert not read_as.unread
    (again,) = read_as.operations
    assert (again.kind, str(again.target), again.old, again.new, again.after, again.scope) == (
        kind, str(target), operation.old, operation.new, operation.after, operation.scope,
    )  # fmt: skip


def test_several_units_are_added_by_one_command() -> None:
    def said(*steps: str) -> str:
        added = tuple(parse_steps(s) for s in steps)
        return command(Command("act", "insert", added[0], "А.", added))[0]

    end = "следующего содержания:"
    assert said("art_9.pt_4") == f"статью 9 дополнить пунктом 4 {end}"
    assert said("art_9.pt_4", "art_9.pt_5") == f"статью 9 дополнить пунктами 4 и 5 {end}"
    assert said("art_9.spt_4", "art_9.spt_5") == f"статью 9 дополнить подпунктами 4) и 5) {end}"
    parts = [f"art_9.part_{n}" for n in range(2, 6)]
    assert said(*parts) == f"статью 9 дополнить частями второй – пятой {end}"


def test_the_opening_words_name_the_act(acts: dict[str, Act]) -> None:
    """«Конституцию, принятую …, следующие»: a turn with commas; a law is named without them."""

    def opening(act: str) -> str:
        return amending_text([Command(act, "repeal", parse_steps("art_1"))], acts)[0]

    assert opening("constitution-1995").startswith(
        "Внести в Конституцию Республики Казахстан, принятую"
    )
    assert opening("constitution-1995").endswith(" года, следующее изменение:")
    assert opening("law-148-2001").endswith("в Республике Казахстан» следующее изменение:")


def test_commands_to_one_article_stand_under_its_lead_in() -> None:
    law = Address("act")
    operations = [
        Operation("repeal", law.within(parse_steps("art_2.pt_1"))),
        Operation("insert", law.within(parse_steps("art_2.pt_7")), new="7. Новое.\nИ часть."),
        Operation("repeal", law.within(parse_steps("art_3"))),
    ]
    assert numbered([of_operation(o) for o in operations]) == [
        "1) в статье 2:",
        "пункт 1 исключить;",
        "дополнить пунктом 7 следующего содержания:",
        "«7. Новое.",
        "И часть.»;",
        "2) статью 3 исключить.",
    ]
    whole = Operation("replace", law.within(parse_steps("art_2")), new="Статья 2. Новая")
    assert numbered([of_operation(whole), of_operation(operations[0])]) == [
        "1) статью 2 изложить в следующей редакции:",
        "«Статья 2. Новая»;",
        "2) пункт 1 статьи 2 исключить.",
    ]
