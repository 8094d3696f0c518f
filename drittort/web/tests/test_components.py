"""The components: what they write, that they escape, and that they tie label, help and error together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Engine, TemplateSyntaxError
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import smart_split
from django.utils.translation import override

from drittort.web.templatetags import ui
from drittort.web.views import SAMPLE

WEB = Path(__file__).parents[1]
ENGINE = Engine(builtins=["drittort.web.templatetags.ui"])


def render(source: str, **context: object) -> str:
    return str(ENGINE.from_string(source).render(Context(context)))


EVIL = '<b onclick="x">&'


@pytest.mark.parametrize(
    "source",
    [
        "{% button x %}",
        "{% button 'a' value=x %}",
        "{% link_button x x %}",
        "{% icon 'add' x %}",
        "{% portrait x x %}",
        "{% plate x x %}",
        "{% person x x x x %}",
        "{% tag x '' x %}",
        "{% here x %}",
        "{% moment x x %}",
        "{% card title=x kicker=x aria_label=x %}{{ x }}{% endcard %}",
        "{% chapter x x x %}{{ x }}{% endchapter %}",
        "{% disclosure x %}{{ x }}{% enddisclosure %}",
        "{% notice 'warn' x x %}{{ x }}{% endnotice %}",
        "{% undo x x x %}",
        "{% empty x %}{{ x }}{% endempty %}",
        "{% table x %}{{ x }}{% endtable %}",
        "{% progress 1 2 x x %}",
        "{% sparkline points x %}",
        "{% measure x x x x points x x %}{{ x }}{% endmeasure %}",
        "{% ask_first x x x x x %}{{ x }}{% endask_first %}",
        "{% copy_text x x x %}",
        "{% pager x x end=x label=x %}",
        "{% crumbs crumbs x %}",
        "{% tabs items x %}",
        "{% bars bars x %}",
    ],
)
def test_every_component_escapes_what_it_is_given(source: str) -> None:
    out = render(
        source,
        x=EVIL,
        points=[1, 2],
        crumbs=[(EVIL, EVIL)],
        items=[{"url": EVIL, "label": EVIL}],
        bars=[{"label": EVIL, "value": 1, "text": EVIL, "kind": EVIL}],
    )
    assert "<b onclick" not in out
    assert escape(EVIL) in out or "%3Cb%20onclick" in out
    assert not re.search(r'="[^"]*"x"', out)
    assert "style=" not in out


def test_a_button_carries_its_attributes_and_refuses_an_unknown_kind() -> None:
    out = render("{% button 'Go' 'quiet' 'send' name='a' value='1' hx_post='/x/' disabled=True hidden=False title=None %}")
    assert out.startswith('<button class="button button-quiet" type="submit" name="a" value="1" hx-post="/x/" disabled>')
    assert "#send" in out
    with pytest.raises(TemplateSyntaxError, match="loud"):
        render("{% button 'Go' 'loud' %}")


def test_addresses_of_pictures_are_those_of_the_url_table() -> None:
    seed = "Ünal/3 ?#"
    with_prefix = reverse("web:portrait", args=["seed"])
    assert f"{ui.PORTRAITS}seed.svg" == with_prefix
    assert f"{ui.PLATES}seed.svg" == reverse("web:plate", args=["seed"])
    assert "%C3%9Cnal%2F3%20%3F%23.svg" in render("{% portrait seed %}", seed=seed)


def test_every_icon_that_is_named_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (WEB / "static/web/icons.svg").read_text()))
    assert set(SAMPLE["icons"]) == drawn
    named = set(ui.NOTICES.values()) | {"next", "previous", "undo", "door", "more", "up", "down", "steady", "coffee"}
    place = {"icon": 1, "button": 3, "link_button": 4, "tag": 4, "empty": 2, "ask_first": 8}
    for source in WEB.parent.glob("*/templates/**/*.html"):
        for inside in re.findall(r"{% (.+?) %}", source.read_text()):
            parts = list(smart_split(inside))
            words = [part.split("=", 1) for part in parts if "=" in part and part[0] not in "\"'_"]
            found = [value for name, value in words if name == "icon_name"]
            plain = [part for part in parts if "=" not in part or part[0] in "\"'_"]
            if parts[0] in place and len(plain) > place[parts[0]]:
                found.append(plain[place[parts[0]]])
            named |= {value[1:-1] for value in found if value[0] == '"' and len(value) > 2 and "|" not in value}
    assert named <= drawn


class Trial(forms.Form):
    line = forms.CharField(label="A <line>", help_text="Help", required=False)
    mail = forms.EmailField(label="Mail")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed", help_text="Later too")
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        raise forms.ValidationError("The whole <is> wrong")


def test_a_field_ties_label_help_control_and_error() -> None:
    out = str(ui.fields(Trial({"mail": "nobody"})))
    ids = set(re.findall(r'\bid="([^"]+)"', out))
    assert len(ids) == len(re.findall(r'\bid="', out))
    for described in re.findall(r'aria-describedby="([^"]+)"', out):
        assert set(described.split()) <= ids
    for label in re.findall(r'<label[^>]* for="([^"]+)"', out):
        assert label in ids
    assert 'aria-describedby="id_line_help"' in out
    assert re.search(r'<input type="email"[^>]*aria-invalid="true"[^>]*aria-describedby="id_mail_problem"', out) or re.search(
        r'<input type="email"[^>]*aria-describedby="id_mail_problem"[^>]*aria-invalid="true"', out
    )
    assert 'aria-describedby="id_agreed_help id_agreed_problem"' in out
    assert "<legend" in out
    assert "A &lt;line&gt;" in out
    assert "The whole &lt;is&gt; wrong" in out
    assert 'role="alert"' in out
    assert out.count("field-optional") == 1


def test_no_message_leaves_an_empty_live_region() -> None:
    assert str(ui.notices(None)) == '<div class="notices" id="notices" aria-live="polite"></div>'


def test_a_measure_without_a_computation_has_nothing_to_open() -> None:
    assert "<details" not in render("{% measure 'a' '1' 's' %} {% endmeasure %}")
    assert "<details" in render("{% measure 'a' '1' 's' %}<p>how</p>{% endmeasure %}")
    assert "<svg" not in render("{% measure 'a' '1' 's' %}{% endmeasure %}")


def test_no_template_but_mail_writes_style_or_script_inline() -> None:
    for source in (WEB / "templates").rglob("*.html"):
        if "mail" in source.relative_to(WEB).as_posix():
            continue
        text = source.read_text()
        assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", text), source


def test_what_is_remembered_is_made_anew_for_another_value_and_another_language() -> None:
    made: list[str] = []

    def word() -> str:
        made.append("x")
        return "<b>"

    engine = Engine(builtins=["drittort.web.templatetags.ui", "django.templatetags.i18n"])
    template = engine.from_string('{% remembered key %}{{ key }} {{ word }} {% translate "People" %}{% endremembered %}')

    def shown(key: str, language: str) -> str:
        with override(language):
            return str(template.render(Context({"key": key, "word": word})))

    assert shown("a", "en") == shown("a", "en") == "a &lt;b&gt; People"
    assert len(made) == 1
    assert shown("b", "en") == "b &lt;b&gt; People"
    assert shown("a", "de") == "a &lt;b&gt; Menschen"
    assert len(made) == 3


def test_a_table_of_figures_names_every_cell_and_escapes() -> None:
    drawn = ui.numbers("Je Monat", ("Monat", "A & B"), [("<Mai>", "3")])
    assert '<th scope="col">Monat</th><th scope="col" class="number">A &amp; B</th>' in drawn
    assert '<tr><th scope="row">&lt;Mai&gt;</th><td class="number" data-label="A &amp; B">3</td></tr>' in drawn
    assert "<caption>Je Monat</caption>" in drawn


def test_the_name_of_a_file_goes_on_after_its_joints_and_escapes_what_it_is_given() -> None:
    assert render("{{ x|jointed }}", x="Grundriss_Saal_2026-11.pdf") == "Grundriss_<wbr>Saal_<wbr>2026-11<wbr>.pdf"
    assert render("{{ x|jointed }}", x="<b>_.&") == "&lt;b&gt;_<wbr>.&amp;"
    assert render("{{ x|jointed }}", x="") == ""
