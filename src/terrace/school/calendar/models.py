"""When school is: terms, weekly hours, and the days that differ."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from terrace.school.journal.ids import new_id
from terrace.school.people.models import School


class Term(models.Model):
    """A term, first and last day included."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="terms")
    name = models.CharField(max_length=60)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="calendar_term_ends"),
        )

    def __str__(self) -> str:
        return self.name


class SchoolHours(models.Model):
    """When school is open on a weekday (Monday is 0), in the school's own time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "weekday"], name="calendar_hours_once"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="calendar_closes_later"
            ),
        )


class SpecialDay(models.Model):
    """A day unlike its weekday: a holiday, or a make-up day that keeps another's hours."""

    class Kind(models.TextChoices):
        """Closed, or open in another weekday's place."""

        HOLIDAY = "holiday", _("holiday")
        MAKE_UP = "make_up", _("make-up day")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="special_days")
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=60)
    as_weekday = models.PositiveSmallIntegerField(null=True)
    """For a make-up day: whose hours it keeps (Monday is 0)."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "date"], name="calendar_special_day_once"),
        )
