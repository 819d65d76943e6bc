"""Words that say the same in law: a rule that has one knows the others, whatever their form."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.charter.words import BadPattern, find, synonyms
from kb.ground import yaml_file
from kb.ground.yaml_file import BadYaml

from .running import ROOT

PROTOCOL, _ = yaml_file.load(ROOT / "kb" / "charter" / "protocol.yaml", "charter_rules.json")
BROADCAST = PROTOCOL["tests"]["broadcast"]["words"]


def affirmed(text: str) -> bool:
    return any(not f.denied for pattern in BROADCAST for f in find(pattern, text))


@pytest.mark.parametrize(
    "text",
    [
        "Сессии маслихата проводятся открыто с прямой трансляцией онлайн.",
        "Сессии маслихата транслируются в сети Интернет.",
        "Заседания маслихата транслируются на его интернет-ресурсе.",
        "Трансляция сессий маслихата ведется в режиме реального времени.",
        "Сессия маслихата проводится с онлайн-трансляцией.",
        "Маслихат обеспечивает прямую трансляцию заседаний постоянных комиссий.",
        "Ход сессии транслируется в прямом эфире.",
        "Аппарат маслихата организует вещание сессий.",
        "Сессии проводятся гласно, их трансляция обязательна.",
        "Каждая сессия маслихата подлежит трансляции.",
    ],
)
def test_ten_ways_to_say_that_sessions_are_broadcast(text: str) -> None:
    assert affirmed(text)


@pytest.mark.parametrize(
    "text",
    ["Сессии маслихата не транслируются.", "Сессии маслихата созываются председателем.",
     "Отчеты публикуются на интернет-ресурсе."],
)  # fmt: skip
def test_what_is_denied_or_another_matter_is_not_taken_for_it(text: str) -> None:
    assert not affirmed(text)


def test_a_word_in_two_groups_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("groups:\n  - [отчет, отчитываться]\n  - [отчеты, доклад]\n", "utf-8")
    with pytest.raises(BadPattern, match=r"s\.yaml:3: .*«отчет»"):
        synonyms(path)
    path.write_text("groups:\n  - [отчет]\n", "utf-8")
    with pytest.raises(BadYaml, match=r"s\.yaml:2"):
        synonyms(path)
