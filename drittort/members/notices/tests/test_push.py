"""Push, against a push service on this machine that reads the message with the browser's own keys."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import http_ece
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.urls import reverse

from drittort.core import outside
from drittort.core.errors import Invalid
from drittort.core.jobs.runner import run_due
from drittort.core.models import Job
from drittort.members.notices import actions, push, subscriptions
from drittort.members.notices.models import Notice, PushSubscription
from drittort.members.notices.tests.test_telling import LATER, said


class Service:
    """A push service and one browser behind it."""

    def __init__(self) -> None:
        self.status, self.taken = 201, []
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.taken.append((self.path, dict(self.headers), body))
                self.send_response(service.status)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/push/abc"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def p256dh(self) -> str:
        return push.packed(self.key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint))

    def read(self, body: bytes) -> dict[str, str]:
        return json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm"))


@pytest.fixture
def service(settings, tmp_path) -> Iterator[Service]:
    settings.PUSH_LOOPBACK, settings.DATA = True, tmp_path
    made = Service()
    yield made
    made.server.shutdown()
    made.server.server_close()


def switch_on(cast, service, member=None):
    return subscriptions.switch_on(
        actor=member or cast.mara,
        endpoint=service.address,
        p256dh=service.p256dh,
        auth=push.packed(service.auth),
        browser="Firefox",
        at=cast.now,
    )


def work(at):
    return run_due(clock=lambda: at)


def test_a_message_arrives_encrypted_and_signed(cast, service):
    switch_on(cast, service)
    notice = said(cast)
    work(cast.now + LATER)
    ((path, headers, body),) = service.taken
    assert path == "/push/abc"
    assert b"Jonas" not in body
    assert service.read(body) == {
        "title": "Lagerhaus", "body": "Jonas Falk wrote to you.", "path": f"/lagerhaus/notices/{notice.pk}/", "tag": "talk:1"
    }  # fmt: skip
    assert headers["Content-Encoding"] == "aes128gcm"
    assert len(headers["Topic"]) <= 32
    token, key = (part.split("=", 1)[1] for part in headers["Authorization"].removeprefix("vapid ").split(","))
    assert key.strip() == push.public_key()
    claims = json.loads(push.unpacked(token.split(".")[1]))
    assert claims["aud"] == service.address.removesuffix("/push/abc")
    assert claims["sub"].startswith("mailto:")
    signed, _, signature = token.rpartition(".")
    r, s = (int.from_bytes(part) for part in (push.unpacked(signature)[:32], push.unpacked(signature)[32:]))
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), push.unpacked(key.strip()))
    point.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))
    work(cast.now + LATER)
    assert len(service.taken) == 1


def test_what_was_read_is_not_pushed_and_a_quiet_wish_is_kept(cast, service):
    switch_on(cast, service)
    said(cast)
    actions.see_thread(member=cast.mara, thread="talk:1", at=cast.now)
    actions.choose_preset(actor=cast.mara, preset="quiet", at=cast.now)
    said(cast, "2", thread="talk:2")
    work(cast.now + LATER)
    assert service.taken == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(cast, service, status):
    switch_on(cast, service)
    service.status = status
    said(cast)
    work(cast.now + LATER)
    assert len(service.taken) == 1
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("status", [302, 429, 500])
def test_a_service_that_is_busy_is_asked_again_and_not_followed(cast, service, status):
    switch_on(cast, service)
    service.status = status
    said(cast)
    work(cast.now + LATER)
    assert len(service.taken) == 1
    service.status = 201
    work(cast.now + LATER + timedelta(minutes=1))
    assert len(service.taken) == 2
    assert PushSubscription.objects.get().used_at is not None
    assert not Job.objects.filter(done_at=None).exists()


def test_the_key_is_made_once_and_for_its_owner_only(service, settings):
    keys = []
    threads = [threading.Thread(target=lambda: keys.append(push.public_key())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 4
    assert len(set(keys)) == 1
    assert [p.name for p in (settings.DATA / "files").iterdir()] == ["push.pem"]
    assert (settings.DATA / "files" / "push.pem").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "endpoint", ["", "x", "http://push.example/x", "ftp://push.example/", "https://user:word@push.example/", "https:///x", "https://push.example:x/", "https://b\u00fccher.example/"]
)  # fmt: skip
def test_only_https_addresses_are_taken(cast, endpoint):
    with pytest.raises(Invalid):
        push.endpoint_of(endpoint)
    answer = cast.client(cast.mara).post(reverse("members:switch_push_on", args=[cast.house.slug]), {"endpoint": endpoint})
    assert answer.status_code == 422
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.7", "192.168.1.1", "169.254.169.254", "::1", "fe80::1", "::ffff:10.0.0.1", "0.0.0.0", "100.64.0.1", "224.0.0.1"]
)  # fmt: skip
def test_no_request_goes_into_the_own_network(address, monkeypatch):
    public = (2, 1, 6, "", ("93.184.216.34", 443))
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *args, **kwargs: [public, (2, 1, 6, "", (address, 443))])
    with pytest.raises(OSError, match="not a public address"):
        push.connect(push.endpoint_of("https://push.example/x"))
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *args, **kwargs: [public])
    assert outside.public_address("push.example", 443) == "93.184.216.34"


def test_switching_on_and_off_from_the_page(cast, service):
    browser = cast.client(cast.mara)
    sent = {"endpoint": service.address, "p256dh": service.p256dh, "auth": push.packed(service.auth)}
    where = reverse("members:switch_push_on", args=[cast.house.slug])
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    for _ in range(2):
        assert browser.post(where, sent, headers={"User-Agent": agent}).status_code == 302
    row = PushSubscription.objects.get()
    assert row.browser == "Firefox · Linux"
    page = browser.get(reverse("members:notice_wishes", args=[cast.house.slug])).content.decode()
    assert "Firefox · Linux" in page
    assert service.address not in page
    off = reverse("members:switch_push_off", args=[cast.house.slug, row.pk])
    cast.client(cast.jonas).post(off)
    assert PushSubscription.objects.exists()
    browser.post(off)
    assert not PushSubscription.objects.exists()
    assert browser.post(where, {**sent, "p256dh": push.packed(b"x" * 65)}).status_code == 422
    assert browser.post(where, {**sent, "auth": "short"}).status_code == 422


def test_a_browser_belongs_to_whoever_switched_it_on_last(cast, service):
    switch_on(cast, service)
    switch_on(cast, service, cast.jonas)
    assert [row.member for row in PushSubscription.objects.all()] == [cast.jonas]


def test_a_try_reaches_that_browser_alone_at_any_hour_and_once_a_minute(cast, service):
    row = switch_on(cast, service)
    night = cast.now.replace(hour=23, minute=0)
    for seconds in (0, 20):
        assert subscriptions.ask_try(actor=cast.mara, subscription_id=row.pk, at=night + timedelta(seconds=seconds))
    assert not subscriptions.ask_try(actor=cast.jonas, subscription_id=row.pk, at=night)
    work(night + timedelta(seconds=30))
    ((_path, _headers, body),) = service.taken
    assert service.read(body)["path"] == "/lagerhaus/notices/wishes/"
    service.status = 410
    subscriptions.ask_try(actor=cast.mara, subscription_id=row.pk, at=night + timedelta(minutes=2))
    work(night + timedelta(minutes=3))
    assert not PushSubscription.objects.exists()


def test_a_push_waits_with_the_mail_for_the_morning(cast, service):
    switch_on(cast, service)
    night = cast.now.replace(hour=20, minute=0)
    said(cast, at=night)
    work(night + timedelta(hours=1))
    assert service.taken == []
    work(night + timedelta(hours=10, minutes=1))
    assert len(service.taken) == 1
    assert Notice.objects.get().pushed_at is not None
