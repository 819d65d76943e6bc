"""The rules of the drafting checks as data: each norm stands in the law, each rule is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.ground.yaml_file import BadYaml
from kb.library import Library
from kb.technique.checks import patterns
from kb.technique.finding import BadRules, load, rules

from .running import ROOT
from .technique_drafts import draft

MODULES = ROOT / "kb" / "technique"


def test_every_norm_is_a_unit_of_the_law(library: Library) -> None:
    for rule in rules().values():
        assert rule.norms, rule.id
        for norm in rule.norms:
            _, clause = library.clause(norm)
            assert clause.live and clause.text, (rule.id, str(norm))


def test_every_rule_is_found_by_a_check_and_the_other_way_round() -> None:
    text = "\n".join(p.read_text("utf-8") for p in MODULES.rglob("*.py"))
    families = {r.split("-")[0] for r in rules()}
    named = set(re.findall(rf'"((?:{"|".join(sorted(families))})-[a-z-]+)[".]', text))
    assert named <= set(rules())
    assert {r.id for r in rules().values() if not r.patterns} <= named


RULE = """rules:
  - id: x-soon
    band: form
    severity: remark
    title: {ru: Скоро, kk: Жақында, en: Soon}
    remedy: {ru: Назовите срок., kk: Мерзімін атаңыз., en: Name a term.}
    norms: [legal-acts-2016/art_24.pt_3]
    says:
      message: {ru: '«{words}»: назовите день', kk: '«{words}»: күнін атаңыз', en: '«{words}»: name the day'}
    patterns:
      message: |
        (?<!\\w) скор(?:о|ее) (?!\\w)  # «вскоре» говорит другое
"""


def test_a_rule_that_is_a_pattern_and_a_sentence_is_yaml_alone(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(RULE, "utf-8")
    own = load(path)
    monkeypatch.setattr("kb.technique.finding.rules", lambda: own)
    words = {"target": "art_11.pt_6", "proposed": "Акимы отвечают\n Скоро и вскоре."}
    drafted = draft(library, words)
    (found,) = patterns.written(drafted, own.values())
    assert (found.words, found.span) == ("Скоро", (16, 21))
    assert found.message_in("kk") == "«Скоро»: күнін атаңыз."


@pytest.mark.parametrize(
    ("instead", "why"),
    [
        (("скор(?:", "скор(?"), r"x\.yaml:11: .*«message» не читается"),
        (("      message: |", "      other: |"), r"x\.yaml:11: .*нет «other»"),
        (("{words}", "{place}"), r"x\.yaml:11: .*«place»"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_with_its_line(
    tmp_path: Path, instead: tuple[str, str], why: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(RULE.replace(*instead), "utf-8")
    with pytest.raises(BadRules, match=why):
        load(path)


def test_bad_rules_are_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    said = "{ru: а, kk: ә, en: a}"
    good = (
        f"rules:\n  - id: x-one\n    band: form\n    severity: error\n    title: {said}\n    remedy: {said}\n"
        f"    says:\n      message: {said}\n"
    )
    path.write_text(good + "    norms: [legal-acts-2016/art_23]\n", "utf-8")
    assert list(load(path)) == ["x-one"]
    with pytest.raises(BadRules, match=r"x\.yaml:2.*повторяется"):
        load(path, {"x-one": next(iter(rules().values()))})
    path.write_text(good + "    norms: ['статья 23']\n", "utf-8")
    with pytest.raises(BadRules, match=r"x\.yaml:2"):
        load(path)
    path.write_text(good.replace("error", "fatal"), "utf-8")
    with pytest.raises(BadYaml, match=r"x\.yaml:4"):
        load(path)
