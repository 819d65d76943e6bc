"""The one place that hands HTML to Streamlit: only fragments whose texts are escaped, and the app's own
style and scripts."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kb.ground.html import Html


def put(fragment: Html, place: DeltaGenerator | None = None) -> None:
    """Draws a fragment, at a place of the page or where the page has come to."""
    if place is None:
        st.html(fragment)
    else:
        place.html(fragment)


def put_style(css: str) -> None:
    """The app's own style, from its own file."""
    st.html(f"<style>{css}</style>")


def put_script(script: str) -> None:
    """The app's own script, from its own file."""
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
