"""What people fill in: a course, a timetable's name, the day on which it begins to hold."""

from typing import Any

from django import forms
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from terrace.school.people.models import School, SchoolClass, Staff
from terrace.school.people.queries import staff_of

from . import wording
from .models import Course, Room, Timetable


class NewTimetableForm(forms.Form):
    """A timetable to begin."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Spring 2027, for example."))


class HabitsForm(forms.Form):
    """What holds for all classes and all teachers."""

    compact = forms.BooleanField(
        label=_("No class has a free period in between, and each day begins with the first"),
        required=False,
    )
    most_a_day = forms.IntegerField(
        label=_("Lessons of one teacher on one day at most"),
        min_value=1,
        max_value=16,
        required=False,
    )


class StartForm(forms.Form):
    """From when on it holds."""

    starts = forms.DateField(
        label=_("It holds from"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class CourseForm(forms.Form):
    """A subject of one class or several, who teaches it, how often."""

    subject = forms.CharField(
        label=_("Subject"), max_length=40, widget=forms.TextInput({"list": "subjects"})
    )
    lessons = forms.IntegerField(label=_("Lessons a week"), min_value=0, max_value=40)
    length = forms.IntegerField(label=_("Periods in a row"), min_value=1, max_value=4, initial=1)
    teachers = forms.MultipleChoiceField(
        label=_("Who teaches it"), widget=forms.CheckboxSelectMultiple, required=False
    )
    classes = forms.MultipleChoiceField(
        label=_("For which class"),
        help_text=_("Several when they sit together."),
        widget=forms.CheckboxSelectMultiple,
    )
    room = forms.ChoiceField(label=_("Shared room"), required=False)
    mornings = forms.BooleanField(label=_("Better before noon"), required=False)

    def __init__(self, *args: Any, school: School, course: Course | None = None, **kwargs: Any):
        if course is not None:
            kwargs["initial"] = {
                "subject": wording.subject(course.subject),
                "lessons": course.lessons.count(),
                "length": course.length,
                "teachers": [str(one.pk) for one in course.teachers.all()],
                "classes": [str(one.pk) for one in course.classes.all()],
                "room": str(course.room_id or ""),
                "mornings": course.mornings,
            }
        super().__init__(*args, **kwargs)
        self.staff = {str(one.pk): one for one in staff_of(school)}
        classes = SchoolClass.objects.filter(school=school).order_by("grade", "code")
        self.school_classes = {str(one.pk): one for one in classes}
        self.rooms = {str(one.pk): one for one in Room.objects.filter(school=school)}
        self._offer("teachers", self.staff)
        self._offer("classes", self.school_classes)
        self._offer("room", self.rooms, ("", _("its own classroom")))

    def _offer(self, name: str, rows: dict[str, Any], *first: tuple[str, Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*first, *((pk, row.name) for pk, row in rows.items())]

    def told(self) -> dict[str, Any]:
        """What was filled in, as `actions.set_course` takes it."""
        said = self.cleaned_data
        chosen: list[Staff] = [self.staff[pk] for pk in said["teachers"]]
        return {
            "subject": wording.code_of(said["subject"]),
            "lessons": said["lessons"],
            "length": said["length"],
            "teachers": chosen,
            "classes": [self.school_classes[pk] for pk in said["classes"]],
            "room": self.rooms.get(said["room"]),
            "mornings": said["mornings"],
        }


class ListForm(forms.Form):
    """What is taught, in a file; and which column means what, where that could not be guessed."""

    MEANINGS = (
        ("class", _("Column of the class")),
        ("subject", _("Column of the subject")),
        ("lessons", _("Column of the lessons a week")),
        ("teacher", _("Column of the teacher")),
    )

    file = forms.FileField(
        label=_("Excel file, text table or FET file (.xlsx, .csv, .fet)"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv,.tsv,.txt,.fet,.gz"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = False
        for name, label in self.MEANINGS:
            self.fields[name] = forms.CharField(label=label, max_length=100, required=False)

    def told(self) -> dict[str, str]:
        """Meaning → heading, of those that were said."""
        return {name: said for name, _label in self.MEANINGS if (said := self.cleaned_data[name])}

    def offer(self, headings: list[str]) -> None:
        """Offer the file's headings for each meaning."""
        self.offered = True
        choices = [("", _("as guessed")), *((one, one) for one in headings)]
        for name, _label in self.MEANINGS:
            self.fields[name].widget = forms.Select(choices=choices)

    @property
    def meanings(self) -> list[forms.BoundField]:
        """The fields of meanings, once there is something to choose from."""
        return [self[name] for name, _label in self.MEANINGS] if self.offered else []


class LikeForm(NewTimetableForm):
    """A timetable to begin, as a copy of another or afresh."""

    like = forms.ChoiceField(label=_("Begin with"), required=False)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_force = Q(state=Timetable.State.IN_FORCE)
        rows = Timetable.objects.filter(school=school).order_by(
            Case(When(in_force, then=0), default=1), "-made_at"
        )[:10]
        self.known = {str(one.pk): one for one in rows}
        like = self.fields["like"]
        assert isinstance(like, forms.ChoiceField)
        like.initial = next(iter(self.known), "")
        like.choices = [
            *((pk, one.name) for pk, one in self.known.items()),
            ("", _("what each teacher teaches, no lessons yet")),
        ]
