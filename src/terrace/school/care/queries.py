"""What people ask of care: who has been heard, whom I hear today, what I have agreed to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max

from terrace.school.calendar.queries import today
from terrace.school.people.models import Account, Child, School, SchoolClass, Staff
from terrace.school.people.standing import is_present
from terrace.school.rota.models import Kind, Rota, Turn
from terrace.school.rota.queries import Due, certificate, due, rotas_of, turns_of

from .models import FollowUp, Talk, Wish
from .rules import follows_up, reads_note
from .talking import agreed_in

BEHIND = timedelta(days=14)
RECENT = timedelta(days=30)
"""How far back one's own page shows the talks that one has noted."""


def last_heard(children: Iterable[Child]) -> dict[UUID, date]:
    """The day on which each child was last heard: by a note, or by a turn that was taken."""
    wanted = [child.pk for child in children]
    found: dict[UUID, date] = {}
    talks = Talk.objects.filter(child__in=wanted).values_list("child_id")
    turns = Turn.objects.filter(child__in=wanted, rota__kind=Kind.TALKS, state=Turn.State.DONE)
    for rows in (talks, turns.values_list("child_id")):
        for pk, day in rows.annotate(last=Max("day")):
            found[pk] = max(day, found.get(pk, day))
    return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """A child who is still to be heard, and the turn planned for her, if there is one."""

    child: Child
    last: date | None
    turn: Turn | None


@dataclass(frozen=True, slots=True)
class Heard:
    """Of the children whose turn is due now: how many have been heard, and who has not.

    `missed` were due in the period before and have not been heard since it began; `without` have
    not been heard in this one and no turn is planned. A child stands in one of them at most.
    """

    of: int
    heard: int
    missed: tuple[Waiting, ...]
    without: tuple[Waiting, ...]


def heard_now(school: School, *, school_class: SchoolClass | None = None) -> Heard | None:
    """How it stands today, of a class or of the whole school; `None` where no rota has talks."""
    now = today(school)
    rotas = [one for one in rotas_of(school) if one.kind == Kind.TALKS]
    rows: dict[UUID, Due] = {}
    for one in rotas:
        for row in due(one, now):
            child = row.served.child
            if school_class is None or child.school_class_id == school_class.pk:
                rows.setdefault(child.pk, row)
    if not rows:
        return None
    last = last_heard(row.served.child for row in rows.values())
    missed, without, heard = [], [], 0
    for pk, row in rows.items():
        day = last.get(pk)
        waiting = Waiting(row.served.child, day, row.turn)
        if day is not None and day >= row.since:
            heard += 1
        elif row.before is not None and (day is None or day < row.before):
            missed.append(waiting)
        elif row.turn is None:
            without.append(waiting)
    return Heard(len(rows), heard, tuple(missed), tuple(without))


@dataclass(frozen=True, slots=True)
class Agreed:
    """Something agreed, in words, for who may read it."""

    follow_up: FollowUp
    what: str
    came_of_it: str


def agreed_with(child: Child, viewer: Account) -> list[Agreed]:
    """What is agreed with the child and not done yet, as far as the viewer may read it."""
    rows = FollowUp.objects.filter(child=child, done_at=None)
    rows = rows.select_related("child", "staff", "made_by").order_by("due", "id")
    return _in_words([one for one in rows if follows_up(viewer, one)])


def agreed_by(staff: Staff) -> list[Agreed]:
    """What this adult has still to do, the soonest first."""
    rows = FollowUp.objects.filter(staff=staff, done_at=None)
    return _in_words(list(rows.select_related("child", "staff").order_by("due", "id")))


def in_words(follow_up: FollowUp) -> Agreed:
    """One of them."""
    return _in_words([follow_up])[0]


def _in_words(rows: Sequence[FollowUp]) -> list[Agreed]:
    return [
        Agreed(one, str(told.get("what", "")), str(told.get("came_of_it", "")))
        for one, told in zip(rows, agreed_in(rows), strict=True)
    ]


def talks_of(child: Child, viewer: Account) -> list[tuple[Talk, bool]]:
    """The child's talks, the newest first, each with whether the viewer may read its note."""
    rows = Talk.objects.filter(child=child).select_related("child", "staff")
    return [(one, bool(reads_note(viewer, one))) for one in rows.order_by("-day", "-id")[:10]]


@dataclass(frozen=True, slots=True)
class Mine:
    """An adult's page of talks."""

    turns: tuple[Turn, ...]
    """Of today, and of the last days where nothing was noted."""
    wishes: tuple[Wish, ...]
    agreed: tuple[Agreed, ...]
    noted: tuple[Talk, ...]


def mine(staff: Staff) -> Mine:
    """Whom this adult hears today, who asked for her, what she agreed to do, what she noted."""
    now = today(staff.school)
    turns = turns_of(staff, now - BEHIND, now, kind=Kind.TALKS)
    turns = turns.filter(state=Turn.State.PLANNED, rota__ended_at=None)
    wishes = Wish.objects.filter(staff=staff, ended_at=None).select_related("child__school_class")
    noted = Talk.objects.filter(staff=staff, day__gte=now - RECENT).select_related("child")
    return Mine(
        turns=tuple(one for one in turns if one.child and is_present(one.child.left_on)),
        wishes=tuple(wishes.order_by("due", "id")),
        agreed=tuple(agreed_by(staff)),
        noted=tuple(noted.order_by("-day", "-id")),
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """Whether every child of a school is heard, for the principal."""

    heard: Heard | None
    proofs: tuple[tuple[Rota, tuple[str, ...], bool], ...]
    """Each rota of talks: what its certificate says, and whether nobody is left out."""
    wishes: tuple[Wish, ...]
    late: int
    """Things agreed with children whose day has passed."""


def overview(school: School) -> Overview:
    """How it stands today."""
    proofs = []
    for rota in rotas_of(school):
        if rota.kind == Kind.TALKS:
            told = certificate(rota)
            proofs.append((rota, told.sentences, told.proved and told.complete))
    wishes = Wish.objects.filter(school=school, ended_at=None)
    late = FollowUp.objects.filter(school=school, done_at=None, due__lt=today(school))
    return Overview(
        heard=heard_now(school),
        proofs=tuple(proofs),
        wishes=tuple(wishes.select_related("child", "staff").order_by("due", "id")),
        late=late.count(),
    )
