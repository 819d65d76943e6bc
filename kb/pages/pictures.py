"""The three pictures of Начало: the amendments, the Charter, the editions; each comes when it is computed."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kb.ground.html import Html, html, together
from kb.norm import history as histories
from kb.norm.act import Act
from kb.pages import charter, findings
from kb.pages import charter_matrix as verdicts
from kb.pages.entry import changed_words, title
from kb.pages.frame import Frame, show
from kb.pages.start import LAW
from kb.papers.filing import comparison

PACKAGE: Final = "bektibaev-2022"  # the amendments of the first picture, unless they are gone


def pictures(frame: Frame) -> None:
    """Draws them, with what the app does not say below."""
    with st.container(key="start"):
        left, right = st.columns(2, gap="medium")
        below = st.container()
    first, second = left.empty(), right.empty()
    with below:
        show(_editions(frame) + html("<p class='soft'>{}</p>", frame.say("start_limits")))
    with second:
        show(_charter(frame))
    with first:
        show(_amendments(frame))


def _picture(name: str, head: str, url: str, body: Html) -> Html:
    return html(
        "<section class='picture {}'><h2 class='art'><a href='{}'>{}</a></h2>{}</section>",
        name,
        url,
        head,
        body,
    )


def _amendments(frame: Frame) -> Html:
    """A card for each amendment: the unit, its words, the worst finding."""
    packages = {p.id: p for p in frame.library.packages()}
    package = packages.get(PACKAGE) or next(iter(packages.values()), None)
    if package is None:
        return html("<p>{}</p>", frame.say("no_packages"))
    editions = frame.library.editions_for(package, "newest")
    with frame.heavy():
        table = comparison(frame.library, package, editions)
        listed = findings.findings_of(
            frame.library, package, tuple(e.name for e in editions.values())
        )
    worst = findings.worst(findings.set_aside(listed, package.id)[0])
    cards = together(
        html(
            "<li><a href='{}'>{}<b>{}. {}</b><span class='soft'>{}</span></a></li>",
            frame.link("amendments", package=package.id, item=e.item.id),
            findings.sign(frame, worst.get(e.item.id)),
            e.number,
            title(frame, e),
            " · ".join(filter(None, (frame.said(e.act.name), changed_words(e)))),
        )
        for e in table.entries
    )
    return _picture(
        "amendments",
        package.title_in(frame.language),
        frame.link("amendments", package=package.id),
        html("<p class='soft'>{}</p><ol class='cards'>{}</ol>", package.author, cards),
    )


def _charter(frame: Frame) -> Html:
    """The verdict in a sentence, and the thirty tiles."""
    view = charter.view_of(frame)
    tiles = together(verdicts.tile(view, v, pale=False) for v in view.report.after.part("charter"))
    return _picture(
        "charter",
        frame.say("page_charter"),
        frame.link("charter"),
        html("<p>{}</p><div class='tiles'>{}</div>", charter.sentence(view), tiles),
    )


def _editions(frame: Frame) -> Html:
    """When the law changed: each known edition, those in the library as links."""
    acts = frame.library.acts
    act = acts.get(LAW) or next(iter(acts.values()), None)
    if act is None:
        return html("<p>{}</p>", frame.say("no_acts"))
    body = html(
        "<p class='soft'>{}</p><ol class='editionline'>{}</ol>",
        frame.say("start_editions"),
        together(_edition(frame, act)),
    )
    return _picture("editions", frame.said(act.name), frame.link("norms", address=act.id), body)


def _edition(frame: Frame, act: Act) -> list[Html]:
    rows = []
    for date, cause, _, held in histories.timeline(act, "ru"):
        words = html("{}", frame.day(date))
        if held:
            words = html("<a href='{}'>{}</a>", frame.norm_link(f"{act.id}@{date}:ru"), words)
        known = "" if held else f" {frame.say('edition_known')}"
        kind = "held" if held else "soft"
        rows.append(
            html(
                "<li class='{}' title='{}'>{}<span class='unseen'>{}</span></li>",
                kind,
                cause or "",
                words,
                known,
            )
        )
    return rows
