"""Waiting for a turn at heavy work on a page, where the reader sees how many stand before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kb.pages.words import text
from kb.safe import html_text
from kb.turns import Turns

# Comparing, exporting and drawing hold the interpreter, so that more at once only makes all slower.
HEAVY: Final = Turns(max(2, (os.cpu_count() or 2) // 2))
IMPORTS: Final = Turns(2)  # they wait for the banks most of the time


@contextmanager
def waiting(turns: Turns, language: str) -> Iterator[None]:
    """Holds a place at the work; whoever must wait for it reads so on the page. Raises Crowded."""
    places: list[
        DeltaGenerator
    ] = []  # made only for who waits: a page without a wait stays as it is

    def tell(before: int) -> None:
        if not places:
            places.append(st.empty())
        said = html_text(text("waiting", language, n=before))
        places[0].html(f"<p class='note' role='status'>{said}</p>")

    try:
        with turns.turn(tell):
            for place in places:
                place.empty()
            yield
    finally:
        for place in places:
            place.empty()
