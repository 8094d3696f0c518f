"""What pages of people show beside a person."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.addresses import address
from drittort.core.spoken import spoken
from drittort.members.people.queries import Card, FirmCard, Why
from drittort.members.people.ways import WAYS
from drittort.web.templatetags.ui import EMPTY, escaped, here, link_button, person, plate, portrait

register = template.Library()
WHERE, WHO = "\x02where\x03", "\x02who\x03"
"""Stand where address and name come: letters that no text holds."""


@register.simple_tag(takes_context=True)
def ways_to(context: Any, person_id: int, name: str = "", kind: str = "quiet") -> SafeString:
    """Buttons for what the reader can do with somebody else; none for oneself. Costs no query. `name` tells screen readers with whom."""
    request = context["request"]
    if person_id == request.member.pk or not WAYS:
        return EMPTY
    said, buttons = escaped(name), []
    for way, pieces in zip(WAYS.values(), _buttons(tuple(WAYS), kind, bool(name)), strict=True):
        where = escaped(way.address(request.space.slug, person_id))
        buttons.append(said.join(piece.replace(WHERE, where) for piece in pieces))
    return SafeString(f'<p class="actions ways">{"".join(buttons)}</p>')


@register.simple_tag(takes_context=True)
def face_card(context: Any, card: Card) -> SafeString:
    """One person of the directory. A page holds dozens, so it is plain string formatting, as the components of long lists are."""
    face, why = card.face, card.why
    where = address("members:person", context["request"].space.slug, face.id)
    lines = [
        f'<p class="face-firm">{escaped(face.company)}</p>' if face.company else "",
        f'<p class="face-line">{escaped(face.line)}</p>' if face.line else "",
        f"<p>{here(_('here today'))}</p>" if card.here_today else "",
        f'<p class="face-where">{escaped(card.where)}</p>' if card.where else "",
    ]
    if why:
        lines.append(reason(why))
    return SafeString(
        f'<li class="face">{portrait(face.portrait, size="l")}<div>'
        f'<h2 class="face-name"><a href="{escaped(where)}">{escaped(face.name)}</a></h2>'
        f"{''.join(lines)}{ways_to(context, face.id, face.name)}</div></li>"
    )


def reason(why: Why) -> str:
    """Why somebody or something is shown, as a line of a card."""
    text = f"<q>{escaped(why.text)}</q>" if why.quoted else escaped(why.text)
    language = f' lang="{escaped(why.language)}"' if why.language else ""
    return f'<p class="face-why"><span class="face-kicker">{escaped(why.kicker)}</span> <span{language}>{text}</span></p>'


@register.simple_tag(takes_context=True)
def firm_card(context: Any, card: FirmCard) -> SafeString:
    """One company of the directory with some of its people; plain string formatting for the same cause."""
    space, why = context["request"].space.slug, card.why
    lines = [
        f'<p class="face-firm">{escaped(card.industry)}</p>' if card.industry else "",
        f'<p class="face-line">{escaped(card.line)}</p>' if card.line else "",
        reason(why) if why and why.text != card.line else "",
    ]
    people = [f"<li>{person(one.name, '', one.portrait, address('members:person', space, one.id), 's')}</li>" for one in card.people]
    if card.more:
        people.append(
            f'<li class="soft">{escaped(ngettext("and %(more)s more", "and %(more)s more", card.more) % {"more": card.more})}</li>'
        )
    return SafeString(
        f'<li class="firm" id="company-{card.id}">{plate(card.name)}<div>'
        f'<h2 class="face-name"><a href="{escaped(address("members:company", space, card.id))}">{escaped(card.name)}</a></h2>'
        f'{"".join(lines)}<ul class="firm-people">{"".join(people)}</ul></div></li>'
    )


@spoken
def _buttons(ways: tuple[str, ...], kind: str, named: bool) -> tuple[list[str], ...]:
    # One button leads, the others keep back. A page of people shows the same buttons dozens of times; only the address and the name differ.
    return tuple(
        str(link_button(way.label, WHERE, look, way.icon, aria_label=f"{way.label}: {WHO}" if named else None)).split(WHO)
        for way, look in zip((WAYS[name] for name in ways), [kind, *["quiet"] * len(ways)], strict=False)
    )
