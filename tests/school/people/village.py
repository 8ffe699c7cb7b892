"""A small school in which everything that could leak is there, and every role."""

from dataclasses import dataclass, field
from datetime import date

from terrace.school.people import actions
from terrace.school.people.models import Account, Child, Dorm, Role, School, SchoolClass, Staff

PASSWORD = "terrace-field-42"

ROLES = (
    "principal",
    "office",
    "class teacher",
    "subject teacher",
    "boarding",
    "mentor",
    "listener",
)
"""Everybody who can sign in. The first class and the first child are those they have to do with."""


@dataclass(slots=True)
class Village:
    """One school. `own` is what all but the listener have to do with, `other` a colleague's."""

    school: School
    mark: str
    own_class: SchoolClass
    other_class: SchoolClass
    own_child: Child
    other_child: Child
    dorm: Dorm
    other_staff: Staff
    accounts: dict[str, Account] = field(default_factory=dict)

    @property
    def canaries(self) -> dict[str, str]:
        """What only a look at the family part may show, by whose it is."""
        return {"own": f"鹂{self.mark}甲", "other": f"鹂{self.mark}乙"}


def village(mark: str = "山") -> Village:
    """A school; `mark` tells its words from those of another school in the same test."""
    school = actions.make_school(name=f"{mark}村小学", short_name=f"village-{ord(mark):x}", by=None)
    staff = {
        role: actions.add_staff(school=school, name=f"{mark}村{role}", by=None) for role in ROLES
    }
    other_staff = actions.add_staff(school=school, name=f"{mark}村同事", by=None)
    own_class = actions.add_class(
        school=school,
        name=f"三年级{mark}班",
        code="3A",
        grade=3,
        class_teacher=staff["class teacher"],
        by=None,
    )
    other_class = actions.add_class(
        school=school,
        name=f"四年级{mark}班",
        code="4A",
        grade=4,
        class_teacher=other_staff,
        by=None,
    )
    dorm = actions.add_dorm(
        school=school, name=f"{mark}一号宿舍", carers=[staff["boarding"]], by=None
    )
    own_child = actions.add_child(
        school=school,
        name=f"玥{mark}甲",
        sex="f",
        birth_date=date(2017, 5, 1),
        school_class=own_class,
        class_number=1,
        dorm=dorm,
        by=None,
    )
    other_child = actions.add_child(
        school=school,
        name=f"玥{mark}乙",
        sex="m",
        birth_date=date(2016, 5, 1),
        school_class=other_class,
        class_number=1,
        by=None,
    )
    actions.appoint(staff=staff["principal"], role=Role.PRINCIPAL, by=None)
    actions.appoint(staff=staff["office"], role=Role.OFFICE, by=None)
    actions.appoint(staff=staff["listener"], role=Role.LISTENER, by=None)
    actions.give_teaching(
        staff=staff["subject teacher"], school_class=own_class, subject="mathematics", by=None
    )
    actions.find_mentor(child=own_child, staff=staff["mentor"], since=date(2020, 1, 1), by=None)
    made = Village(
        school=school,
        mark=mark,
        own_class=own_class,
        other_class=other_class,
        own_child=own_child,
        other_child=other_child,
        dorm=dorm,
        other_staff=other_staff,
    )
    for child, canary in zip((own_child, other_child), made.canaries.values(), strict=True):
        _family(child, canary)
    for role, adult in (*staff.items(), ("colleague", other_staff)):
        made.accounts[role] = actions.open_account(staff=adult, password=PASSWORD, by=None)
    return made


def _family(child: Child, canary: str) -> None:
    """Parents far away and a grandmother; each word of it sings the canary."""
    for relation, place, away in (
        ("mother", f"{canary}东莞", True),
        ("father", f"{canary}温州", True),
        ("grandmother", f"{canary}村里", False),
    ):
        guardian = actions.add_guardian(
            child=child,
            name=f"{canary}{relation}",
            relation=relation,
            phone=f"139{canary}",
            child_lives_with=not away,
            by=None,
        )
        actions.guardian_moved(
            guardian=guardian, place=place, away=away, since=date(2024, 2, 20), by=None
        )


def fill(school_class: SchoolClass, count: int) -> list[Child]:
    """So many more children in a class."""
    return [
        actions.add_child(
            school=school_class.school,
            name=f"孩子{number}",
            school_class=school_class,
            class_number=number,
            by=None,
        )
        for number in range(10, 10 + count)
    ]
