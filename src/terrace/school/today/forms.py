"""What an adult may do with a to-do besides doing it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from terrace.school.people.models import Staff

from .models import Todo
from .queries import moments_to_wait_for, who_could_take


class HandOverForm(forms.Form):
    """To whom."""

    to = forms.TypedChoiceField(label=_("To whom"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, todo: Todo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(staff.pk): staff for staff in who_could_take(todo)}
        field = self.fields["to"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(key, staff.name) for key, staff in self.people.items()]
        field.coerce = self.people.__getitem__

    @property
    def to_staff(self) -> Staff:
        """The adult who was chosen; the form must be valid."""
        staff = self.cleaned_data["to"]
        assert isinstance(staff, Staff)
        return staff


class SnoozeForm(forms.Form):
    """Until when, and why."""

    until = forms.TypedChoiceField(label=_("Until when"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("A few words, for you and the principal.")
    )

    def __init__(self, *args: Any, todo: Todo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["until"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            (moment.isoformat(), date_format(timezone.localtime(moment), "MONTH_DAY_FORMAT"))
            for moment in moments_to_wait_for(todo)
        ]
        field.coerce = datetime.fromisoformat
