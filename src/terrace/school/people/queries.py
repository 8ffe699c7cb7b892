"""What people ask about people: who is in a class, who teaches it, who somebody is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from terrace.school.journal import queries as journal
from terrace.school.journal.registry import Verb

from . import wording
from .models import (
    Account,
    Appointment,
    Child,
    Dorm,
    Guardian,
    GuardianPlace,
    KnownPhone,
    Role,
    School,
    SchoolClass,
    Staff,
    Teaching,
)
from .rules import visible_children, visible_classes
from .standing import present, school_today, standing


def roles(account: Account) -> frozenset[Role]:
    """Every role of this adult, appointed or following from a relation."""
    found = standing(account)
    return frozenset() if found is None else found.roles


def children_of(school_class: SchoolClass) -> list[Child]:
    """The children of a class now, by class number, then name; in one query."""
    return list(in_list_order(Child.objects.filter(present(), school_class=school_class)))


def in_list_order(children: QuerySet[Child]) -> QuerySet[Child]:
    """By class number, those without one last, then by name."""
    return children.order_by(F("class_number").asc(nulls_last=True), "name", "id")


def class_by_code(school: School, code: str) -> SchoolClass | None:
    """The class with this code (`3A`, `3a`)."""
    return SchoolClass.objects.filter(school=school, code=code.strip().upper()).first()


def staff_for(school_class: SchoolClass, *, subject: str) -> Staff | None:
    """Who teaches this subject to the class; her class teacher where nobody is named."""
    taught = Staff.objects.filter(
        present(), teachings__school_class=school_class, teachings__subject=subject
    )
    return taught.order_by("id").first() or school_class.class_teacher


def principals(school: School) -> list[Staff]:
    """The school's principal, or principals."""
    rows = Staff.objects.filter(present(), school=school, appointments__role=Role.PRINCIPAL)
    return list(rows.order_by("id"))


def office_of(school: School) -> list[Staff]:
    """Who keeps the school's papers: the office; the principal where nobody is appointed to it."""
    rows = Staff.objects.filter(present(), school=school, appointments__role=Role.OFFICE)
    return list(rows.order_by("id")) or principals(school)


def staff_of(school: School) -> list[Staff]:
    """Every adult who works in the school now, with the account if there is one, by name."""
    rows = Staff.objects.filter(present(), school=school).select_related("account")
    return list(rows.order_by("name", "id"))


def phones_of(account: Account) -> list[KnownPhone]:
    """The phones on which this account is signed in, the latest first."""
    return list(
        KnownPhone.objects.filter(account=account, signed_out_at=None).order_by("-last_seen")
    )


def account_of(staff: Staff) -> Account | None:
    """The adult's account."""
    return Account.objects.filter(staff=staff).first()


@dataclass(frozen=True, slots=True)
class ChildGroup:
    """Children whom somebody sees outside a class page: a dorm's, or her mentees (no dorm)."""

    dorm: Dorm | None
    children: tuple[Child, ...]


def groups_of(account: Account) -> list[ChildGroup]:
    """The dorms that this adult looks after and her mentees, with their children; few queries."""
    found = standing(account)
    if found is None:
        return []
    seen = in_list_order(visible_children(account)).select_related("school_class")
    groups = []
    if found.dorms:
        in_dorms = list(seen.filter(dorm__in=found.dorms))
        for dorm in Dorm.objects.filter(id__in=found.dorms).order_by("name"):
            there = tuple(child for child in in_dorms if child.dorm_id == dorm.id)
            groups.append(ChildGroup(dorm, there))
    if found.mentees:
        groups.append(ChildGroup(None, tuple(seen.filter(id__in=found.mentees))))
    return groups


@dataclass(frozen=True, slots=True)
class Kin:
    """A guardian, and where she lives now; `place` is empty to who may not see it."""

    guardian: Guardian
    place: GuardianPlace | None

    @property
    def relation(self) -> str:
        """How she is related to the child, in words."""
        return wording.relation(self.guardian.relation)


def family_of(child: Child, *, with_places: bool) -> list[Kin]:
    """A child's guardians, those whom she lives with first; two queries."""
    guardians = list(
        Guardian.objects.filter(child=child).order_by("-child_lives_with", "relation", "id")
    )
    places: dict[UUID, GuardianPlace] = {}
    if with_places:
        rows = GuardianPlace.objects.filter(guardian__in=guardians, until=None)
        places = {row.guardian_id: row for row in rows}
    return [Kin(guardian, places.get(guardian.id)) for guardian in guardians]


def parents_away_since(child: Child) -> date | None:
    """Since when both parents (or the only one known) are away; `None` when one is at home."""
    parents = [
        kin
        for kin in family_of(child, with_places=True)
        if kin.guardian.relation in ("mother", "father")
    ]
    since = [kin.place.since for kin in parents if kin.place is not None and kin.place.away]
    return max(since) if parents and len(since) == len(parents) else None


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a sensitive part of a child's page. `reason` names the rule."""

    at: datetime
    who: str
    verb: Verb
    reason: str

    @property
    def reason_words(self) -> str:
        """The rule in words, to stand after "as"."""
        return wording.reason(self.reason)


def looks_at(child: Child, *, limit: int = 200) -> list[Look]:
    """Who has looked at what is sensitive of this child, the newest first; three queries."""
    looks = journal.looks_at(child.id, limit=limit)
    names = names_of(look.by_id for look in looks if look.by_id is not None)
    return [
        Look(
            at=look.at,
            who=names.get(look.by_id, "") if look.by_id else "",
            verb=look.verb,
            reason=str((look.payload or {}).get("reason", "")),
        )
        for look in looks
    ]


def names_of(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of the adults whose accounts these are."""
    rows = Account.objects.filter(id__in=set(account_ids))
    return dict(rows.values_list("id", "staff__name"))


def classes_with_counts(account: Account) -> list[SchoolClass]:
    """Classes that this account sees, each with `child_count`; one query after the wall's own."""
    here = Q(children__left_on=None) | Q(children__left_on__gt=school_today())
    classes = visible_classes(account).select_related("class_teacher")
    return list(classes.annotate(child_count=Count("children", filter=here)))


@dataclass(frozen=True, slots=True)
class Member:
    """A line of the staff list."""

    staff: Staff
    account: Account | None
    roles: tuple[Role, ...]


def staff_with_roles(school: School) -> list[Member]:
    """Every adult with roles and account; a constant number of queries."""
    held: dict[UUID, set[Role]] = {}

    def note(rows: Iterable[tuple[UUID | None, str]]) -> None:
        for staff_id, role in rows:
            if staff_id is not None:
                held.setdefault(staff_id, set()).add(Role(role))

    note(Appointment.objects.filter(school=school).values_list("staff_id", "role"))
    classes = SchoolClass.objects.filter(school=school)
    note((pk, Role.CLASS_TEACHER) for pk in classes.values_list("class_teacher_id", flat=True))
    taught = Teaching.objects.filter(school=school)
    note((pk, Role.SUBJECT_TEACHER) for pk in taught.values_list("staff_id", flat=True))
    dorms = Dorm.objects.filter(school=school)
    note((pk, Role.BOARDING) for pk in dorms.values_list("carers", flat=True))
    return [
        Member(
            staff=member,
            account=getattr(member, "account", None),
            roles=tuple(role for role in Role if role in held.get(member.id, ())),
        )
        for member in staff_of(school)
    ]


@dataclass(frozen=True, slots=True)
class Duties:
    """What an adult does in the school, for her own page."""

    appointed: tuple[Role, ...]
    own_classes: tuple[SchoolClass, ...]
    teachings: tuple[Teaching, ...]
    dorms: tuple[Dorm, ...]


def duties_of(member: Staff) -> Duties:
    """The roles, classes, subjects and dorms of one adult; four queries."""
    appointed = {Role(role) for role in member.appointments.values_list("role", flat=True)}
    teachings = member.teachings.select_related("school_class")
    return Duties(
        appointed=tuple(role for role in Role if role in appointed),
        own_classes=tuple(member.own_classes.order_by("grade", "code")),
        teachings=tuple(teachings.order_by("school_class__grade", "school_class__code")),
        dorms=tuple(member.dorms.order_by("name")),
    )
