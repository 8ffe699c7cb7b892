"""Whether all children are foreseen alike: measured in a job, for the principal's eyes alone."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from terrace.school.learning import actions, queries
from terrace.school.learning.models import FairnessReport
from terrace.school.people.models import Child, Sex
from tests.school.people.village import village

from .classroom import MONDAY, Classroom, answered, classroom, copy_of, hand_in, sheets

pytestmark = pytest.mark.django_db


def lived(children: int) -> Classroom:
    room = classroom(children=children)
    for place, child in enumerate(room.children):
        child.sex = Sex.FEMALE if place % 2 else Sex.MALE
        child.save()
    for number in range(2):
        plan = sheets(room, week=MONDAY + number * timedelta(weeks=1))
        for place, child in enumerate(room.children):
            copy = copy_of(plan, child)
            pattern = [(step * (place + 2) + number) % 4 > 0 for step in range(12)]
            hand_in(copy, answered(copy, pattern))
    return room


def test_too_few_children_say_nothing() -> None:
    room = lived(6)
    actions.ask_fairness(school=room.school_class.school, by=room.account)
    assert queries.fairness_view(room.school_class.school).measuring
    actions.measure_fairness(room.school_class.school_id)
    view = queries.fairness_view(room.school_class.school)
    assert not view.measuring
    assert [group.sides for group in view.groups] == [(), (), ()]
    assert all("不" in group.verdict or "nothing" in group.verdict for group in view.groups)


def test_enough_children_are_set_side_by_side_and_twice_is_once() -> None:
    room = lived(24)
    school = room.school_class.school
    actions.ask_fairness(school=school, by=room.account)
    actions.measure_fairness(school.pk)
    first = FairnessReport.objects.get(school=school)
    girls = next(one for one in first.groups if one["group"] == "girls")
    assert girls["inside"]["children"] == girls["outside"]["children"] == 12
    gap = girls["inside"]["gap"]
    assert gap["low"] <= gap["value"] <= gap["high"]
    told = json.dumps(first.groups, ensure_ascii=False)
    assert not any(child.name in told or str(child.pk) in told for child in room.children)
    actions.measure_fairness(school.pk)
    assert FairnessReport.objects.get(school=school).groups == first.groups


def test_who_belongs_where_changes_nothing_that_is_foreseen() -> None:
    room = lived(24)
    school = room.school_class.school
    actions.ask_fairness(school=school, by=room.account)

    def boarders() -> object:
        actions.measure_fairness(school.pk)
        groups = FairnessReport.objects.get(school=school).groups
        return next(one for one in groups if one["group"] == "boarders")

    before = boarders()
    for child in Child.objects.filter(school=school):
        child.sex = Sex.MALE if child.sex == Sex.FEMALE else Sex.FEMALE
        child.save()
    assert boarders() == before


def test_only_the_principal_opens_it_and_sees_her_own_school() -> None:
    here, there = village("云"), village("海")
    for one, answers in ((here, 1234), (there, 5678)):
        FairnessReport.objects.create(
            school=one.school,
            asked_at=one.school.made_at,
            made_at=one.school.made_at,
            answers=answers,
        )
    for role, account in here.accounts.items():
        client = Client(HTTP_HOST="localhost")
        client.force_login(account, backend="terrace.school.people.backend.AccountBackend")
        answer = client.get(reverse("fairness"))
        if role == "principal":
            page = answer.content.decode()
            assert "1234" in page
            assert "5678" not in page
            assert client.post(reverse("fairness")).status_code == 302
            assert FairnessReport.objects.get(school=here.school).made_at is None
            assert FairnessReport.objects.get(school=there.school).made_at is not None
        else:
            assert answer.status_code == 403, role
            assert client.post(reverse("fairness")).status_code == 403


def test_the_page_loads_no_arithmetic() -> None:
    code = (
        "import os,sys; os.environ['DJANGO_SETTINGS_MODULE']='terrace.web.settings'\n"
        "import django; django.setup()\n"
        "import terrace.school.learning.views, terrace.school.learning.actions\n"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
