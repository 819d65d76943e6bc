"""Where acts come from: a file, a folder, an address, `adilet:ID`, `zan:ID[@DATE]`, `git:PATH`.

Each source is turned into promises of editions: what cannot be had or read is refused one by one,
when its turn comes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kb.disk import inside
from kb.ground.errors import KbError
from kb.ground.saying import joined, say
from kb.ground.system import system_reason
from kb.intake import fetch
from kb.intake.admission import Incoming, check_units
from kb.intake.fetch import Answer, CannotFetch, Fetcher, Missing
from kb.intake.take import Give, Kept
from kb.read import adilet, formats, git, zan
from kb.read.document import BadSource, decoded
from kb.read.kinds import ENDINGS
from kb.read.markdown import Parsed
from kb.read.markup import html, plain
from kb.words.days import bank_date

_EDITION_FILE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.([a-z]{2}))?\.\w+$")
_ZAN_DOCUMENT = re.compile(r"/api/documents/(?P<id>\d+)/")
_ZAN_CLIENT = re.compile(r"doc/(?P<id>\d+)/(?P<language>rus|kaz)(?:/(?P<date>\d\d\.\d\d\.\d{4}))?")


@dataclass(frozen=True, slots=True)
class Banks:
    """Where the official banks answer."""

    adilet: str = f"https://{adilet.HOST}"
    zan: str = "https://zan.gov.kz"


def again(origin: str, banks: Banks = Banks()) -> str:
    """The source to import once more for an edition that came from `origin`: both languages and the
    newest edition of a bank's document; "" for a file or a clone, which are not kept."""
    try:
        parts = fetch.parts(origin)
    except CannotFetch:
        return ""
    if origin.startswith(banks.adilet) and (page := adilet.ADDRESS.search(parts.path)):
        return f"adilet:{page['id']}"
    if origin.startswith(banks.zan) and (document := _ZAN_DOCUMENT.match(parts.path)):
        return f"zan:{document['id']}"
    return origin if parts.scheme in ("http", "https") else ""


class BadName(KbError):
    """The source is named in a way that cannot be understood."""


def check_from_banks(source: str, banks: Banks = Banks()) -> None:
    """Refuses what a user of a server may not name: its files, and addresses that only it reaches.

    Raises BadName.
    """
    if source.startswith(("adilet:", "zan:")):
        return
    for bank in (banks.adilet, banks.zan):
        if source.startswith(f"{bank}/"):
            return
    raise BadName(
        say("intake.sources_on_server", source=source, adilet=banks.adilet, zan=banks.zan)
    )


def gives(source: str, fetcher: Callable[[], Fetcher], banks: Banks = Banks()) -> Iterator[Give]:
    """Promises of the editions of a source. Raises BadName, or BadSource where nothing is there."""
    scheme, _, rest = source.partition(":")
    match scheme:
        case "adilet":
            return _adilet(rest, fetcher(), banks)
        case "zan":
            return _zan(rest, fetcher(), banks)
        case "git":
            return _git(Path(rest))
        case "http" | "https":
            return _address(source, fetcher(), banks)
    path = Path(source)
    try:
        folder, there = path.is_dir(), path.exists()
    except OSError as error:  # longer than a disk takes
        said = say("intake.source_path_bad", source=inside.shown(source), why=system_reason(error))
        raise BadName(said) from error
    if folder:
        return _folder(path)
    if not there:
        raise BadName(say("intake.sources", source=inside.shown(source)))
    return iter([partial(_file, path)])


def _file(path: Path) -> Incoming:
    parsed = formats.read(formats.load(path), str(path))
    front = dict(parsed.edition.front)
    if match := _EDITION_FILE.fullmatch(path.name):
        front.setdefault("edition", match[1])
        if match[2]:
            front.setdefault("language", match[2])
    edition = replace(parsed.edition, front=front)
    return Incoming(replace(parsed, edition=edition), str(path), f"файл {path.name}", own_word=True)


def _folder(path: Path) -> Iterator[Give]:
    if (path / "meta.yaml").exists() and ((path / "rus.md").exists() or (path / "kaz.md").exists()):
        raise BadName(say("intake.of_a_clone", path=path))
    # A pipe or a link to nothing stays among them: reading it says what it is.
    files = sorted(p for p in path.iterdir() if p.suffix.lower() in ENDINGS and not p.is_dir())
    if not files:
        raise BadSource(say("intake.folder_empty", path=path, endings=", ".join(sorted(ENDINGS))))
    for file in files:
        yield partial(_file, file)


def _git(path: Path) -> Iterator[Give]:
    for each in git.editions(path):
        if isinstance(each, git.Broken):
            yield Kept(partial(_broken, each), each.folder, each.reason)
        else:
            made = f"{each.commit} {each.folder} {each.date} {sorted(each.files.items())}"
            yield Kept(partial(_stored, each), each.folder, f"{made} {each.language}")


def _broken(act: git.Broken) -> Incoming:
    raise BadSource(joined(": ", (act.folder, act.reason)))


def _stored(stored: git.Stored) -> Incoming:
    name = f"{stored.folder}@{stored.date}:{stored.language}"
    return Incoming(git.parsed(stored), name, f"git, commit {stored.commit}")


# --- The banks ----------------------------------------------------------------------------------


def _address(address: str, fetcher: Fetcher, banks: Banks) -> Iterator[Give]:
    parts = fetch.parts(address)
    if address.startswith(banks.zan) and (
        match := _ZAN_CLIENT.search(f"{parts.path}{parts.fragment}")
    ):
        day = f"@{match['date']}" if match["date"] else ""
        return _zan(f"{match['id']}{day}", fetcher, banks)
    if address.startswith(banks.adilet) and (page := adilet.ADDRESS.search(parts.path)):
        day = bank_date(page["date"] or "")
        return iter([partial(_adilet_page, page["id"], page["language"], day, fetcher, banks)])
    return iter([partial(_page, address, fetcher)])


def _page(address: str, fetcher: Fetcher) -> Incoming:
    def parsed(answer: Answer) -> Parsed:
        return formats.read(answer.data, address, declared=answer.charset)

    def accept(answer: Answer) -> None:
        check_units(parsed(answer).edition, address)

    return Incoming(parsed(fetcher.get(address, accept=accept)), address, address)


def _adilet(name: str, fetcher: Fetcher, banks: Banks) -> Iterator[Give]:
    match = re.fullmatch(rf"({adilet.ID})(?:@(.+))?", name)
    day = bank_date(match[2]) if match and match[2] else ""
    if not match or (match[2] and not day):
        raise BadName(say("intake.adilet_id", name=name))
    for language in ("rus", "kaz"):
        yield partial(_adilet_page, match[1], language, day, fetcher, banks)


def _adilet_page(act: str, language: str, day: str, fetcher: Fetcher, banks: Banks) -> Incoming:
    """A page in one language; its date is the newest in the history of changes."""
    address = f"{banks.adilet}/{language}/docs/{act}"
    page = _page(address + (f"/{_dotted(day)}" if day else ""), fetcher)
    front = {**page.parsed.edition.front, "act_id": act, "language": zan.LANGUAGES[language]}
    front["source_url"] = address
    if day:
        front["edition"] = day
    elif "edition" not in front:
        try:
            history = fetcher.get(f"{address}/history", accept=_no_challenge)
            text = decoded(history.data, history.address, history.charset)
            if newest := newest_change(text, history.address):
                front["edition"] = newest
        except Missing:
            pass  # an act that was never changed has no history: its date is that of adoption
    edition = replace(page.parsed.edition, front=front)
    return Incoming(replace(page.parsed, edition=edition), address, address)


def _no_challenge(answer: Answer) -> None:
    if adilet.is_challenge(decoded(answer.data, answer.address, answer.charset)):
        raise BadSource(say("intake.robot_check", address=answer.address))


def newest_change(text: str, name: str) -> str:
    """The newest date of change on a page of history: the last date of each row of its table."""
    dates = []
    for row in html(text, name).iter("tr"):
        cells = [bank_date(" ".join(plain(c).split())) for c in row.iter("td", "th")]
        dates += list(filter(None, cells))[-1:]
    return max(dates, default="")


def _zan(name: str, fetcher: Fetcher, banks: Banks) -> Iterator[Give]:
    match = re.fullmatch(r"(\d{1,12})(?:@(.+))?", name)
    day = bank_date(match[2]) if match and match[2] else ""
    if not match or (match[2] and not day):
        raise BadName(say("intake.zan_number", name=name))
    for language in zan.LANGUAGES:
        yield partial(_zan_document, match[1], language, day, fetcher, banks)


def _zan_document(code: str, language: str, day: str, fetcher: Fetcher, banks: Banks) -> Incoming:
    """A document in one language; its pages are joined."""
    address = f"{banks.zan}/api/documents/{code}/{language}" + (f"/{_dotted(day)}" if day else "")

    def check(answer: Answer) -> None:
        zan.document(answer.data, answer.address)

    answer = fetcher.get(address, accept=check)
    document = zan.document(answer.data, address)
    pages = document.get("pagesCount")
    for number in range(2, (pages if isinstance(pages, int) and pages < 1000 else 1) + 1):
        more = fetcher.get(f"{address}?page={number}", accept=check)
        document["content"] += zan.document(more.data, more.address)["content"]
    document.setdefault("code", code)
    parsed = zan.read_document(document)
    if day and parsed.edition.front.get("edition", day) != day:
        there = parsed.edition.front["edition"]
        raise BadSource(say("intake.other_edition", address=address, there=str(there), day=day))
    return Incoming(parsed, address, address)


def _dotted(day: str) -> str:
    return ".".join(reversed(day.split("-")))
