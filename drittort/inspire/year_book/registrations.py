"""What year books put into the registries."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drittort.core import ledger, links, notices, privacy
from drittort.core.moving import registry as moving
from drittort.core.privacy import Mark
from drittort.core.year_book import chapter, figures
from drittort.inspire.year_book import actions, chapters, jobs, reactions
from drittort.inspire.year_book.models import YearBook

LOADED = (jobs,)
BOOK = "inspire.YearBook"

ledger.kind(actions.ASKED, _("had a year book made"), subject=BOOK)
ledger.kind(actions.MADE, _("A year book is ready."), subject=BOOK)
ledger.kind(actions.DROPPED, _("A year book is made anew, for something in it was taken back."), subject=BOOK)

notices.category(
    reactions.CATEGORY,
    _("Year books"),
    _("That one is ready, for who had it made."),
    urgency=notices.NOW,
    personal=True,
    mail_from=notices.ALL,
    push_from=None,
)
notices.wording("year_book.made", _("The year book %(year)s is ready."), people=(), words=reactions.texts, refers={"book": BOOK})
links.link("people", "inspire:year_books", _("Year books"))

chapter("faces", _("New faces"), chapters.new_faces, place=20, look="faces", lead=_("Who came this year, and likes to be seen here."))
chapter("events", _("What was on"), chapters.events, place=30, look="days")
chapter(
    "stories",
    _("What became of it"),
    chapters.stories,
    place=40,
    look="stories",
    lead=_("Told by those who were there, each from their side."),
)
chapter("thanks", _("Thanks"), chapters.thanks, place=50, look="quotes")
chapter("decisions", _("What we decided"), chapters.decisions, place=55, lead=_("Ideas that came true, and questions that have an answer."))
chapter("agreements", _("What we agreed on"), chapters.agreements, place=60)
chapter("history", _("History of the house"), chapters.history, place=70, lead=_("What of this year will be told in ten."))
figures("house", chapters.sums, place=10)

MAKING = Mark(
    purpose=_("give the house the book of its year"),
    basis=_("legitimate interest"),
    retention=_("as long as the house"),
    export=False,
    erasure="with the house",
)
privacy.register(YearBook, MAKING, "id space year language asked_at steps steps_done done_at pages told file")
privacy.register(YearBook, replace(MAKING, export=True, erasure=privacy.TAKE_OUT), "asked_by", person="asked_by_id")
privacy.words(YearBook, asked_by=pgettext_lazy("field", "asked for by"))
privacy.entitle(YearBook, _("Year books that you had made"), "inspire:year_books")
privacy.called(YearBook, "year")
privacy.on_erased(reactions.forget_erased)

moving.thing("year_book", BOOK)
moving.plain(YearBook, "told")
