import pytest

from drittort.connect.introductions import actions
from drittort.connect.introductions.tokens import token
from drittort.connect.needs.actions import open_need


@pytest.mark.django_db
def test_pages(cast):
    i = actions.propose_introduction(actor=cast.hanna, first=cast.mara, second=cast.jonas, text="Hallo\nihr", at=cast.now)
    open_need(actor=cast.jonas, text="Wer kann mir helfen bitte?", language="de", at=cast.now)
    from drittort.core.jobs.runner import run_due

    run_due(clock=lambda: cast.now)
    from drittort.core.models import Mail

    c = cast.client(None)
    urls = [
        "/",
        "/sign-in/",
        "/sign-in/sent/",
        "/-/mail/",
        f"/-/mail/{Mail.objects.first().pk}/",
        f"/-/mail/{Mail.objects.first().pk}/html/",
        "/-/style/",
    ]
    t = token(i.pk, cast.mara.pk)
    urls += [f"/answer/{t}/?a={a}" for a in ("", "yes", "no", "pause")]
    for u in urls:
        r = c.get(u)
        assert r.status_code == 200, (u, r.status_code, r.content[:300])
        assert not r.cookies, u
    m = cast.client(cast.mara)
    h = cast.client(cast.hanna)
    for u in ["", "introductions/", f"introductions/{i.pk}/", "needs/", "people/", f"people/{cast.jonas.pk}/", "me/", "me/consents/"]:
        r = m.get("/lagerhaus/" + u)
        assert r.status_code == 200, (u, r.status_code, r.content[:300])
    r = h.get("/lagerhaus/care/")
    assert r.status_code == 200
    assert m.get("/lagerhaus/care/").status_code == 403
    assert m.get("/anderswo/").status_code == 404
