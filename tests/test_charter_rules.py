"""Rules that cannot work are refused on load, with file and line; patterns read as they are written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.charter import report as compliance
from kb.charter import rules
from kb.charter.report import Measure
from kb.charter.words import BadPattern, check, denies, find
from kb.ground.errors import KbError
from kb.library import Library
from kb.norm.address import Step
from tests.charter_texts import edition, small, verdict

GOOD = """\
tests:
  open_sessions:
    says: {ru: сессии открыты, kk: сессиялар ашық, en: sessions are open}
    in: [law-148-2001/art_11]
    words: [сессии маслихата проводятся открыто]
  closed:
    says: {ru: сессии закрыты, kk: сессиялар жабық, en: sessions are closed}
    in: [law-148-2001/art_11]
    words: [проведение закрытых сессий допускается]
rules:
  - id: one
    decides: '2'
    for: [open_sessions]
    against: [closed]
    decide:
      - {verdict: complies, all: [open_sessions], none: [closed], because: {ru: да, kk: иә, en: "yes"}}
    absent: {verdict: undetermined, because: {ru: нет, kk: жоқ, en: "no"}}
    argument: {ru: довод, kk: дәлел, en: argument}
    sources: [charter-1985/art_2]
"""

BAD = [
    ("law-148-2001/art_11]\n    words: [сессии", "law-999/art_11]\n    words: [сессии", 4, "law-999"),
    ("[law-148-2001/art_11]\n    words: [проведение", "[law-148-2001/art_5.pt_99]\n    words: [проведение", 8, "art_5.pt_99"),
    ("[law-148-2001/art_11]\n    words: [проведение", "[law-148-2001@2022-03-02/art_11]\n    words: [проведение", 8, "без редакции"),
    ("сессии маслихата проводятся открыто", "сессии маслихатовой прово открыто", 5, "нет в словаре"),
    ("сессии маслихата проводятся открыто", "… открыто", 5, "пропуском"),
    ("сессии маслихата проводятся открыто", "''", 5, "пуст"),
    ("сессии маслихата проводятся открыто", "sessions are open", 5, "не слово"),
    ("сессии маслихата проводятся открыто", "сессии? открыто?", 5, "необязательны"),
    ("for: [open_sessions]", "for: [opened]", 13, "opened"),
    ("all: [open_sessions]", "all: [quotas]", 16, "quotas"),
    ("none: [closed]", "none: [open_sessions]", 16, "противоречит"),
    ("none: [closed]", "any: [closed], none: [closed]", 16, "противоречит"),
    ("decides: '2'", "decides: '99'", 12, "99"),
    ("verdict: complies", "verdict: perhaps", 16, "perhaps"),
    ("charter-1985/art_2]", "charter-1985/art_3.pt_9]", 19, "art_3.pt_9"),
    ("    argument: {ru: довод, kk: дәлел, en: argument}\n", "", 11, "argument"),
    ("kk: сессиялар ашық, ", "", 3, "«kk»"),
    (", en: sessions are closed", "", 7, "«en»"),
    ("kk: иә", "kk: ' '", 16, "не по образцу"),
    ("{ru: нет, kk: жоқ, en: \"no\"}", "нет", 17, "нужно: object"),
    (", en: argument", "", 18, "«en»"),
    ("[charter-1985/art_2]", "[{ru: доклад, en: report}]", 19, "«kk»"),
    ("words: [сессии", "worlds: [сессии", 3, "words"),
]  # fmt: skip


@pytest.fixture(scope="module")
def by(library: Library) -> Measure:
    return compliance.measure(library)


def _load(tmp_path: Path, by: Measure, text: str) -> rules.Rules:
    path = tmp_path / "rules.yaml"
    path.write_text(text, "utf-8")
    return rules.load(by.paragraphs, by.held, [path])


def test_good_rules_load(tmp_path: Path, by: Measure) -> None:
    found = _load(tmp_path, by, GOOD)
    assert found.acts == ("law-148-2001",)
    assert found.of("2") is not None
    assert found.of("3.1") is None


def test_any_of_two_conditions_may_hold_though_one_is_excluded(tmp_path: Path, by: Measure) -> None:
    text = GOOD.replace("all: [open_sessions]", "any: [open_sessions, closed]")
    assert _load(tmp_path, by, text).of("2")


def test_needs_are_named_only_where_silence_leaves_a_duty_open(tmp_path: Path, by: Measure) -> None:
    good = _load(tmp_path, by, GOOD)
    rule = good.of("2")
    assert rule
    law = edition("law-148-2001", {"art_1": "Закон."})
    cut = replace(law, held=(Step("art", "1"),))
    held = replace(small({}), editions={**small({}).editions, law.act: cut})
    for absent, missing in (("undetermined", ("другой закон",)), ("fails", ())):
        silent = replace(rule, needs=("other",), absent=replace(rule.absent, verdict=absent))
        found = replace(good, needs={"other": "другой закон"}, rules=(silent,))
        said = verdict(small({}), replace(by, rules=found), "2")
        assert (said.verdict, said.missing) == (absent, missing)
        assert ("другой закон" in said.reason) is bool(missing)
        # A text of which a part is held cannot be silent: the part not held is named first.
        said = verdict(held, replace(by, rules=found), "2")
        assert said.verdict == "undetermined"
        assert said.missing[0].startswith("law-148-2001@") and said.missing[1:] == missing
        assert said.reason.startswith(str(rule.absent.because)) is (absent == "undetermined")
        assert said.reason.startswith("Не определено.") is (absent == "fails")


@pytest.mark.parametrize(("old", "new", "line", "said"), BAD)
def test_bad_rules_are_refused(
    tmp_path: Path, by: Measure, old: str, new: str, line: int, said: str
) -> None:
    assert old in GOOD
    with pytest.raises(KbError) as raised:
        _load(tmp_path, by, GOOD.replace(old, new, 1))
    assert f"rules.yaml:{line}:" in str(raised.value)
    assert said in str(raised.value)


def test_two_rules_for_one_duty_are_refused(tmp_path: Path, by: Measure) -> None:
    second = GOOD[GOOD.index("  - id: one") :].replace("id: one", "id: two")
    second = second.replace("verdict: complies", "verdict: fails")
    with pytest.raises(rules.BadRules) as raised:
        _load(tmp_path, by, GOOD + second)
    assert "rules.yaml:20:" in str(raised.value)
    assert "rules.yaml:11" in str(raised.value)


def test_same_conditions_cannot_give_two_verdicts(tmp_path: Path, by: Measure) -> None:
    line = '      - {verdict: complies, all: [open_sessions], none: [closed], because: {ru: да, kk: иә, en: "yes"}}\n'
    with pytest.raises(rules.BadRules) as raised:
        _load(tmp_path, by, GOOD.replace(line, line + line.replace("complies", "fails")))
    assert "rules.yaml:17:" in str(raised.value)


def test_files_share_tests_but_not_names(tmp_path: Path, by: Measure) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text(GOOD, "utf-8")
    two.write_text("needs: {closed: {ru: что-то, kk: бірдеңе, en: something}}\n", "utf-8")
    with pytest.raises(rules.BadRules, match=r"two\.yaml:1: имя «closed»"):
        rules.load(by.paragraphs, by.held, [one, two])


def test_every_shipped_rule_is_argued(by: Measure) -> None:
    for rule in by.rules.rules:
        assert rule.argument.endswith("."), rule.id
        duty = next(p for p in by.paragraphs if p.id == rule.decides)
        assert duty.part == "constitution" or {*duty.clauses} & {*rule.sources}, rule.id
    used = {n for r in by.rules.rules for n in (*r.meets, *r.defeats)}
    assert used == set(by.rules.tests)


# --- Patterns ----------------------------------------------------------------------------------


def _found(pattern: str, text: str) -> list[tuple[str, bool]]:
    return [(text[f.start : f.end], f.denied) for f in find(pattern, text)]


@pytest.mark.parametrize(
    ("pattern", "text", "words", "denied"),
    [
        ("маслихаты избираются", "Маслихат избирается населением.", "Маслихат избирается", False),
        ("маслихат … избираются", "Маслихаты не избираются.", "Маслихаты не избираются", True),
        ("обладает правами", "Он не обладает правами лица.", "не обладает правами", True),
        ("утверждает бюджет", "Не реже раза в год он утверждает бюджет.", "утверждает бюджет", False),
        ("утверждает схему", "Он утверждает схему, если иное не предусмотрено законом.", "утверждает схему", False),
        ("обладает правами", "Он обладает правами лица, но не вправе торговать.", "обладает правами", False),
        ("аким вносит", "Если маслихат не принял решения, аким вносит проект.", "аким вносит", False),
        ("утверждение бюджета", "К компетенции утверждение бюджета, программ не относится.", "утверждение бюджета", True),
        ("осуществляет функции", "Аким села, не входящего в округ, осуществляет функции.", "осуществляет функции", False),
        ("закрытые сессии", "Закрытые сессии запрещаются.", "Закрытые сессии", True),
        ("закрытые сессии", "Закрытые сессии не запрещаются.", "Закрытые сессии", False),
        ("не вправе заниматься", "Депутат не вправе заниматься торговлей.", "не вправе заниматься", False),
        ("налогов|сборов", "Ставки сборов утверждаются.", "сборов", False),
        ("ставки местных? налогов", "Ставки налогов утверждаются.", "Ставки налогов", False),
    ],
)  # fmt: skip
def test_patterns(pattern: str, text: str, words: str, denied: bool) -> None:
    assert _found(pattern, text) == [(words, denied)]


def test_a_gap_ends() -> None:
    near, far = "слово " * 3, "слово " * 4
    assert _found("маслихат …3 утверждает", f"Маслихат {near}утверждает.")
    assert not _found("маслихат …3 утверждает", f"Маслихат {far}утверждает.")
    assert not _found("маслихат … утверждает", "Таков маслихат. Он утверждает.")


def test_a_gap_without_a_number_holds_twelve_words() -> None:
    within, beyond = "слово " * 12, "слово " * 13
    assert _found("маслихат … утверждает", f"Маслихат {within}утверждает.")
    assert not _found("маслихат … утверждает", f"Маслихат {beyond}утверждает.")


@pytest.mark.parametrize(
    "measure",
    [
        *("реже", "менее", "позднее", "более", "ранее", "чаще", "меньше", "больше", "выше", "ниже"),
        *("свыше", "позже", "только"),
    ],
)
def test_a_measure_is_no_denial(measure: str) -> None:
    text = f"Не {measure} двух раз в год маслихат утверждает бюджет."
    assert _found("маслихат утверждает", text) == [("маслихат утверждает", False)]


@pytest.mark.parametrize(
    "opener",
    [
        *("но", "однако", "если", "который", "чтобы", "когда", "хотя", "причем", "кроме"),
        "поскольку",
    ],
)
def test_what_another_clause_denies_is_not_denied_here(opener: str) -> None:
    text = f"Маслихат утверждает бюджет, {opener} не относится к областям."
    assert _found("маслихат утверждает", text) == [("Маслихат утверждает", False)]
    assert _found("маслихат утверждает", text.replace(f", {opener}", "")) == [
        ("Маслихат утверждает", True)
    ]


@pytest.mark.parametrize(
    "ban",
    [
        *("запрещает", "запрещаются", "запретили", "запрещены", "воспрещает", "воспрещаются"),
        *("нельзя", "недопустимо", "недопустимы", "запрет"),
    ],
)
def test_a_ban_denies(ban: str) -> None:
    assert _found("закрытые сессии", f"Закрытые сессии {ban}.") == [("Закрытые сессии", True)]
    assert _found("закрытые сессии", f"Закрытые сессии не {ban}.") == [("Закрытые сессии", False)]


def test_the_closest_match_decides() -> None:
    text = "Маслихат утверждает план, маслихат принимает и утверждает бюджет."
    assert _found("маслихат … бюджет", text) == [("маслихат принимает и утверждает бюджет", False)]


def test_denying_lines() -> None:
    assert denies("Маслихат не вправе:")
    assert not denies("Маслихат вправе:")
    assert not denies("Не реже раза в год маслихат:")


def test_bad_patterns_say_why() -> None:
    with pytest.raises(BadPattern, match="пуст"):
        check("  ")
    check("маслихатам … акиматом")


def test_words_repeated_without_end_are_matched_at_their_closest() -> None:
    """spaCy's Matcher alone took a minute for three hundred of each."""
    text = "маслихат " * 3000 + "и область утверждает местный бюджет " + "бюджет " * 3000
    (found,) = find("маслихат … утверждает … бюджет", text)
    assert text[found.start : found.end] == "маслихат и область утверждает местный бюджет"
