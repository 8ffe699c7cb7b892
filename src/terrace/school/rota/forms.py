"""What people fill in: a rota to set up, and its rules."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from terrace.school.people.models import School, SchoolClass, Staff
from terrace.school.people.queries import staff_of

from .kinds import USUAL
from .models import Kind, Rota


def _day_box() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class NewRotaForm(forms.Form):
    """A rota to set up; all that is not asked is as usual for its kind."""

    kind = forms.ChoiceField(label=_("What the turns are for"), choices=Kind.choices)
    starts = forms.DateField(label=_("From"), widget=_day_box())
    ends = forms.DateField(label=_("Until"), widget=_day_box())
    posts = forms.CharField(
        label=_("Posts, one on each line"),
        help_text=_("For duties with several places: each dorm, each gate."),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    adults = forms.MultipleChoiceField(
        label=_("Who takes turns"), widget=forms.CheckboxSelectMultiple
    )
    classes = forms.MultipleChoiceField(
        label=_("Which children"),
        help_text=_("For talks, mentors, calls and visits."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(one.pk): one for one in staff_of(school)}
        rows = SchoolClass.objects.filter(school=school).order_by("grade", "code")
        self.school_classes = {str(one.pk): one for one in rows}
        for name, known in (("adults", self.staff), ("classes", self.school_classes)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(pk, one.name) for pk, one in known.items()]

    def clean(self) -> dict[str, Any]:
        """Children are needed where the turns are children's."""
        told = super().clean() or {}
        kind = told.get("kind", "")
        if kind in USUAL and USUAL[kind].for_children and not told.get("classes"):
            self.add_error("classes", _("Choose at least one class."))
        return told

    @property
    def chosen_adults(self) -> list[Staff]:
        """Who takes turns."""
        return [self.staff[pk] for pk in self.cleaned_data["adults"]]

    @property
    def chosen_classes(self) -> list[SchoolClass]:
        """Whose children are served."""
        return [self.school_classes[pk] for pk in self.cleaned_data["classes"]]

    @property
    def chosen_posts(self) -> list[str]:
        """What is kept."""
        lines = self.cleaned_data["posts"].splitlines()
        return [line.strip()[:60] for line in lines if line.strip()]


class RulesForm(forms.Form):
    """The rules of a rota."""

    name = forms.CharField(label=_("What it is called"), max_length=60)
    ends = forms.DateField(label=_("Until"), widget=_day_box())
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    times = forms.CharField(
        label=_("When, one time on each line"),
        help_text=_("12:30-13:00. After midnight is the next morning."),
        widget=forms.Textarea({"rows": 4}),
    )
    places = forms.IntegerField(
        label=_("Children at once with one adult"), min_value=1, max_value=60
    )
    at_once = forms.IntegerField(label=_("Adults together at a post"), min_value=1, max_value=20)
    rest_days = forms.IntegerField(label=_("Free days after a turn"), min_value=0, max_value=14)
    most_each_period = forms.IntegerField(
        label=_("Turns of one adult in a period at most"),
        min_value=1,
        max_value=500,
        required=False,
    )

    def __init__(self, *args: Any, rota: Rota, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": rota.name,
            "ends": rota.ends,
            "weekdays": rota.weekdays,
            "times": "\n".join(f"{first}-{last}" for first, last in rota.times),
            "places": rota.places,
            "at_once": rota.at_once,
            "rest_days": rota.rest_days,
            "most_each_period": rota.most_each_period,
        }
        super().__init__(*args, **kwargs)
        del self.fields["at_once" if rota.serves_children else "places"]
        self.rota = rota

    def told(self) -> dict[str, Any]:
        """What was filled in, as `actions.set_rules` takes it."""
        said = dict(self.cleaned_data)
        lines = [line for line in said["times"].splitlines() if line.strip()]
        marks = [line.replace("–", "-").replace("：", ":").partition("-") for line in lines]
        said["times"] = [(first.strip(), last.strip()) for first, _dash, last in marks]
        return {"places": self.rota.places, "at_once": self.rota.at_once, **said}
