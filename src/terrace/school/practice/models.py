"""The library of practices, what this school writes and tries, and the book."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from terrace.school.journal.ids import new_id
from terrace.school.people.models import Account, School, Staff


class Evidence(models.TextChoices):
    """How it is known; the names are those of `engines.bundles.body.EVIDENCE`."""

    TOLD = "told", _("people who do it say so")
    COUNTED = "counted", _("counted before and after")
    COMPARED = "compared", _("compared with others")
    STUDIED = "studied", _("studied by others")


class Outcome(models.TextChoices):
    """What became of a try; the names are those of `engines.bundles.body.OUTCOMES`."""

    KEPT = "kept", _("kept as it is")
    CHANGED = "changed", _("kept, but changed")
    STOPPED = "stopped", _("stopped")


class Signer(models.Model):
    """A key with which the school signs what it sends out. One is in use; lost ones are revoked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="signers")
    seed = models.BinaryField(max_length=32)
    """The secret. It travels in backups, which are locked, and nowhere else."""
    public = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["school"], condition=Q(revoked_at=None), name="practice_one_key"
            ),
        )


class Trust(models.Model):
    """An office (a county's) whose word counts here when it revokes another school's key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "key"], name="practice_trust_once"),
        )


class SignedRecord(models.Model):
    """A signed record of the library, as it came: the latest version of one thing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=64)
    thing = models.CharField(max_length=64)
    """The third part of its address: an id, or whose key is revoked."""
    about_key = models.CharField(max_length=64, blank=True)
    about_thing = models.CharField(max_length=36, blank=True)
    """Of a try or report: which practice, as in `Card`."""
    line = models.TextField()
    """Record and signature as canonical JSON."""
    received_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["school", "kind", "key", "thing"], name="practice_record_once"
            ),
        )
        indexes = (
            models.Index(fields=["school", "about_key", "about_thing"], name="practice_about"),
        )


class Card(models.Model):
    """A practice of the library as pages show it and searches find it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    """Its author's public key; empty for one that comes with the program."""
    thing = models.CharField(max_length=36)
    number = models.PositiveIntegerField()
    """By which the index of words knows it."""
    by_school = models.CharField(max_length=80)
    by_school_en = models.CharField(max_length=80, blank=True)
    written_on = models.DateField()
    simulated = models.BooleanField()
    body = models.JSONField()
    needs = models.CharField(max_length=60)
    """Its needs with a space before and after each: " heard family "."""
    pupils = models.PositiveIntegerField(null=True)
    boarders = models.PositiveIntegerField(null=True)
    cost_fen = models.PositiveBigIntegerField()
    minutes_a_week = models.PositiveIntegerField()
    evidence = models.CharField(max_length=10, choices=Evidence)
    kept = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    stopped = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "key", "thing"], name="practice_card_once"),
            models.UniqueConstraint(fields=["school", "number"], name="practice_card_number"),
        )


class Term(models.Model):
    """The postings of one term: which cards speak of it, and how strongly (`engines.finding`)."""

    id = models.BigAutoField(primary_key=True)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    term = models.CharField(max_length=80)
    postings = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "term"], name="practice_term_once"),
        )


class Shelf(models.Model):
    """Which of the program's own cards stand in a school's library, and the last card's number."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, primary_key=True)
    stocked = models.CharField(max_length=64, blank=True)
    last_number = models.PositiveIntegerField(default=0)


class Draft(models.Model):
    """A practice that somebody of this school writes, until the principal signs it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    thing = models.UUIDField(default=new_id, unique=True)
    body = models.JSONField()
    changed_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    """When this state of it was signed; empty while it has changes that are not."""
    withdrawn_at = models.DateTimeField(null=True)


class Photo(models.Model):
    """A photograph of the library, re-drawn so that it says nothing of where and by whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    """JPEG, at most a megabyte: a library has few, and they travel with it in one transaction."""
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "sha256"], name="practice_photo_once"),
        )


class Trial(models.Model):
    """This school tries a practice: who leads it, from when, and when she reports on it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    thing = models.CharField(max_length=36)
    """The practice, as in `Card`."""
    title = models.JSONField()
    """What it was called when the try began."""
    lead = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    report_on = models.DateField()
    adapted = models.TextField(blank=True)
    """What is done otherwise here. Stays in the school."""
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    why = models.TextField(blank=True)
    numbers = models.JSONField(default=list)
    reported_at = models.DateTimeField(null=True)
    report_signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(report_on__gte=models.F("starts")), name="practice_report_after_start"
            ),
        )


class Step(models.Model):
    """One step of a try, with the day by which it is done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    due = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["trial", "place"], name="practice_step_place"),
        )


class Book(models.Model):
    """The school's book: its title, preface, and which practices it holds, in order."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, primary_key=True)
    title = models.JSONField(default=dict)
    preface = models.JSONField(default=dict)
    chapters = models.JSONField(default=list)
    """`[key, thing]` of each practice; empty: the program's own and the school's own."""
