"""The papers of a package to take away: Word, Markdown, tracked changes; in Russian or Kazakh."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import streamlit as st

from kb.compare.table import Comparison
from kb.disk.places import user_folder, working_in
from kb.ground.errors import KbError
from kb.ground.html import html
from kb.norm.act import Edition
from kb.pages.frame import Frame, show
from kb.pages.waiting import HEAVY
from kb.pages.words import LANGUAGES
from kb.papers.filing import kazakh, name_of, papers, tracked_changes
from kb.papers.labels import LANGUAGES as OF_PAPERS
from kb.papers.package_paper import KINDS
from kb.write.columns import columns

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def downloads(
    frame: Frame, comparison: Comparison, editions: Mapping[str, Edition], item: str
) -> None:
    """The buttons; with an `item` chosen, the tracked changes are of it alone."""
    package, library = comparison.package, frame.library
    try:
        columns()
    except KbError as error:
        show(html("<p class='bad'>{}</p>", frame.said(error.said)))
        return
    place = st.popover(frame.say("download"), width="content")
    language = "ru"
    if any(i.kazakh for i in package.items):
        chosen = place.segmented_control(
            frame.say("papers_language"),
            OF_PAPERS,
            default="ru",
            format_func=LANGUAGES.__getitem__,
            key=f"papers-{package.id}",
        )
        language = chosen or "ru"
    kind = place.selectbox(
        frame.say("paper"),
        KINDS,
        format_func=lambda k: frame.say(f"paper_{k}"),
        key=f"paper-{package.id}",
    )
    name = name_of(package, editions, kind, language)

    def paper(format_: str) -> bytes:
        return papers(library, package, editions, format_, language, kind)

    dated = ", ".join(dict.fromkeys(frame.day(e.date) for e in editions.values()))
    every = frame.say("papers_scope", n=len(package.items), editions=dated)

    def offer(label: str, scope: str, file: str, data: Callable[[], bytes]) -> None:
        mime = WORD if file.endswith(".docx") else "text/markdown"
        place.download_button(
            f"{frame.say(label)} – {scope}",
            partial(_made, user_folder(), data),
            file,
            mime,
            on_click="ignore",
            type="tertiary",
        )

    offer("download_docx", every, f"{name}.docx", lambda: paper("docx"))
    offer("download_md", every, f"{name}.md", lambda: paper("md"))
    if _changes(frame, comparison, language, item):
        file = name_of(package, editions, "tracked", language, item)
        one = frame.say("papers_scope_one", item=item, editions=dated)
        offer(
            "download_tracked",
            one if item else every,
            f"{file}.docx",
            lambda: tracked_changes(library, package, editions, datetime.now(UTC), item, language),
        )


def _made(folder: Path, data: Callable[[], bytes]) -> bytes:
    """A paper made when it is asked for, which happens beside the page and not in its session."""
    with working_in(folder), HEAVY.turn():
        return data()


def _changes(frame: Frame, comparison: Comparison, language: str, item: str) -> bool:
    """Whether some amendment can be carried out in a text held in this language."""
    table = kazakh(frame.library, comparison) if language == "kk" else comparison
    return any(
        not e.refused and e.edition.endswith(f":{language}") and item in ("", e.item.id)
        for e in table.entries
    )
