"""A class's roll of a day, and how each child stands on it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from terrace.school.journal.ids import new_id
from terrace.school.people.models import Account, Child, School, SchoolClass


class State(models.TextChoices):
    """Here, or why not."""

    HERE = "here", _("here")
    LATE = "late", _("came late")
    ILL = "ill", _("ill")
    LEAVE = "leave", _("on leave")
    NO_NEWS = "no_news", _("no news")


class Roll(models.Model):
    """The roll of one class on one day of school."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="rolls")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="rolls")
    day = models.DateField()
    taken_at = models.DateTimeField()
    """When it was first saved."""
    taken_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school_class", "day"], name="attendance_roll_once"),
        )


class Mark(models.Model):
    """How one child stands on a roll; those who were here have a row, too."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="marks")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="attendance")
    state = models.CharField(max_length=10, choices=State, default=State.HERE)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["roll", "child"], name="attendance_mark_once"),
            models.CheckConstraint(
                condition=Q(state__in=["here", "late", "ill", "leave", "no_news"]),
                name="attendance_mark_state",
            ),
        )
