"""Asking other machines: only such as are open to everybody, by the very address that was looked at, within bounds of time and size.

Whoever writes a link chooses where we go. So no request goes into the own network: not by a name that points there, not by a second answer of the name
server, not by a redirect, not by an address in another spelling.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from time import monotonic
from urllib.parse import urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 4
LONGEST = 2000
WRAPPED = tuple(ipaddress.IPv6Network(each) for each in ("::/96", "64:ff9b::/96"))
"""IPv6 addresses whose last 32 bits are an IPv4 address, beside those that Python itself unwraps."""
NEVER = tuple(
    ipaddress.ip_network(each)
    for each in ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4", "64:ff9b:1::/48", "100::/64", "2001::/23", "fec0::/10", "5f00::/16")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What another machine said: where it was in the end, of which type, and its first bytes."""

    url: str
    mimetype: str
    content: bytes


def is_public(text: str) -> bool:
    """Whether an address is one that everybody may reach, whatever it is wrapped in."""
    one = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address):
        inner = [one.ipv4_mapped, one.sixtofour, *(one.teredo or ())]
        if any(one in network for network in WRAPPED):
            inner.append(ipaddress.IPv4Address(int(one) & 0xFFFFFFFF))
        if any(each is not None and not is_public(str(each)) for each in inner):
            return False
        if one.ipv4_mapped is not None:
            return True
    return one.is_global and not one.is_multicast and not any(one.version == network.version and one in network for network in NEVER)


def public_address(host: str, port: int, *, loopback: bool = False) -> str:
    """An address of a host that is open to everybody. Raises OSError where one of them is not: no request of ours goes into the own network."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (UnicodeError, ValueError) as error:
        raise OSError(f"{host!r} is no name of a machine") from error
    for text in found:
        if not is_public(text) and not (loopback and ipaddress.ip_address(text.partition("%")[0]).is_loopback):
            raise OSError(f"{host} is not a public address")
    return sorted(found)[0]


def connect(scheme: str, host: str, port: int, *, timeout: float, loopback: bool = False, own: bool = False) -> http.client.HTTPConnection:
    """A connection to the very address that was looked at, so that a second answer of the name server changes nothing. Raises OSError.

    `own`: a machine that whoever runs this one named, wherever it stands.
    """
    target = host if own else public_address(host, port, loopback=loopback)
    plain = socket.create_connection((target, port), timeout=timeout)
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    try:
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if scheme == "https" else plain
    except OSError:
        plain.close()
        raise
    return connection


def get(url: str, *, accept: str, types: tuple[str, ...], most_bytes: int, seconds: float) -> Answer:
    """Fetch something public: http or https at their own ports, at most four redirects, each looked at anew. Raises OSError for everything else.

    `types` are the types that are wanted; of a longer answer the first `most_bytes` are taken. No cookie, no name, no address of a page goes along.
    """
    until = monotonic() + seconds
    for _hop in range(MOST_REDIRECTS + 1):
        scheme, host, path = parts_of(url)
        connection = connect(scheme, host, PORTS[scheme], timeout=left(until))
        # Whoever sends a letter a second would keep every single wait short: at the end of the time the line is cut.
        # The connection forgets its line as soon as an answer says that it closes, while the answer is still read from it.
        cut = Timer(left(until), hang_up, [connection.sock])
        cut.start()
        try:
            connection.request(
                "GET", path, headers={"Accept": accept, "Accept-Encoding": "identity", "User-Agent": "Drittort (preview of a link)"}
            )
            response = connection.getresponse()
            if response.status in REDIRECTS:
                url = urljoin(url, response.headers.get("Location", ""))
                continue
            return taken(url, response, types, most_bytes, until)
        except (http.client.HTTPException, ValueError) as error:
            raise OSError("there was no answer in HTTP") from error
        finally:
            cut.cancel()
            connection.close()
    raise OSError("too many redirects")


def post(url: str, body: bytes, *, mimetype: str, wanted: str, most_bytes: int, seconds: float, trusted: Collection[str] = ()) -> bytes:
    """Hand something to a machine outside and return what it says. No redirect is followed: it could lead anywhere. Raises OSError for everything but a plain yes.

    `trusted` names machines as "host:port" that may stand in the own network, because whoever runs this machine wrote them down.
    """
    until = monotonic() + seconds
    parts = urlsplit(url)
    try:
        place = f"{parts.hostname}:{parts.port or PORTS.get(parts.scheme, 0)}"
        port = parts.port
    except ValueError as error:
        raise OSError("no address") from error
    # Of a trusted machine only the port is its own; everything else of the address must be one that we would ask.
    scheme, host, path = parts_of(url if place not in trusted or port is None else parts._replace(netloc=str(parts.hostname)).geturl())
    connection = connect(scheme, host, port or PORTS[scheme], timeout=left(until), own=place in trusted)
    cut = Timer(left(until), hang_up, [connection.sock])
    cut.start()
    try:
        connection.request("POST", path, body=body, headers={"Content-Type": mimetype, "Accept": wanted, "Accept-Encoding": "identity"})
        return taken(url, connection.getresponse(), (wanted,), most_bytes, until).content
    except (http.client.HTTPException, ValueError) as error:
        raise OSError("there was no answer in HTTP") from error
    finally:
        cut.cancel()
        connection.close()


def hang_up(line: socket.socket) -> None:
    """Cut a line on which somebody waits."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def taken(url: str, response: http.client.HTTPResponse, types: tuple[str, ...], most_bytes: int, until: float) -> Answer:
    """The beginning of an answer, as long as there is time. Raises OSError for another type or an answer that says no."""
    mimetype = response.headers.get_content_type()
    if response.status != 200 or mimetype not in types or response.headers.get("Content-Encoding", "identity") != "identity":
        raise OSError(f"status {response.status}, {mimetype}")
    content = b""
    while len(content) < most_bytes:
        left(until)
        piece = response.read1(min(65_536, most_bytes - len(content)))
        if not piece:
            break
        content += piece
    return Answer(url, mimetype, content)


def left(until: float) -> float:
    """The seconds that are left. Raises OSError when there are none."""
    seconds = until - monotonic()
    if seconds <= 0:
        raise OSError("it took too long")
    return seconds


def parts_of(url: str) -> tuple[str, str, str]:
    """Scheme, host and path of an address that we would ask. Raises OSError for everything else: another port, a name or password, odd characters."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise OSError("no address") from error
    odd = len(url) > LONGEST or any(c <= " " or c in "\\\x7f" for c in url) or "@" in parts.netloc
    if odd or not host or parts.scheme not in PORTS or port not in (None, PORTS[parts.scheme]):
        raise OSError("not an address that we would ask")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        return parts.scheme, host.encode("idna").decode() if not host.isascii() else host, path.encode("ascii").decode()
    except UnicodeError as error:
        raise OSError("no address") from error
