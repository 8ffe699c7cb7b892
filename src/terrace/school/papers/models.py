"""What is kept of paper: runs of printed sheets, stacks of photographs, what was read."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from terrace.school.journal.ids import new_id
from terrace.school.people.models import Account, Child, School, SchoolClass


class SheetCounter(models.Model):
    """The serial that the next sheet of this database gets: one row, locked while it counts."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    next_serial = models.BigIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="papers_one_counter"),)


class PrintRun(models.Model):
    """Sheets that are printed together: one PDF."""

    class State(models.TextChoices):
        """How far the PDF is."""

        WAITING = "waiting", _("not made yet")
        MAKING = "making", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be made")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="print_runs")
    kind = models.CharField(max_length=40)
    """The kind of form, a name in `papers.registry`."""
    title = models.CharField(max_length=120)
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, null=True, related_name="print_runs"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    problem = models.CharField(max_length=40, blank=True)
    """Why it could not be made: a code of `papers.words`."""
    problem_detail = models.JSONField(default=dict)
    missing = models.JSONField(default=dict)
    """Characters that the font lacks, by sheet number: `{"000000000195": "𰻝"}`."""
    pages = models.PositiveIntegerField(default=0)
    """Pages that leave the printer or the copier, copies counted."""
    cost_fen = models.PositiveIntegerField(default=0)
    pdf = models.CharField(max_length=200, blank=True)
    """Where the PDF lies, below the folder of files."""
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)


class Exam(models.Model):
    """A print run of answer sheets whose questions stand on other pages, with its key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="exams")
    run = models.OneToOneField(PrintRun, on_delete=models.PROTECT, related_name="exam")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="exams")
    key = models.JSONField()
    """What is right (`papers.examkey.to_json`)."""


class Sheet(models.Model):
    """A sheet with its own number: for one child, or one of a few versions to be photocopied."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="sheets")
    run = models.ForeignKey(PrintRun, on_delete=models.PROTECT, related_name="sheets")
    number = models.CharField(max_length=12, unique=True)
    """Twelve digits, check digits included; says nothing about a child."""
    place = models.PositiveSmallIntegerField()
    """Its page in the run's PDF, from 0."""
    name = models.CharField(max_length=60, blank=True)
    """Printed large; empty on a sheet to be photocopied, and once the PDF has been erased."""
    subtitle = models.CharField(max_length=120, blank=True)
    shared = models.BooleanField(default=False)
    description = models.JSONField()
    """The form (`terrace.engines.paper.form.Form.to_json`)."""
    layout = models.JSONField(null=True)
    """Coordinates for reading (`SheetLayout.to_json`); set when the PDF is made."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["run", "place"], name="papers_sheet_once_a_place"),
        )


class Copy(models.Model):
    """The copy of a sheet that one child answers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="copies")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="copies")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="copies")
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "copies"
        constraints = (
            models.UniqueConstraint(fields=["sheet", "child"], name="papers_copy_once_a_child"),
        )


class Stack(models.Model):
    """A stack of answered sheets that a teacher photographs, in one go or in several."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="stacks")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="stacks")
    opened_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()


class Photo(models.Model):
    """One uploaded file: a photograph with one sheet or several, or a scan."""

    class State(models.TextChoices):
        """Whether it has been read."""

        WAITING = "waiting", _("not read yet")
        READ = "read", _("read for sure")
        REFUSED = "refused", _("could not be read")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="photos")
    stack = models.ForeignKey(Stack, on_delete=models.PROTECT, related_name="photos")
    name = models.CharField(max_length=200)
    """The file's name on the phone."""
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200, blank=True)
    """Where it lies, below the folder of files; empty once it has been erased."""
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    refusal = models.CharField(max_length=40, blank=True)
    """Why nothing on it could be read: a code of `terrace.engines.paper`."""
    refusal_detail = models.JSONField(default=dict)
    trouble = models.CharField(max_length=40, blank=True)
    """Why it still waits though reading was tried: a code of `papers.words`."""
    tries = models.PositiveSmallIntegerField(default=0)
    """How often the reading process died at it."""
    received_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["stack", "sha256"], name="papers_photo_once_a_stack"),
        )
        indexes = (
            models.Index(
                fields=["stack"], condition=Q(state="waiting"), name="papers_waiting_photos"
            ),
        )


class Reading(models.Model):
    """One sheet found on one photograph, and what became of it."""

    class Outcome(models.TextChoices):
        """What became of it."""

        COUNTED = "counted", _("counted")
        SAME_AGAIN = "same_again", _("read before, nothing changed")
        DIFFERS = "differs", _("read before, and differs: waits for a person")
        WHO = "who", _("whose sheet it is waits for a person")
        OTHER_CLASS = "other_class", _("counted for its own class")
        ITS_TEACHER = "its_teacher", _("waits for the teacher of its class")
        UNKNOWN = "unknown", _("not a sheet of this school")
        REFUSED = "refused", _("could not be read")
        SET_ASIDE = "set_aside", _("set aside by a person")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="readings")
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="readings")
    place = models.PositiveSmallIntegerField()
    """Which sheet on the photograph, from 0."""
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, null=True, related_name="readings")
    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, null=True, related_name="readings")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, null=True, related_name="readings"
    )
    """The class whose sheet it is: its teachers decide what is open."""
    proposed = models.ForeignKey(
        Child, on_delete=models.SET_NULL, null=True, related_name="proposed_readings"
    )
    """Whose number on the class list seems to be written on a photocopied sheet."""
    outcome = models.CharField(max_length=12, choices=Outcome)
    refusal = models.CharField(max_length=40, blank=True)
    refusal_detail = models.JSONField(default=dict)
    answers = models.JSONField(default=list)
    """What was read, field by field (`agreement.Mark.to_json`); empty for a mere repetition."""
    crop = models.CharField(max_length=200, blank=True)
    """The strip with the name (`papers.files.Slice`)."""
    made_at = models.DateTimeField()
    settled_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["photo", "place"], name="papers_reading_once_a_place"),
        )
        indexes = (
            models.Index(
                fields=["school_class", "outcome"],
                condition=Q(outcome__in=["who", "differs", "its_teacher"]),
                name="papers_open_readings",
            ),
        )


class Answer(models.Model):
    """What a child's copy says in one field, now: read by the machine or settled by a person."""

    class State(models.TextChoices):
        """How sure it is."""

        CLEAR = "clear", _("read for sure")
        DOUBTFUL = "doubtful", _("waits for a person")
        SETTLED = "settled", _("settled by a person")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="answers")
    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="answers")
    reading = models.ForeignKey(
        Reading, on_delete=models.SET_NULL, null=True, related_name="current_answers"
    )
    field = models.CharField(max_length=40)
    value = models.JSONField()
    """Marked options by index (`[1]`), or the digits as text (`"407"`, `""` for none)."""
    state = models.CharField(max_length=10, choices=State)
    probability = models.FloatField()
    crop = models.CharField(max_length=200, blank=True)
    """Where the picture of it lies (`papers.files.Slice`); empty once it has been erased."""
    settled_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["copy", "field"], name="papers_answer_once_a_field"),
        )
        indexes = (
            models.Index(
                fields=["school"], condition=Q(state="doubtful"), name="papers_doubtful_answers"
            ),
        )
