"""Dismissals: kept with a reason, matched by words, safe when two write at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from kb.cli import main
from kb.ground.errors import NotFound
from kb.ground.saying import say
from kb.ground.yaml_file import BadYaml
from kb.norm.address import parse_steps
from kb.technique import dismissed
from kb.technique.fields import Unit
from kb.technique.finding import Evidence, Finding
from kb.technique.fold import folded_aside

SKIPPED = say(
    "structure-skipped",
    missing=Unit(parse_steps("pt_2")),
    following=Unit(parse_steps("pt_3")),
    owner=Unit(parse_steps("art_5")),
)
REPEATED = say(
    "structure-repeated", unit=Unit(parse_steps("pt_2")), owner=Unit(parse_steps("art_5"))
)
ELSEWHERE = say(
    "structure-repeated", unit=Unit(parse_steps("pt_2")), owner=Unit(parse_steps("art_6"))
)
ONE = Finding(SKIPPED, "1", "", "31 июня")
WORDLESS = Finding(REPEATED, "1", "")
DAY = "2026-08-01"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SALYSTYRMA_HOME", str(tmp_path))
    return tmp_path


def is_aside(finding: Finding) -> bool:
    return finding in dismissed.applied([finding], dismissed.load("p"))


def with_words(words: str) -> Finding:
    return Finding(ONE.said, "1", "", words)


def test_a_dismissal_holds_for_the_same_words_of_the_same_item() -> None:
    dismissed.dismiss("p", [ONE], " так  задумано\n", DAY)
    (kept,) = dismissed.load("p")
    assert (kept.reason, kept.day, kept.message) == ("так задумано", DAY, ONE.message)
    otherwise = say("structure-skipped", **{**dict(SKIPPED.fields), "following": "пункт 4"})
    again = Finding(otherwise, "1", "x", "31  июня", (5, 9), (Evidence("", ""),))
    assert is_aside(again)
    assert not is_aside(with_words("32 июня"))
    assert not is_aside(Finding(ONE.said, "2", "", ONE.words))


def test_without_words_the_message_must_be_the_same() -> None:
    dismissed.dismiss("p", [WORDLESS], "знаю", DAY)
    assert is_aside(WORDLESS)
    assert not is_aside(Finding(ELSEWHERE, "1", ""))


def test_another_wording_of_the_rule_changes_nothing() -> None:
    dismissed.dismiss("p", [WORDLESS], "знаю", DAY)
    path = dismissed.path("p")
    path.write_text(path.read_text("utf-8").replace("повторяется", "стоит дважды"), "utf-8")
    assert (
        dismissed.load("p")[0].message == "Пункт 2 стоит дважды: в структурном элементе «статья 5»."
    )
    assert is_aside(WORDLESS)
    assert not is_aside(Finding(ELSEWHERE, "1", ""))


def test_a_file_of_an_earlier_version_tells_a_finding_by_its_message() -> None:
    dismissed.dismiss("p", [WORDLESS], "знаю", DAY)
    path = dismissed.path("p")
    lines = path.read_text("utf-8").replace("Пункт 2", "пункт 2").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "about:" not in line), "utf-8")
    assert dismissed.load("p")[0].message.startswith("пункт 2")
    assert is_aside(WORDLESS)
    assert not is_aside(Finding(ELSEWHERE, "1", ""))
    dismissed.dismiss("p", [WORDLESS], "знаю давно", DAY)
    assert [d.reason for d in dismissed.load("p")] == ["знаю давно"]


def test_what_was_set_aside_as_one_is_told_as_one() -> None:
    twice = Finding(ELSEWHERE, WORDLESS.item, "")  # the same defect at another place
    dismissed.dismiss("p", [replace(WORDLESS, also=(twice,))], "знаю", DAY)
    aside = dismissed.applied([WORDLESS, twice], dismissed.load("p"))
    assert set(aside) == {WORDLESS, twice}
    ((told, why),) = folded_aside({f: each.why for f, each in aside.items()}).items()
    assert (set(told.all), why) == ({WORDLESS, twice}, ("знаю", DAY))
    dismissed.dismiss("p", [twice], "и тут", DAY)
    aside = dismissed.applied([WORDLESS, twice], dismissed.load("p"))
    assert len(folded_aside({f: each.why for f, each in aside.items()})) == 2


def test_restored_and_dismissed_anew() -> None:
    dismissed.dismiss("p", [ONE, WORDLESS], "первая", DAY)
    dismissed.dismiss("p", [ONE], "вторая", DAY)
    assert [d.reason for d in dismissed.load("p")] == ["первая", "вторая"]
    dismissed.restore("p", dismissed.load("p")[1:])
    assert not is_aside(ONE)
    assert is_aside(WORDLESS)


@pytest.mark.parametrize("reason", ["", " \n ", "\u0000\u200b", "а" * 2001])
def test_a_reason_must_say_something(reason: str) -> None:
    with pytest.raises(dismissed.BadReason):
        dismissed.dismiss("p", [ONE], reason, DAY)
    assert dismissed.load("p") == ()


@pytest.mark.parametrize("name", ["../../etc", "a/b", "", "Пакет", "x" * 90])
def test_a_name_that_no_package_has_names_no_file(name: str) -> None:
    with pytest.raises(NotFound):
        dismissed.dismiss(name, [ONE], "да", DAY)


def test_strange_words_come_back_as_they_were() -> None:
    strange = with_words("\"«: # ' 🙂\n- a: *b &c {d} \u0085 %")
    dismissed.dismiss("p", [strange], "# да: 'нет' 🙂", DAY)
    assert is_aside(strange)
    assert dismissed.load("p")[0].reason == "# да: 'нет' 🙂"


def test_a_spoilt_file_is_named_with_its_line_and_left_as_it_is() -> None:
    dismissed.dismiss("p", [ONE], "да", DAY)
    path = dismissed.path("p")
    path.write_text(path.read_text("utf-8").replace("day:", "dag:"), "utf-8")
    before = path.read_bytes()
    with pytest.raises(BadYaml, match=r"p\.yaml:\d+: "):
        dismissed.load("p")
    with pytest.raises(BadYaml):
        dismissed.dismiss("p", [WORDLESS], "да", DAY)
    assert path.read_bytes() == before


def test_many_at_once_lose_nothing() -> None:
    def one(n: int) -> None:
        dismissed.dismiss("p", [with_words(f"слово {n}")], "да", DAY)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(16)))
    assert {d.words for d in dismissed.load("p")} == {f"слово {n}" for n in range(16)}


PACKAGE = """\
id: dated
author: А
source: {citation: Проба}
kind: text
baseline: {law-148-2001: 2026-07-14}
items:
  - id: '1'
    target: law-148-2001/art_12.pt_9
    operation: insert
    proposed: Отчет подается 31 июня.
"""


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """`kb package …`: its exit status and what it printed."""

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["kb", "package", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(str(ended.value.code)), capsys.readouterr().out

    return run


@pytest.mark.slow
def test_the_command_line(own_home: Path, run: Callable[..., tuple[int, str]]) -> None:
    (own_home / "amendments").mkdir()
    (own_home / "amendments" / "dated.yaml").write_text(PACKAGE, "utf-8")
    status, _ = run("check", "dated")
    assert status == 1
    assert run("dismiss", "dated", "figures-date", "--words", "31 июля", "--reason", "да")[0] == 2
    assert run("dismiss", "dated", "figures-date", "--reason", " ")[0] == 2
    rules = {f["rule"] for f in json.loads(run("check", "dated", "--json")[1])["findings"]}
    assert "figures-date" in rules
    for rule in rules:
        assert run("dismiss", "dated", rule, "--reason", "это пример")[0] == 0
    status, output = run("check", "dated")
    assert status == 0
    assert "Замечаний: 0, снято: " in output
    assert "(это пример)" in output
    rows = json.loads(run("check", "dated", "--json")[1])["findings"]
    assert {r["dismissed"]["reason"] for r in rows} == {"это пример"}
    assert run("dismiss", "dated", "figures-date", "--item", "1", "--restore")[0] == 0
    status, output = run("check", "dated", "--json")
    assert status == 1
    standing = [f["rule"] for f in json.loads(output)["findings"] if f["dismissed"] is None]
    assert standing == ["figures-date"]
