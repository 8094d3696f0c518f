"""A face for a member: photo or drawing, everywhere the same string."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from drittort.core.files import storage
from drittort.core.files.models import StoredFile
from drittort.core.files.tests import hostile
from drittort.core.models import LedgerRow
from drittort.members.models import ProfileField, ProfileValue
from drittort.members.photos.pictures import face_png
from drittort.web.templatetags.ui import portrait
from tests.cast import Cast

PAGE = "/lagerhaus/me/photo/"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}}


def send(cast: Cast, content: bytes, **more):
    return cast.client(cast.mara).post(PAGE, {"photo": SimpleUploadedFile("ich.jpg", content, "image/jpeg"), **more})


def test_a_photo_is_the_face_on_every_page(cast: Cast, django_capture_on_commit_callbacks):
    assert send(cast, hostile.picture("JPEG", (300, 300))).status_code == 302
    cast.mara.refresh_from_db()
    assert cast.mara.portrait.startswith("photo:")
    token = cast.mara.portrait.removeprefix("photo:")
    page = cast.client(cast.jonas).get("/lagerhaus/people/").content.decode()
    assert f"/-/face/{token}/" in page
    assert cast.client(cast.jonas).get(f"/-/face/{token}/s.webp").status_code == 200
    assert cast.client(cast.jonas).get(f"/-/face/{token}/whole.webp").status_code == 404
    assert cast.client(cast.sten).get(f"/-/face/{token}/s.webp").status_code == 404
    assert Image.open(io.BytesIO(face_png(cast.mara.portrait, size=72))).size == (72, 87)
    row = LedgerRow.objects.get(kind="profile.changed")
    assert row.facts == {"fields": ["photo"]}
    with django_capture_on_commit_callbacks(execute=True):
        assert send(cast, hostile.picture("PNG")).status_code == 302
    assert StoredFile.objects.count() == 1
    assert cast.client(cast.jonas).get(f"/-/face/{token}/s.webp").status_code == 404


def test_a_picture_whose_bytes_are_gone_is_said_and_the_face_stays(cast: Cast):
    send(cast, hostile.picture("JPEG", (300, 300)))
    storage.path_of(StoredFile.objects.get(), "whole").unlink()
    answer = cast.client(cast.mara).post(PAGE + "crop/", {"x": 0, "y": 0, "zoom": 200})
    assert (answer.status_code, "nicht mehr da" in answer.content.decode()) == (409, True)
    cast.mara.refresh_from_db()
    assert cast.mara.portrait == f"photo:{StoredFile.objects.get().token}"


def test_another_part_and_then_a_drawing(cast: Cast, django_capture_on_commit_callbacks):
    browser = cast.client(cast.mara)
    assert browser.post(PAGE + "crop/", {"x": 10}).status_code == 422
    send(cast, hostile.picture("JPEG", (300, 300)))
    before = StoredFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(PAGE + "crop/", {"x": 0, "y": 0, "zoom": 200}).status_code == 302
    assert StoredFile.objects.get().token != before.token
    assert browser.post(PAGE + "crop/", {"x": 900}).status_code == 422
    assert browser.get(PAGE).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(PAGE + "drawn/", {"number": "3"}).status_code == 302
    cast.mara.refresh_from_db()
    assert cast.mara.portrait == f"m{cast.mara.pk}-3"
    assert not StoredFile.objects.exists()
    assert not list(storage.lying())
    for wrong in ("24", "-1", "x", ""):
        assert browser.post(PAGE + "drawn/", {"number": wrong}).status_code == 422


def test_what_is_no_picture_is_said_beside_the_field(cast: Cast):
    answer = send(cast, b"<svg xmlns='x'><script/></svg>")
    assert answer.status_code == 422
    assert "SVG" in answer.content.decode()
    cast.mara.refresh_from_db()
    assert cast.mara.portrait == "mara wendt"
    assert cast.client(cast.mara).post(PAGE).status_code == 422


def test_the_component_takes_both():
    assert 'src="/-/face/abc/m.webp"' in portrait("photo:abc", "Ada", "l")
    assert "/-/portrait/ada.svg" in portrait("ada", "Ada", "l")


def test_a_face_whose_bytes_are_gone_is_drawn_in_mail(cast: Cast):
    assert Image.open(io.BytesIO(face_png("photo:" + "0" * 32, size=60))).size == (60, 72)


def test_a_face_stands_at_the_door_only_by_its_owners_word(cast: Cast):
    send(cast, hostile.picture("JPEG", (300, 300)))
    face, anybody = f"/lagerhaus/people/{cast.mara.pk}/public/face.webp", cast.client(None)
    asked = ProfileField.objects.create(space=cast.house, about="person", kind="text", label_de="x", label_en="x")
    value = ProfileValue.objects.create(
        field=asked, member=cast.mara, value="offen", visibility="public", language="de", changed_at=cast.now
    )
    browser = cast.client(cast.mara)
    assert "me/photo/public/" not in browser.get(PAGE).content.decode()
    cast.house.settings = {"public_profiles": True}
    cast.house.save()
    assert "me/photo/public/" in browser.get(PAGE).content.decode()
    assert anybody.get(face).status_code == 404
    for _time in range(2):
        assert browser.post(PAGE + "public/", {"open": "1"}).status_code == 302
    answer = anybody.get(face)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "image/webp", "public, max-age=300")
    assert face in anybody.get(f"/lagerhaus/people/{cast.mara.pk}/public/").content.decode()
    # Each of these alone closes it again.
    value.visibility = "members"
    value.save()
    assert anybody.get(face).status_code == 404
    value.visibility = "public"
    value.save()
    cast.house.settings = {}
    cast.house.save()
    assert anybody.get(face).status_code == 404
    cast.house.settings = {"public_profiles": True}
    cast.house.save()
    assert anybody.get(face).status_code == 200
    browser.post(PAGE + "public/")
    assert anybody.get(face).status_code == 404
    assert face not in anybody.get(f"/lagerhaus/people/{cast.mara.pk}/public/").content.decode()
