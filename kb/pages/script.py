"""The script that Streamlit runs for each drawing of a page."""

from kb.pages import run

run()
