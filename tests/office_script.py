"""Runs inside LibreOffice's own Python: settles the tracked changes of documents.

    python office_script.py PIPE LIST OUT

LIST names a .docx file per line; OUT is given a line of JSON more per file, as soon as it is
done: the lines of the text with every change accepted, and with every change rejected.
"""

import json
import os
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def connected(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("soffice does not answer")


def lines_of(piece):
    """The line of a paragraph; a line per row of a table, as a law has it."""
    if not piece.supportsService("com.sun.star.text.TextTable"):
        return [piece.String]
    return [f"| {' | '.join(row)} |" for row in piece.DataArray]


def settled(desktop, dispatcher, path, command):
    hidden = PropertyValue("Hidden", 0, True, 0)
    document = desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (hidden,))
    frame = document.CurrentController.Frame
    dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, ())
    lines = [line for piece in document.Text for line in lines_of(piece)]
    left = document.Redlines.hasElements()
    document.close(True)
    if left:
        raise SystemExit(f"{path}: changes are left after {command}")
    return lines


context = connected(sys.argv[1])
services = context.ServiceManager
desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
with Path(sys.argv[3]).open("a", encoding="utf-8") as out:
    for path in Path(sys.argv[2]).read_text("utf-8").splitlines():
        row = [
            settled(desktop, dispatcher, path, command)
            for command in ("AcceptAllTrackedChanges", "RejectAllTrackedChanges")
        ]
        out.write(json.dumps(row) + "\n")
        out.flush()
# The bridge is not taken down: now and then it dies of that (SIGSEGV) when the work is done.
os._exit(0)
