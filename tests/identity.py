"""An identity provider on this machine: OpenID Connect as far as a login needs it.

`/authorize` shows a page with one link for each user; the rest is discovery, keys and tokens (RS256).
A test may set `fault` to have the next tokens spoilt.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "salystyrma-test"
CLIENT_SECRET = "client-secret-never-to-be-printed"
USERS = {"aigerim": "Айгерим А.", "bolat": "Болат Б.", "svetlana": "Светлана <b>С.</b>"}


@dataclass
class Identity:
    """A running provider, what it has given out and how its tokens are spoilt ("" for not)."""

    url: str
    fault: str = ""
    given: list[str] = field(default_factory=list)  # codes and tokens: none may stand in a log
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def claims(self, asked: dict[str, str]) -> dict[str, Any]:
        """What the token says of the user, spoilt as `fault` wants."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": asked["user"],
            "name": USERS[asked["user"]],
            "email": f"{asked['user']}@example.test",
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 600,
        }
        return claims | {
            "issuer": {"iss": "http://127.0.0.1:1/other"},
            "audience": {"aud": "another-client"},
            "expired": {"iat": now - 7200, "exp": now - 3600},
            "nonce": {"nonce": "of-another-login"},
        }.get(self.fault, {})

    def token(self, asked: dict[str, str]) -> dict[str, Any]:
        """The answer of the token endpoint."""
        foreign = RSAKey.generate_key(2048, {"kid": "one"}) if self.fault == "signature" else None
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, self.claims(asked), foreign or self.key)
        access = secrets.token_urlsafe(24)
        self.given += [signed, access]
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": 600,
            "id_token": signed,
        }


@contextmanager
def provider() -> Iterator[Identity]:
    """A provider for as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.identity = Identity(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.identity  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    @property
    def identity(self) -> Identity:
        found: Identity = self.server.identity  # type: ignore[attr-defined]
        return found

    def log_message(self, *_: object) -> None:
        return None

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {k: v[0] for k, v in parse_qs(parts.query).items()}
        url = self.identity.url
        match parts.path:
            case "/.well-known/openid-configuration":
                self._json(
                    {
                        "issuer": url,
                        "authorization_endpoint": f"{url}/authorize",
                        "token_endpoint": f"{url}/token",
                        "jwks_uri": f"{url}/jwks",
                        "response_types_supported": ["code"],
                        "subject_types_supported": ["public"],
                        "id_token_signing_alg_values_supported": ["RS256"],
                        "code_challenge_methods_supported": ["S256"],
                    }
                )
            case "/jwks":
                self._json({"keys": [self.identity.key.as_dict(private=False)]})
            case "/authorize" if "user" in asked:
                code = secrets.token_urlsafe(24)
                self.identity.codes[code] = asked
                self.identity.given.append(code)
                back = urlencode({"code": code, "state": asked["state"]})
                self.send_response(302)
                self.send_header("Location", f"{asked['redirect_uri']}?{back}")
                self.end_headers()
            case "/authorize":
                links = "".join(
                    f"<p><a href='/authorize?{urlencode({**asked, 'user': user})}'>{user}</a></p>"
                    for user in USERS
                )
                self._send(200, "text/html; charset=utf-8", links.encode())
            case _:
                self._json({"error": "not_found"}, 404)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        form = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
        asked = self.identity.codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        if urlsplit(self.path).path != "/token" or asked is None:
            return self._json({"error": "invalid_grant"}, 400)
        if self.headers.get("Authorization") != f"Basic {basic}":
            return self._json({"error": "invalid_client"}, 401)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != asked["code_challenge"]:
            return self._json({"error": "invalid_grant"}, 400)
        return self._json(self.identity.token(asked))

    def _json(self, data: object, status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(data).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
