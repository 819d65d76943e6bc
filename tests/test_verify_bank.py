"""A whole clone held against its laws: each pair of editions, with laws of the clone and laws given."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from kb.amendment.chain import Law
from kb.amendment.verify_bank import Held, verify_bank

from . import shapes
from .conftest import Kb
from .running import check_error
from .test_verify import BEFORE, FIRST, SECOND

pytestmark = pytest.mark.slow  # each makes a clone


def text(words: str) -> str:
    """An act as a clone has it: without the head of a file."""
    return shapes.clone_text(words)


def meta(code: str, title: str, requisite: str, day: str, cause: str = "") -> str:
    said = shapes.meta({"rus": day}, cause, title).replace("7966", code)
    said = said.replace("2001-01-23", "2001-02-03")
    return said.replace("Закон Республики Казахстан от 23 января 2001 года № 148", requisite)


GARDENS = "Закон Республики Казахстан от 3 февраля 2001 года № 1"
CAUSES = (
    "Закон Республики Казахстан от 5 мая 2010 года № 10-IV",
    "Закон Республики Казахстан от 6 мая 2012 года № 12-V",
)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """An act in three editions: the first change as its law orders, the second otherwise."""
    clone = tmp_path / "bank"
    first = BEFORE.replace("поливают", "орошают").replace("весной", "осенью")
    second = first.replace("орошают", "удобряют")
    for day, words, cause in (
        ("2001-02-03", BEFORE, ""),
        ("2010-05-05", first, CAUSES[0]),
        ("2012-05-06", second, CAUSES[1]),
    ):
        files = {"rus.md": text(words), "meta.yaml": meta("11", "О садах", GARDENS, day, cause)}
        shapes.commit(clone, "laws/gardens", files, day)
    return clone


def held(clone: Path, *laws: Law) -> list[Held]:
    count, pairs = verify_bank(clone, laws, ())
    answers = list(pairs)
    assert len(answers) == count
    return answers


def test_each_pair_is_held_against_the_law_that_made_it(clone: Path) -> None:
    one, other = held(clone, Law.of("a.txt", FIRST), Law.of("b.txt", SECOND))
    assert (one.before, one.after, one.laws, one.clean) == (
        *("2001-02-03", "2010-05-05"),
        ("a.txt",),
        True,
    )
    assert one.answer and len(one.answer.by_law) == 2
    assert other.laws == ("b.txt",)
    assert other.answer and not other.clean
    assert "удобряют" in str(other.answer)


def test_a_pair_whose_law_is_not_there_is_not_judged(clone: Path) -> None:
    one, other = held(clone, Law.of("a.txt", FIRST))
    assert one.clean
    assert (other.answer, other.missing) == (None, ("06.05.2012 № 12-V",))
    assert not other.clean


def test_a_law_is_found_among_the_acts_of_the_clone(clone: Path) -> None:
    law = {
        "rus.md": FIRST,
        "meta.yaml": meta("12", "О внесении изменений", CAUSES[0], "2010-05-05"),
    }
    law["meta.yaml"] = law["meta.yaml"].replace("2001-02-03", "2010-05-05")
    shapes.commit(clone, "laws/law-10", law, "2010-05-05")
    one, _ = held(clone)
    assert one.laws == ("laws/law-10 (№ 10-IV)",)
    assert one.clean


def test_a_bad_act_is_named_beside_the_others(clone: Path) -> None:
    shapes.commit(clone, "laws/bad", {"rus.md": "x", "meta.yaml": "a: [1\n"}, "2020-01-01")
    answers = held(clone, Law.of("a.txt", FIRST))
    assert answers[0].act == "laws/bad"
    assert answers[0].reason
    assert [a.clean for a in answers] == [False, True, False]


def test_the_command_writes_a_table(clone: Path, tmp_path: Path, kb: Kb) -> None:
    laws = tmp_path / "laws"
    laws.mkdir()
    (laws / "a.txt").write_text(FIRST, "utf-8")
    (laws / "b.txt").write_text(SECOND, "utf-8")
    done = kb("verify", f"git:{clone}", laws, "--out", tmp_path / "t.csv")
    assert done.code == 1
    assert done.out.splitlines()[-1] == (
        "Пар редакций 2: сходится 1, расходится 1, законов нет 0, не читается 0"
    )
    rows = list(csv.reader((tmp_path / "t.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][:4] == ["Акт", "Язык", "Было", "Стало"]
    assert [r[0] for r in rows[1:]] == ["laws/gardens"] * 2
    assert kb("verify", f"git:{clone}", laws, "--out", tmp_path / "t.md").code == 1
    assert (tmp_path / "t.md").read_text("utf-8").count("\n") == 4
    told = json.loads(kb("verify", f"git:{clone}", laws, "--json").out)
    assert [p["after"] for p in told["pairs"]] == ["2010-05-05", "2012-05-06"]
    check_error(kb("verify", f"git:{tmp_path}"), "git")
    check_error(kb("verify", "law-148-2001", "2022-03-02"), "git:ПУТЬ")
