"""Documents over the network: politely, whole or not at all, and never over a good copy.

One request at a time with a pause between requests to a host; robots.txt obeyed; an honest name;
redirects only within the host; certificates always verified. Every answer is kept in the user's
folder with its ETag and date, asked for again only if it has changed, and used alone when offline.
An interrupted download goes on from where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from kb import __version__
from kb.disk.files import write_file
from kb.ground import regular
from kb.ground.errors import KbError
from kb.ground.saying import Saying, joined, say
from kb.read.document import MAX_BYTES

USER_AGENT: Final = (
    f"salystyrma/{__version__} (knowledge base of legal norms; one request at a time)"
)
PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 60.0
TIMEOUT_S: Final = 30.0  # of silence
DEADLINE_S: Final = 300.0  # for a whole answer, however slowly it drips
ATTEMPTS: Final = 3
REDIRECTS: Final = 5
_BUSY: Final = frozenset({429, 500, 502, 503, 504})


class CannotFetch(KbError):
    """The address did not give a usable answer; what was kept before is still there."""


class BadAnswer(CannotFetch):
    """The server answered with a status that gives no document: `status`."""

    def __init__(self, said: Saying, status: int) -> None:
        super().__init__(said)
        self.status = status


class Missing(BadAnswer):
    """The server says that there is no such document (404, 410)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: `fresh` is false for a copy that was kept before."""

    address: str
    data: bytes
    charset: str = ""
    fetched: str = ""  # when, as the server dated it
    fresh: bool = True


Progress = Callable[[str, int, int], None]  # address, bytes so far, bytes in all (0: unknown)
Accept = Callable[[Answer], object]  # raises KbError for an answer that must not be kept


def _nothing(_address: str, _done: int, _of: int) -> None:
    return None


@dataclass(slots=True)
class Fetcher:
    """Fetches addresses one after another. `pause` in seconds, `limit` in bytes."""

    folder: Path
    ca_bundle: Path | None = None
    offline: bool = False
    pause: float = PAUSE_S
    limit: int = MAX_BYTES
    timeout: float = TIMEOUT_S
    deadline: float = DEADLINE_S
    progress: Progress = _nothing
    sleep: Callable[[float], None] = time.sleep
    _client: httpx.Client | None = None
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)

    def get(self, address: str, accept: Accept | None = None) -> Answer:
        """The document at an address.

        `accept` looks at a new answer before it is kept. Raises CannotFetch (Missing for 404 and
        410) with the reason; the copy kept before stays as it was.
        """
        _checked(address)
        kept = _Kept(self.folder, address)
        if self.offline:
            copy = kept.load()
            if copy is None:
                raise CannotFetch(say("intake.not_in_cache", address=address))
            return copy
        self._allowed(address)
        answer = self._fetch(address, kept)
        if answer.fresh and accept is not None:
            accept(answer)
        if answer.fresh:
            kept.save(answer)
        return answer

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    # -- one document --------------------------------------------------------------------------

    def _fetch(self, address: str, kept: _Kept) -> Answer:
        reason: str = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                self.sleep(self.pause * 2**attempt)
            try:
                answer, wait = self._ask(address, kept)
            except (httpx.TimeoutException, httpx.RemoteProtocolError, httpx.ReadError) as error:
                reason = _reason(error)
                continue
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise CannotFetch(joined(": ", (address, _reason(error)))) from error
            if answer is not None:
                return answer
            reason = say("intake.server_busy")
            if wait:
                self.sleep(min(wait, LONGEST_PAUSE_S))
        raise CannotFetch(
            say("intake.try_later", address=address, reason=reason, kept=kept.remark())
        )

    def _ask(self, address: str, kept: _Kept) -> tuple[Answer | None, float]:
        """One request, its redirects followed; (None, seconds to wait) when the server is busy."""
        target = address
        for _ in range(REDIRECTS + 1):
            with self._stream(target, kept if target == address else None) as response:
                status = response.status_code
                if status in (301, 302, 303, 307, 308):
                    target = _redirect(address, target, response.headers.get("location", ""))
                    continue
                if status == 304 and (copy := kept.load()) is not None:
                    return copy, 0
                if status in (404, 410):
                    raise Missing(
                        say(
                            "intake.no_document", address=address, status=status, kept=kept.remark()
                        ),
                        status,
                    )
                if status == 416:  # the part kept here is not of this document
                    kept.forget_part()
                    return None, 0
                if status in _BUSY:
                    return None, _seconds(response.headers.get("retry-after", ""))
                if status not in (200, 206):
                    raise BadAnswer(
                        say(
                            "intake.bad_answer", address=address, status=status, kept=kept.remark()
                        ),
                        status,
                    )
                return self._body(address, response, kept), 0
        raise CannotFetch(say("intake.redirects", address=address, most=REDIRECTS))

    def _body(self, address: str, response: httpx.Response, kept: _Kept) -> Answer:
        """Reads the answer within the limits; what came before an interruption is kept."""
        whole = response.headers.get("content-encoding", "identity") == "identity"
        part = kept.part() if response.status_code == 206 else b""
        begins = response.headers.get("content-range", "").removeprefix("bytes ").partition("-")[0]
        if part and begins != str(len(part)):
            kept.forget_part()
            raise httpx.RemoteProtocolError("the rest begins elsewhere")
        of = int(response.headers.get("content-length") or 0) + len(part)
        if of > self.limit:
            raise CannotFetch(
                say("intake.answer_too_large", address=address, of=of, limit=self.limit)
            )
        data = bytearray(part)
        ends = time.monotonic() + self.deadline
        try:
            for piece in response.iter_bytes():
                data += piece
                if len(data) > self.limit:
                    kept.forget_part()
                    raise CannotFetch(
                        say("intake.answer_goes_on", address=address, limit=self.limit)
                    )
                if time.monotonic() > ends:
                    raise httpx.ReadTimeout("the answer comes too slowly")
                self.progress(address, len(data), of)
        except (httpx.TimeoutException, httpx.RemoteProtocolError, httpx.ReadError):
            if whole and data:
                kept.save_part(bytes(data), response.headers)
            raise
        kept.forget_part()
        kept.validators = _validators(response.headers)
        return Answer(
            address,
            bytes(data),
            charset=response.charset_encoding or "",
            fetched=response.headers.get("date", ""),
        )

    @contextmanager
    def _stream(self, address: str, kept: _Kept | None) -> Iterator[httpx.Response]:
        host = urlsplit(address).netloc
        self.progress(address, 0, 0)  # whoever watches sees what is waited for
        wait = self._last.get(host, 0.0) + self._delay(host) - time.monotonic()
        if wait > 0:
            self.sleep(wait)
        try:
            headers = kept.conditions() if kept else {}
            with self._http().stream("GET", address, headers=headers) as response:
                yield response
        finally:
            self._last[host] = time.monotonic()

    def _http(self) -> httpx.Client:
        if self._client is None:
            context = httpx.create_ssl_context()
            if self.ca_bundle is not None:
                try:
                    context.load_verify_locations(self.ca_bundle)
                except (OSError, ssl.SSLError) as error:
                    raise CannotFetch(
                        say("intake.certificates_unread", file=self.ca_bundle)
                    ) from error
            self._client = httpx.Client(
                verify=context,
                timeout=self.timeout,
                headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
            )
        return self._client

    # -- robots.txt ----------------------------------------------------------------------------

    def _allowed(self, address: str) -> None:
        """Raises CannotFetch where robots.txt forbids the address, or cannot be had."""
        site = parts(address)
        robots = self._robots.get(site.netloc)
        if robots is None:
            robots = self._robots[site.netloc] = self._rules(f"{site.scheme}://{site.netloc}")
        if not robots.can_fetch(USER_AGENT, address):
            raise CannotFetch(say("intake.robots", address=address))

    def _rules(self, site: str) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            page = self._fetch(f"{site}/robots.txt", _Kept(self.folder, f"{site}/robots.txt"))
            text = page.data.decode("utf-8", "replace")
        except BadAnswer as error:
            if not 400 <= error.status < 500:
                raise
            text = ""  # a site without rules, or that keeps them to itself, forbids nothing
        rules.parse([] if "<html" in text.lower() else text.splitlines())
        return rules

    def _delay(self, host: str) -> float:
        robots = self._robots.get(host)
        asked = robots.crawl_delay(USER_AGENT) if robots else None
        return max(self.pause, min(float(asked or 0), LONGEST_PAUSE_S))


def parts(address: str) -> SplitResult:
    """The parts of an address. Raises CannotFetch for what is none («https://[::1»)."""
    try:
        return urlsplit(address)
    except ValueError as error:
        raise CannotFetch(say("intake.address_needed", address=address)) from error


def _checked(address: str) -> None:
    asked = parts(address)
    if asked.scheme not in ("http", "https") or not asked.hostname or asked.username:
        raise CannotFetch(say("intake.address_needed", address=address))


def _redirect(address: str, target: str, location: str) -> str:
    try:
        other = urljoin(target, location)
    except ValueError:  # «//[::1»
        other = ""
    old, new = parts(target), parts(other)
    secure = new.scheme in ("https", old.scheme)
    if not (location and other) or new.hostname != old.hostname or not secure:
        raise CannotFetch(say("intake.elsewhere", address=address, other=location[:100]))
    return other


def _seconds(text: str) -> float:
    return float(text) if text.isdecimal() else 0.0


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from, the nearest first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _reason(error: Exception) -> Saying:
    said = " ".join(str(error).split())
    if isinstance(error, httpx.TimeoutException):
        return say("intake.no_answer_in_time")
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
        return say("intake.answer_cut")
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        return say("intake.certificate")
    if isinstance(error, httpx.ConnectError):
        return say("intake.no_connection", said=said[:80])
    return say("intake.request_failed", said=said[:120])


# --- What is kept -------------------------------------------------------------------------------


def _validators(headers: httpx.Headers) -> dict[str, str]:
    return {name: headers[name] for name in ("etag", "last-modified") if headers.get(name)}


class _Kept:
    """The copy of one address: `<key>` the bytes, `<key>.json` what is known of them,
    `<key>.part` and `<key>.part.json` an interrupted download."""

    def __init__(self, folder: Path, address: str) -> None:
        self.address = address
        self.path = folder / hashlib.sha256(address.encode()).hexdigest()[:32]
        self.validators: dict[str, str] = {}

    def load(self) -> Answer | None:
        """The copy, or None where there is none or its files do not belong together."""
        known = self._read_json(".json")
        try:
            data = regular.read_bytes(self.path)
        except OSError:
            return None
        if known.get("sha256") != hashlib.sha256(data).hexdigest():
            return None
        return Answer(self.address, data, known["charset"], known["fetched"], fresh=False)

    def save(self, answer: Answer) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        known = {k: v for k, v in asdict(answer).items() if k in ("address", "charset", "fetched")}
        known |= {"sha256": hashlib.sha256(answer.data).hexdigest(), "validators": self.validators}
        write_file(self.path, answer.data)
        write_file(self._file(".json"), json.dumps(known, ensure_ascii=False))

    def remark(self) -> str:
        """What an error adds when a good copy is there."""
        copy = self.load()
        return say("intake.copy_kept", fetched=copy.fetched) if copy else ""

    def conditions(self) -> dict[str, str]:
        """Headers that ask for what is not here yet: the rest of a part, or a newer version."""
        part = self._read_json(".part.json")
        if part.get("validator") and (size := len(self.part())):
            return {"Range": f"bytes={size}-", "If-Range": part["validator"]}
        known = self._read_json(".json").get("validators", {}) if self.load() else {}
        names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        return {names[k]: v for k, v in known.items() if k in names}

    def part(self) -> bytes:
        try:
            return regular.read_bytes(self._file(".part"))
        except OSError:
            return b""

    def save_part(self, data: bytes, headers: httpx.Headers) -> None:
        """Keeps the beginning of an answer if the server can say that it is still the same."""
        named = _validators(headers)
        etag = named.get("etag", "")
        validator = etag if etag and not etag.startswith("W/") else named.get("last-modified", "")
        if validator and headers.get("accept-ranges", "") == "bytes":
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_file(self._file(".part"), data)
            write_file(self._file(".part.json"), json.dumps({"validator": validator}))

    def forget_part(self) -> None:
        self._file(".part.json").unlink(missing_ok=True)
        self._file(".part").unlink(missing_ok=True)

    def _file(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)

    def _read_json(self, ending: str) -> dict[str, Any]:
        try:
            data = json.loads(regular.read_bytes(self._file(ending)))
        except (OSError, ValueError, RecursionError):
            return {}
        return data if isinstance(data, dict) else {}
