"""What people fill in: a talk, something agreed, a wish to be heard."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terrace.school.calendar.queries import today
from terrace.school.people.models import Child, School, Staff
from terrace.school.people.queries import staff_of

from .models import FollowUp
from .talking import MOODS, STEPS, Said
from .wording import CAME_UP_WORDS, MOOD_WORDS

A_WEEK = timedelta(days=7)


def _day_box() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class StaffField(forms.ChoiceField):
    """One of the adults who work in the school."""

    def __init__(self, *, school: School, nobody: object = None, **kwargs: Any) -> None:
        self.staff = {str(one.pk): one for one in staff_of(school)}
        choices: list[tuple[str, Any]] = [(pk, one.name) for pk, one in self.staff.items()]
        if nobody is not None:
            choices.insert(0, ("", nobody))
        super().__init__(choices=choices, **kwargs)

    def chosen(self, value: str) -> Staff | None:
        """The adult; `None` where nobody was chosen."""
        return self.staff.get(value)


class NoteForm(forms.Form):
    """What a talk leaves behind: three taps and a few words."""

    mood = forms.TypedChoiceField(
        label=_("Which face did the child point at?"),
        coerce=int,
        choices=[(mood, MOOD_WORDS[mood]) for mood in MOODS],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=_("In a few words"),
        help_text=_("Only you read this, unless you say otherwise below."),
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
        required=False,
    )
    came_up = forms.MultipleChoiceField(
        label=_("What it was about"),
        choices=list(CAME_UP_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ladder = forms.TypedChoiceField(
        label=_("On which step of the ladder does the child stand?"),
        help_text=_("At the top is the best life you can think of, at the bottom the worst."),
        coerce=int,
        choices=[("", "—"), *((step, str(step)) for step in STEPS)],
        required=False,
    )
    shared = forms.BooleanField(
        label=_("The class teacher may read it, too"),
        help_text=_("Ask the child first. Whoever reads it is noted."),
        required=False,
    )

    def said(self) -> Said:
        """What was filled in."""
        told = self.cleaned_data
        return Said(
            note=told["note"].strip(),
            mood=told["mood"] or 0,
            ladder=told["ladder"] or 0,
            came_up=tuple(told["came_up"]),
        )


class TalkForm(NoteForm):
    """A new note: also its day, and what was agreed."""

    day = forms.DateField(label=_("Day of the talk"), widget=_day_box())
    what = forms.CharField(
        label=_("What you agreed"),
        help_text=_(
            "One thing that somebody will do; it stays on Today until then. "
            "Her class teacher sees it, too."
        ),
        max_length=300,
        required=False,
    )
    due = forms.DateField(label=_("Until"), widget=_day_box(), required=False)

    def __init__(self, *args: Any, child: Child, staff: Staff, **kwargs: Any) -> None:
        now = today(child.school)
        kwargs["initial"] = {"day": now, "due": now + A_WEEK, "who": str(staff.pk)}
        super().__init__(*args, **kwargs)
        self.who = StaffField(school=child.school, label=_("Who does it"), required=False)
        self.fields["who"] = self.who
        self.self_staff = staff

    def clean(self) -> dict[str, Any]:
        """What was agreed has a day."""
        told = super().clean() or {}
        if told.get("what") and not told.get("due") and "due" not in self.errors:
            self.add_error("due", _("Say until when."))
        return told

    @property
    def chosen_staff(self) -> Staff:
        """Who does what was agreed."""
        return self.who.chosen(self.cleaned_data["who"]) or self.self_staff


class WishForm(forms.Form):
    """With whom a child would like to talk."""

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wants = StaffField(
            school=school,
            nobody=_("whoever suits"),
            label=_("With whom?"),
            help_text=_("Ask the child. If that adult is not here, somebody close is asked."),
            required=False,
        )
        self.fields["wants"] = self.wants

    @property
    def chosen(self) -> Staff | None:
        """The adult; `None`: whoever suits."""
        return self.wants.chosen(self.cleaned_data["wants"])


class DoneForm(forms.Form):
    """What was agreed has been done."""

    helped = forms.ChoiceField(
        label=_("Did it help?"), choices=FollowUp.Helped.choices, widget=forms.RadioSelect
    )
    came_of_it = forms.CharField(
        label=_("What came of it"),
        widget=forms.Textarea({"rows": 3}),
        max_length=300,
        required=False,
    )


class HandOnForm(forms.Form):
    """Another adult does it."""

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to = StaffField(school=school, label=_("Who does it"))
        self.fields["to"] = self.to
