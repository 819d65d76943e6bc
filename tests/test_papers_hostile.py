"""Papers of packages that no one should write: valid documents whatever they hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kb.amendment.package import Package
from kb.ground.safe import visible
from kb.library import Library
from kb.papers.conclusion import Annex, Effects
from kb.papers.export import export
from kb.papers.filing import comparison
from kb.words.text import squeeze

from .office import to_text
from .test_papers import KINDS, draft, words


def hostile() -> dict[str, Package]:
    """Packages that a careless or a malicious hand may write."""

    def item(nth: int, text: str, **more: Any) -> dict[str, Any]:
        return {"id": str(nth), "target": "law-148-2001/art_11.pt_6", "operation": "replace",
                "proposed": text, "grounds": text, **more}  # fmt: skip

    megabyte = "слово за словом и опять слово | " * 18_000
    return {
        "hundreds": draft(*(item(n, f"6. Текст {n}.") for n in range(400))),
        "empty": draft(item(1, ""), item(2, " \n "), {"id": "3", "target": "law-148-2001/art_11.pt_6", "operation": "insert"}),
        "megabyte": draft(item(1, megabyte)),
        "emoji": draft(item(1, "6. 😀👩‍👩‍👧 \u202eсправа\u202c \x00\x07\x1b ]]> <w:p/> &amp;", place="a/../b")),
        "unknown": draft(item(1, "Х", target="law-148-2001/art_9999.pt_1"), {**item(2, "Y"), "target": "law-148-2001/art_1"}),
        "names": draft(item(1, "6. Да."), title="../../etc/passwd\n# x", author="<script>\x00", id="p"),
    }  # fmt: skip


@pytest.mark.office
def test_documents_of_hostile_packages_open_in_libreoffice(
    library: Library, tmp_path: Path
) -> None:
    paths, wanted = [], []
    for name, package in hostile().items():
        chosen = library.editions_for(package, "newest")
        found = comparison(library, package, chosen)
        path = tmp_path / f"{name}.docx"
        path.write_bytes(export(found, library.acts, "docx", Annex((), Effects(unknown="проба"))))
        paths.append(path)
        wanted.append([squeeze(visible(i.grounds)) for i in package.items])
    for path, said, texts in zip(paths, to_text(paths, tmp_path), wanted, strict=True):
        shown = squeeze(said)
        assert "Пояснительная записка" in shown, path.name
        assert [t for t in texts if t not in shown] == [], path.name


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_hundreds_of_amendments_are_all_there(library: Library, kind: str) -> None:
    package = hostile()["hundreds"]
    chosen = library.editions_for(package, "newest")
    said = words(export(comparison(library, package, chosen), library.acts, kind), kind)
    assert all(f"Текст {n}." in said for n in range(400))
