"""The form in which a page takes the words of an amending law: a text, what reads it, an example."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.pages.frame import Frame

DEFAULT_ACT = "law-148-2001"
MAX_PASTED = 1_000_000  # characters; an amending law has a tenth of it


class TooLong(KbError):
    """More text than a page takes."""


def pasted(frame: Frame, name: str, label: str, do: str, example: Mapping[str, str]) -> str:
    """The text given. `name`: of the page, which keeps it as `NAME-text`; `label`, `do`: what stands above it
    and on its button, as keys of the catalogue; `example`: what the page's fields hold for the example.

    Raises TooLong.
    """
    words = st.text_area(frame.say(label), height=200, key=f"{name}-text")
    left, right, _ = st.columns([1, 1, 2])
    left.button(frame.say(do), type="primary", width="stretch")
    right.button(
        frame.say("replay_example"),
        on_click=st.session_state.update,
        args=(dict(example),),
        width="stretch",
    )
    return fitting(words)


def fitting(words: str) -> str:
    """The words themselves. Raises TooLong."""
    if len(words) > MAX_PASTED:
        raise TooLong(say("pages.pasted_too_long", n=str(MAX_PASTED)))
    return words
