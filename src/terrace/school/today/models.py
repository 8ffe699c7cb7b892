"""What each adult should do: one row a to-do."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from terrace.school.journal.ids import new_id
from terrace.school.people.models import Child, School, SchoolClass, Staff


class Urgency(models.IntegerChoices):
    """How soon; the order of the list."""

    NOW = 1, _("now")
    TODAY = 2, _("today")
    THIS_WEEK = 3, _("this week")
    CAN_WAIT = 4, _("can wait")


class Todo(models.Model):
    """One thing that one adult should do. It never expires in silence: it ends by being done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="todos")
    kind = models.CharField(max_length=60)
    """A name in `today.registry`."""
    key = models.CharField(max_length=120)
    """What makes it this one: asked again for the same kind and key, the open one changes."""
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="todos")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, null=True, related_name="todos")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.CASCADE, null=True, related_name="todos"
    )
    subject_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    """Numbers and names that its sentence needs; nothing sensitive."""
    urgency = models.PositiveSmallIntegerField(choices=Urgency)
    due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    snoozed_until = models.DateTimeField(null=True)
    snooze_reason = models.CharField(max_length=200, blank=True)
    handed_over_by = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["school", "kind", "key"],
                condition=Q(done_at=None),
                name="today_open_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["staff", "urgency", "due_at"],
                condition=Q(done_at=None),
                name="today_open_of_staff",
            ),
        )
