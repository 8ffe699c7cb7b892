"""What is kept of learning: weeks of sheets, what was on each, attempts, and what they say."""

from django.db import models

from terrace.school.journal.ids import new_id
from terrace.school.papers.models import Copy, PrintRun, Sheet
from terrace.school.people.models import Account, Child, School, SchoolClass


class WeekPlan(models.Model):
    """A class's sheets for one week."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="week_plans")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="week_plans"
    )
    week = models.DateField()
    """The week's Monday."""
    grade = models.PositiveSmallIntegerField()
    """The class's grade at that time: where a child of whom nothing is known starts."""
    round = models.PositiveSmallIntegerField(default=1)
    """1 for the week's first sheets, 2 when the teacher prints others in the same week, …"""
    versions = models.PositiveSmallIntegerField(null=True)
    """How many shared versions are photocopied; empty for one sheet a child."""
    topics = models.JSONField(default=list)
    """Skills that the teacher chose; empty for all."""
    length = models.PositiveSmallIntegerField()
    """How many questions a sheet holds."""
    run = models.OneToOneField(PrintRun, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["school_class", "week", "round"], name="learning_plan_once_a_round"
            ),
        )


class Worksheet(models.Model):
    """What is on one sheet: its items, with keys, and why they were chosen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="worksheets")
    plan = models.ForeignKey(WeekPlan, on_delete=models.PROTECT, related_name="worksheets")
    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="worksheet")
    items = models.JSONField()
    """`worksheets.Question.to_json`, in order on the sheet."""
    reasons = models.JSONField(default=dict)
    """Why these questions, for each child: `{child id: {field: [Reason…]}}` (`worksheets`)."""


class Attempt(models.Model):
    """One child's answer to one item: right or not, as the copy says now."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="attempts")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="attempts")
    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="attempts")
    field = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    """The item's place on the sheet: with day and copy it gives the one order of attempts."""
    day = models.DateField()
    template = models.CharField(max_length=80)
    skill = models.CharField(max_length=60)
    correct = models.BooleanField()
    misconception = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["copy", "field"], name="learning_attempt_once"),
        )
        indexes = (models.Index(fields=["child", "day"], name="learning_attempts_of_child"),)


class PupilState(models.Model):
    """What the learner knows of a child: a fold over her attempts, kept so that pages are fast."""

    child = models.OneToOneField(
        Child, on_delete=models.CASCADE, primary_key=True, related_name="pupil_state"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="pupil_states")
    state = models.JSONField()
    """`terrace.engines.learner.pupil.Pupil.to_json`; empty where there is no attempt."""
    attempts = models.PositiveIntegerField(default=0)
    last_day = models.DateField(null=True)
    last_key = models.CharField(max_length=60, blank=True)
    """Where the last attempt's copy stands in the one order (`folding.key_of`)."""
    model = models.CharField(max_length=16, blank=True)
    """The fingerprint of the learner that folded it: another one folds it anew."""
    changed_at = models.DateTimeField()


class TemplateDifficulty(models.Model):
    """How hard a kind of item has shown itself in this school; without it, the shipped prior."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="difficulties")
    template = models.CharField(max_length=80)
    mean = models.FloatField()
    variance = models.FloatField()
    attempts = models.PositiveIntegerField()
    fitted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "template"], name="learning_difficulty_once"),
        )


class FairnessReport(models.Model):
    """How well answers are foreseen for some children beside the others: the latest measurement."""

    school = models.OneToOneField(
        School, on_delete=models.PROTECT, primary_key=True, related_name="fairness_report"
    )
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    """Empty while it is being measured."""
    answers = models.PositiveIntegerField(default=0)
    groups = models.JSONField(default=list)
    """`actions.fairness.measure_fairness`: one object a group, counts and measures, no child."""
