"""Drafting checks over a package: what the strictest colleague would say of it before it is filed.

    draft = read(package, chosen, library)     the package applied: before and after, item by item
    findings = check(draft)                    every check of kb.technique.checking over it

A check is a small function from a Draft to findings. Its rule — severity, the clause of law that
it applies, the remedy — is data in `rules/`; the module `checks/target.py` reads
`rules/target.yaml`, and so on. A check that cannot decide stays silent: precision first.
"""
