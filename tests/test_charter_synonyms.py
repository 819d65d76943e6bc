"""Words that say the same in law: a rule that has one knows the others, whatever their form."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kb.charter.words import BadPattern, check, find, synonyms
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
    "О времени, месте созыва схода местного сообщества и обсуждаемых вопросах члены местного сообщества оповещаются через средства массовой информации.",
    "Основными формами взаимодействия маслихата с населением являются отчеты и публичные слушания.",
    "В публичных слушаниях постоянной комиссии участвуют депутаты, представители органов и граждане.",
    "Обнародование решений маслихата производится в семидневный срок.",
    "После подписания решение маслихата выставляется на сайте.",
    "Изменение границ территорий, в которых осуществляется местное самоуправление, не допускается без предварительной консультации с соответствующими местными сообществами, возможно путем референдума.",
    "О предстоящем изменении границ населению дается возможность высказаться на собраниях.",
    "В списке кандидатов в депутаты маслихата каждый пол представлен не менее чем сорока процентами.",
    "Маслихат – юридическое лицо.",
    "В целях координации деятельности органы местного самоуправления имеют право образовывать объединения.",
    "Маслихаты городов вправе вступать в международные объединения местных властей.",
}  # fmt: skip
UNSEEN = 22  # of 32 that no rule is fitted to: what to expect of a stranger's words


@pytest.mark.parametrize("effect", PARAPHRASES)
def test_an_effect_is_known_however_it_is_said(effect: str) -> None:
    said = {*PARAPHRASES[effect]["own"], *PARAPHRASES[effect]["others"]}
    assert len(said) >= 10
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
        ("open_sessions", "Голосование на сессии проводится открыто."),
        ("quotas", "Женщины не входят в состав маслихата."),
        ("recourse", "Решения маслихата могут быть обжалованы в суде."),
        ("cooperate", "Фракция должна объединять не менее пяти депутатов маслихата."),
        ("association", "Депутаты маслихата вправе создавать депутатские объединения."),
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


def test_a_measure_after_may_be_is_no_denial() -> None:
    assert affirmed("quotas", "Доля женщин в составе маслихата не может быть меньше трети мест.")


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("суд & маслихат", "В суд обращается маслихат.", True),
        ("суд & маслихат", "В суд обращается аким.", False),
        ("маслихат …3!быть отменять", "Решение маслихата может быть отменено.", False),
        ("маслихат …3!быть отменять", "Маслихат может решения отменять.", True),
        ("маслихат <вправе> решать", "Маслихату разрешается решать.", True),
        ("решение публиковать", "Решение публикуется.", True),
    ],
)
def test_parts_in_any_order_families_voices_and_barred_words(
    pattern: str, text: str, found: bool
) -> None:
    assert bool(find(pattern, text)) == found


def test_an_unknown_family_is_named() -> None:
    with pytest.raises(BadPattern, match=r"«нет».*<нет>"):
        check("маслихат <нет>")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Изменение границ допускается с согласия жителей.", True),
        ("Изменение границ допускается без согласия жителей.", False),
        ("Изменение границ допускается без предварительного согласия жителей.", False),
        ("Изменение границ не допускается без согласия жителей.", True),
        ("После согласия жителей аким вправе без доверенности изменить границы.", True),
    ],
)
def test_without_takes_away_the_word_that_it_governs(text: str, asked: bool) -> None:
    assert affirmed("boundaries_asked", text) is asked
