"""Мой ГОРОД: a city's budget divided by those who pay it; the study's example or the user's own."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from pathlib import PurePath
from typing import Final

import streamlit as st

from kb.ground.errors import KbError
from kb.ground.html import NONE, Html, html, together
from kb.ground.saying import said, say
from kb.pages.frame import Frame, asked, index_of, show
from kb.receipt import table
from kb.receipt.bill import Charge, Period, Receipt, of_payers, receipt
from kb.receipt.budget import Budget, Scale, faulty, remarks
from kb.receipt.study import Example, Printed, example
from kb.write import docx, markdown
from kb.write import receipt as writing

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_UNITS: Final = ("", "tenge", "thousand", "million")


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("page_receipt"))
    show(html("<p>{}</p>", frame.said(say("receipt.idea"))))
    budget, shown = _budget(frame)
    if budget is None:
        return
    left, middle, right = st.columns([2, 2, 3])
    periods = list(Period)
    period = left.segmented_control(
        frame.say("receipt_period"),
        periods,
        default=periods[index_of([p.value for p in periods], asked("period"))],
        format_func=lambda p: frame.say(f"receipt_{p.value}"),
        key=frame.key("receipt-period"),
    )
    payers = middle.number_input(
        frame.say("receipt_payers"),
        min_value=1,
        max_value=10**9,
        value=budget.payers,
        key=frame.key("receipt-payers", budget.place, str(budget.payers)),
    )
    if payers != budget.payers:
        budget, shown = of_payers(budget, payers, None), None
    made = receipt(budget, period or Period.YEAR)
    numbers = ["", *(c.line.number for c in made.charges)]
    names = {c.line.number: c.line.name for c in made.charges}
    programme = right.selectbox(
        frame.say("receipt_programme"),
        numbers,
        index=index_of(numbers, asked("programme") or ""),
        format_func=lambda n: names.get(n, frame.say("receipt_all")),
        key=frame.key("receipt-programme", budget.place),
    )
    frame.remember(period=period if period != Period.YEAR else None, programme=programme or None)
    _bill(frame, made, programme, shown)
    _charts(frame, made, programme)
    _downloads(frame, made, programme, shown)
    if shown:
        _study(frame, shown)


def _budget(frame: Frame) -> tuple[Budget | None, Example | None]:
    """The user's table where there is one, else the study's example; nothing where the table errs."""
    with st.expander(frame.say("receipt_own")):
        st.download_button(
            frame.say("receipt_template"),
            "\ufeff" + table.TEMPLATE.read_text("utf-8"),
            "budget.csv",
            "text/csv",
            on_click="ignore",
        )
        file = None
        if frame.may_upload():
            file = st.file_uploader(frame.say("receipt_file"), type=["csv", "xlsx"])
        unit = st.selectbox(
            frame.say("receipt_unit"),
            _UNITS,
            format_func=lambda u: frame.say(f"receipt_unit_{u}" if u else "receipt_unit_said"),
        )
    if file is None:
        shown = example()
        return shown.budget, shown
    try:
        chosen = Scale(unit) if unit else None
        return table.from_bytes(file.getvalue(), PurePath(file.name).name, chosen), None
    except KbError as error:
        show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
        return None, None


def _bill(frame: Frame, made: Receipt, programme: str, shown: Example | None) -> None:
    """The receipt itself: one sentence, then the table."""
    spoken = partial(said, language=frame.language)
    heads = together(
        html(
            "<th scope='col'{}>{}</th>",
            html(" class='name'") if name == "name" else NONE,
            spoken(writing.head(name, made)),
        )
        for name in writing.COLUMNS
    )
    # The study prints a year's sums and a month's.
    printed = shown.printed if shown and made.of is Period.YEAR else {}
    rows = together(
        _row(charge, printed.get(charge.line.number)) for charge in writing.lines(made, programme)
    )
    told = together(
        html(
            "<p class='{}'>{}</p>",
            "bad" if faulty(made.budget) else "soft",
            spoken(remark),
        )
        for remark in remarks(made.budget)
    )
    show(
        html(
            "<h2>{}</h2><p><b>{}</b></p>", spoken(writing.title(made)), spoken(writing.shared(made))
        )
        + told
        + html(
            "<div class='wide' tabindex='0' role='region' aria-label='{}'>"
            "<table class='numbers'><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
            spoken(writing.title(made)),
            heads,
            rows,
        )
    )


def _row(charge: Charge, printed: Printed | None) -> Html:
    """A line; under a resident's sums what the study prints in their place."""
    part = "." in charge.line.number
    number, name, *figures = writing.cells(charge)
    old = ("", "", "", printed.year, printed.month) if printed else ("",) * 5
    cells = together(
        html("<td>{}", figure)
        + (html("<br><small class='soft'><del>{}</del></small>", was) if was else NONE)
        + html("</td>")
        for figure, was in zip(figures, old, strict=True)
    )
    return html(
        "<tr><td>{}</td><td class='name'>{}</td>{}</tr>",
        number,
        html("{}", name) if part else html("<b>{}</b>", name),
        cells,
    )


def _charts(frame: Frame, made: Receipt, programme: str) -> None:
    """The city's costs and one resident's, by programme, or by sub-programme of the one chosen."""
    chosen = next((c for c in made.charges if c.line.number == programme), None)
    charges = chosen.parts if chosen else made.charges
    if not charges:
        return
    city, resident = st.columns(2)
    name = frame.say("receipt_programme")
    for place, title, values in (
        (
            city,
            "receipt_city_chart",
            [c.line.cost * made.budget.unit.tenge / 1_000_000_000 for c in charges],
        ),
        (resident, f"receipt_{made.of.value}_chart", [c.period for c in charges]),
    ):
        head = frame.say(title)
        place.markdown(f"**{head}**")
        rows = {name: [c.line.name for c in charges], head: [_float(v) for v in values]}
        place.bar_chart(
            rows, x=name, y=head, horizontal=True, sort=f"-{head}", height=80 + 46 * len(charges)
        )


def _float(number: Decimal) -> float:
    return round(float(number), 2)


def _downloads(frame: Frame, made: Receipt, programme: str, shown: Example | None) -> None:
    language = "kk" if frame.language == "kk" else "ru"
    row = st.container(horizontal=True)
    paper = partial(writing.paper, made, language, programme, shown)
    for label, file, mime, data in (
        ("download_docx", "receipt.docx", WORD, lambda: docx.write(paper())),
        ("download_md", "receipt.md", "text/markdown", lambda: markdown.write(paper())),
        (
            "receipt_csv",
            "receipt.csv",
            "text/csv",
            lambda: writing.as_csv(made, language, programme),
        ),
    ):
        row.download_button(frame.say(label), data, file, mime, on_click="ignore")


def _study(frame: Frame, shown: Example) -> None:
    """Where the study errs, beside what is right."""
    items = together(
        html(
            "<li><blockquote lang='ru'>«{}»</blockquote><p>{} <span class='soft'>{}</span></p></li>",
            error.words,
            frame.said(error.says),
            frame.say("receipt_line", n=error.place[0]),
        )
        for error in shown.errors
    )
    show(
        html(
            "<h2>{}</h2><p class='soft'>{}</p><ul>{}</ul><p><a href='{}'>{}</a></p>",
            frame.say("receipt_errors"),
            frame.said(shown.source),
            items,
            frame.link("studies", study=shown.study),
            frame.say("page_studies"),
        )
    )
