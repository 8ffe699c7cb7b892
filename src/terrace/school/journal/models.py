"""What is kept of what happened: nodes, entries, and the keys that people's payloads lie under."""

from django.db import models
from django.db.models import Q

from .ids import new_id


class Node(models.Model):
    """A server that writes a journal: a school's box or a county's; a restored backup is new."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    is_here = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    last_number = models.BigIntegerField(default=0)
    last_link = models.BinaryField(default=bytes)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["is_here"], condition=Q(is_here=True), name="journal_one_node_is_here"
            ),
        )


class Entry(models.Model):
    """One thing that happened. Inserted freely; numbered and chained by `actions.chain`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="entries")
    school_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=80)
    by_id = models.UUIDField(null=True)
    """The account that did it; empty when the box itself did."""
    about_id = models.UUIDField(null=True)
    """The person whom it is about: the payload then lies under that person's key."""
    subject_id = models.UUIDField(null=True)
    """The row that it is about (a sheet, a class, …); the verb says of which table."""
    at = models.DateTimeField()
    payload = models.BinaryField()
    salt = models.BinaryField()
    number = models.BigIntegerField(null=True)
    link = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["node", "number"], name="journal_number_once_a_node"),
        )
        indexes = (
            models.Index(fields=["about_id", "at"], name="journal_about"),
            models.Index(fields=["school_id", "at"], name="journal_school"),
            models.Index(fields=["node", "at"], name="journal_latest"),
        )


class PersonKey(models.Model):
    """The key that a person's payloads lie under. Destroying it erases them."""

    person_id = models.UUIDField(primary_key=True)
    key = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)
