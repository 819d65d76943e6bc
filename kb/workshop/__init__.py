"""The workshop: a package taken in hand.

    found = subject(package, edition, steps)      what is edited: a unit of the law, or its item
    tried = trial(package, edition, found, text)  the text as items of the package, read and applied
    sheet = changed(sheet, tried.package)         the package with its past, undo and redo

All values are immutable and nothing here touches a file: kb.workbench keeps sheets and packages.
"""
