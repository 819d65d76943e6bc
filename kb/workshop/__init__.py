"""The workshop: a package taken in hand.

    unit = subject(package, edition, steps)      what is edited: a unit of the law, or its item
    tried = trial(package, edition, unit, text)  the text as items of the package, read and applied
    half = half_of(item, kazakh)                  the same item in Kazakh, beside its edition
    sheet = changed(sheet, tried.package)         the package with its past, undo and redo

All values are immutable and nothing here touches a file: kb.workshop.bench keeps sheets and packages.
"""
