"""A week of lessons: its periods and rooms, what is to be taught, and where each lesson stands."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from terrace.school.journal.ids import new_id
from terrace.school.people.models import Account, School, SchoolClass, Staff

from . import wording


class Period(models.Model):
    """One of the day's periods, in the school's own time. The first has number 1."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="periods")
    number = models.PositiveSmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["school", "number"], name="timetable_period_once"),
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("begins")), name="timetable_period_ends_later"
            ),
        )

    def __str__(self) -> str:
        return str(self.number)


class Room(models.Model):
    """A room that several classes share: computers, music, the yard."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=["school", "name"], name="timetable_room_once"),
        )

    def __str__(self) -> str:
        return self.name


class Timetable(models.Model):
    """A plan of the week: being made, in force from a day on, or replaced by a later one."""

    class State(models.TextChoices):
        """What the school does with it."""

        DRAFT = "draft", _("in the making")
        IN_FORCE = "in_force", _("in force")
        PAST = "past", _("replaced")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="timetables")
    name = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    starts = models.DateField(null=True)
    """The first day on which it holds; set when it is put in force."""
    ends = models.DateField(null=True)
    """The day on which a later one took over."""
    compact = models.BooleanField(default=True)
    """Each class begins with the first period and has no free one in between."""
    most_a_day = models.PositiveSmallIntegerField(null=True)
    """Lessons of one teacher on one day at most."""
    made_at = models.DateTimeField()
    search_since = models.DateTimeField(null=True)
    """Since when a plan is being looked for; empty when nobody is looking."""
    search_placed = models.PositiveSmallIntegerField(default=0)
    search_ends = models.BooleanField(default=False)
    """True once somebody takes the best plan so far."""
    reasons = models.JSONField(default=list)
    """Why the last search left lessons out: sentences, each `{"zh": …, "en": …}`."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(state="in_force"),
                name="timetable_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_force", "past"]), name="timetable_state"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Course(models.Model):
    """A subject taught to a class, or to several at once (a multi-grade room), by its teachers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="courses")
    subject = models.CharField(max_length=40)
    """A subject's code (`mathematics`), or its name where it has no code."""
    classes = models.ManyToManyField(SchoolClass, related_name="courses")
    teachers = models.ManyToManyField(Staff, related_name="courses")
    length = models.PositiveSmallIntegerField(default=1)
    """Periods in a row that one lesson takes."""
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="courses")
    """The shared room that it needs; empty for the class's own."""
    mornings = models.BooleanField(default=False)
    """Better before noon."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(length__gte=1, length__lte=4), name="timetable_course_length"
            ),
        )

    @property
    def word(self) -> str:
        """The subject in words."""
        return wording.subject(self.subject)

    @property
    def periods_a_week(self) -> int:
        """What its lessons take of the week."""
        return len(self.lessons.all()) * self.length


class Lesson(models.Model):
    """One lesson of each week; without a weekday while it has no place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    number = models.PositiveSmallIntegerField()
    """Which of the course's lessons: 1, 2, …"""
    weekday = models.PositiveSmallIntegerField(null=True)
    """Monday is 0."""
    period = models.PositiveSmallIntegerField(null=True)
    """The number of the period in which it begins."""
    locked = models.BooleanField(default=False)
    """Stays where it is when a plan is looked for."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["course", "number"], name="timetable_lesson_once"),
            models.CheckConstraint(
                condition=Q(weekday=None, period=None)
                | Q(weekday__isnull=False, period__isnull=False),
                name="timetable_lesson_day_and_period",
            ),
        )


class Closed(models.Model):
    """A period in which a teacher, a class or a room has no lesson."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="closed")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, null=True, related_name="+")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.CASCADE, null=True, related_name="+"
    )
    room = models.ForeignKey(Room, on_delete=models.CASCADE, null=True, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    period = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["timetable", "staff", "weekday", "period"], name="timetable_closed_staff"
            ),
            models.UniqueConstraint(
                fields=["timetable", "school_class", "weekday", "period"],
                name="timetable_closed_class",
            ),
            models.UniqueConstraint(
                fields=["timetable", "room", "weekday", "period"], name="timetable_closed_room"
            ),
            models.CheckConstraint(
                condition=Q(staff__isnull=False, school_class=None, room=None)
                | Q(staff=None, school_class__isnull=False, room=None)
                | Q(staff=None, school_class=None, room__isnull=False),
                name="timetable_closed_for_one",
            ),
        )


class Step(models.Model):
    """One change made by hand, kept so that it can be taken back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    before = models.JSONField()
    """Where each changed lesson stood: `[[lesson, weekday, period, locked], …]`."""
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["timetable", "number"], name="timetable_step_once"),
        )


class Cover(models.Model):
    """What happens to one lesson on one day while its teacher is away."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="covers")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="covers")
    day = models.DateField()
    absent = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Staff, on_delete=models.CASCADE, null=True, related_name="covers")
    """Who takes the lesson; empty when the class works on its own, with the door open."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["lesson", "day", "absent"], name="timetable_cover_once"
            ),
        )
