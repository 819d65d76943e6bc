"""What the program says, it says in three languages: none is lost on the way, none is missing."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from kb.charter import report as compliance
from kb.charter.table import from_data
from kb.ground.errors import KbError
from kb.ground.saying import (
    FOLDER,
    Saying,
    Template,
    catalogue,
    in_language,
    joined,
    say,
    sentence,
)
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
    missing = say("charter.missing", texts=joined("; ", (SAID, "art_11")))
    assert missing == "Чтобы решить, не хватает: сессии открыты; art_11."
    assert missing.kk == "Шешу үшін жетіспейді: сессиялар ашық; art_11."
    assert missing.en == "Missing for a decision: sessions are open; art_11."


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("one: {ru: да, kk: иә}\n", 1, "«en»"),
        ("one: {ru: да, kk: иә, en: 'yes'}\ntwo:\n  ru: да\n  en: 'yes'\n", 3, "«kk»"),
        ("one:\n  ru: '{n} да'\n  kk: '{n} иә'\n  en: '{m} yes'\n", 4, "нет поля «{n}»"),
        ("one: да\n", 1, "на трех языках"),
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


def asked() -> Iterator[tuple[str, frozenset[str], str]]:
    """Every call of `say` with a sentence named in it: the sentence, the fields given, the place."""
    for path in sorted((ROOT / "kb").rglob("*.py")):
        source = path.read_text("utf-8")
        own = re.search(r"from kb\.ground\.saying import .*\bsay\b", source)
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call):
                continue
            if not own or ast.unparse(node.func) != "say":
                continue
            key = node.args[0]
            if isinstance(key, ast.Constant) and "-" not in str(
                key.value
            ):  # not the name of a rule
                fields = frozenset(k.arg for k in node.keywords if k.arg)
                yield str(key.value), fields, f"{path.relative_to(ROOT)}:{node.lineno}"


def everything() -> dict[str, Template]:
    """Every sentence of every catalogue, by «room.name»."""
    return {
        f"{path.stem}.{name}": sentence
        for path in sorted(FOLDER.glob("*.yaml"))
        for name, sentence in catalogue(path).items()
    }


@pytest.mark.slow
def test_every_sentence_that_the_rooms_ask_for_exists_and_gets_its_fields() -> None:
    known = everything()
    calls = list(asked())
    assert "charter.missing" in {key for key, _, _ in calls}
    assert not [f"{place}: {key}" for key, _, place in calls if key not in known]
    wrong = [
        f"{place}: {key}: {sorted(known[key].fields ^ given)}"
        for key, given, place in calls
        if known[key].fields != given
    ]
    assert not wrong


def test_no_sentence_is_left_that_nothing_says() -> None:
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "kb").rglob("*.py"))
    named = set(re.findall(r"[\"']([a-z_]+\.[a-z_0-9]+)[\"']", code))
    begun = tuple(re.findall(r"f[\"']([a-z_]+\.[a-z_0-9]+)\{", code))
    rooms_of_their_own = ("pages.", "papers.")  # asked for without their room
    left = {
        key
        for key in everything()
        if key not in named and not key.startswith((*begun, *rooms_of_their_own))
    }
    assert not left


def test_a_number_chooses_its_words() -> None:
    counts = [sentence("pages.note").filled("ru", {"n": n}) for n in (1, 2, 5, 11, 21, 112)]
    assert counts == [
        "1 сноска", "2 сноски", "5 сносок", "11 сносок", "21 сноска", "112 сносок"
    ]  # fmt: skip
    assert [sentence("pages.note").filled("en", {"n": n}) for n in (1, 21)] == [
        "1 note",
        "21 notes",
    ]


# --- Each language is that language ---------------------------------------------------------------


def sayings(library: Library) -> Iterator[tuple[str, Saying]]:
    """Everything that the Charter's rules, the positions, the table and the catalogues say."""
    by = compliance.measure(library)
    yield from (
        (key, each.saying(dict.fromkeys(each.fields, 5))) for key, each in everything().items()
    )
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
    # A language by its own name, the first line of an article: shown as they stand in the law's text.
    shown = {"pages.beside", "pages.ws_new_hint", "pages.ws_kk_none"}
    assert not [w for w in wrong if w[0] not in shown]
    sentence = re.compile(r"[а-я]{4,}.* [а-я]{4,}")
    assert not [where for where, said in found if said.kk == said and sentence.search(said)]
