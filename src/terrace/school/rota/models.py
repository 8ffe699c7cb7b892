"""A rota, who serves and who is served, and its turns."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from terrace.school.journal.ids import new_id
from terrace.school.people.models import Account, Child, School, Staff


class Kind(models.TextChoices):
    """What the turns are for."""

    TALKS = "talks", _("talks with the children")
    DORM = "dorm", _("dorm duty")
    NIGHT = "night", _("night duty")
    CANTEEN = "canteen", _("canteen duty")
    MENTORS = "mentors", _("mentors")
    PHONE = "phone", _("phone calls home")
    VISITS = "visits", _("visits of families")


class Rota(models.Model):
    """Turns of one kind, from one day to another: for children, or for posts that are kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="rotas")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=60)
    starts = models.DateField()
    ends = models.DateField()
    weeks = models.PositiveSmallIntegerField(default=1)
    """Weeks of a period, in which each child has one turn; 0: from the first day to the last."""
    weekdays = models.JSONField(default=list)
    """The weekdays that have turns, Monday is 0."""
    times = models.JSONField(default=list)
    """When, on each of these days: `[["12:30", "13:00"], …]`; an end before its beginning is the
    next morning."""
    posts = models.JSONField(default=list)
    """What is kept (`["1 号宿舍楼"]`); empty: the rota is for children."""
    at_once = models.PositiveSmallIntegerField(default=1)
    """Adults who keep a post together."""
    places = models.PositiveSmallIntegerField(default=1)
    """Children whom one adult serves at once."""
    rest_days = models.PositiveSmallIntegerField(default=0)
    """Whole days without a turn of this rota after one."""
    most_each_period = models.PositiveSmallIntegerField(null=True)
    """Turns of one adult in a period at most."""
    wanted = models.PositiveIntegerField(default=0)
    """Counts the changes that ask for a plan; `planned` is the count that the plan stands for."""
    planned = models.PositiveIntegerField(default=0)
    planned_from = models.DateField(null=True)
    """The day from which the last plan could still choose."""
    planned_at = models.DateTimeField(null=True)
    proof = models.JSONField(default=dict)
    """Of the last plan: `certificate` and `left_out` as the planner gives them, what the checker
    found (`valid`, `reasons`), `sentences` in both languages, `changes` to the plan before."""
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="rota_ends_later"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["talks", "dorm", "night", "canteen", "mentors", "phone", "visits"]
                ),
                name="rota_kind",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def serves_children(self) -> bool:
        """Whether its turns are children's; else posts are kept."""
        return not self.posts

    @property
    def is_being_planned(self) -> bool:
        """Whether somebody waits for a plan."""
        return self.ended_at is None and self.planned < self.wanted


class Server(models.Model):
    """An adult who takes turns in a rota."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="servers")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="serves")
    share = models.PositiveSmallIntegerField(default=100)
    """What part of a full share of turns, in per cent."""
    already = models.PositiveSmallIntegerField(default=0)
    """Turns that count as hers from the start: whoever comes late does not have to catch up."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["rota", "staff"], name="rota_serves_once"),
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=1000), name="rota_share_of_one"
            ),
        )


class Served(models.Model):
    """A child who has her turns in a rota."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="served")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="served_in")
    every = models.PositiveSmallIntegerField(default=1)
    """In each period (1), in every second one (2), …"""
    phase = models.PositiveSmallIntegerField(default=0)
    """In those whose number, from 0, divided by `every` leaves this."""
    since = models.DateField()
    only_by = models.JSONField(default=list)
    """Ids of the adults who alone may; empty: all who serve."""
    not_with = models.JSONField(default=list)
    scores = models.JSONField(default=dict)
    """How well an adult suits her, by id, 0 to 1000. Empty: who teaches her or minds her dorm."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["rota", "child"], name="rota_served_once"),
            models.CheckConstraint(
                condition=Q(every__gte=1) & Q(phase__lt=F("every")), name="rota_phase"
            ),
        )


class Turn(models.Model):
    """One adult's turn on one day: with a child, or at a post."""

    class State(models.TextChoices):
        """What became of it."""

        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        MISSED = "missed", _("did not take place")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="turns")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="turns")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, null=True, related_name="turns")
    post = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    period = models.PositiveSmallIntegerField()
    """The number of its period, from 0."""
    again = models.BooleanField(default=False)
    """It stands for a turn of the period before, which did not take place."""
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=["staff", "day"], name="rota_turns_of_a_day"),
            models.Index(fields=["rota", "day"], name="rota_turns_in_order"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["rota", "day", "begins", "staff", "child"],
                condition=Q(child__isnull=False) & ~Q(state="missed"),
                name="rota_turn_with_child_once",
            ),
            models.UniqueConstraint(
                fields=["rota", "day", "begins", "staff"],
                condition=Q(child=None) & ~Q(state="missed"),
                name="rota_turn_at_post_once",
            ),
            models.CheckConstraint(
                condition=Q(child=None) ^ Q(post=""), name="rota_turn_for_child_or_post"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "done", "missed"]), name="rota_turn_state"
            ),
        )
