"""Asking other machines: one server on loopback stands for both, the web outside and the services inside. Nothing may reach it as the latter."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from drittort.core import outside

VECTORS = json.loads((Path(__file__).parents[3] / "tests" / "data" / "requests.json").read_text())
DRIPS = {"/size": (b"1;", b"x"), "/trailers": (b"1\r\nx\r\n0\r\n", b"X-More: x\r\n")}
OUTSIDE = "93.184.215.14"
NAMES = {
    "outside.example": [OUTSIDE],
    "inside.example": ["127.0.0.1"],
    "inside6.example": ["::1"],
    "mixed.example": [OUTSIDE, "10.0.0.7"],
    "metadata.google.internal": ["169.254.169.254"],
}


@dataclass
class Web:
    """The server, what was asked of it from outside, and what came in as from inside."""

    port: int
    asked: list[str] = field(default_factory=list)
    intruded: list[Any] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def serve(web: Web, handler: Any) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    web.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """Names and connections as the world has them, but that the one public address leads to our server."""
    web = Web(0)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Silent."""

        def do_GET(self) -> None:
            web.asked.append(self.path)
            if self.path.startswith("/to?"):
                self.send_response(302)
                self.send_header("Location", self.path[4:])
                self.end_headers()
                return
            kind = {"/picture": "image/png", "/program": "application/octet-stream"}.get(self.path, "text/html")
            self.send_response(404 if self.path == "/gone" else 200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            if self.path == "/packed":
                self.send_header("Content-Encoding", "gzip")
            if self.path in DRIPS:
                self.send_header("Transfer-Encoding", "chunked")
                self.send_header("Connection", "close")
            self.end_headers()
            try:
                if self.path in ("/drip", *DRIPS):
                    begin, piece = DRIPS.get(self.path, (b"", b"x"))
                    self.wfile.write(begin)
                    for _each in range(60):
                        self.wfile.write(piece)
                        self.wfile.flush()
                        time.sleep(0.05)
                else:
                    self.wfile.write(b"x" * 3_000_000 if self.path == "/large" else b"<title>Hallo</title>")
            except OSError:
                pass

    server = serve(web, Handler)
    resolve, dial, rebound = socket.getaddrinfo, socket.create_connection, []

    def getaddrinfo(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        name = str(host).lower().rstrip(".")
        web.names.append(name)
        if name == "rebinding.example":
            rebound.append(name)
            # The first answer is harmless, every later one is not.
            found = [OUTSIDE] if len(rebound) == 1 else ["127.0.0.1"]
        elif name in NAMES:
            found = NAMES[name]
        else:
            return resolve(host, port, *args, **more)
        return [(socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    def create_connection(address: tuple[str, int], *args: Any, **more: Any) -> socket.socket:
        if address == (OUTSIDE, 80):
            return dial(("127.0.0.1", web.port), *args, **more)
        web.intruded.append(address)
        raise ConnectionRefusedError(address)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", create_connection)
    yield web
    server.shutdown()
    server.server_close()


def get(url: str, **more: Any) -> outside.Answer:
    given = {"accept": "text/html", "types": ("text/html",), "most_bytes": 100_000, "seconds": 3.0, **more}
    return outside.get(url, **given)


def test_there_are_more_than_sixty_ways_to_try():
    assert len(set(VECTORS)) >= 60


@pytest.mark.parametrize("number", range(len(VECTORS)))
def test_no_request_goes_into_the_own_network(number: int, web: Web):
    url = VECTORS[number].replace("{port}", str(web.port))
    if url == "http://rebinding.example/":
        # It may be asked once, at the address that was looked at; the second answer of the name server changes nothing.
        get(url)
        assert web.names.count("rebinding.example") == 1
        with pytest.raises(OSError, match="not a public address"):
            get(url)
    elif "to?http://rebinding" in url:
        get(url)
        assert web.names.count("rebinding.example") == 1
    else:
        with pytest.raises(OSError, match=r"."):
            get(url)
    assert web.intruded == [], "a connection was tried that should not be"
    assert all(path.startswith(("/to?", "/")) and (path.startswith("/to?") or "rebinding" in url) for path in web.asked)


def test_what_is_public_is_fetched_and_followed(web: Web):
    answer = get("http://outside.example/page?a=1")
    assert (answer.url, answer.mimetype, answer.content) == ("http://outside.example/page?a=1", "text/html", b"<title>Hallo</title>")
    assert get("http://outside.example/to?/page").url == "http://outside.example/page"
    assert get("http://outside.example:80/").mimetype == "text/html"


def test_bounds_of_redirects_types_size_and_time(web: Web):
    with pytest.raises(OSError, match="redirects"):
        get("http://outside.example/to?" * 6 + "/page")
    for path in ("/program", "/gone", "/packed", "/picture"):
        with pytest.raises(OSError, match=r"."):
            get(f"http://outside.example{path}")
    assert len(get("http://outside.example/large").content) == 100_000
    for path in ("/drip", *DRIPS):
        begun = time.monotonic()
        with suppress(OSError):
            get(f"http://outside.example{path}", seconds=0.4)
        assert time.monotonic() - begun < 1.5, f"who drips letters is cut off: {path}"


def test_one_address_inside_is_enough_to_refuse_a_name(web: Web):
    with pytest.raises(OSError, match="public"):
        outside.public_address("mixed.example", 80)
    assert outside.public_address("outside.example", 80) == OUTSIDE
    assert outside.public_address("inside.example", 80, loopback=True) == "127.0.0.1"


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2a00:1450:4001:82b::200e", "2606:4700::1111", "::ffff:8.8.8.8", "2002:808:808::1"]
)
def test_what_is_open_to_everybody_is(address: str):
    assert outside.is_public(address)
