"""Yunling Primary: who is in it."""

import random
from datetime import date, timedelta

import pytest
from django.db.models import Count

from terrace.engines.paper.font import missing_glyphs
from terrace.school.demo.dates import holidays, term_around
from terrace.school.demo.people import make_people
from terrace.school.demo.village import CHILDREN, STAFF, plan_children
from terrace.school.people.models import Child, Mentoring, Role, SchoolClass, Staff
from terrace.school.people.queries import roles

TODAY = date(2026, 11, 23)


def test_the_same_seed_gives_the_same_children() -> None:
    one = plan_children(random.Random("7/people"), today=TODAY)
    again = plan_children(random.Random("7/people"), today=TODAY)
    other = plan_children(random.Random("8/people"), today=TODAY)
    assert one == again
    assert one != other


def test_186_children_two_thirds_with_parents_away_and_60_boarders() -> None:
    children = plan_children(random.Random("7/people"), today=TODAY)
    away = [child for child in children if any(relative.away for relative in child.family)]
    assert (len(children), len(away)) == (186, 124)
    assert sum(bool(child.dorm) for child in children) == 60
    assert len({child.name for child in children}) == 186
    assert sum(CHILDREN.values()) == 186
    assert len(STAFF) == 14


def test_every_child_lives_with_somebody() -> None:
    for child in plan_children(random.Random("7/people"), today=TODAY):
        at_home = [relative for relative in child.family if relative.child_lives_with]
        assert at_home, child.name
        assert not any(relative.away for relative in at_home), child.name


@pytest.mark.parametrize("month", range(1, 13))
def test_a_term_lies_around_any_day_of_the_year(month: int) -> None:
    day = date(2027, month, 15)
    term = term_around(day)
    assert term.starts <= day <= term.ends
    assert 11 <= len(term.weeks_behind) <= 13
    assert all(week.weekday() == 0 and week + timedelta(days=4) < day for week in term.weeks_behind)
    assert all(closed.weekday() < 5 for closed, _ in holidays(term.starts, term.ends))


@pytest.mark.django_db
def test_the_school_is_written_with_a_login_for_each_role() -> None:
    school, logins = make_people(random.Random("7/people"), today=TODAY)
    assert school.simulated
    assert {login.role for login in logins} == {role.value for role in Role}
    assert Child.objects.filter(school=school).count() == 186
    sizes = SchoolClass.objects.annotate(size=Count("children")).values_list("code", "size")
    assert dict(sizes) == dict(CHILDREN)
    assert Child.objects.exclude(dorm=None).count() == 60
    assert Mentoring.objects.count() == 4
    for login in logins:
        account = Staff.objects.get(school=school, name=login.name).account
        assert account.check_password(login.password)
        assert Role(login.role) in roles(account)


def test_every_name_can_be_printed() -> None:
    children = plan_children(random.Random("7/people"), today=TODAY)
    written = "".join(child.name for child in children) + "".join(adult.name for adult in STAFF)
    assert missing_glyphs(written) == frozenset()
