"""Input of the knowledge of a house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from drittort.core.files.documents import ENDINGS
from drittort.inform.knowledge.actions import Place, Words
from drittort.inform.knowledge.rules import LONGEST, REVIEWS, USUAL_REVIEW
from drittort.inform.posts.forms import LANGUAGES
from drittort.talk.conversations.forms import FilesField, SeveralFiles

ACCEPT = f"image/jpeg,image/png,image/webp,image/gif,{','.join('.' + e for e in ENDINGS)}"


def intervals() -> list[tuple[int, str]]:
    """After which time somebody may be asked again."""
    return [(n, str(ngettext_lazy("after one month", "after %(n)s months", n) % {"n": n})) for n in REVIEWS]


class WordsForm(forms.Form):
    """The words of an article in one language, and what goes along. How long they may be is said by the action, so that nothing written is cut off."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("As somebody would look for it: “Wi-Fi”, “Change the toner”."))
    text = forms.CharField(
        label=_("What is to be known?"), max_length=LONGEST * 2, widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("**bold**, lists with -, headings with ##, tables with |. [[Title]] leads to another article."),
    )  # fmt: skip
    along = FilesField(
        label=_("Pictures or documents"), required=False, help_text=_("At most eight: pictures, PDF, text or office files."),
        widget=SeveralFiles(attrs={"accept": ACCEPT}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)

    def words(self) -> Words:
        """What was written, ready for an action."""
        told = self.cleaned_data
        return Words(told["language"], told["title"], told["text"], told.get("note", ""))


class PlaceForm(forms.Form):
    """Where an article stands, how it is found, who may change it, and when it is looked at again."""

    parent = forms.TypedChoiceField(label=_("It stands under"), required=False, coerce=int, empty_value=None)
    tags = forms.CharField(label=_("Words to find it by"), required=False, max_length=300, help_text=_("At most six, with commas between."))
    trade = forms.ChoiceField(label=_("Above all for one trade"), required=False)
    shared = forms.BooleanField(label=_("Everybody in the house may improve it"), required=False, initial=True)
    review = forms.TypedChoiceField(label=_("Ask me whether it is still right"), coerce=int, initial=USUAL_REVIEW)

    def __init__(self, *args: Any, parents: Sequence[tuple[int, str]], trades: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", _("nothing, by itself")), *parents]  # type: ignore[attr-defined]
        self.fields["trade"].choices = [("", _("no, for everybody")), *trades]  # type: ignore[attr-defined]
        self.fields["review"].choices = intervals()  # type: ignore[attr-defined]

    def place(self) -> Place:
        """What was chosen, ready for an action."""
        told = self.cleaned_data
        tags = tuple(tag.strip() for tag in told["tags"].replace("\0", "").split(",") if tag.strip())
        return Place(told["parent"], tags, told["trade"], told["shared"], told["review"])


class ArticleForm(WordsForm, PlaceForm):
    """A new article."""

    field_order = ("title", "text", "along", "language", "parent", "tags", "trade", "shared", "review")


class ChangeForm(WordsForm):
    """Other words: also what was changed, which files go, and the version that was before the writer."""

    note = forms.CharField(
        label=_("What did you change?"), required=False, max_length=200, help_text=_("A few words for the next who looks.")
    )
    base = forms.IntegerField(min_value=0, max_value=2**31, widget=forms.HiddenInput)
    drop = forms.TypedMultipleChoiceField(label=_("Without"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple)
    field_order = ("title", "text", "note", "along", "drop", "language", "base")

    def __init__(self, *args: Any, files: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].widget = forms.HiddenInput()
        if files:
            self.fields["drop"].choices = files  # type: ignore[attr-defined]
        else:
            del self.fields["drop"]


class HandOverForm(forms.Form):
    """Who looks after it next."""

    person = forms.TypedChoiceField(label=_("Who looks after it?"), coerce=int)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class HandbookForm(forms.Form):
    """Which prepared pages come into the handbook."""

    pages = forms.MultipleChoiceField(label=_("Which pages?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, pages: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pages"].choices = pages  # type: ignore[attr-defined]
