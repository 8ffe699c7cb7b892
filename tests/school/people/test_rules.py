"""Who may see and do what, as sentences; and the same walls as querysets."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from terrace.school.people import actions, rules
from terrace.school.people.models import Account, Child, Mentoring, Role, SchoolClass, Staff
from terrace.school.people.queries import roles
from terrace.school.people.standing import school_today
from tests.school.people.village import ROLES, Village

pytestmark = pytest.mark.django_db

Sentence = Callable[[Account, object], object]

ABOUT_A_CHILD: list[tuple[Sentence, str, str]] = [
    (
        rules.sees_child,
        "principal, office, class teacher, subject teacher, boarding, mentor",
        "principal, office",
    ),
    (rules.sees_learning, "principal, class teacher, subject teacher, mentor", "principal"),
    (rules.sees_family, "principal, office, class teacher, boarding", "principal, office"),
    (rules.sees_parents_away, "principal, class teacher", "principal"),
    (rules.marks_for, "principal, class teacher, subject teacher", "principal"),
    (rules.is_class_teacher_of, "class teacher", ""),
    (rules.teaches, "subject teacher", ""),
    (rules.looks_after_dorm_of, "boarding", ""),
    (rules.mentors, "mentor", ""),
]
ABOUT_A_CLASS: list[tuple[Sentence, str, str]] = [
    (rules.sees_class, "principal, office, class teacher, subject teacher", "principal, office"),
    (rules.sees_class_learning, "principal, class teacher, subject teacher", "principal"),
    (rules.prints_for, "principal, class teacher, subject teacher", "principal"),
    (rules.marks_for, "principal, class teacher, subject teacher", "principal"),
]


def those(names: str) -> set[str]:
    """The roles in a sentence."""
    return set(filter(None, names.split(", ")))


def who(school: Village, sentence: Sentence, obj: object) -> set[str]:
    """The roles for whom a sentence is true."""
    return {role for role in ROLES if sentence(school.accounts[role], obj)}


@pytest.mark.parametrize(("sentence", "own", "other"), ABOUT_A_CHILD)
def test_who_may_what_with_a_child(
    sentence: Sentence, own: str, other: str, here: Village, elsewhere: Village
) -> None:
    assert who(here, sentence, here.own_child) == those(own)
    assert who(here, sentence, here.other_child) == those(other)
    assert who(here, sentence, elsewhere.own_child) == set()


@pytest.mark.parametrize(("sentence", "own", "other"), ABOUT_A_CLASS)
def test_who_may_what_with_a_class(
    sentence: Sentence, own: str, other: str, here: Village, elsewhere: Village
) -> None:
    assert who(here, sentence, here.own_class) == those(own)
    assert who(here, sentence, here.other_class) == those(other)
    assert who(here, sentence, elsewhere.own_class) == set()


def test_the_walls_in_queries_are_those_in_the_rules(here: Village, elsewhere: Village) -> None:
    actions.child_left(child=elsewhere.other_child, on=date(2020, 1, 1), by=None)
    for account in (*here.accounts.values(), *elsewhere.accounts.values()):
        children = [c for c in Child.objects.filter(left_on=None) if rules.sees_child(account, c)]
        assert set(rules.visible_children(account)) == set(children)
        classes = list(SchoolClass.objects.all())
        seen = {one for one in classes if rules.sees_class(account, one)}
        assert set(rules.visible_classes(account)) == seen
        printed = {one for one in classes if rules.prints_for(account, one)}
        assert set(rules.printable_classes(account)) == printed


def test_nobody_signed_in_sees_nothing(here: Village) -> None:
    for sentence, *_ in ABOUT_A_CHILD:
        assert not sentence(None, here.own_child)  # type: ignore[arg-type]
    assert not rules.visible_children(None).exists()
    assert not rules.visible_classes(None).exists()


def test_every_role_follows_from_what_one_does(here: Village) -> None:
    assert {role: roles(account) for role, account in here.accounts.items()} == {
        "principal": {Role.PRINCIPAL},
        "office": {Role.OFFICE},
        "listener": {Role.LISTENER},
        "class teacher": {Role.CLASS_TEACHER},
        "subject teacher": {Role.SUBJECT_TEACHER},
        "boarding": {Role.BOARDING},
        "mentor": {Role.MENTOR},
        "colleague": {Role.CLASS_TEACHER},
    }


def test_a_child_who_has_left_is_seen_by_principal_and_office_only(here: Village) -> None:
    actions.child_left(child=here.own_child, on=school_today(), by=None)
    assert who(here, rules.sees_child, here.own_child) == {"principal", "office"}


def test_an_adult_who_has_left_sees_nothing(here: Village) -> None:
    account = here.accounts["class teacher"]
    actions.staff_left(staff=account.staff, on=school_today(), by=None)
    assert not rules.sees_child(account, here.own_child)
    assert roles(account) == set()


def test_a_closed_account_sees_nothing(here: Village) -> None:
    actions.close_account(account=here.accounts["principal"], by=None)
    assert not rules.sees_child(here.accounts["principal"], here.own_child)


def test_a_mentor_sees_her_mentee_only_as_long_as_she_is_one(here: Village) -> None:
    account = here.accounts["mentor"]
    Mentoring.objects.update(until=school_today())
    assert not rules.mentors(account, here.own_child)
    Mentoring.objects.update(until=school_today() + timedelta(days=1))
    assert rules.mentors(account, here.own_child)


def test_a_class_changes_hands_at_once(here: Village) -> None:
    before, after = here.accounts["class teacher"], here.accounts["colleague"]
    actions.name_class_teacher(school_class=here.own_class, staff=after.staff, by=None)
    assert rules.sees_family(after, here.own_child)
    assert not rules.sees_child(before, here.own_child)


def test_whoever_sees_the_family_can_say_by_which_rule(here: Village) -> None:
    assert {
        role: rules.family_reason(account, here.own_child)
        for role, account in here.accounts.items()
    } == {
        "principal": "principal",
        "office": "office",
        "class teacher": "class_teacher",
        "boarding": "boarding",
        "subject teacher": None,
        "mentor": None,
        "listener": None,
        "colleague": None,
    }


def test_who_gives_codes_to_whom(here: Village, elsewhere: Village) -> None:

    def given_by(role: str) -> set[str]:
        by = here.accounts[role]
        return {name for name, one in here.accounts.items() if rules.issues_code_for(by, one)}

    assert given_by("principal") == set(here.accounts)
    assert given_by("office") == set(here.accounts) - {"principal", "listener"}
    assert given_by("class teacher") == set()
    stranger = elsewhere.accounts["mentor"]
    assert not rules.issues_code_for(here.accounts["principal"], stranger)


def test_a_row_of_another_school_is_not_forbidden_but_not_there(
    here: Village, elsewhere: Village
) -> None:
    teacher = here.accounts["class teacher"]
    rules.require(rules.sees_child, teacher, here.own_child)
    with pytest.raises(PermissionDenied):
        rules.require(rules.sees_child, teacher, here.other_child)
    with pytest.raises(Http404):
        rules.require(rules.sees_child, teacher, elsewhere.own_child)
    with pytest.raises(Http404):
        rules.found_here(Staff.objects.all(), teacher, elsewhere.other_staff.id)
