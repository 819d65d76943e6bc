"""Words that say the same in law: a rule that has one knows the others, whatever their form."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kb.charter.words import BadPattern, find, synonyms
from kb.ground import yaml_file
from kb.ground.yaml_file import BadYaml

from .running import ROOT

TESTS = {
    name: test["words"]
    for rules in ("rules", "protocol")
    for name, test in yaml_file.load(
        ROOT / "kb" / "charter" / f"{rules}.yaml", "charter_rules.json"
    )[0]["tests"].items()
}
PARAPHRASES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (ROOT / "tests" / "charter_paraphrases.yaml").read_text("utf-8")
)


def affirmed(effect: str, text: str) -> bool:
    return any(not f.denied for pattern in TESTS[effect] for f in find(pattern, text))


# What no rule recognises yet, of what was written before the rules were last mended.
MISSED = {
    "Депутаты маслихата отчитываются перед избирателями о ходе выполнения своих предвыборных программ.",
    "О времени, месте созыва схода местного сообщества и обсуждаемых вопросах члены местного сообщества оповещаются через средства массовой информации.",
    "Основными формами взаимодействия маслихата с населением являются отчеты и публичные слушания.",
    "В публичных слушаниях постоянной комиссии участвуют депутаты, представители органов и граждане.",
    "Органы местного самоуправления должны получать консультации своевременно и надлежащим образом в процессе планирования и принятия решений по вопросам, непосредственно их касающимся.",
    "Границы сельского округа нельзя изменить без согласия его жителей.",
    "Маслихат сам решает, какой будет ставка местного налога.",
    "Местные представительные органы имеют право понижать или повышать ставки земельного налога.",
    "Муниципалитеты создают ассоциации, совместные органы и фонды.",
    "Нарушенные права местного самоуправления защищаются в суде по заявлению маслихата.",
    "Средства бюджета села расходуются по усмотрению собрания местного сообщества.",
    "Муниципалитеты самостоятельно формируют и исполняют свой бюджет.",
}  # fmt: skip
UNSEEN = (
    8  # of 32 that are recognised and no rule is fitted to: what to expect of a stranger's words
)


@pytest.mark.parametrize("effect", PARAPHRASES)
def test_an_effect_is_known_however_it_is_said(effect: str) -> None:
    said = {*PARAPHRASES[effect]["own"], *PARAPHRASES[effect]["others"]}
    assert len(said) == 10
    assert {text for text in said if not affirmed(effect, text)} == said & MISSED


def test_words_that_no_rule_was_fitted_to_are_counted() -> None:
    known = [affirmed(e, text) for e, groups in PARAPHRASES.items() for text in groups["unseen"]]
    assert (len(known), sum(known)) == (32, UNSEEN)


@pytest.mark.parametrize(
    ("effect", "text"),
    [
        ("broadcast", "Сессии маслихата не транслируются."),
        ("broadcast", "Сессии маслихата созываются председателем."),
        ("broadcast", "Отчеты публикуются на интернет-ресурсе."),
        ("open_sessions", "Сессии маслихата не являются открытыми."),
        ("open_sessions", "Сессия маслихата открывается председателем."),
        ("reports", "Аким отчитывается перед маслихатом."),
        ("reports", "Маслихат заслушивает отчет акима."),
        ("announced", "Председатель сообщает депутатам о времени сессии."),
        ("hearings", "Публичные слушания не проводятся."),
        ("published", "Решения маслихата не подлежат опубликованию."),
        ("consulted", "Консультации с маслихатами не проводятся."),
        ("boundaries_asked", "Границы районов устанавливает Правительство."),
        ("outside_parties", "Самовыдвижение кандидатов в депутаты маслихата не допускается."),
        ("quotas", "В маслихате образуются постоянные комиссии."),
        ("has_person", "Маслихат не является юридическим лицом."),
        ("tax_rates", "Ставки налогов определяются налоговым законодательством."),
        ("association", "Маслихаты не вправе объединяться в ассоциации."),
        ("recourse", "Маслихат не вправе обращаться в суд."),
        ("free_disposal", "Акимы не вправе самостоятельно распоряжаться средствами."),
    ],
)
def test_what_is_denied_or_another_matter_is_not_taken_for_it(effect: str, text: str) -> None:
    assert not affirmed(effect, text)


def test_a_word_in_two_groups_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("groups:\n  - [отчет, отчитываться]\n  - [отчеты, доклад]\n", "utf-8")
    with pytest.raises(BadPattern, match=r"s\.yaml:3: .*«отчет»"):
        synonyms(path)
    path.write_text("groups:\n  - [отчет]\n", "utf-8")
    with pytest.raises(BadYaml, match=r"s\.yaml:2"):
        synonyms(path)
