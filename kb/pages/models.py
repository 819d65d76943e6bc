"""What the studies tell of self-government elsewhere, as one table: model, aspect, the author's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from kb.ground.html import Html, html, together
from kb.ground.saying import say
from kb.library.study import Study
from kb.pages import exhibits
from kb.pages.frame import Frame, asked, index_of, show
from kb.studies.exhibits import Model

_EVERY: Final = ""
_Row = tuple[str, Model]


def page(frame: Frame, studies: Mapping[str, Study]) -> None:
    """Draws the table of the models, by model or by aspect."""
    rows: list[_Row] = [(e.study, m) for e in frame.library.exhibits() for m in e.models]
    first, second, third = st.columns([3, 2, 2])
    with first:
        study = exhibits.author(frame, studies)
    model = _choice(frame, second, "model", [m.model for _, m in rows])
    aspect = _choice(frame, third, "aspect", [m.aspect for _, m in rows])
    frame.remember(view="models", study=study or None, model=model or None, aspect=aspect or None)
    shown = [
        (s, m)
        for s, m in rows
        if (not study or s == study)
        and (not model or m.model == model)
        and (not aspect or m.aspect == aspect)
    ]
    if not shown:
        show(html("<p role='status'>{}</p>", frame.say("studies_no_models")))
        return
    order = list(dict.fromkeys(m.model for _, m in rows))
    shown.sort(key=lambda r: order.index(r[1].model))
    show(
        html(
            "<p class='soft'>{}</p><div class='wide' tabindex='0' role='region' aria-label='{}'>"
            "<table class='both models'><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
            frame.say("models_intro"),
            frame.say("studies_view_models"),
            together(
                html("<th scope='col'>{}</th>", frame.say(h))
                for h in ("model", "aspect", "quote", "study")
            ),
            together(_rows(frame, studies, shown)),
        )
    )


def _choice(
    frame: Frame, place: st.delta_generator.DeltaGenerator, name: str, there: Sequence[str]
) -> str:
    names = [_EVERY, *dict.fromkeys(there)]
    return str(
        place.selectbox(
            frame.say(name),
            names,
            index=index_of(names, asked(name)),
            format_func=lambda n: (
                frame.said(say(f"studies.{name}_{n}")) if n else frame.say("all_amendments")
            ),
            key=frame.key(name),
        )
    )


def _rows(frame: Frame, studies: Mapping[str, Study], shown: Sequence[_Row]) -> list[Html]:
    rows = []
    before = ""
    for study, model in shown:
        words = frame.said(say(f"studies.model_{model.model}"))
        again = model.model == before
        before = model.model
        rows.append(
            html(
                "<tr><td>{}<br><span class='soft' lang='ru'>{}</span></td><td>{}</td>"
                "<td lang='ru'>«{}»<details><summary>{}</summary><span class='soft'>{}</span></details></td>"
                "<td><a href='{}' lang='ru'>{}</a></td></tr>",
                html("<span class='soft'>{}</span>", words) if again else html("<b>{}</b>", words),
                model.countries,
                frame.said(say(f"studies.aspect_{model.aspect}")),
                model.words,
                frame.say("studies_place"),
                frame.say("studies_lines", first=str(model.lines[0]), last=str(model.lines[1])),
                frame.link("studies", study=study),
                exhibits.name(studies, study),
            )
        )
    return rows
