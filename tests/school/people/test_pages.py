"""The pages about people: what stands on them, what does not, and how much they ask."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terrace.school.journal import clock
from terrace.school.people import actions, queries, registry
from terrace.school.people.models import Appointment, Role, SchoolClass, Staff
from terrace.school.people.registry import ChildPart, ClassPart, Shows
from tests.school.people.village import Village, fill

pytestmark = pytest.mark.django_db

BACKEND = "terrace.school.people.backend.AccountBackend"


def client_of(here: Village, role: str) -> Client:
    """The phone of somebody who is signed in, whose day has begun: her phone was seen."""
    client = Client()
    client.force_login(here.accounts[role], backend=BACKEND)
    client.get("/settings/")
    return client


def words(client: Client, name: str, *args: object) -> str:
    """What a page says."""
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def asked_by(client: Client, url: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("role", ["class teacher", "principal", "office"])
def test_a_class_page_asks_as_much_of_a_large_class_as_of_a_small_one(
    here: Village, role: str
) -> None:
    client = client_of(here, role)
    url = reverse("class", args=[here.own_class.id])
    fill(here.own_class, 9)
    small = asked_by(client, url)
    _more(here.own_class, 30)
    assert asked_by(client, url) == small


def _more(school_class: SchoolClass, count: int) -> None:
    for number in range(count):
        actions.add_child(
            school=school_class.school,
            name=f"更多{number}",
            school_class=school_class,
            class_number=60 + number,
            by=None,
        )


@pytest.mark.parametrize("name", ["classes", "staff", "settings", "today"])
def test_no_page_asks_more_of_a_larger_school(here: Village, name: str) -> None:
    client = client_of(here, "principal")
    url = reverse(name)
    small = asked_by(client, url)
    fill(here.own_class, 10)
    for number in range(8):
        adult = actions.add_staff(school=here.school, name=f"老师{number}", by=None)
        actions.open_account(staff=adult, by=None)
        actions.add_class(
            school=here.school,
            name=f"五年级{number}班",
            code=f"5{number}",
            grade=5,
            class_teacher=adult,
            by=None,
        )
    assert asked_by(client, url) == small


def test_the_list_of_who_has_looked_asks_no_more_when_it_is_long(here: Village) -> None:
    client = client_of(here, "class teacher")
    url = reverse("looks", args=[here.own_child.id])
    actions.look_at_family(child=here.own_child, by=here.accounts["office"])
    small = asked_by(client, url)
    for hours in range(1, 9):
        with clock.pretend(clock.now() + timedelta(hours=hours)):
            actions.look_at_family(child=here.own_child, by=here.accounts["principal"])
    assert asked_by(client, url) == small


# Parts that other apps bring.

SONG = "夜莺"


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of each kind on the child's and the class page, each with its own song."""

    for shows in Shows:
        child = ChildPart(f"test.{shows}", 1, "people/phones.html", _singing(shows), shows)
        one_class = ClassPart(f"test.{shows}", 1, "people/phones.html", _singing(shows), shows)
        monkeypatch.setitem(registry._child_parts, child.name, child)
        monkeypatch.setitem(registry._class_parts, one_class.name, one_class)


def _singing(shows: Shows) -> Any:
    return lambda viewer, one: {"phones": [{"name": f"{SONG}-{shows}-", "here": True}]}


@pytest.mark.parametrize(
    ("role", "heard"),
    [
        ("principal", {Shows.LIST, Shows.LEARNING}),
        ("class teacher", {Shows.LIST, Shows.LEARNING}),
        ("subject teacher", {Shows.LIST, Shows.LEARNING}),
        ("mentor", {Shows.LIST, Shows.LEARNING}),
        ("office", {Shows.LIST}),
        ("boarding", {Shows.LIST}),
    ],
)
def test_a_part_is_loaded_only_for_those_who_may_see_what_it_shows(
    here: Village, parts: None, role: str, heard: set[Shows]
) -> None:
    client = client_of(here, role)
    page = words(client, "child", here.own_child.id)
    assert {shows for shows in Shows if f"{SONG}-{shows}-" in page} == heard
    if role not in ("mentor", "boarding"):
        page = words(client, "class", here.own_class.id)
        assert {shows for shows in Shows if f"{SONG}-{shows}-" in page} == heard


def test_what_is_sensitive_stands_on_the_family_page_only(here: Village, parts: None) -> None:
    client = client_of(here, "boarding")
    page = client.post(reverse("family", args=[here.own_child.id])).content.decode()
    assert [shows for shows in Shows if f"{SONG}-{shows}-" in page] == [Shows.FAMILY]


# Looking is deliberate, and noted.


def test_opening_a_childs_page_is_no_look_and_pressing_is(here: Village) -> None:
    client = client_of(here, "class teacher")
    words(client, "child", here.own_child.id)
    words(client, "family", here.own_child.id)
    assert queries.looks_at(here.own_child) == []
    client.post(reverse("family", args=[here.own_child.id]))
    (look,) = queries.looks_at(here.own_child)
    assert (look.who, look.reason) == (
        here.accounts["class teacher"].staff.name,
        "class_teacher",
    )


def test_looking_again_within_a_quarter_of_an_hour_is_one_look(here: Village) -> None:
    account, start = here.accounts["class teacher"], clock.now()
    for minutes in (0, 5, 14, 16, 40):
        with clock.pretend(start + timedelta(minutes=minutes)):
            actions.look_at_family(child=here.own_child, by=account)
    assert len(queries.looks_at(here.own_child)) == 3


def test_a_look_is_noted_although_the_clock_has_fallen_behind(here: Village) -> None:
    account = here.accounts["class teacher"]
    actions.look_at_family(child=here.own_child, by=account)
    with clock.pretend(clock.now() - timedelta(days=900)):
        actions.look_at_family(child=here.own_child, by=account)
    assert len(queries.looks_at(here.own_child)) == 2


def test_parents_are_away_since_the_later_of_both_has_gone(here: Village) -> None:
    assert str(queries.parents_away_since(here.own_child)) == "2024-02-20"
    father = here.own_child.guardians.get(relation="father")
    actions.guardian_moved(
        guardian=father, place="县城", away=True, since=clock.now().date(), by=None
    )
    assert queries.parents_away_since(here.own_child) == clock.now().date()
    actions.guardian_moved(
        guardian=father,
        place="家",
        away=False,
        since=clock.now().date() + timedelta(days=1),
        by=None,
    )
    assert queries.parents_away_since(here.own_child) is None
    assert father.places.count() == 3


# Staff.


def test_the_principal_adds_an_adult_and_gives_a_role(here: Village) -> None:
    client = client_of(here, "principal")
    client.post(reverse("staff"), {"name": "钱秀英", "phone": ""})
    added = Staff.objects.get(name="钱秀英")
    client.post(reverse("give_roles", args=[added.id]), {"roles": ["office", "listener"]})
    held = set(Appointment.objects.filter(staff=added).values_list("role", flat=True))
    assert held == {Role.OFFICE, Role.LISTENER}
    client.post(reverse("give_roles", args=[added.id]), {"roles": ["office"]})
    assert Appointment.objects.get(staff=added).role == Role.OFFICE


def test_the_principal_says_who_leads_and_teaches_which_class(here: Village) -> None:
    client = client_of(here, "principal")
    member = here.accounts["office"].staff
    page = reverse("give_classes", args=[member.id])
    client.post(page, {"own": [here.own_class.id], "taught": [here.own_class.id]})
    here.own_class.refresh_from_db()
    assert here.own_class.class_teacher == member
    assert queries.staff_for(here.own_class, subject="mathematics") is not None
    assert member.teachings.get().subject == "mathematics"
    client.post(page, {})
    here.own_class.refresh_from_db()
    assert here.own_class.class_teacher is None
    assert not member.teachings.exists()


def test_a_school_keeps_its_last_principal(here: Village) -> None:
    client = client_of(here, "principal")
    principal = here.accounts["principal"].staff
    client.post(reverse("give_roles", args=[principal.id]), {"roles": []})
    assert queries.principals(here.school) == [principal]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_says_what_must_not_be_said_of_children(here: Village, language: str) -> None:
    client = client_of(here, "class teacher")
    client.post(reverse("set_language"), {"language": language})
    pages = [
        words(client, "classes"),
        words(client, "class", here.own_class.id),
        words(client, "child", here.own_child.id),
        client.post(reverse("family", args=[here.own_child.id])).content.decode(),
    ]
    for page in pages:
        for word in ("left behind", "留守", "at risk", "weak", "rank", "差生", "排名"):
            assert word not in page.lower()
