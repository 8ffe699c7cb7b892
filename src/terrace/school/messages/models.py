"""What leaves the school: messages to guardians and staff, printed by default."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from terrace.school.journal.ids import new_id
from terrace.school.people.models import Account, Child, Guardian, School, Staff


class Channel(models.TextChoices):
    """How a message leaves the school."""

    PRINT = "print", _("printed")


class Message(models.Model):
    """One message in the outbox. It says nothing sensitive: anybody may read it on the way."""

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", _("waiting")
        PRINTED = "printed", _("printed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=60)
    """A name in `messages.registry`."""
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.PRINT)
    language = models.CharField(max_length=10, default="zh-hans")
    to_name = models.CharField(max_length=60)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, null=True, related_name="messages")
    guardian = models.ForeignKey(
        Guardian, on_delete=models.SET_NULL, null=True, related_name="messages"
    )
    staff = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="messages")
    title = models.CharField(max_length=120)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["school", "state", "made_at"], name="messages_outbox"),)
