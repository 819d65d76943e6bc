"""Waiting for a turn at heavy work on a page, where the reader sees how many stand before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from kb.ground.html import html
from kb.pages.fragment import put
from kb.pages.words import text
from kb.server.turns import Turns

# Comparing, exporting and drawing hold the interpreter, so that more at once only makes all slower.
HEAVY: Final = Turns(max(2, (os.cpu_count() or 2) // 2))
IMPORTS: Final = Turns(2)  # they wait for the banks most of the time


@contextmanager
def waiting(turns: Turns, language: str) -> Iterator[None]:
    """Holds a place at the work; whoever must wait for it reads so on the page. Raises Crowded.

    The note's place is on the page with a wait and without: Streamlit knows what is open (a popover, an
    expander) by the number of things before it, and would close it when one more or one fewer stood there.
    """
    place = st.empty()

    def tell(before: int) -> None:
        said = text("waiting", language, n=before)
        put(html("<p class='note' role='status'>{}</p>", said), place)

    try:
        with turns.turn(tell):
            place.empty()
            yield
    finally:
        place.empty()
