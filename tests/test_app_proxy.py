"""The proxy of docs/server.md as it is printed there, in front of a team's server, in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import Browser, expect

from tests.browsing import CHROMIUM, FLAGS, free_port, settled, start, stopping, take
from tests.identity import provider
from tests.running import ROOT
from tests.test_app_team import log_in, secrets

pytestmark = pytest.mark.browser

NAME = "salystyrma.example"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of the proxy's name, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    paths = folder / "proxy.pem", folder / "proxy.key"
    paths[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


def certified(block: str, folder: Path, port: int) -> str:
    """A printed block at a port of this machine, with a certificate made for it."""
    pem, key = certificate(folder)
    for there, here in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/salystyrma.pem", str(pem)),
        ("/etc/ssl/salystyrma.key", str(key)),
    ):
        assert there in block
        block = block.replace(there, here)
    return block


def around(folder: Path, block: str) -> str:
    """What stands in a configuration around the printed words, all of it below `folder`."""
    temporary = "".join(
        f"{kind}_temp_path {folder / kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; pid {folder / 'nginx.pid'}; error_log {folder / 'error.log'};\n"
        f"events {{}}\nhttp {{\naccess_log {folder / 'access.log'};\n{temporary}{block}}}\n"
    )


def configuration(folder: Path, port: int, app: int) -> str:
    """The printed block, with this machine's ports and files in the place of the server's."""
    printed = (ROOT / "docs" / "server.md").read_text("utf-8")
    block = re.findall(r"```nginx\n(.*?)```", printed, re.S)[0]
    assert "127.0.0.1:8501" in block
    return around(
        folder, certified(block, folder, port).replace("127.0.0.1:8501", f"127.0.0.1:{app}")
    )


def nginx() -> str:
    """The proxy's program; without it the test is skipped, under CI it fails."""
    if NGINX is None:
        if os.environ.get("CI"):
            pytest.fail("nginx is missing; .ci/run installs it")
        pytest.skip("nginx is not installed")
    return NGINX


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[int]:
    """The port of a proxy before a team's server, whose users know it as NAME."""
    program = nginx()
    port, app = free_port(), free_port()
    config = tmp_path / "nginx.conf"
    config.write_text(configuration(tmp_path, port, app), "utf-8")
    with provider() as identity:
        secret = secrets(tmp_path, identity, f"https://{NAME}")
        server = start(tmp_path, flags=("--team", "--secrets", str(secret)), port=app)
        with stopping(server):
            running = subprocess.Popen([program, "-p", str(tmp_path), "-c", str(config)])
            yield port
            running.terminate()
            running.wait(20)


def test_a_user_logs_in_and_works_through_the_proxy(
    browser: Browser, proxy: int, tmp_path: Path
) -> None:
    rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1:{proxy}"
    mine = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, rules])
    page = mine.new_context(ignore_https_errors=True).new_page()
    page.goto(f"https://{NAME}/norms?address=law-148-2001@2022-03-02:ru/art_11.pt_6")
    expect(page.locator(".kb", has_text="Сессии маслихата носят").first).to_be_visible()
    log_in(page, "aigerim")
    expect(page.get_by_text("Вы вошли: Айгерим А.")).to_be_visible()
    page.goto(f"https://{NAME}/amendments?package=bektibaev-2022&item=3")
    expect(page.locator("tr.changed ins").first).to_be_visible()
    assert Path(take(page, "Скачать Word").path()).read_bytes().startswith(b"PK")
    settled(page)
    mine.close()
    # The one-time code of the login stands in no log.
    assert "/oauth2callback" not in (tmp_path / "access.log").read_text("utf-8")
    assert "/norms" in (tmp_path / "access.log").read_text("utf-8")
