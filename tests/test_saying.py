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
from kb.ground.system import system_reason
from kb.library import Library
from kb.write import charter as verdicts
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


def test_a_catalogue_is_compiled_and_read_anew_where_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "room.yaml"

    def read() -> str:
        catalogue.cache_clear()
        return catalogue(path)["one"].filled("en", {"n": 1})

    path.write_text("one: {ru: 'раз {n}', kk: 'бір {n}', en: 'once {n}'}\n", "utf-8")
    assert read() == "once 1"
    (compiled,) = (tmp_path / "__pycache__").iterdir()
    assert read() == "once 1"
    path.write_text("one: {ru: 'раз {n}', kk: 'бір {n}', en: 'a single {n}'}\n", "utf-8")
    assert read() == "a single 1"
    compiled.write_bytes(b"cut")
    assert read() == "a single 1"
    path.write_text("one: {ru: 'раз {n}', kk: 'бір {n}'}\n", "utf-8")
    with pytest.raises(KbError, match=r"room\.yaml:1"):
        read()


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
    rooms_of_their_own = ("pages.", "papers.", "streamlit.")  # asked for without their room, or all
    left = {
        key
        for key in everything()
        if key not in named and not key.startswith((*begun, *rooms_of_their_own))
    }
    assert not left


REFUSED = [
    (FileNotFoundError, "missing/act.md", "такого файла нет", "мұндай файл жоқ"),
    (IsADirectoryError, "", "это папка", "бұл қалта"),
    (NotADirectoryError, "file.md/act.md", "на пути стоит файл, а не папка", "жолда қалта емес, файл тұр"),
    (OSError, "a" * 300, "имя слишком длинное", "атауы тым ұзын"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "russian", "kazakh"), REFUSED)
def test_the_system_says_why_in_the_readers_language(
    kind: type[OSError], name: str, russian: str, kazakh: str, tmp_path: Path
) -> None:
    """«Permission denied» in the middle of a Russian sentence is no reason that a lawyer reads."""
    (tmp_path / "file.md").write_text("", "utf-8")
    with pytest.raises(kind) as refused:
        (tmp_path / name).read_bytes()
    reason = system_reason(refused.value)
    assert (str(reason), in_language(reason, "kk")) == (russian, kazakh)
    why = say("read.file_unread", path="x", why=reason)
    assert russian in why
    assert kazakh in why.in_language("kk")


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


@pytest.mark.parametrize(("language", "threshold"), [("kk", "12-баптың"), ("en", "article 12")])
def test_the_verdicts_taken_away_are_in_the_language_of_the_page(
    library: Library, language: str, threshold: str
) -> None:
    by = compliance.measure(library)
    found = compliance.report(library, by, None, ("bektibaev-2022",))
    taken = "".join(
        (
            verdicts.text(found.after, by.paragraphs, by.rules, by.positions, language),
            verdicts.changes_text(found.changes, found.after, language),
            verdicts.standings_text(found.standings, by.positions, language),
        )
    )
    headings = [line for line in taken.split("\n") if line.startswith("#")]
    assert len(headings) > 30
    assert threshold in taken and "Порог" not in taken
    assert not [h for h in headings if foreign(h, language)]


# --- Nothing is said outside the catalogues ---------------------------------------------------------

# The rooms that read Russian and Kazakh: their words are the grammar of the texts, not sentences.
GRAMMAR = ("words", "citation", "amendment", "read", "technique", "norm")
# Words of the texts that single files elsewhere read or write, or that a file of data holds.
READ_OR_WRITTEN = {
    "charter/texts.py": "«действует до …» of a note",
    "charter/words.py": "negations, bounds and breaks that the rules of the Charter look for",
    "compare/kazakh.py": "the mark of an article, «11-бап»",
    "disk/shelf.py": "the head of the user's acts.yaml",
    "graph/norms.py": "how a norm points at a law",
    "ground/saying.py": "what is wrong with a catalogue cannot be said from one",
    "intake/sources.py": "`imported_from` of a file",
    "intake/entries.py": "the form of an act, and a label, in the user's acts.yaml",
    "library/coverage.py": "the articles that a file says it has",
    "library/query.py": "ИЛИ and НЕ of a search",
    "library/search.py": "Kazakh endings",
    "pages/app.py": "the name of the program",
    "pages/history.py": "the names of the languages, each in itself",
    "pages/words.py": "the names of the languages, each in itself",
    "intake/naming.py": "forms of acts and letters, as they are read",
    "pages/replay.py": "an instruction as an example, which is in Russian",
    "pages/verify.py": "an amending law as an example, which is in Russian",
    "papers/bill.py": "«вводится в действие» of the bill's last article",
    "receipt/budget.py": "the rows and units of a budget's table",
    "receipt/study.py": "the rows of a budget's table",
    "search/norms.py": "how a search names a norm",
    "search/synonyms.py": "the operators of a search",
    "workshop/bench.py": "the head of a package's file",
    "workshop/trial.py": "the number of a part in the text of an article",
}
CYRILLIC = re.compile("[А-Яа-яЁёӘәІіҢңҒғҮүҰұҚқӨөҺһ]{2}")


def written_out(path: Path) -> list[str]:
    """The strings with Russian or Kazakh words in a file, docstrings aside."""
    tree = ast.parse(path.read_text("utf-8"))
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value[:60]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documents
        and CYRILLIC.search(node.value)
    ]


def test_no_sentence_is_written_out_in_the_code() -> None:
    """A page in Kazakh or English would show it in Russian."""
    found = {
        str(path.relative_to(ROOT / "kb")): strings
        for path in sorted((ROOT / "kb").rglob("*.py"))
        if (strings := written_out(path)) and path.relative_to(ROOT / "kb").parts[0] not in GRAMMAR
    }
    assert not {place: each for place, each in found.items() if place not in READ_OR_WRITTEN}
    assert found.keys() == READ_OR_WRITTEN.keys(), "a file is named here that writes nothing out"
