"""What a teacher says before a week's sheets are printed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from terrace.school.curriculum.skills import SheetLength

from .actions.planning import FEWEST_QUESTIONS
from .queries import PrintView
from .queries.printing import Offer
from .wording import own, sentences

EACH = "each"


class PrintForm(forms.Form):
    """How to print, how long, and on what; the last two are filled in for her."""

    how = forms.ChoiceField(label=_("How to print"), widget=forms.RadioSelect)
    length = forms.IntegerField(
        label=_("Questions on a sheet"), widget=forms.NumberInput({"class": "short"})
    )
    topics = forms.MultipleChoiceField(
        label=_("Only these topics"),
        help_text=_("With none chosen, each child gets what helps most now."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, view: PrintView) -> None:
        super().__init__(data)
        limit = view.limit
        how = self.fields["how"]
        assert isinstance(how, forms.ChoiceField)
        how.choices = [(_value(offer), offer_words(offer)) for offer in view.offers]
        how.initial = EACH
        length = self.fields["length"]
        length.initial = limit.questions
        length.help_text = _length_words(limit)
        length.min_value, length.max_value = FEWEST_QUESTIONS, limit.most  # type: ignore[attr-defined]
        length.widget.attrs.update({"min": FEWEST_QUESTIONS, "max": limit.most})
        topics = self.fields["topics"]
        assert isinstance(topics, forms.MultipleChoiceField)
        topics.choices = [
            (strand, [(one.code, own(one.name)) for one in skills])
            for strand, skills in view.topics
        ]

    def clean_length(self) -> int:
        """Within the grade's limit."""
        length: int = self.cleaned_data["length"]
        widget = self.fields["length"].widget.attrs
        if not widget["min"] <= length <= widget["max"]:
            raise forms.ValidationError(
                _("Choose %(min)s to %(max)s questions for this grade."), params=dict(widget)
            )
        return length

    @property
    def versions(self) -> int | None:
        """How many shared versions; None for one sheet a child."""
        how: str = self.cleaned_data["how"]
        return None if how == EACH else int(how)

    @property
    def topic_codes(self) -> Sequence[str]:
        """Codes of the chosen skills."""
        chosen: Sequence[str] = self.cleaned_data["topics"]
        return chosen


def offer_words(offer: Offer) -> str:
    """One way of printing: what it is, what it costs, what is lost."""
    cost = {"pages": offer.pages, "yuan": offer.yuan, "originals": offer.originals}
    if offer.versions is None:
        return (
            ngettext(
                "One sheet for each child: %(pages)d page to print, about %(yuan)s yuan.",
                "One sheet for each child: %(pages)d pages to print, about %(yuan)s yuan.",
                offer.pages,
            )
            % cost
        )
    said = (
        ngettext(
            "One sheet for all: print %(originals)d page, photocopy to %(pages)d, about "
            "%(yuan)s yuan.",
            "%(originals)d versions: print %(originals)d pages, photocopy to %(pages)d, about "
            "%(yuan)s yuan.",
            offer.originals,
        )
        % cost
    )
    return sentences([said, offer.loss])


def _value(offer: Offer) -> str:
    return EACH if offer.versions is None else str(offer.versions)


def _length_words(limit: SheetLength) -> str:
    return _("At most %(most)s in this grade.") % {"most": limit.most}
