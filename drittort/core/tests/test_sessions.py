from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from drittort.core.sessions import SessionStore


@pytest.mark.django_db
def test_a_session_is_read_in_one_question_until_it_ends() -> None:
    store = SessionStore()
    store["bread"] = "warm"
    store.save()
    key = store.session_key
    assert SessionStore(key)["bread"] == "warm"
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    late = SessionStore(key)
    assert late.get("bread") is None
    assert late.session_key is None
    unknown = SessionStore("nobody-has-this-key")
    assert unknown.get("bread") is None
    assert unknown.session_key is None
