"""The Streamlit entry: `kb serve` runs it; everything stands in kb/pages."""

from kb.pages import run

run()
