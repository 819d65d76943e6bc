"""What the program says, it says in three languages: none is lost on the way, none is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from kb.charter import report as compliance
from kb.charter.table import from_data
from kb.ground.errors import KbError
from kb.ground.saying import Saying, catalogue, in_language, joined, say
from kb.library import Library
from tests.conftest import ROOT
from tests.tongues import foreign

SAID = Saying("сессии открыты", "сессиялар ашық", "sessions are open")


def test_a_saying_is_the_russian_sentence_wherever_no_language_is_asked() -> None:
    assert json.dumps({"says": SAID}, ensure_ascii=False) == '{"says": "сессии открыты"}'
    assert f"{SAID}." == "сессии открыты."
    assert [in_language(SAID, la) for la in ("ru", "kk", "en")] == [
        "сессии открыты", "сессиялар ашық", "sessions are open"
    ]  # fmt: skip
    assert in_language("Статья 11", "en") == "Статья 11"


def test_a_copy_knows_its_languages() -> None:
    assert deepcopy(SAID).in_language("kk") == "сессиялар ашық"


def test_sentences_are_put_together_in_each_language() -> None:
    missing = say("charter_missing", texts=joined("; ", (SAID, "art_11")))
    assert missing == "Чтобы решить, не хватает: сессии открыты; art_11."
    assert missing.kk == "Шешу үшін жетіспейді: сессиялар ашық; art_11."
    assert missing.en == "Missing for a decision: sessions are open; art_11."


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("one: {ru: да, kk: иә}\n", 1, "«en»"),
        ("one: {ru: да, kk: иә, en: 'yes'}\ntwo:\n  ru: да\n  en: 'yes'\n", 3, "«kk»"),
        ("one:\n  ru: '{n} да'\n  kk: '{n} иә'\n  en: '{m} yes'\n", 4, "места для слов"),
        ("one: да\n", 1, "нужно: object"),
    ],
)
def test_a_catalogue_without_a_language_is_refused(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    path = tmp_path / "sayings.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(KbError) as raised:
        catalogue(path)
    assert f"sayings.yaml:{line}:" in str(raised.value)
    assert said in str(raised.value)


def test_every_sentence_that_the_rooms_ask_for_exists() -> None:
    asked = set()
    for path in (ROOT / "kb").rglob("*.py"):
        source = path.read_text("utf-8")
        if re.search(r"from kb\.ground\.saying import .*\bsay\b", source):
            asked |= set(re.findall(r"""(?<![.\w])say\(\s*["']([a-z_0-9]+)["']""", source))
    assert "charter_missing" in asked
    assert asked <= set(catalogue())


# --- Each language is that language ---------------------------------------------------------------


def sayings(library: Library) -> Iterator[tuple[str, Saying]]:
    """Everything that the Charter's rules, the positions, the table and the catalogue say."""
    by = compliance.measure(library)
    yield from catalogue().items()
    yield from ((f"duty {p.id}", p.duty) for p in by.paragraphs)
    yield from ((t.id, t.says) for t in by.rules.tests.values())
    yield from by.rules.needs.items()
    for rule in by.rules.rules:
        branches = ((f"{rule.id} {b.verdict}", b.because) for b in (*rule.branches, rule.absent))
        yield from branches
        yield rule.id, rule.argument
        yield from ((rule.id, s) for s in rule.sources if isinstance(s, Saying))
    yield "statement", by.positions.statement
    for position in by.positions.positions:
        yield from ((f"position {position.paragraph}", s) for s in position.explain.values())
        if isinstance(position.remark, Saying):
            yield f"position {position.paragraph}", position.remark
    for row in from_data(library.table("akanova-2024-table-1")).rows:
        yield from ((row.criterion, r) for r in row.remarks)
        for cell in (row.charter, row.kazakhstan):
            yield from ((row.criterion, x.says) for x in cell.later)


def test_every_saying_is_in_its_language(library: Library) -> None:
    found = list(sayings(library))
    assert len(found) > 500
    wrong = [
        (where, language, words)
        for where, said in found
        for language in ("kk", "en")
        for words in foreign(in_language(said, language), language)
    ]
    assert not wrong
    sentence = re.compile(r"[а-я]{4,}.* [а-я]{4,}")
    assert not [where for where, said in found if said.kk == said and sentence.search(said)]
