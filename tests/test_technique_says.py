"""What findings say, as data in three languages: bad templates are refused, code and data agree, and
no language leaks into another."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.ground.saying import LANGUAGES, BadTemplate, Saying, Template, listed, said, say
from kb.ground.yaml_file import BadYaml
from kb.library import Library
from kb.norm.address import parse_steps
from kb.technique import checking
from kb.technique.draft import read
from kb.technique.fields import Ordinal, Unit
from kb.technique.finding import BadRules, load, rules
from kb.words.text import known

from .conftest import AMENDMENTS
from .running import ROOT
from .tongues import foreign, unquoted

MODULES = ROOT / "kb" / "technique"
_SAID = "{ru: а, kk: ә, en: a}"
_RULE = f"""rules:
  - id: x-one
    band: form
    severity: error
    title: {_SAID}
    remedy: {_SAID}
    says:
      message:
"""
_GOOD = """\
        ru: '{unit}: мест {count}'
        kk: '{unit}: {count} орын'
        en: '{unit}: {count} {count:place|places}'
"""


def loaded(tmp_path: Path, templates: str) -> Template:
    path = tmp_path / "x.yaml"
    path.write_text(_RULE + templates, "utf-8")
    return load(path)["x-one"].says["message"]


# --- Templates ------------------------------------------------------------------------------------


def test_a_template_says_its_fields_in_each_language(tmp_path: Path) -> None:
    template = loaded(tmp_path, _GOOD)
    values = {"unit": Unit(parse_steps("art_11.pt_6")), "count": 2}
    assert template.filled("ru", values) == "пункт 6 статьи 11: мест 2"
    assert template.filled("kk", values) == "11-баптың 6-тармағы: 2 орын"
    assert template.filled("en", values) == "point 6 of article 11: 2 places"


@pytest.mark.parametrize(
    ("instead", "line", "why"),
    [
        (("{count} орын", "орын"), 10, "нет поля «{count}»"),
        (("{count:place", "{number} {count:place"), 11, "поля «{number}» нет в русском тексте"),
        (("{unit}: мест", "{unit: мест"), 9, "скобки|форма"),
        (("{unit}: мест", "{unit}}: мест"), 9, "скобки"),
        (("place|places", "place|places|more"), 11, "форма"),
        (("{unit}: {count} орын", "{unit:gen}: {count} орын"), 10, "форма"),
        (("{unit}: мест", "{unit.steps}: мест"), 9, "не имя поля"),
        (("{unit}: мест", "{unit!r}: мест"), 9, "не имя поля"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused_with_its_line(
    tmp_path: Path, instead: tuple[str, str], line: int, why: str
) -> None:
    with pytest.raises(BadRules, match=rf"x\.yaml:{line}: .*({why})"):
        loaded(tmp_path, _GOOD.replace(*instead))


def test_a_template_without_a_language_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadYaml, match=r"x\.yaml:9: .*«kk»"):
        loaded(tmp_path, "".join(line for line in _GOOD.splitlines(True) if "kk" not in line))


def test_a_choice_needs_a_gender_or_a_number() -> None:
    unit = Unit(parse_steps("art_5"))
    for asked in (lambda: unit.text("kk", "бап|баптар"), lambda: said("слова", "en", "one|two")):
        with pytest.raises(BadTemplate, match="нет числа"):
            asked()


def test_fields_say_themselves() -> None:
    parts = listed([Ordinal(2, "part"), Ordinal(3, "part")])
    assert [parts.text(x, f) for x, f in (("ru", "loc"), ("kk", ""), ("en", ""))] == [
        "второй и третьей", "екінші және үшінші", "2 and 3",
    ]  # fmt: skip
    many = listed((str(n) for n in range(1, 6)), 3)
    assert [many.text(x) for x in LANGUAGES] == [
        "1, 2, 3 и еще 2", "1, 2, 3 және тағы 2", "1, 2, 3 and 2 more",
    ]  # fmt: skip
    assert listed(["а", "б"], mark="; ").text("kk") == "а; б"
    assert listed(["а", "б"]).text("ru", "подпункт|подпункта|подпунктов") == "подпункта"
    unit = Unit(parse_steps("art_5"))
    assert unit.text("ru", "исключен|исключена|исключено") == "исключена"
    act = Saying("Закон", "Заңы", "Law")
    assert [said(act, x) for x in LANGUAGES] == ["Закон", "Заңы", "Law"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ch_2.art_39-3.pt_2.spt_4-1", "subpoint 4-1) of point 2 of article 39-3"),
        ("art_9.part_2.sent_last", "the last sentence of part 2 of article 9"),
        ("art_9.heading", "the heading of article 9"),
        ("art_9.spt_б", "subpoint «б») of article 9"),
        ("ch_3", "chapter 3"),
    ],
)
def test_units_in_english(address: str, words: str) -> None:
    assert Unit(parse_steps(address)).text("en") == words


# --- Code and data --------------------------------------------------------------------------------


def said_in_code() -> Iterator[tuple[str | None, str, frozenset[str], str]]:
    """Every call of `say` for a rule (None where it is computed), the name, the fields, the place."""
    for path in sorted(MODULES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id != "say":
                continue
            rule, name = _asked(node.args[0])
            if rule is None or "-" in rule:  # not a sentence of a catalogue
                fields = frozenset(k.arg for k in node.keywords if k.arg)
                yield rule, name, fields, f"{path.name}:{node.lineno}"


def _asked(key: ast.expr) -> tuple[str | None, str]:
    """«rule.name» of a call: «x-one», «x-one.name», f"{rule}.name", or a rule in a variable."""
    if isinstance(key, ast.Constant):
        rule, _, name = str(key.value).partition(".")
        return rule, name or "message"
    if isinstance(key, ast.JoinedStr) and isinstance(key.values[-1], ast.Constant):
        return None, str(key.values[-1].value).removeprefix(".")
    return None, "message"


def test_code_and_data_name_the_same_templates() -> None:
    calls = list(said_in_code())
    assert calls
    for rule, name, fields, place in calls:
        known_to = [r for r in rules().values() if name in r.says and rule in (None, r.id)]
        assert known_to, f"{place}: шаблона {name} нет"
        if rule:
            assert known_to[0].says[name].fields <= fields, place
    called = {(rule, name) for rule, name, _, _ in calls}
    called |= {(rule.id, name) for rule in rules().values() for name in rule.patterns}
    unused = [
        f"{rule.id}: {name}"
        for rule in rules().values()
        for name in rule.says
        if not called & {(rule.id, name), (None, name)}
    ]
    assert not unused


def test_what_a_rule_does_not_say_is_refused() -> None:
    unit = Unit(parse_steps("art_5"))
    with pytest.raises(BadRules, match=r"structure-heading.*нет «иначе»"):
        say("structure-heading.иначе", unit=unit)
    with pytest.raises(BadTemplate, match=r"structure-repeated.*\{owner\}"):
        say("structure-repeated", unit=unit)


# --- Languages ------------------------------------------------------------------------------------

# Words that are Kazakh as well as Russian, or that Kazakh law has taken over.
_SHARED = frozenset(
    [
        "абзац",
        "абзацы",
        "ай",
        "айда",
        "акт",
        "ал",
        "ала",
        "асады",
        "бар",
        "бас",
        "беру",
        "бола",
        "болды",
        "бос",
        "да",
        "де",
        "депутат",
        "конституция",
        "норма",
        "норманы",
        "он",
        "осы",
        "параграф",
        "предлог",
        "пункт",
        "редакция",
        "сан",
        "сандар",
        "сандары",
        "саны",
        "сын",
        "талап",
        "тану",
        "тек",
        "тексеру",
        "термин",
        "тыс",
        "элемент",
    ]
)


class Mark:
    """A field that says nothing in any language."""

    def text(self, language: str, form: str = "", /) -> str:
        return "*"


def leaks(text: str, language: str) -> list[str]:
    """The words outside quotations that are not of the language: of a Kazakh text, those that the
    dictionary of Russian has."""
    if language == "en":
        return foreign(text, language)
    words = re.findall(r"(?<![\w-])[а-яё]{2,}(?![\w-])", unquoted(text).lower())
    return [w for w in words if known(w) and w not in _SHARED]


def test_leaks_are_seen() -> None:
    assert leaks("11-бап: мест 2, и «в пункте» не", "kk") == ["мест", "не"]
    assert leaks("point 2 of статья «в «пункте» не»", "en") == ["статья"]


@pytest.mark.parametrize("language", ["kk", "en"])
def test_no_template_leaks_russian(language: str) -> None:
    leaking = {}
    for rule in rules().values():
        for name, template in rule.says.items():
            told = template.filled(language, dict.fromkeys(template.fields, Mark()))
            forms = " ".join(form for _, _, form in template.pieces[language] if "|" in form)
            if found := leaks(told, language) + leaks(forms, language):
                leaking[f"{rule.id}: {name}"] = found
    assert not leaking


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(AMENDMENTS.glob("*.yaml")), ids=lambda p: p.stem)
def test_real_findings_speak_one_language(library: Library, path: Path) -> None:
    package = library.package(path.stem)
    for against in ("author", "newest"):
        chosen = library.editions_for(package, against)
        for each in checking.check(read(package, chosen, library)):
            for language in ("kk", "en"):
                notes = [e.note_in(language) for e in each.evidence]
                told = [each.message_in(language), *notes]
                assert not [x for t in told for x in leaks(t, language)], told
                assert each.message_in(language) != each.message, each.message
