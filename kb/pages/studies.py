"""Исследования: what authors say of the norms, word for word, with the place and the conflicts."""

from __future__ import annotations

import streamlit as st

from kb.ground.safe import html_text
from kb.library.study import KINDS, Claim, Study
from kb.pages.frame import Frame, asked, index_of, show


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("page_studies"))
    studies = {s.id: s for s in frame.library.studies()}
    show(f"<p>{html_text(frame.say('studies_intro'))}</p>")
    if frame.language != "ru":
        show(f"<p class='soft'>{html_text(frame.say('studies_in_russian'))}</p>")
    if not studies:
        show(f"<p>{html_text(frame.say('graph_nothing'))}</p>")
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
    remarks = "".join(f"<p class='note' lang='ru'>{html_text(r)}</p>" for r in study.remarks)
    show(
        f"<p lang='ru'><b>{html_text(study.citation)}</b></p>{remarks}"
        f"<p role='status'>{html_text(frame.count('claim', len(claims)))}</p>"
        + "".join(_claim(frame, study, c, here=c.id == claim) for c in claims)
    )


def _claim(frame: Frame, study: Study, claim: Claim, *, here: bool) -> str:
    norms = "".join(
        f"<li>{frame.norm_html(str(n.address))}"
        + (f" <span class='soft'>«{html_text(n.words)}»</span>" if n.words else "")
        + (f"<p class='note' lang='ru'>{html_text(n.remark)}</p>" if n.remark else "")
        + "</li>"
        for n in claim.norms
    )
    conflicts = "".join(
        f"<p class='note'><b>{html_text(frame.say('conflict'))}.</b> "
        f"{_other(frame, c.claim, c.address)} <span lang='ru'>{html_text(c.why)}</span></p>"
        for c in claim.conflicts
    )
    node = frame.link("graph", node=f"claim:{study.id}#{claim.id}")
    author = f"{html_text(claim.author)}, " if claim.author else ""
    return (
        f"<div class='hit{' here' if here else ''}' id='{html_text(claim.id)}'>"
        f"<p><span class='chip'>{html_text(frame.say(f'says_{claim.says}'))}</span> "
        f"<span lang='ru'>{html_text(claim.gist)}</span></p><blockquote lang='ru'>«{html_text(claim.words)}»</blockquote>"
        f"<p class='soft'>{author}{html_text(frame.said(claim.place))} · "
        f"<a href='{html_text(node)}'>{html_text(frame.say('in_graph'))}</a></p>"
        f"<ul class='norms'>{norms}</ul>{conflicts}</div>"
    )


def _other(frame: Frame, claim: str, address: str) -> str:
    """The other side of a conflict: a claim of another study, or a norm."""
    parts = []
    if claim:
        study, _, name = claim.partition("#")
        url = html_text(frame.link("studies", study=study, claim=name))
        parts.append(f"<a href='{url}'>{html_text(claim)}</a>.")
    if address:
        parts.append(f"{frame.norm_html(address)}.")
    return " ".join(parts)
