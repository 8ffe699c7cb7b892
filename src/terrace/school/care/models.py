"""Talks, what was agreed in them, and children who asked to be heard.

What was said lies under the child's own key (`journal.payload`): destroying the key erases it.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from terrace.school.journal.ids import new_id
from terrace.school.people.models import Account, Child, School, Staff
from terrace.school.rota.models import Turn


class Talk(models.Model):
    """A heart-to-heart talk that took place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="talks")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="talks")
    """Who listened."""
    turn = models.OneToOneField(Turn, on_delete=models.SET_NULL, null=True, related_name="talk")
    """The turn of a rota that it was; none for a talk outside a rota."""
    day = models.DateField()
    words = models.BinaryField()
    """`note`, `mood`, `ladder` and `came_up` (`talking.Said`), locked under the child's key. So no
    query can count or chart how children felt."""
    shared = models.BooleanField(default=False)
    """Whether the child's class teacher may read the note, too."""
    version = models.PositiveIntegerField(default=1)
    """Counts changes, so that of two phones neither overwrites the other in silence."""
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["child", "staff", "day"], name="care_one_note_of_a_talk"
            ),
        )
        indexes = (models.Index(fields=["school", "day"], name="care_talks_of_a_day"),)


class FollowUp(models.Model):
    """Something that was agreed with a child: by whom, until when. It stays until it is done."""

    class Helped(models.TextChoices):
        """What came of it."""

        YES = "yes", _("it helped")
        SOME = "some", _("it helped a little")
        NO = "no", _("it did not help")
        UNSURE = "unsure", _("too early to say")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="follow_ups")
    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, null=True, related_name="follow_ups")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="follow_ups")
    """Who does it."""
    due = models.DateField()
    words = models.BinaryField()
    """`what` was agreed and, later, what `came_of_it`, locked under the child's key."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    helped = models.CharField(max_length=10, choices=Helped, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(helped__in=["", "yes", "some", "no", "unsure"]), name="care_helped"
            ),
        )
        indexes = (
            models.Index(
                fields=["staff", "due"], condition=Q(done_at=None), name="care_open_follow_ups"
            ),
        )


class Wish(models.Model):
    """A child asked for a talk: somebody hears her within two days of school."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="wishes")
    wants = models.ForeignKey(
        Staff, on_delete=models.SET_NULL, null=True, related_name="wished_for"
    )
    """With whom she wishes to talk; nobody: with whoever suits."""
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="wishes")
    """Who is to hear her."""
    said_on = models.DateField()
    due = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    talk = models.ForeignKey(Talk, on_delete=models.SET_NULL, null=True, related_name="wishes")
    """The talk by which she was heard."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["child"], condition=Q(ended_at=None), name="care_one_open_wish"
            ),
            models.CheckConstraint(condition=Q(due__gte=F("said_on")), name="care_wish_in_order"),
        )
