"""The words that change, beside LibreOffice's own comparison of documents, on the ten hardest changes held.

Hardest: the units of two neighbouring editions whose marks are the most runs. Both sides mark what goes
and what comes; each must give back both texts; the fewer characters and runs, the less there is to read.
    python benchmarks/difference_office.py [--show]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Final

import docx
from lxml import etree

from kb.library import Library, places
from kb.norm.difference import Change, compare
from kb.norm.marks import Segments, word_segments

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.office import PYTHON, SOFFICE, command

MOST: Final = 10
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CLIENT: Final = """
import sys, time, os
import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
pipe, old, new, out = sys.argv[1:]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(300):
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except NoConnectException:
        time.sleep(0.1)
services = context.ServiceManager
desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
document = desktop.loadComponentFromURL(new, "_blank", 0, (PropertyValue("Hidden", 0, True, 0),))
frame = document.CurrentController.Frame
dispatcher.executeDispatch(frame, ".uno:CompareDocuments", "", 0, (PropertyValue("URL", 0, old, 0),))
document.storeToURL(out, (PropertyValue("FilterName", 0, "MS Word 2007 XML", 0),))
os._exit(0)
"""


def hardest(library: Library) -> list[tuple[str, str, str]]:
    """(address, before, after) of the units whose marks are the most runs."""
    changes = []
    for act in library.acts.values():
        for language in ("ru", "kk"):
            for was, now in pairwise(act.held_dates(language)):
                pair = (library.edition(act.id, day, language) for day in (was, now))
                changes += [
                    (len(row.segments), row.right.address, row.left.text, row.right.text)
                    for row in compare(*pair).rows
                    if row.left and row.right and row.status is Change.CHANGED
                    and "\n" not in row.left.text + row.right.text
                ]  # fmt: skip
    changes.sort(key=lambda c: -c[0])
    return [change[1:] for change in changes[:MOST]]


def by_office(pairs: list[tuple[str, str, str]], folder: Path) -> list[Segments]:
    """What LibreOffice marks, paragraph by paragraph; a heading between keeps the pairs apart."""
    files = [folder / "old.docx", folder / "new.docx", folder / "compared.docx"]
    for side, path in enumerate(files[:2], start=1):
        document = docx.Document()
        for nth, pair in enumerate(pairs):
            document.add_paragraph(f"§§§ {nth}")
            document.add_paragraph(pair[side])
        document.save(str(path))
    pipe = f"kbcompare{folder.name}"
    office = subprocess.Popen(
        [*command(folder), f"--accept=pipe,name={pipe};urp"], stderr=subprocess.DEVNULL
    )
    try:
        uris = [path.as_uri() for path in files]
        subprocess.run([PYTHON, "-c", CLIENT, pipe, *uris], check=True, timeout=120)
    finally:
        office.terminate()
        office.wait(30)
    tree = etree.fromstring(zipfile.ZipFile(files[2]).read("word/document.xml"))
    marked: list[list[tuple[str, str]]] = []
    for paragraph in tree.iter(f"{W}p"):
        pieces: list[tuple[str, str]] = []
        for text in paragraph.iter(f"{W}t", f"{W}delText"):
            op = "="
            if text.tag == f"{W}delText":
                op = "-"
            elif any(True for _ in text.iterancestors(f"{W}ins")):
                op = "+"
            if pieces and pieces[-1][0] == op:
                pieces[-1] = op, pieces[-1][1] + (text.text or "")
            else:
                pieces.append((op, text.text or ""))
        if "".join(t for _, t in pieces).startswith("§§§"):
            marked.append([])
        elif marked:
            marked[-1] += pieces
    return [tuple(m) for m in marked]


def figures(segments: Segments, before: str, after: str) -> tuple[int, int, int, str]:
    """Characters marked, runs, words cut by a mark, and whether both texts are given back."""
    left = "".join(t for op, t in segments if op != "+")
    right = "".join(t for op, t in segments if op != "-")
    whole = "yes" if (left, right) == (before, after) else "NO"
    changed = [t for op, t in segments if op != "="]
    cut = sum(
        one[1][-1:].isalnum() and other[1][:1].isalnum()
        for absent in "-+"
        for one, other in pairwise([s for s in segments if s[0] != absent])
    )
    return sum(map(len, changed)), len(changed), cut, whole


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--show", action="store_true", help="print the marks")
    wanted = options.parse_args()
    if not SOFFICE:
        print("LibreOffice is not installed: nothing to stand beside")
        return
    pairs = hardest(Library.open(places()))
    with tempfile.TemporaryDirectory() as folder:
        theirs = by_office(pairs, Path(folder))
    print(
        f"{'ours, office':<52} {'characters':>12} {'runs':>10} {'words cut':>10} {'both texts':>11}"
    )
    for (address, before, after), office in zip(pairs, theirs, strict=True):
        ours = word_segments(before, after)
        beside = zip(figures(ours, before, after), figures(office, before, after), strict=True)
        print(f"{address:<54}", *(f"{one!s:>5} {other!s:>4}" for one, other in beside))
        if wanted.show:
            for name, marks in (("ours", ours), ("office", office)):
                print(name, "".join(t if op == "=" else f"[{op}{t}]" for op, t in marks))


if __name__ == "__main__":
    main()
