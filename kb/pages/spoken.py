"""Streamlit's own words («Upload», «Press Enter to apply») in the language of the interface."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

from kb.ground.saying import FOLDER, catalogue, say

_ROOM: Final = "streamlit"
_ANY: Final = "{n}"  # what stands for any number or name in a sentence of Streamlit's


@cache
def script(language: str) -> str:
    """The script that puts them: its language, Streamlit's words and the reader's, then what puts them."""
    said = [
        say(f"streamlit.{name}", **dict.fromkeys(template.fields, _ANY))
        for name, template in catalogue(FOLDER / f"{_ROOM}.yaml").items()
    ]
    words = {s.en: s.in_language(language) for s in said}
    told = json.dumps({"language": language, "words": words}, ensure_ascii=False)
    code = Path(__file__).with_name("spoken.js").read_text("utf-8")
    return f"window.spoken = {told.replace('<', chr(92) + 'u003c')};\n{code}"
