"""The days on which an adult is away."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from terrace.school.journal.ids import new_id
from terrace.school.people.models import Account, School, Staff


class Absence(models.Model):
    """Days, first and last included, on which an adult is away."""

    class Reason(models.TextChoices):
        """As much of why as a plan needs; `private` says nothing."""

        PRIVATE = "private", _("not said")
        TRAINING = "training", _("training or an errand of the school")
        LEAVE = "leave", _("leave")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="absences")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="absences")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=10, choices=Reason, default=Reason.PRIVATE)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["school", "last"], name="absence_of_a_day"),)
        constraints = (
            models.UniqueConstraint(fields=["staff", "first", "last"], name="absence_said_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="absence_in_order"),
            models.CheckConstraint(
                condition=Q(reason__in=["private", "training", "leave"]), name="absence_reason"
            ),
        )
