"""The papers of a package to take away: Word, Markdown, tracked changes; in Russian or Kazakh."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kb.act import Edition
from kb.errors import KbError
from kb.pages.frame import Frame, show
from kb.write.columns import columns
from kb.write.comparison import Comparison
from kb.write.filing import kazakh, papers, tracked_changes
from kb.write.safe import file_name, html_text

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def downloads(
    frame: Frame, comparison: Comparison, editions: Mapping[str, Edition], item: str
) -> None:
    """The buttons; with an `item` chosen, the tracked changes are of it alone."""
    package, library = comparison.package, frame.library
    try:
        columns()
    except KbError as error:
        show(f"<p class='bad'>{html_text(str(error))}</p>")
        return
    left, *rest = st.columns([2, 2, 2, 3])
    given = any(i.kazakh for i in package.items)
    language = "ru"
    if given:
        language = (
            rest[2].segmented_control(
                frame.say("papers_language"),
                ["ru", "kk"],
                default="ru",
                format_func=lambda code: {"ru": "Русский", "kk": "Қазақша"}[code],
                key=f"papers-{package.id}",
            )
            or "ru"
        )
    name = file_name(package.id) + ("-kk" if language == "kk" else "")

    def paper(kind: str) -> bytes:
        return papers(library, package, editions, kind, language)

    def offer(column: DeltaGenerator, label: str, file: str, data: Callable[[], bytes]) -> None:
        mime = WORD if file.endswith(".docx") else "text/markdown"
        column.download_button(
            frame.say(label), data, file, mime, on_click="ignore", width="stretch"
        )

    offer(left, "download_docx", f"{name}.docx", lambda: paper("docx"))
    offer(rest[0], "download_md", f"{name}.md", lambda: paper("md"))
    if _changes(frame, comparison, language, item):
        file = file_name("-".join(filter(None, (name, item, "tracked"))))
        now = datetime.now(UTC)
        offer(
            rest[1],
            "download_tracked",
            f"{file}.docx",
            lambda: tracked_changes(library, package, editions, now, item, language),
        )


def _changes(frame: Frame, comparison: Comparison, language: str, item: str) -> bool:
    """Whether some amendment can be carried out in a text held in this language."""
    found = kazakh(frame.library, comparison) if language == "kk" else comparison
    return any(
        not e.refused and e.edition.endswith(f":{language}") and item in ("", e.item.id)
        for e in found.entries
    )
