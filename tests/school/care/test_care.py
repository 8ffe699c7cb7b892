"""Every child is heard, what was agreed is done, and what was said stays with who listened."""

import base64
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from terrace.school.absence import actions as absence
from terrace.school.care import actions, printing, queries
from terrace.school.care.models import FollowUp, Talk, Wish
from terrace.school.care.talking import Said, agreed_in, said_in
from terrace.school.journal import clock
from terrace.school.journal.actions import destroy_key
from terrace.school.journal.models import Entry
from terrace.school.people.actions import staff_left
from terrace.school.people.models import Child
from terrace.school.people.queries import looks_at, staff_of
from terrace.school.rota.models import Turn
from terrace.school.today.models import Todo
from tests.school.people.village import Village
from tests.school.rota.turns import MONDAY, adults, at, talks

pytestmark = pytest.mark.django_db
BACKEND = "terrace.school.people.backend.AccountBackend"
DAY = timedelta(days=1)
SECRET = "夜里想妈妈"


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with clock.pretend(at(MONDAY, 8)):
        yield


def phone_of(here: Village, who: str) -> Client:
    """Somebody's phone, signed in."""
    client = Client(headers={"accept-language": "zh"})
    client.force_login(here.accounts[who], backend=BACKEND)
    return client


def noted(here: Village, *, shared: bool = False, who: str = "mentor") -> Talk:
    """A talk of the mentor with the first child."""
    account = here.accounts[who]
    said = Said(note=SECRET, mood=2, ladder=4, came_up=("home",))
    return actions.note_talk(
        child=here.own_child, staff=account.staff, day=MONDAY, said=said, shared=shared, by=account
    )


def test_a_talk_takes_its_turn(here: Village) -> None:
    rota = talks(here)
    turn = Turn.objects.filter(rota=rota).earliest("day", "begins")
    assert turn.child is not None
    with clock.pretend(at(turn.day, 18)):
        talk = actions.note_talk(
            child=turn.child, staff=turn.staff, day=turn.day, said=Said(note="好"), by=None
        )
    turn.refresh_from_db()
    assert (turn.state, talk.turn) == (Turn.State.DONE, turn)
    assert queries.last_heard([turn.child]) == {turn.child.pk: turn.day}


def test_the_same_note_twice_is_one_and_another_overwrites_nothing(here: Village) -> None:
    assert noted(here) == noted(here)
    account = here.accounts["mentor"]
    with pytest.raises(ValidationError) as refused:
        actions.note_talk(
            child=here.own_child, staff=account.staff, day=MONDAY, said=Said("别的"), by=account
        )
    assert refused.value.code == "noted"
    told = said_in(Talk.objects.get())
    assert told is not None
    assert told.note == SECRET


def test_of_two_phones_the_second_is_told(here: Village) -> None:
    talk = noted(here)
    actions.change_note(talk=talk, said=Said("一"), shared=False, version=1, by=None)
    with pytest.raises(ValidationError) as refused:
        actions.change_note(talk=talk, said=Said("二"), shared=False, version=1, by=None)
    assert refused.value.code == "changed"
    assert said_in(Talk.objects.get()) == Said("一")


def test_what_was_said_lies_under_the_childs_key(here: Village) -> None:
    talk = noted(here)
    made = actions.agree(
        child=here.own_child,
        what=SECRET,
        staff=talk.staff,
        due=MONDAY + DAY,
        talk=talk,
        by=here.accounts["mentor"],
    )
    for row in (Talk.objects.get(), FollowUp.objects.get()):
        assert SECRET.encode() not in bytes(row.words)
    for entry in Entry.objects.all():
        assert SECRET.encode() not in bytes(entry.payload)
    assert agreed_in([made])[0]["what"] == SECRET
    destroy_key(here.own_child.pk, by_id=None)
    assert said_in(Talk.objects.get()) is None
    assert agreed_in([made]) == [{}]
    url = reverse("talk", args=[talk.pk])
    assert "已经抹去" in phone_of(here, "mentor").get(url).content.decode()


def test_the_class_teacher_reads_what_is_shared_and_it_is_noted(here: Village) -> None:
    talk = noted(here)
    teacher = phone_of(here, "class teacher")
    url = reverse("talk", args=[talk.pk])
    assert teacher.get(url).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.read_note(talk=talk, by=here.accounts["principal"])
    Talk.objects.update(shared=True)
    assert SECRET in teacher.get(url).content.decode()
    (look,) = looks_at(here.own_child)
    assert look.who == here.accounts["class teacher"].staff.name
    for role in ("principal", "office", "subject teacher", "boarding", "listener"):
        answer = phone_of(here, role).get(url)
        assert answer.status_code == 403, role


def test_nothing_that_was_said_is_on_pages_of_others(here: Village) -> None:
    talk = noted(here, shared=True)
    actions.agree(
        child=here.own_child,
        what=SECRET,
        staff=talk.staff,
        due=MONDAY,
        talk=talk,
        by=here.accounts["mentor"],
    )
    actions.look_over()
    child = reverse("child", args=[here.own_child.pk])
    pages = ["/", reverse("talks"), child, reverse("class", args=[here.own_class.pk])]
    for role in ("principal", "office", "subject teacher", "boarding", "listener"):
        for page in [*pages, reverse("heard")]:
            assert SECRET not in phone_of(here, role).get(page).content.decode(), (role, page)


def test_a_child_who_asks_is_heard_by_whom_she_wants(here: Village) -> None:
    account = here.accounts["mentor"]
    made = actions.wish(child=here.own_child, wants=account.staff, by=None)
    assert (made.staff, made.due) == (account.staff, MONDAY + 2 * DAY)
    assert actions.wish(child=here.own_child, by=None) == made
    (todo,) = Todo.objects.filter(kind="care.wish", done_at=None)
    assert todo.staff == account.staff
    assert here.own_child.name in phone_of(here, "mentor").get("/").content.decode()
    noted(here)
    made.refresh_from_db()
    assert made.ended_at is not None
    assert not Todo.objects.filter(kind="care.wish", done_at=None).exists()


def test_who_is_away_passes_a_wish_on_and_the_principal_hears_of_a_late_one(here: Village) -> None:
    mentor = here.accounts["mentor"].staff
    made = actions.wish(child=here.own_child, wants=mentor, by=None)
    absence.away(staff=mentor, first=MONDAY, last=MONDAY + 4 * DAY, by=None)
    actions.look_over()
    made.refresh_from_db()
    assert made.staff == here.accounts["class teacher"].staff
    with clock.pretend(at(MONDAY + 2 * DAY, 18)):
        actions.look_over()
        assert not Todo.objects.filter(kind="care.late_wish").exists()
    with clock.pretend(at(MONDAY + 3 * DAY, 8)):
        actions.look_over()
        actions.look_over()
    (late,) = Todo.objects.filter(kind="care.late_wish", done_at=None)
    assert late.staff == here.accounts["principal"].staff
    noted(here, who="class teacher")
    assert not Todo.objects.filter(kind__startswith="care.", done_at=None).exists()


def test_a_wish_stays_where_nobody_is_here_and_the_next_is_seen_to(here: Village) -> None:
    first = actions.wish(child=here.own_child, wants=here.accounts["mentor"].staff, by=None)
    second = actions.wish(child=here.other_child, by=None)
    for staff in staff_of(here.school):
        absence.away(staff=staff, first=MONDAY, last=MONDAY + 4 * DAY, by=None)
    with clock.pretend(at(MONDAY + 3 * DAY, 8)):
        assert actions.look_over() == 2
    first.refresh_from_db()
    assert first.staff == here.accounts["mentor"].staff
    late = Todo.objects.filter(kind="care.late_wish", done_at=None)
    assert set(late.values_list("child", flat=True)) == {first.child_id, second.child_id}


def test_what_was_agreed_is_on_today_until_done(here: Village) -> None:
    account = here.accounts["mentor"]
    made = actions.agree(
        child=here.own_child, what="寄画", staff=account.staff, due=MONDAY + 3 * DAY, by=account
    )
    assert not Todo.objects.filter(kind="care.follow_up").exists()
    with clock.pretend(at(MONDAY + 2 * DAY, 8)):
        actions.look_over()
    (todo,) = Todo.objects.filter(kind="care.follow_up", done_at=None)
    assert (todo.staff, todo.detail) == (account.staff, {})
    staff_left(staff=account.staff, on=MONDAY + 4 * DAY, by=None)
    with clock.pretend(at(MONDAY + 5 * DAY, 8)):
        actions.look_over()
        made.refresh_from_db()
        assert made.staff == here.accounts["class teacher"].staff
        phone = phone_of(here, "class teacher")
        url = reverse("follow_up", args=[made.pk])
        assert phone.post(url, {"helped": ""}).status_code == 422
        assert phone.post(url, {"helped": "yes", "came_of_it": "奶奶很高兴"}).status_code == 302
    made.refresh_from_db()
    assert made.done_at is not None
    assert agreed_in([made])[0] == {"what": "寄画", "came_of_it": "奶奶很高兴"}
    assert not Todo.objects.filter(kind="care.follow_up", done_at=None).exists()


def test_whoever_was_not_heard_stands_first_on_the_class_page(here: Village) -> None:
    rota = talks(here)
    children = list(Turn.objects.filter(rota=rota, period=0).order_by("child"))
    names = {one.child.name for one in children if one.child}
    with clock.pretend(at(MONDAY + 8 * DAY, 8)):
        found = queries.heard_now(here.school)
        assert found is not None
        assert {one.child.name for one in found.missed} == names
        page = phone_of(here, "class teacher").get(reverse("class", args=[here.own_class.pk]))
        words = page.content.decode()
        assert words.index("先听这几个孩子") < words.index('id="children"')
        account = here.accounts["mentor"]
        actions.note_talk(
            child=here.own_child,
            staff=account.staff,
            day=MONDAY + 8 * DAY,
            said=Said("好"),
            by=account,
        )
        found = queries.heard_now(here.school)
        assert found is not None
        assert {one.child.name for one in found.missed} == names - {here.own_child.name}
        assert found.heard == 1


def test_the_principal_sees_the_proof(here: Village) -> None:
    talks(here)
    words = phone_of(here, "principal").get(reverse("heard")).content.decode()
    assert "没有漏下任何人" in words
    assert "0 / 8" in words


def test_a_talk_is_noted_with_a_face_a_few_words_and_a_press(here: Village) -> None:
    phone = phone_of(here, "mentor")
    url = reverse("talk_with", args=[here.own_child.pk])
    assert phone.get(url).status_code == 200
    sent = {"mood": "4", "note": "笑了", "day": MONDAY.isoformat(), "who": "", "what": ""}
    assert phone.post(url, sent).headers["Location"] == reverse("talks")
    assert said_in(Talk.objects.get()) == Said("笑了", 4)
    bad = phone.post(url, {**sent, "note": "另外", "what": "寄画", "due": ""})
    assert bad.status_code == 422
    assert "另外" in bad.content.decode()
    assert phone.post(url, {**sent, "day": "2020-01-01"}).status_code == 422


def test_an_adult_with_a_turn_may_note_it_though_she_does_not_teach_the_child(
    here: Village,
) -> None:
    rota = talks(here)
    (colleague,) = adults(here, "同事")
    phone = phone_of(here, "colleague")
    url = reverse("talk_with", args=[here.own_child.pk])
    assert phone.get(url).status_code == 403
    turn = Turn.objects.filter(rota=rota, child=here.own_child).earliest("day")
    Turn.objects.filter(pk=turn.pk).update(staff=colleague)
    assert phone.get(url).status_code == 200
    assert phone.get(reverse("wish", args=[here.own_child.pk])).status_code == 403


def test_a_wish_from_the_page(here: Village) -> None:
    phone = phone_of(here, "class teacher")
    url = reverse("wish", args=[here.own_child.pk])
    assert phone.post(url, {"wants": ""}).status_code == 302
    assert Wish.objects.get().staff == here.accounts["class teacher"].staff
    assert phone.post(url, {"wants": "nobody-here"}).status_code == 422
    assert Wish.objects.get().said_on == date(2026, 11, 23)


def test_the_cards_of_today_hold_ones_own_talks(here: Village) -> None:
    rota = talks(here)
    turn = Turn.objects.filter(rota=rota).earliest("day", "begins")
    assert turn.child is not None
    noted(here, who="boarding")
    with clock.pretend(at(turn.day, 8)):
        (own, *_more) = printing.pages(here.school, "zh-hans", of=turn.staff)
        assert own.who == turn.staff.name
        assert turn.child.name in {card.name for card in own.cards}
        theirs = Turn.objects.filter(rota=rota, day=turn.day, staff=turn.staff)
        assert len(own.cards) == theirs.filter(state="planned").count()
        everybody = printing.pages(here.school, "en")
        assert turn.staff.name in {page.who for page in everybody}
        listener = here.accounts["listener"].staff
        (empty,) = printing.pages(here.school, "zh-hans", of=listener)
        assert empty.cards == ()
        assert SECRET not in str(everybody)
        made = printing.print_cards(str(here.school.pk), "", "zh-hans")
    assert base64.b64decode(made).startswith(b"%PDF")


def test_a_wish_of_a_child_who_left_ends_and_the_journal_says_so(here: Village) -> None:
    made = actions.wish(child=here.own_child, by=None)
    actions.wish(child=here.own_child, wants=here.accounts["mentor"].staff, by=None)
    made.refresh_from_db()
    assert made.staff == here.accounts["mentor"].staff
    Child.objects.filter(pk=here.own_child.pk).update(left_on=MONDAY)
    assert actions.look_over() == 0
    made.refresh_from_db()
    assert made.ended_at is not None
    verbs = Entry.objects.filter(verb__startswith="care.").values_list("verb", flat=True)
    assert sorted(verbs) == [
        "care.wish_ended",
        "care.wish_passed_on",
        "care.wished",
        "care.wished",
    ]
    assert not Todo.objects.filter(kind__startswith="care.", done_at=None).exists()
