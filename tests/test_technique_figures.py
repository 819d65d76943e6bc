"""Figures of a draft: quotas, shares, bounds, numbers, dates and terms."""

from __future__ import annotations

import pytest

from kb.amendment.package import Item
from kb.library import Library
from kb.norm.act import Edition
from kb.technique import checking
from kb.technique.checks import days, figures
from kb.technique.draft import read
from kb.technique.finding import Finding, Severity
from kb.words.numerals import value

from .drafts import added, draft, item, package, saying

LAW = "law-148-2001"
CHECKS = (*figures.CHECKS, *days.CHECKS)


def found(library: Library, proposed: str) -> list[Finding]:
    return saying(library, proposed, CHECKS)


# --- Numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("двадцати пяти", 25),
        ("пятидесяти", 50),
        ("одного", 1),
        ("тремястами сорока", 340),
        ("две тысячи пятьсот", 2500),
        ("1 500", 1500),
        ("пяти шести", None),
        ("двадцать тридцать", None),
    ],
)
def test_numbers_are_read_in_any_case(words: str, number: int | None) -> None:
    assert value(words) == number


# --- Quotas ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("against", ["author", "newest"])
def test_quotas_of_the_fourth_amendment_against_the_seats(library: Library, against: str) -> None:
    bektibaev = library.package("bektibaev-2022")
    drafted = read(bektibaev, library.editions_for(bektibaev, against), library)
    quotas = list(figures.quotas(drafted))
    assert [f.item for f in quotas] == ["4", "4", "4"]
    for finding, sum_ in zip(quotas, ("19 из 50", "13 из 30", "10 из 25"), strict=True):
        assert f"= {sum_} мест (пункт 3 статьи 5)" in finding.message
        assert finding.severity == Severity.WARNING
        edition, clause = library.find(finding.evidence[0].address)
        assert finding.evidence[0].quote in clause.own_text
        assert edition.date == drafted.proposals[3].before.date
    fourth = bektibaev.items[3]
    assert fourth.proposed and quotas[1].span
    assert fourth.proposed[slice(*quotas[1].span)] == "В городском маслихате."


def test_quotas_over_the_seats_are_an_error(library: Library) -> None:
    text = "В районном маслихате:\n1) не менее двадцати учителей;\n2) не менее шести врачей."
    drafted = draft(library, added(f"{LAW}/art_5.pt_3.part_2", text))
    over = list(figures.quotas(drafted))
    assert [f.rule for f in over] == ["figures-quota-over"]
    assert "20 + 6 = 26 из 25" in over[0].message
    assert "на 1," in over[0].message


def test_a_list_of_another_article_that_makes_up_no_body_is_left_alone(library: Library) -> None:
    text = "В районном маслихате:\n1) не менее двадцати запросов;\n2) не менее шести отчетов."
    assert list(figures.quotas(draft(library, added(f"{LAW}/art_8.pt_4", text)))) == []


def test_the_limit_that_the_same_package_changes_is_the_one_that_counts(library: Library) -> None:
    limit = "Число депутатов определяется в следующих пределах: в районном маслихате до сорока."
    text = "В районном маслихате:\n1) не менее двадцати учителей;\n2) не менее шести врачей."
    drafted = draft(
        library,
        item(f"{LAW}/art_5.pt_3", limit, "replace"),
        added(f"{LAW}/art_5.pt_3.part_2", text),
    )
    quota = list(figures.quotas(drafted))
    assert [f.rule for f in quota] == ["figures-quota"]
    assert "26 из 40" in quota[0].message
    assert quota[0].evidence[0].address == ""  # the edition compared with does not say so


IN_A_ROW = "В районном маслихате должны состоять не менее {} врачей и не менее десяти учителей."


@pytest.mark.parametrize(
    ("target", "text", "rule"),
    [
        ("art_5.pt_3.part_2", IN_A_ROW.format("двадцати"), "figures-quota-over"),
        ("art_5.pt_3.part_2", IN_A_ROW.format("двух"), "figures-quota"),
        # The limit stands in another article than the quotas.
        (
            "art_8.pt_4",
            "Депутатами районного маслихата избираются:\n"
            "1) не менее двадцати учителей;\n2) не менее шести врачей.",
            "figures-quota-over",
        ),
    ],
)
def test_quotas_in_a_row_and_in_another_article(
    library: Library, target: str, text: str, rule: str
) -> None:
    drafted = draft(library, added(f"{LAW}/{target}", text))
    (quota,) = figures.quotas(drafted)
    assert quota.rule == rule
    assert quota.evidence[0].address.endswith("/art_5.pt_3")


@pytest.mark.parametrize(
    "text",
    [
        "В сельском клубе:\n1) не менее двадцати учителей;\n2) не менее шести врачей.",
        "В районном маслихате:\n1) не менее двадцати учителей;\n2) врачи.",
        "В районном маслихате не менее двадцати учителей.",
        "Решение районного маслихата принимается не менее чем двумя третями депутатов, избирается "
        "не менее двух заместителей.",
    ],
)
def test_lists_of_another_body_or_kind_are_left_alone(library: Library, text: str) -> None:
    drafted = draft(library, added(f"{LAW}/art_5.pt_3.part_2", text))
    assert list(figures.quotas(drafted)) == []


# --- What must be caught, and what must not ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        (
            "Средства распределяются следующим образом:\n1) 60 процентов району;\n2) 50 % селу.",
            "figures-share",
            "60 процентов",
        ),
        (
            "Комиссия состоит из них:\n1) две трети депутатов;\n2) половина жителей.",
            "figures-share",
            "две трети",
        ),
        ("Не менее 120 процентов от числа депутатов.", "figures-share", "120 процентов"),
        ("Решение принимают пять третей депутатов.", "figures-share", "пять третей"),
        ("Не менее десяти, но не более пяти дней.", "figures-bounds", "Не менее десяти"),
        ("Не менее двух лет и не более шести месяцев.", "figures-bounds", "двух лет"),
        ("Срок от тридцати до двадцати дней.", "figures-bounds", "от тридцати"),
        ("В течение 5 (шести) дней.", "figures-twice", "5 (шести)"),
        ("В течение двадцати пяти (20) дней.", "figures-twice", "двадцати пяти (20)"),
        ("Отчет подается 31 февраля.", "figures-date", "31 февраля"),
        ("Отчет подается 29 февраля 2023 года.", "figures-date", "29 февраля 2023"),
        ("Отчет подается до 31.04.2027.", "figures-date", "31.04.2027"),
        ("План на 2026-13 утверждается.", "figures-date", "2026-13"),
        ("Отчет – тридцать первого июня.", "figures-date", "тридцать первого июня"),
        ("Не позднее тридцать второго числа.", "figures-date", "тридцать второго числа"),
        ("Сессия работает тринадцать месяцев в год.", "figures-term", "тринадцать месяцев в год"),
        ("Прием – восемь дней в неделю.", "figures-term", "восемь дней в неделю"),
        ("Отпуск – тринадцать месяцев в году.", "figures-term", "тринадцать месяцев в году"),
        ("Отчет подается в течение 0 дней.", "figures-term", "в течение 0 дней"),
        ("Выборы начинаются в 25 часов по местному времени.", "figures-term", "в 25 часов"),
        ("Решение принимают пятью четвертями голосов.", "figures-share", "пятью четвертями"),
        (
            "Аким публикует отчет в течение пяти дней. Аким публикует отчет в течение десяти дней.",
            "figures-contradiction",
            "десяти дней",
        ),
        (
            "Аким рассматривает обращение жителя в течение пяти дней со дня его получения.\n"
            "Аким рассматривает обращение жителя в течение десяти дней со дня его получения.",
            "figures-contradiction",
            "десяти дней",
        ),
        ("Норма вводится в действие с 1 января 2020 года.", "figures-past", "2020"),
    ],
)
def test_caught(library: Library, text: str, rule: str, words: str) -> None:
    findings = found(library, text)
    assert [f.rule for f in findings] == [rule]
    span = findings[0].span
    assert span
    assert words in text[slice(*span)]


@pytest.mark.parametrize(
    "text",
    [
        "Средства распределяются следующим образом:\n1) 60 процентов району;\n2) 40 % селу.",
        "Штраф повышается:\n1) на 60 процентов за первый год;\n2) на 50 процентов за второй.",
        "Не менее двух третей депутатов и трех четвертей членов комиссии.",
        "Не менее пяти, но не более десяти дней.",
        "Не менее шести месяцев и не более двух лет.",
        "Не менее пяти депутатов, но не более трех заседаний.",
        "От 31 декабря до 1 марта; от статьи 5 до статьи 3.",
        "В течение 5 (пяти) дней, двадцати пяти (25) дней и 1 500 (одной тысячи пятисот) тенге.",
        "Пункт 5 (второй абзац) применяется.",
        "29 февраля, 29 февраля 2024 года, тридцать первого мая, 31.05.2027, 2026-12-31.",
        "Учебный год 2012-13; решение № 2026-13; тридцать первого числа.",
        "Не более сорока часов в неделю, семь дней в неделю, двенадцать месяцев в год.",
        "Аким рассматривает обращение жителя в течение пяти дней со дня его получения.\n"
        "Аким рассматривает запрос депутата в течение десяти дней со дня его получения.",
        "Аким публикует отчет в течение пяти дней. Совет публикует отчет в течение десяти дней.",
        "Выборы идут с семи часов до двадцати часов; ответ дается в течение 48 часов.",
        "Норма вводится в действие с 1 января 2030 года.",
        "🙂 \u0007 İ 31 декабря",
    ],
)
def test_left_alone(library: Library, text: str) -> None:
    assert found(library, text) == []


def test_words_that_the_law_has_already_are_not_the_drafts_past(library: Library) -> None:
    law = library.edition(LAW)
    old = "Норма вводится в действие с 1 января 2020 года."
    drafted = draft(library, added(f"{LAW}/art_12.pt_9", old))
    proposal = drafted.proposals[0]
    again = read(
        package(item(f"{LAW}/art_12.pt_9", f"{old} Новое.", "replace")),
        {LAW: proposal.after},
        library,
    )
    assert law.date > "2020-01-01"
    assert list(days.past(drafted)) != []
    assert list(days.past(again)) == []


@pytest.mark.parametrize(
    ("words", "rules_"),
    [
        ("с 1 января 2021 года", ["figures-past"]),
        (
            "по истечении десяти календарных дней после дня его первого официального опубликования",
            [],
        ),
        ("с 31 февраля 2021 года", []),
        ("с 1 января 2031 года", []),
    ],
)
def test_the_bills_own_entry_into_force(library: Library, words: str, rules_: list[str]) -> None:
    drafted = draft(
        library, added(f"{LAW}/art_12.pt_9", "Новое правило."), bill={"in_force": words}
    )
    assert [f.rule for f in days.past(drafted)] == rules_


@pytest.mark.slow
def test_the_corpus_has_none_of_these(library: Library, editions: dict[str, Edition]) -> None:
    """Every article of law as its own new wording: adopted texts, so no finding."""
    for edition in editions.values():
        act = library.act(edition.act)
        if edition.language != "ru" or act.force == "treaty":
            continue
        items = [
            item(f"{edition.act}/{c.steps[0]}", c.text, "replace")
            for c in edition.walk()
            if c.kind == "article" and c.live and len(c.steps) == 1
        ]
        drafted = read(package(*items), {edition.act: edition}, library)
        assert [f.message for f in checking.check(drafted, CHECKS)] == [], edition.name


@pytest.mark.slow
def test_a_megabyte_of_text_is_read(library: Library) -> None:
    text = "Не менее пяти дней, но не более десяти дней со дня получения; от 5 до 10 лет. " * 13_000
    drafted = draft(library, added(f"{LAW}/art_12.pt_9", text))
    assert isinstance(drafted.package.items[0], Item)
    assert found(library, text + "31 февраля")[0].rule == "figures-date"
