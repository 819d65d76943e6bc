"""Where things lie: the built-in corpus and packages, and the user's own folder.

In a checkout the built-in data stand beside `kb/`; in an installed wheel they travel inside it.
Nothing depends on the folder that the program is started from.
"""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def builtin(name: str) -> Path:
    """`corpus`, `amendments` or `app.py` as shipped."""
    inside = PACKAGE / "builtin" / name
    return inside if inside.exists() else PACKAGE.parent / name


def user_folder() -> Path:
    """The user's data folder: `SALYSTYRMA_HOME`, else the platform's own place for app data."""
    override = os.environ.get("SALYSTYRMA_HOME")
    if override:
        return Path(override)
    from platformdirs import user_data_path

    return user_data_path("salystyrma", appauthor=False)
