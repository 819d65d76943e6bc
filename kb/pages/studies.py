"""Исследования: what authors say of the norms, word for word, with the place and the conflicts."""

from __future__ import annotations

import streamlit as st

from kb.ground.html import NONE, Html, html, together
from kb.library.study import KINDS, Claim, Study
from kb.pages.frame import Frame, asked, index_of, show


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("page_studies"))
    studies = {s.id: s for s in frame.library.studies()}
    show(html("<p>{}</p>", frame.say("studies_intro")))
    if frame.language != "ru":
        show(html("<p class='soft'>{}</p>", frame.say("studies_in_russian")))
    if not studies:
        show(html("<p>{}</p>", frame.say("graph_nothing")))
        return
    names = list(studies)
    frame.unknown("study", asked("study"), names)
    left, right = st.columns([3, 2])
    chosen = left.selectbox(
        frame.say("study"),
        names,
        index=index_of(names, asked("study")),
        format_func=lambda s: f"{studies[s].name.rstrip('.')}. {studies[s].title}",
        key=frame.key("study"),
    )
    kinds = ["", *KINDS]
    says = right.selectbox(
        frame.say("says"),
        kinds,
        index=index_of(kinds, asked("says") or ""),
        format_func=lambda k: frame.say(f"says_{k}") if k else frame.say("all_amendments"),
        key=frame.key("says"),
    )
    disputed = st.checkbox(
        frame.say("only_conflicts"), value=asked("disputed") == "1", key=frame.key("disputed")
    )
    study = studies[chosen]
    claim = next((c.id for c in study.claims if c.id == asked("claim")), None)
    frame.remember(study=chosen, says=says or None, disputed="1" if disputed else None, claim=claim)
    claims = [
        c for c in study.claims if (not says or c.says == says) and (not disputed or c.conflicts)
    ]
    remarks = together(html("<p class='note' lang='ru'>{}</p>", r) for r in study.remarks)
    show(
        html(
            "<p lang='ru'><b>{}</b></p>{}<p role='status'>{}</p>",
            study.citation,
            remarks,
            frame.count("claim", len(claims)),
        )
        + together(_claim(frame, study, c, here=c.id == claim) for c in claims)
    )


def _claim(frame: Frame, study: Study, claim: Claim, *, here: bool) -> Html:
    norms = together(
        html("<li>{}", frame.norm_html(str(n.address)))
        + (html(" <span class='soft'>«{}»</span>", n.words) if n.words else NONE)
        + (html("<p class='note' lang='ru'>{}</p>", n.remark) if n.remark else NONE)
        + html("</li>")
        for n in claim.norms
    )
    conflicts = together(
        html(
            "<p class='note'><b>{}.</b> {} <span lang='ru'>{}</span></p>",
            frame.say("conflict"),
            _other(frame, c.claim, c.address),
            c.why,
        )
        for c in claim.conflicts
    )
    node = frame.link("graph", node=f"claim:{study.id}#{claim.id}")
    author = f"{claim.author}, " if claim.author else ""
    return html(
        "<div class='hit{}' id='{}'>"
        "<p><span class='chip'>{}</span> "
        "<span lang='ru'>{}</span></p><blockquote lang='ru'>«{}»</blockquote>"
        "<p class='soft'>{}{} · "
        "<a href='{}'>{}</a></p>"
        "<ul class='norms'>{}</ul>{}</div>",
        " here" if here else "",
        claim.id,
        frame.say(f"says_{claim.says}"),
        claim.gist,
        claim.words,
        author,
        frame.said(claim.place),
        node,
        frame.say("in_graph"),
        norms,
        conflicts,
    )


def _other(frame: Frame, claim: str, address: str) -> Html:
    """The other side of a conflict: a claim of another study, or a norm."""
    parts = []
    if claim:
        study, _, name = claim.partition("#")
        url = frame.link("studies", study=study, claim=name)
        parts.append(html("<a href='{}'>{}</a>.", url, claim))
    if address:
        parts.append(html("{}.", frame.norm_html(address)))
    return together(parts, " ")
