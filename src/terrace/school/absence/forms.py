"""What people fill in when somebody is away."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terrace.school.people.models import Staff

from .models import Absence


def _day_box() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class AwayForm(forms.Form):
    """Somebody is away: one of `people`, from `now` on or later."""

    staff = forms.ChoiceField(label=_("Who"))
    first = forms.DateField(label=_("First day"), widget=_day_box())
    last = forms.DateField(label=_("Last day"), widget=_day_box())
    reason = forms.ChoiceField(
        label=_("Why"),
        help_text=_("Nobody has to say."),
        choices=Absence.Reason.choices,
        required=False,
    )

    def __init__(self, *args: Any, people: list[Staff], now: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"first": now, "last": now})
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        field = self.fields["staff"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, one.name) for pk, one in self.people.items()]
        if len(people) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.people))
