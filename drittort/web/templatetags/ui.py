"""The components of the house, as template tags: the one way to make them.

They are built into every template (no `load`). Tags with content end with `end<name>`. Components that stand in long lists
(icon, portrait, tag, button, moment, person) are plain string formatting: rendering is the cost of a page. No component writes a style
or script attribute; extra attributes are passed as keywords, with underscores for hyphens (`hx_post`, `aria_label`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from drittort.web import charts
from drittort.web.tongue import tongue

register = template.Library()

EMPTY = mark_safe("")
PORTRAITS = "/-/portrait/"
FACES = "/-/face/"
PHOTO = "photo:"
PHOTO_SIZES = {"s": "s", "m": "s", "l": "m", "xl": "l"}
PLATES = "/-/plate/"
WIDTHS = {"s": 30, "m": 44, "l": 68, "xl": 152}
NOTICES = {"info": "info", "success": "success", "warn": "warn", "error": "error"}
BUTTONS = ("primary", "quiet", "plain", "danger")
JOINTS = re.compile(r"(?<=_)(?=[^_])|(?<=\w)(?=\.\w)")


def escaped(value: Any) -> str:
    """A value for HTML, as Django's `conditional_escape`; what is plain text, as nearly all, goes the short way."""
    return escape(value) if type(value) is str else str(conditional_escape(value))


def attributes(extra: Mapping[str, Any]) -> SafeString:
    """Keywords as HTML attributes: None and False are left out, True stands alone, underscores become hyphens."""
    if not extra:
        return EMPTY
    return SafeString(
        "".join(
            f" {name.replace('_', '-')}" if value is True else f' {name.replace("_", "-")}="{escaped(value)}"'
            for name, value in extra.items()
            if value is not None and value is not False
        )
    )


class Remembered(template.Node):
    """What stands in it, rendered once for each language and each of the values that it depends on."""

    MOST = 256

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values
        self.kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The same words as the last time, where nothing that they depend on is another."""
        key = (get_language(), *(value.resolve(context) for value in self.values))
        found = self.kept.get(key)
        if found is None:
            if len(self.kept) >= self.MOST:
                self.kept.clear()
            found = self.kept[key] = self.nodelist.render(context)
        return found


@register.tag
def remembered(parser: Parser, token: Token) -> Remembered:
    """`{% remembered a b %}...{% endremembered %}`: a part that shows nothing but what follows from `a`, `b` (hashable) and the language.

    For what stands on page after page and seldom differs, such as the rooms of the house: rendering is the cost of a page.
    """
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return Remembered(nodelist, values)


register.filter("tongue", lambda text: tongue(str(text)))


@register.filter
def jointed(name: Any) -> SafeString:
    """The name of a file, which in a narrow place goes on in the next line after an underscore or with its ending, not in the middle of a word."""
    return mark_safe("<wbr>".join(escape(piece) for piece in JOINTS.split(str(name))))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of static/web/icons.svg. Without a label it is decoration and silent for screen readers."""
    return _icon(name, str(label))


@lru_cache(maxsize=512)
def _icon(name: str, label: str) -> SafeString:
    # A page shows some dozens of icons out of few; finding the sprite's address each time would cost more than all the rest.
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"/></svg>', said, static("web/icons.svg"), name)


@register.simple_tag
def sheet(room: str) -> SafeString:
    """The sheet of a room (css/rooms), for the head of the pages that show it."""
    return format_html('<link rel="stylesheet" href="{}">', static(f"dist/rooms/{room}.css"))


@register.simple_tag
@lru_cache(maxsize=2)
def house_mark(kind: str = "") -> SafeString:
    """The mark: three doors side by side, the third one in front. `kind` "open" leaves it ajar, with light behind."""
    middle = "M17 42V15a13 13 0 0 1 26 0V42Z"
    if kind == "open":
        door = format_html('<path class="knob front" d="{}"/><path d="M17 42V15A13 13 0 0 1 30 2L35 8V43Z" fill="currentColor"/>', middle)
    else:
        door = format_html('<path class="front" d="{}" fill="currentColor"/><circle class="knob" cx="37.5" cy="29" r="2.2"/>', middle)
    return format_html(
        '<svg class="mark" viewBox="0 0 60 44" width="60" height="44" aria-hidden="true">'
        '<path d="M3 42V24a10 10 0 0 1 20 0V42ZM37 42V24a10 10 0 0 1 20 0V42Z" fill="currentColor" opacity=".45"/>{}</svg>',
        door,
    )


@register.simple_tag
def button(label: str, kind: str = "primary", icon_name: str = "", *, type: str = "submit", wide: bool = False, **extra: Any) -> SafeString:
    """A button. `kind`: primary (one a form), quiet, plain, danger. Other keywords become attributes (name, value, hx_post, disabled)."""
    return SafeString(
        f'<button class="{_button_class(kind, wide)}" type="{type}"{attributes(extra)}>'
        f"{icon(icon_name) if icon_name else ''}{escaped(label)}</button>"
    )


@register.simple_tag
def link_button(label: str, href: str, kind: str = "quiet", icon_name: str = "", *, wide: bool = False, **extra: Any) -> SafeString:
    """A link that looks like a button: it goes somewhere, it changes nothing."""
    return SafeString(
        f'<a class="{_button_class(kind, wide)}" href="{escaped(href)}"{attributes(extra)}>'
        f"{icon(icon_name) if icon_name else ''}{escaped(label)}</a>"
    )


def _button_class(kind: str, wide: bool) -> str:
    if kind not in BUTTONS:
        raise template.TemplateSyntaxError(f"button kind {kind!r} is none of {', '.join(BUTTONS)}")
    return f"button button-{kind}{' button-wide' if wide else ''}"


@register.simple_tag
def portrait(seed: str, name: str = "", size: str = "m", *, lazy: bool = True) -> SafeString:
    """The face in an arch: drawn for a seed, or the photo of a seed "photo:<token>". Leave `name` empty where the name stands beside it. Sizes: s 30, m 44, l 68, xl 152 px."""
    width = WIDTHS[size]
    if seed.startswith(PHOTO):
        source = f"{FACES}{quote(seed.removeprefix(PHOTO), safe='')}/{PHOTO_SIZES[size]}.webp"
        return SafeString(
            f'<img class="avatar avatar-{size}" src="{source}" alt="{escaped(name)}"'
            f' width="{width}" height="{width * 6 // 5}"{LAZY if lazy else ""}>'
        )
    return SafeString(
        f'<img class="avatar avatar-{size}" src="{PORTRAITS}{quote(seed, safe="")}.svg" alt="{escaped(name)}"'
        f' width="{width}" height="{width * 6 // 5}"{LAZY if lazy else ""}>'
    )


LAZY = ' loading="lazy"'


@register.simple_tag
def plate(seed: str, name: str = "", size: str = "m") -> SafeString:
    """The geometric sign for a seed: a square where a portrait would be too personal. Sizes as for portrait."""
    width = WIDTHS[size]
    return format_html(
        '<img class="plate avatar-{}" src="{}{}.svg" alt="{}" width="{}" height="{}" loading="lazy">',
        size,
        PLATES,
        quote(seed, safe=""),
        name,
        width,
        width,
    )


@register.simple_tag
def pair(first: str, second: str, size: str = "m") -> SafeString:
    """Two portraits side by side, for a pair whose names stand beside them."""
    return SafeString(f'<span class="pair">{portrait(first, size=size)}{portrait(second, size=size)}</span>')


@register.simple_tag
def crowd(seeds: Sequence[str], more: int = 0, size: str = "s") -> SafeString:
    """Several portraits in a row, decorative, with "+ n" for those not drawn."""
    rest = format_html('<span class="rest">+ {}</span>', more) if more > 0 else EMPTY
    return format_html('<span class="crowd">{}{}</span>', format_html_join("", "{}", ((portrait(s, size=size),) for s in seeds)), rest)


@register.simple_tag
def person(name: str, line: str = "", seed: str = "", href: str = "", size: str = "m") -> SafeString:
    """Face, name and one line; the name links to `href` when there is one."""
    shown = f'<a href="{escaped(href)}">{escaped(name)}</a>' if href else escaped(name)
    below = f'<span class="person-line">{escaped(line)}</span>' if line else ""
    return SafeString(
        f'<span class="person">{portrait(seed, size=size)}<span class="person-text">'
        f'<span class="person-name">{shown}</span>{below}</span></span>'
    )


@register.simple_tag
def tag(text: str, kind: str = "", href: str = "", icon_name: str = "") -> SafeString:
    """A word on a strip of paper. `kind`: empty, door, lamp, brick, slate or plum; colour never carries meaning alone."""
    classes = f"tag tag-{kind}" if kind else "tag"
    inner = f"{icon(icon_name) if icon_name else ''}{escaped(text)}"
    return SafeString(f'<a class="{classes}" href="{escaped(href)}">{inner}</a>' if href else f'<span class="{classes}">{inner}</span>')


@register.simple_tag
def here(text: str) -> SafeString:
    """A lit window and a few words: what is here and now."""
    return format_html('<span class="here">{}</span>', text)


@register.simple_tag
def moment(iso: str, text: str) -> SafeString:
    """A time: prepared strings only, so that a list of forty costs nothing."""
    return SafeString(f'<time datetime="{escaped(iso)}">{escaped(text)}</time>')


@register.simple_block_tag
def card(content: SafeString, title: str = "", kicker: str = "", level: int = 2, **extra: Any) -> SafeString:
    """One sheet of paper around a thing that one can act on as a whole."""
    above = f'<p class="card-kicker">{escaped(kicker)}</p>' if kicker else ""
    heading = f'<h{level} class="card-title">{escaped(title)}</h{level}>' if title else ""
    return SafeString(f'<article class="card"{attributes(extra)}>{above}{heading}{content}</article>')


@register.simple_block_tag
def chapter(content: SafeString, title: str, note: str = "", id: str | None = None) -> SafeString:
    """A part of a page with its heading in the margin."""
    below = f'<p class="chapter-note">{escaped(note)}</p>' if note else ""
    return SafeString(
        f'<section class="chapter"{attributes({"id": id})}><header><h2>{escaped(title)}</h2>{below}</header><div>{content}</div></section>'
    )


@register.simple_block_tag
def disclosure(content: SafeString, summary: str, *, opened: bool = False) -> SafeString:
    """More for those who ask: closed until wanted, without script."""
    return SafeString(
        f'<details class="disclosure"{" open" if opened else ""}><summary>{escaped(summary)}</summary>'
        f'<div class="disclosure-body">{content}</div></details>'
    )


@register.simple_block_tag
def notice(content: SafeString, kind: str = "info", title: str = "", role: str | None = None) -> SafeString:
    """Something to know. `kind`: info, success, warn, error. Give `role` "status" or "alert" only where it appears by itself."""
    return notice_html(content, kind, title, role)


def notice_html(content: Any, kind: str, title: str = "", role: str | None = None) -> SafeString:
    """The notice as a function, for tags and views that answer with one."""
    labels = {
        "info": pgettext("kind of notice", "Note"),
        "success": pgettext("kind of notice", "Done"),
        "warn": pgettext("kind of notice", "Please note"),
        "error": pgettext("kind of notice", "Error"),
    }
    heading = format_html('<p class="notice-title">{}</p>', title) if title else EMPTY
    return format_html(
        '<div class="notice notice-{}"{}>{}<div class="notice-body"><div class="notice-text">{}{}</div></div></div>',
        kind,
        attributes({"role": role}),
        icon(NOTICES[kind], labels[kind]),
        heading,
        content,
    )


@register.simple_block_tag
def kept_draft(content: SafeString, whose: object, what: str) -> SafeString:
    """A form of which the words survive in this browser until they are sent, or somebody signs out. `whose`: the writer's number.

    A form with a field `base`, the version with which it began, gets them back even where the house sends words, and offers to drop them.
    """
    said = _("There is no connection just now. What you wrote stays here; send it once you are connected again.")
    again = _("What you had not saved yet stands here again.")
    return format_html(
        '<kept-draft data-key="{}:{}" data-offline="{}" data-again="{}" data-drop="{}">{}<p class="field-error" data-said role="status"></p></kept-draft>',
        whose, what, said, again, _("Drop it"), content,
    )  # fmt: skip


@register.simple_tag
def undo(text: str, url: str, label: str = "") -> SafeString:
    """What was just done, with a button that takes it back (a form: works without script)."""
    return format_html(
        '<div class="notice notice-success" role="status">{}<div class="notice-body"><p class="notice-text">{}</p>'
        '<form method="post" action="{}">{}</form></div></div>',
        icon("success", pgettext("kind of notice", "Done")),
        text,
        url,
        button(label or _("Undo"), "plain", "undo"),
    )


@register.simple_tag
def notices(messages: Iterable[Any] | None) -> SafeString:
    """Django's messages as notices, in a region that screen readers follow."""
    kinds = {"success": "success", "warning": "warn", "error": "error"}
    shown = format_html_join("", "{}", ((notice_html(m.message, kinds.get(m.level_tag, "info")),) for m in messages or ()))
    return format_html('<div class="notices" id="notices" aria-live="polite">{}</div>', shown)


@register.simple_tag
def field(bound: BoundField, **extra: Any) -> SafeString:
    """A form field: label, help, control, errors, tied together for screen readers. Extra keywords become attributes of the control.

    A form may name fields of which one has to be filled (`one_of`): none of them is called optional.
    """
    if bound.is_hidden:
        return mark_safe(str(bound))
    ident = bound.id_for_label or bound.auto_id or bound.html_name
    help_id, error_id = f"{ident}_help", f"{ident}_problem"
    described = " ".join(part for part, there in ((help_id, bound.help_text), (error_id, bound.errors)) if there)
    attrs: dict[str, Any] = {name.replace("_", "-"): value for name, value in extra.items()}
    if described:
        attrs["aria-describedby"] = described
    help_text = format_html('<p class="field-help" id="{}">{}</p>', help_id, bound.help_text) if bound.help_text else EMPTY
    errors = (
        format_html(
            '<div id="{}">{}</div>',
            error_id,
            format_html_join("", '<p class="field-error">{}{}</p>', ((icon("error"), e) for e in bound.errors)),
        )
        if bound.errors
        else EMPTY
    )
    needed = bound.field.required or bound.name in getattr(bound.form, "one_of", ())
    optional = EMPTY if needed else format_html(' <span class="field-optional">{}</span>', _("optional"))
    widget = bound.field.widget
    control = mark_safe(bound.as_widget(attrs=attrs))
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return format_html(
            '<div class="field"><fieldset{}><legend class="field-label">{}{}</legend>{}{}{}</fieldset></div>',
            attributes({"aria_describedby": described or None}),
            bound.label,
            optional,
            help_text,
            control,
            errors,
        )
    if isinstance(widget, CheckboxInput):
        return format_html(
            '<div class="field"><label class="choice" for="{}">{}<span>{}</span></label>{}{}</div>',
            ident,
            control,
            bound.label,
            help_text,
            errors,
        )
    return format_html(
        '<div class="field"><label class="field-label" for="{}">{}{}</label>{}{}{}</div>',
        ident,
        bound.label,
        optional,
        help_text,
        control,
        errors,
    )


@register.simple_tag
def fields(form: Any) -> SafeString:
    """All fields of a form in their order, after what is wrong with the whole."""
    whole = form.non_field_errors()
    above = notice_html(format_html_join("", "<p>{}</p>", ((e,) for e in whole)), "error", role="alert") if whole else EMPTY
    return format_html("{}{}", above, format_html_join("", "{}", ((field(bound),) for bound in form)))


@register.simple_block_tag
def empty(content: SafeString, title: str, icon_name: str = "coffee") -> SafeString:
    """An empty place says why it is empty and what to do."""
    return format_html('<div class="empty">{}<p class="empty-title">{}</p>{}</div>', icon(icon_name), title, content)


@register.simple_tag
def tabs(items: Iterable[Mapping[str, Any]], label: str) -> SafeString:
    """Views of one thing, as links: items with url, label, current and perhaps number."""
    return format_html(
        '<nav class="tabs" aria-label="{}"><ul>{}</ul></nav>',
        label,
        format_html_join(
            "",
            '<li><a href="{}"{}>{}{}</a></li>',
            (
                (
                    i["url"],
                    CURRENT if i.get("current") else EMPTY,
                    i["label"],
                    format_html('<span class="number">{}</span>', i["number"]) if i.get("number") is not None else EMPTY,
                )
                for i in items
            ),
        ),
    )


CURRENT = mark_safe(' aria-current="page"')


@register.simple_tag
def crumbs(items: Sequence[tuple[str, str]], here: str) -> SafeString:
    """The way back: pairs of address and label, then where one is."""
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol>{}<li aria-current="page">{}</li></ol></nav>',
        _("You are here"),
        format_html_join("", '<li><a href="{}">{}</a></li>', items),
        here,
    )


@register.simple_tag
def pager(older: str = "", newer: str = "", *, end: str = "", label: str = "") -> SafeString:
    """Onward by cursor. `end` is said where the list ends: pages here are finite."""
    return format_html(
        '<nav class="pager" aria-label="{}">{}{}{}</nav>',
        label or _("Pages"),
        link_button(_("Back"), newer, "quiet", "previous", rel="prev") if newer else EMPTY,
        format_html('<p class="end">{}</p>', end) if end and not older else EMPTY,
        link_button(_("Show more"), older, "quiet", "next", rel="next") if older else EMPTY,
    )


@register.simple_block_tag
def table(content: SafeString, caption: str, *, stack: bool = True, quiet: bool = False) -> SafeString:
    """A table around `thead` and `tbody`. Stacked on phones: give each `td` its `data-label`, and one that holds nothing the class `nothing`.

    `quiet`: the heading above says the caption already, so that it is there for those alone who don't see.
    """
    return format_html(
        '<div class="table-box" tabindex="0" role="region" aria-label="{}"><table class="table{}"><caption{}>{}</caption>{}</table></div>',
        caption,
        " table-stack" if stack else "",
        mark_safe(' class="visually-hidden"') if quiet else EMPTY,
        caption,
        content,
    )


@register.simple_tag
def numbers(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> SafeString:
    """A table of figures; the first cell of a row is its name. Plain string formatting: months of several years are many rows."""
    aligned = ' class="number"'
    head = "".join(f'<th scope="col"{aligned if place else ""}>{escaped(column)}</th>' for place, column in enumerate(columns))
    labels = [escaped(column) for column in columns[1:]]
    body = "".join(
        f'<tr><th scope="row">{escaped(name)}</th>'
        + "".join(f'<td{aligned} data-label="{label}">{escaped(cell)}</td>' for label, cell in zip(labels, cells, strict=True))
        + "</tr>"
        for name, *cells in rows
    )
    return SafeString(table(SafeString(f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"), caption))


@register.simple_tag
def progress(value: float, maximum: float, label: str, text: str = "") -> SafeString:
    """How far something is. `text` says the same in words."""
    return format_html(
        '<label class="progress"><span class="progress-text"><span>{}</span><span>{}</span></span><progress value="{}" max="{}">{}</progress></label>',
        label,
        text,
        value,
        maximum,
        text,
    )


@register.simple_tag
def sparkline(points: Sequence[float | None], label: str) -> SafeString:
    """A trend as a small line, its last point marked; `label` says in words what it shows. Nothing is drawn without a value."""
    path, area, last = charts.trend(points)
    if last is None:
        return EMPTY
    return format_html(
        '<svg class="spark" viewBox="0 0 240 52" role="img" aria-label="{}">{}<path class="spark-base" d="M0 51.5H240"/>'
        '<path class="spark-line" d="{}"/><circle class="spark-end" cx="{}" cy="{}" r="4.5"/></svg>',
        label,
        format_html('<path class="spark-area" d="{}"/>', area) if area else EMPTY,
        path,
        f"{last[0]:g}",
        f"{last[1]:g}",
    )


@register.simple_tag
def bars(rows: Sequence[Mapping[str, Any]], label: str, maximum: float | None = None) -> SafeString:
    """Bars with their words: rows with label, value, text, and perhaps kind (second, band)."""
    widths = charts.shares([float(r["value"]) for r in rows], maximum)
    return format_html(
        '<ul class="bars" aria-label="{}">{}</ul>',
        label,
        format_html_join(
            "",
            '<li{}><span class="bars-label">{}</span><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
            '<rect width="{}" height="10"/></svg><span class="bars-value">{}</span></li>',
            (
                (format_html(' class="is-{}"', r["kind"]) if r.get("kind") else EMPTY, r["label"], f"{w:g}", r["text"])
                for r, w in zip(rows, widths, strict=True)
            ),
        ),
    )


@register.simple_tag
def plot(picture: charts.Plot, label: str) -> SafeString:
    """Lines over an axis (`web.charts.plot`) with their names below; `label` says in words what they show."""
    return format_html(
        '<figure class="plot"><svg viewBox="{}" role="img" aria-label="{}">{}</svg>{}</figure>',
        picture.box,
        label,
        picture.shapes,
        plot_names(picture) if len(picture.names) > 1 else EMPTY,
    )


def plot_names(picture: charts.Plot) -> SafeString:
    """What the lines of a plot are called, each beside a piece of it."""
    return format_html(
        '<figcaption><ul class="plot-names">{}</ul></figcaption>',
        format_html_join(
            "",
            '<li><svg viewBox="-22 -8 44 16" aria-hidden="true"><path class="plot-line voice-{}" d="M-22 0H22"/><g class="plot-end voice-{}">{}</g></svg>{}</li>',
            ((voice, voice, mark_safe(charts.mark(voice)), name) for voice, name in picture.names),
        ),
    )


@register.simple_block_tag
def measure(
    content: SafeString,
    label: str,
    value: str,
    sentence: str,
    unit: str = "",
    points: Sequence[float | None] = (),
    trend: str = "",
    change: str = "",
    direction: str = "steady",
    verdict: str = "",
    how: str = "",
) -> SafeString:
    """A figure with its sentence, its way here and, inside, how it was computed.

    `trend` says the line in words; `direction` is up, down or steady, `verdict` good, bad or empty: up is not always good.
    """
    return format_html(
        '<section class="measure"><h3 class="measure-label">{}</h3><p class="measure-value">{}{}</p>{}{}<p class="measure-sentence">{}</p>{}</section>',
        label,
        value,
        format_html(" <small>{}</small>", unit) if unit else EMPTY,
        sparkline(points, trend or label) if points else EMPTY,
        format_html('<p class="measure-change{}">{}{}</p>', f" is-{verdict}" if verdict else "", icon(direction), change)
        if change
        else EMPTY,
        sentence,
        disclosure(content, how or _("How this was computed")) if content.strip() else EMPTY,
    )


@register.simple_block_tag
def ask_first(
    content: SafeString, label: str, url: str, title: str, confirm: str, id: str, kind: str = "danger", icon_name: str = ""
) -> SafeString:
    """A question before something final. Without script the link leads to `url`, which must ask the same on GET and act on POST."""
    return format_html(
        '<ask-first>{}<dialog class="dialog" id="{}" aria-labelledby="{}-title"><h2 id="{}-title">{}</h2><div>{}</div>'
        '<form method="post" action="{}" class="actions">{}{}</form></dialog></ask-first>',
        link_button(label, url, kind, icon_name, data_dialog=id),
        id,
        id,
        id,
        title,
        content,
        url,
        button(_("Leave it as it is"), "quiet", type="button", data_close=True),
        button(confirm, kind),
    )


@register.simple_tag
def copy_text(text: str, label: str, id: str) -> SafeString:
    """A line to copy; the button comes with script, without it the text can be marked."""
    return format_html(
        '<copy-text class="actions" data-done="{}"><label class="visually-hidden" for="{}">{}</label><input class="input" id="{}" value="{}" readonly>'
        '<button class="button button-quiet" type="button" hidden>{}</button></copy-text>',
        _("Copied"),
        id,
        label,
        id,
        text,
        _("Copy"),
    )
