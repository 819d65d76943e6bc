"""Starting the app: Streamlit on 127.0.0.1, with nothing sent or fetched elsewhere.

For a team it listens there too: a proxy on the same machine stands before it; where several machines
serve it, on an address of their own network (docs/server.md).
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Mapping, Sequence

from kb.disk.places import DATABASE, TEAM, builtin
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.server.team import Login

HOST = "127.0.0.1"
_OPTIONS = {
    "server.headless": "true",  # Streamlit would ask for an e-mail address otherwise
    "server.fileWatcherType": "none",
    "server.maxUploadSize": "20",  # MB of one file
    "server.maxWidgetStateSize": "20",  # MB of what one press of a button may send
    # Otherwise the next run of a page starts beside the last one, and what a drafter types while
    # a page is drawn may be lost between the two.
    "runner.fastReruns": "false",
    # A search for garbage among all that the library holds, behind every redraw: 0.3 s in which no other
    # session is answered. Python's own, when there is much new, is enough.
    "runner.postScriptGC": "false",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",  # they lead to search engines
    # Two themes, the reader's system choosing; look.css has the same two values for each colour.
    "theme.light.primaryColor": "#1f5f8b",
    "theme.dark.primaryColor": "#2b78ae",
    "theme.light.secondaryBackgroundColor": "#f4f6f8",
    "theme.light.sidebar.backgroundColor": "#f4f6f8",
    "theme.light.textColor": "#1c2430",
    "theme.dark.backgroundColor": "#0e1117",
    "theme.dark.secondaryBackgroundColor": "#1a202b",
    "theme.dark.sidebar.backgroundColor": "#161b24",
    "theme.dark.textColor": "#e8ebf0",
    "theme.font": "sans-serif",
}


class PortTaken(KbError):
    """Another program listens on the port, or the address is no address of this machine."""


def command(port: int, login: Login | None = None, listen: str = HOST) -> list[str]:
    """The command line that runs the app; `login`: for a team, with the users' login."""
    options = {**_OPTIONS, "server.address": listen}
    flags = [f"--{name}={value}" for name, value in options.items()]
    # A page of another site that has its name point here (DNS rebinding) is not answered.
    hosts = [HOST, "localhost", *([login.host] if login else [])]
    flags += [f"--server.allowedHosts={host}" for host in hosts]
    if login:
        flags.append(f"--secrets.files={login.secrets}")
    app = str(builtin("app.py"))
    return [sys.executable, "-m", "streamlit", "run", app, f"--server.port={port}", *flags]


def check_port(port: int, listen: str = HOST) -> None:
    """Raises PortTaken when the port of an address of this machine cannot be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listen, port))
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise PortTaken(say("server.listen_elsewhere", address=listen)) from error
            raise PortTaken(say("server.port_taken", port=port, next=port + 1)) from error


def serve(
    port: int,
    *,
    open_browser: bool,
    folders: Mapping[str, str],
    build: Sequence[str] = (),
    login: Login | None = None,
    database: str = "",
    listen: str = HOST,
) -> None:
    """Runs the app until it is stopped: for one person, or with `login` for a team, whose things lie in
    `database` where several machines serve it; `listen`: the address where the proxy asks.

    `build`: the command that builds a library which is not there yet, run beside the app: it begins before
    a browser asks, and what goes wrong in it the app meets and says itself. Raises PortTaken.
    """
    check_port(port, listen)
    environment = {**os.environ, **folders, TEAM: "1" if login else "0", DATABASE: database}
    builder = _quietly(build, environment) if build else None
    process = subprocess.Popen(command(port, login, listen), env=environment)

    def stop() -> None:
        for each in (builder, process):
            if each:
                each.terminate()

    # Whoever stops this process stops the app with it.
    signal.signal(signal.SIGTERM, lambda *_: stop())
    if open_browser:
        threading.Thread(target=_open_when_up, args=(port,), daemon=True).start()
    try:
        code = process.wait()
    except KeyboardInterrupt:
        stop()
        code = process.wait()
    if code not in (0, -signal.SIGTERM, -signal.SIGINT):
        raise KbError(say("server.app_stopped", code=code))


def _quietly(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Starts a program that says nothing."""
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdin=nowhere, stdout=nowhere, stderr=nowhere)


def _open_when_up(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                webbrowser.open(f"http://{HOST}:{port}/")
                return
        time.sleep(0.2)
