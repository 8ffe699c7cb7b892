"""Every address, tried by every role, with her own, a colleague's and another school's rows.

The table below is written by hand, as sentences. An address that does not stand in it fails.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from terrace.school.people.queries import looks_at
from terrace.school.today import registry as todo_kinds
from terrace.school.today.registry import TodoKind
from tests.school.people.addresses import Address, addresses
from tests.school.people.rows import value_for
from tests.school.people.village import ROLES, Village

pytestmark = pytest.mark.django_db

BACKEND = "terrace.school.people.backend.AccountBackend"

# Open without signing in.
PUBLIC = {"health", "sign_in", "use_code", "set_language", "timetable_feed"}

# Everybody who is signed in opens these; what stands there is her own.
EVERYBODY = {
    *("away", "classes", "cover_day", "doubts", "my_turns", "password", "rotas", "settings"),
    *("practice_new", "practices", "practices_ours", "sign_out", "talks", "timetable", "today"),
}
ALL = ", ".join(ROLES)

# These roles open these.
SOME = {
    "cover_notice": ALL,
    "fairness": "principal",
    "heard": "principal",
    "import": "principal, office",
    "outbox": "principal, office",
    "outbox_printed": "principal, office",
    "outbox_slips": "principal, office",
    "poster": "principal, office",
    "rota_loads": "principal, office",
    "rota_new": "principal, office",
    "practice_bundle": "principal, office",
    "practice_bundles": "principal, office",
    "staff": "principal, office",
    "talk_cards": ALL,
    "timetable_loads": "principal, office",
    "timetable_new": "principal, office",
    "timetable_periods": "principal, office",
}

# Paper is for who marks or prints for the class or child: her teachers and the principal.
TEACHERS = ("principal, class teacher, subject teacher", "principal")

# The timetable is made by those who plan; the week in force is everybody's.
PLANNERS = ("principal, office", "principal, office")

# Whose turn it is: hers, and for those who plan, everybody's.
HERS = ("principal, office, class teacher", "principal, office")

# Who knows a child: her teachers, her dorm, her mentor, the principal.
KNOW_HER = ("principal, class teacher, subject teacher, boarding, mentor", "principal")

# Address: who opens it for the own class, child, phone …; who opens it for a colleague's.
WITH_A_ROW = {
    "class": (
        "principal, office, class teacher, subject teacher",
        "principal, office",
    ),
    "child": (
        "principal, office, class teacher, subject teacher, boarding, mentor",
        "principal, office",
    ),
    "family": ("principal, office, class teacher, boarding", "principal, office"),
    "looks": (
        "principal, office, class teacher, subject teacher, boarding, mentor",
        "principal, office",
    ),
    "staff_member": ("principal, office", "principal, office"),
    # A listener's and a principal's code only the principal gives.
    "give_code": ("principal, office", "principal"),
    "give_roles": ("principal", "principal"),
    "give_classes": ("principal", "principal"),
    "sign_out_everywhere": ("principal, class teacher", "principal, listener"),
    "sign_out_phone": ("principal, class teacher", "principal"),
    # A to-do is its adult's; the principal may pass it on.
    "todo": ("principal, class teacher", "principal"),
    "todo_done": ("class teacher", ""),
    # Home writes her class teacher alone; whoever wrote or prints a letter may hold it back.
    "write_home": ("class teacher", ""),
    "message_withdraw": ("principal, office, class teacher", "principal, office"),
    "print_week": TEACHERS,
    "own_questions": TEACHERS,
    "roll": TEACHERS,
    "ill": PLANNERS,
    "rota": PLANNERS,
    "rota_adults": PLANNERS,
    "rota_pdf": PLANNERS,
    "rota_plan": PLANNERS,
    "rota_rules": PLANNERS,
    "turn_settle": HERS,
    "away_back": HERS,
    # A talk is noted by who knows the child; what was said is its listener's alone.
    "talk_with": KNOW_HER,
    "wish": KNOW_HER,
    "talk": ("class teacher", ""),
    "follow_up": ("class teacher", ""),
    "timetable_plan": PLANNERS,
    "timetable_course": PLANNERS,
    "timetable_new_course": PLANNERS,
    "timetable_closed": PLANNERS,
    "timetable_rooms": PLANNERS,
    "timetable_fet": PLANNERS,
    "timetable_list": PLANNERS,
    "timetable_search": PLANNERS,
    "timetable_in_force": PLANNERS,
    "timetable_grid": PLANNERS,
    "timetable_move": PLANNERS,
    "timetable_pdf": PLANNERS,
    "timetable_week": (ALL, ALL),
    # Its token is the only key: without a right one it is nobody's.
    "timetable_feed": ("", ""),
    # The library is everybody's. A try is its leader's, a draft its writer's; the principal signs.
    "practice": (ALL, ALL),
    "practice_try": (ALL, ALL),
    "practice_picture": (ALL, ALL),
    "practice_trial": ("principal, office, class teacher", "principal, office"),
    "practice_step": ("principal, class teacher", "principal"),
    "practice_report": ("principal, class teacher", "principal"),
    "practice_report_sign": ("principal", "principal"),
    "practice_draft": ("principal, class teacher", "principal"),
    "practice_photos": ("principal, class teacher", "principal"),
    "practice_sign": ("principal", "principal"),
    "practice_withdraw": ("principal", "principal"),
    "photograph": TEACHERS,
    "run": TEACHERS,
    "run_pdf": TEACHERS,
    "run_again": TEACHERS,
    "new_exam": TEACHERS,
    "exam": TEACHERS,
    "exam_key": TEACHERS,
    "exam_csv": TEACHERS,
    "exam_xlsx": TEACHERS,
    "stack": TEACHERS,
    "stack_again": TEACHERS,
    "photo": TEACHERS,
    "copy": TEACHERS,
    "answer_settle": TEACHERS,
    "answer_reopen": TEACHERS,
    "answer_correct": TEACHERS,
    "answer_crop": TEACHERS,
    "reading_who": TEACHERS,
    "reading_who_again": TEACHERS,
    "reading_differs": TEACHERS,
    "reading_accept": TEACHERS,
    "reading_aside": TEACHERS,
    "reading_reopen": TEACHERS,
    "reading_crop": TEACHERS,
    "reading_field_crop": TEACHERS,
}

# What a press sends where a page would not be there without it.
SENT: dict[str, Callable[[Village, bool], dict[str, object]]] = {
    "reading_who": lambda here, own: {"child": (here.own_child if own else here.other_child).id},
    "reading_differs": lambda here, own: {"take": "first"},
    "timetable_move": lambda here, own: {"do": "undo"},
}

# Where what is sensitive of a family may be read by those for whom the address opens, by a press.
SHOWS_FAMILY = {"family", "write_home"}

# Made in another process, which cannot see this test's transaction: tried at closed walls only.
IN_A_CHILD = {"cover_notice", "outbox_slips", "poster", "rota_pdf", "timetable_pdf"} | {
    "talk_cards"
}

ERRAND = todo_kinds.register(
    TodoKind("test.errand", sentence=lambda todo: "去办事", url=lambda todo: "/", by_hand=True)
)
ADDRESSES = addresses()


def roles_in(sentence: str) -> set[str]:
    """The roles that a sentence of the table names."""
    named = set(filter(None, sentence.split(", ")))
    assert named <= set(ROLES), f"no such role: {named - set(ROLES)}"
    return named


def test_every_address_stands_in_the_table() -> None:
    listed = PUBLIC | EVERYBODY | SOME.keys() | WITH_A_ROW.keys()
    there = {address.name for address in ADDRESSES}
    assert there - listed == set(), "write who may open these addresses into this test's table"
    assert listed - there == set(), "these addresses are gone"
    assert {address.name for address in ADDRESSES if address.takes} == WITH_A_ROW.keys()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever a page changes is taken back, so that the next role finds the same school."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(school: Village, role: str) -> Client:
    """The phone of somebody who is signed in."""
    client = Client()
    client.force_login(school.accounts[role], backend=BACKEND)
    return client


def asked(
    client: Client,
    address: Address,
    values: Mapping[str, str],
    sent: Mapping[str, object] | None = None,
) -> list[tuple[int, str]]:
    """Status and words of the address, asked for and pressed; not those where it cannot be."""
    url = reverse(address.name, kwargs=values)
    answers = []
    for ask in (client.get, client.post):
        with undone():
            answer = ask(url, sent or {})
            answers.append((answer.status_code, words_of(answer)))
    return [answer for answer in answers if answer[0] != 405]


def words_of(answer: HttpResponse) -> str:
    """Everything that a response says."""
    if answer.streaming:
        return b"".join(answer.streaming_content).decode("utf-8", "replace")  # type: ignore[attr-defined]
    return answer.content.decode("utf-8", "replace")


def is_open(statuses: list[int]) -> bool:
    """Whether a wall let somebody through: all of GET and POST, or none."""
    closed = {status in (403, 404) for status in statuses}
    assert len(closed) == 1, f"open one way and closed the other: {statuses}"
    return closed == {False}


@pytest.mark.parametrize(
    "address", [one for one in ADDRESSES if one.takes], ids=lambda one: one.name
)
def test_who_opens_what(address: Address, here: Village, elsewhere: Village, home: Path) -> None:
    for own, sentence in zip((True, False), WITH_A_ROW.get(address.name, ("", "")), strict=True):
        values = {name: value_for(name, here, own=own) for name in address.takes}
        sent = SENT[address.name](here, own) if address.name in SENT else {}
        allowed = roles_in(sentence)
        tried = set(ROLES) - allowed if address.name in IN_A_CHILD else set(ROLES)
        for role in sorted(tried):
            answers = asked(client_of(here, role), address, values, sent)
            statuses = [status for status, _ in answers]
            case = f"{role}, {'own' if own else 'other'}: {statuses}"
            assert is_open(statuses) == (role in allowed), case
            for _, words in answers:
                whispers_no_family(here, words, role, address, opened=role in allowed, own=own)
                assert elsewhere.mark not in words, case
    values = {name: value_for(name, elsewhere, own=True) for name in address.takes}
    for role in ROLES:
        for status, words in asked(client_of(here, role), address, values):
            assert status == 404, f"{role} opens another school's {address.name}: {status}"
            assert elsewhere.mark not in words


def whispers_no_family(
    school: Village, words: str, role: str, address: Address, *, opened: bool, own: bool
) -> None:
    """Nothing of a family is said, but by the family page to those for whom it opens."""
    for whose, canary in school.canaries.items():
        mine = (whose == "own") == own
        if address.name in SHOWS_FAMILY and opened and mine:
            continue
        assert canary not in words, f"{address.name} tells {role} of the {whose} child's family"


@pytest.mark.parametrize(
    "address", [one for one in ADDRESSES if not one.takes], ids=lambda one: one.name
)
def test_pages_of_ones_own_show_nobody_else(
    address: Address, here: Village, elsewhere: Village, home: Path
) -> None:
    for school in (here, elsewhere):
        for own in (True, False):
            for name in ("answer_id", "reading_id", "message_id", "todo_id"):
                value_for(name, school, own=own)
    closed = set(ROLES) - roles_in(SOME.get(address.name, ""))
    for role in sorted(closed) if address.name in IN_A_CHILD else ROLES:
        answers = asked(client_of(here, role), address, {})
        if address.name in SOME:
            statuses = [status for status, _ in answers]
            assert is_open(statuses) == (role in roles_in(SOME[address.name])), (role, statuses)
        for status, words in answers:
            assert status < 500
            assert elsewhere.mark not in words
            assert not any(canary in words for canary in here.canaries.values())
            if role not in ("principal", "office"):
                assert here.other_child.name not in words, role
            if role == "listener":
                assert here.own_child.name not in words


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.name)
def test_whoever_is_not_signed_in_sees_the_sign_in_page(
    address: Address, here: Village, elsewhere: Village, home: Path
) -> None:
    values = {name: value_for(name, here, own=True) for name in address.takes}
    for status, words in asked(Client(), address, values):
        if address.name not in PUBLIC:
            assert status == 302
        assert here.mark not in words


@pytest.mark.parametrize(
    ("role", "sees_places"),
    [("principal", True), ("class teacher", True), ("office", False), ("boarding", False)],
)
def test_the_family_page_shows_where_parents_live_to_few(
    role: str, sees_places: bool, here: Village, elsewhere: Village
) -> None:
    url = reverse("family", args=[here.own_child.id])
    client = client_of(here, role)
    assert here.canaries["own"] not in words_of(client.get(url))
    words = words_of(client.post(url))
    assert f"139{here.canaries['own']}" in words
    assert ("东莞" in words) == sees_places


@pytest.mark.parametrize("name", sorted(SHOWS_FAMILY))
def test_who_reads_of_a_family_stands_among_those_who_have_looked(
    name: str, here: Village, elsewhere: Village
) -> None:
    client = client_of(here, "class teacher")
    url = reverse(name, args=[here.own_child.id])
    assert here.canaries["own"] in words_of(client.get(url)) + words_of(client.post(url))
    (look,) = looks_at(here.own_child)
    assert look.who == here.accounts["class teacher"].staff.name
    looked = words_of(client_of(here, "mentor").get(reverse("looks", args=[here.own_child.id])))
    assert look.who in looked
