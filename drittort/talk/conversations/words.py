"""Words of conversations: names in a row, days, times, and text with links that can be followed safely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.formats import date_format, time_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.web.in_text import mention, pieces


def listed(names: Sequence[str], most: int = 4) -> str:
    """Names in a row, as people say them; after `most` of them how many more."""
    if not names:
        return _("only you")
    if len(names) == 1:
        return names[0]
    if len(names) > most:
        rest = len(names) - most + 1
        return ngettext("%(names)s and %(n)s more", "%(names)s and %(n)s more", rest) % {"names": ", ".join(names[: most - 1]), "n": rest}
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def linked(text: str, people: Mapping[str, str] | None = None) -> SafeString:
    """The text, escaped, with its web addresses as links, and with “@name” leading to the person (`people`: addresses by name).

    Only http and https; what follows a sentence is no part of its address.
    """
    named = mention(people or {})
    paths = {name.casefold(): path for name, path in (people or {}).items()}

    def plain(piece: str) -> str:
        done, last = [], 0
        for found in named.finditer(piece) if named else ():
            path = paths.get(found[1].casefold())
            if path is not None:
                done.append(escape(piece[last : found.start()]))
                done.append(format_html('<a class="mention" href="{}">{}</a>', path, found[0]))
                last = found.end()
        return "".join([*done, escape(piece[last:])])

    link = '<a href="{}" rel="noopener noreferrer nofollow ugc" target="_blank">{}</a>'
    return mark_safe("".join(format_html(link, piece, piece) if is_address else plain(piece) for piece, is_address in pieces(text)))


def day(value: date, today: date) -> str:
    """The head of a day."""
    days = (today - value).days
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Yesterday")
    form = "MONTH_DAY_FORMAT" if value.year == today.year else "DATE_FORMAT"
    return f"{date_format(value, 'l')}, {date_format(value, form)}"


def clock(value: datetime) -> str:
    """The time of day."""
    return time_format(value, "TIME_FORMAT")


def short(value: datetime, today: date) -> str:
    """When, in a list: the time today, else the day."""
    if value.date() == today:
        return clock(value)
    if (today - value.date()).days == 1:
        return _("Yesterday")
    return date_format(value, "MONTH_DAY_FORMAT" if value.year == today.year else "SHORT_DATE_FORMAT")
