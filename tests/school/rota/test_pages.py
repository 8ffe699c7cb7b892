"""What people see of rotas, and what their presses do."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from terrace.school.journal import clock
from terrace.school.people.models import Account
from terrace.school.rota import printing, queries
from terrace.school.rota.models import Rota, Turn
from terrace.school.today.models import Todo
from tests.school.people.village import Village
from tests.school.rota.turns import MONDAY, adults, at, nights, planned, talks, turns

pytestmark = pytest.mark.django_db
BACKEND = "terrace.school.people.backend.AccountBackend"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with clock.pretend(at(MONDAY, 8)):
        yield


def phone_of(here: Village, who: str) -> Client:
    """Somebody's phone, signed in."""
    client = Client(headers={"accept-language": "zh"})
    client.force_login(here.accounts[who], backend=BACKEND)
    return client


def test_a_rota_is_set_up_and_planned(here: Village) -> None:
    phone = phone_of(here, "office")
    assert phone.get(reverse("rota_new") + "?kind=talks").status_code == 200
    sent = {
        "kind": "talks",
        "starts": "2026-11-23",
        "ends": "2026-12-20",
        "adults": [one.pk for one in adults(here, "class teacher", "mentor")],
        "classes": [here.own_class.pk],
        "posts": "",
    }
    answer = phone.post(reverse("rota_new"), sent)
    rota = Rota.objects.get()
    assert answer.headers["Location"] == reverse("rota", args=[rota.pk])
    waiting = phone.get(reverse("rota", args=[rota.pk])).content.decode()
    assert "正在排班" in waiting
    planned(rota)
    page = phone.get(reverse("rota", args=[rota.pk])).content.decode()
    assert "没有漏下任何人" in page
    assert here.own_child.name in page
    listed = phone.get(reverse("rotas")).content.decode()
    assert "没有漏下任何人" in listed


@pytest.mark.parametrize("week", ["9999-12-31", "0001-01-01", "2026-02-30", "next", ""])
def test_a_week_far_away_is_the_nearest_of_the_rota(here: Village, week: str) -> None:
    rota = nights(here)
    phone = phone_of(here, "office")
    page = phone.get(reverse("rota", args=[rota.pk]), {"week": week})
    assert page.status_code == 200
    assert rota.name in page.content.decode()


def test_what_is_missing_is_said_and_nothing_is_made(here: Village) -> None:
    phone = phone_of(here, "office")
    sent = {"kind": "talks", "starts": "2026-11-23", "ends": "2026-11-01", "posts": ""}
    answer = phone.post(reverse("rota_new"), sent)
    assert answer.status_code == 422
    assert "请至少选一个班" in answer.content.decode()
    assert not Rota.objects.exists()


def test_a_shortage_is_named_with_its_numbers(here: Village) -> None:
    rota = nights(here, names=("boarding",))
    page = phone_of(here, "principal").get(reverse("rota", args=[rota.pk])).content.decode()
    assert "有人没有轮到" in page
    assert queries.certificate(rota).sentences[0] in page


def test_rules_and_adults_are_changed_by_pages(here: Village) -> None:
    rota = nights(here)
    phone = phone_of(here, "office")
    page = phone.get(reverse("rota_rules", args=[rota.pk])).content.decode()
    assert "21:30-06:30" in page
    sent = {
        "name": "守夜",
        "ends": rota.ends.isoformat(),
        "weekdays": [6, 0, 1],
        "times": "21：00–06:00",
        "at_once": 1,
        "rest_days": 1,
        "most_each_period": "",
    }
    assert phone.post(reverse("rota_rules", args=[rota.pk]), sent).status_code == 302
    chosen = adults(here, "boarding", "mentor", "listener")
    shares = {f"share-{one.pk}": "50" for one in chosen}
    answer = phone.post(
        reverse("rota_adults", args=[rota.pk]), {"serves": [one.pk for one in chosen], **shares}
    )
    assert answer.status_code == 302
    new = planned(rota)
    assert new.name == "守夜"
    assert new.times == [["21:00", "06:00"]]
    assert {one.staff for one in turns(new)} == set(chosen)
    wrong = phone.post(reverse("rota_rules", args=[rota.pk]), {**sent, "times": "noon"})
    assert wrong.status_code == 422
    nobody = phone.post(reverse("rota_adults", args=[rota.pk]), {}, follow=True)
    assert "请至少选一位大人" in nobody.content.decode()
    assert phone.post(reverse("rota_rules", args=[rota.pk]), {"end": "1"}).status_code == 302
    new.refresh_from_db()
    assert new.ended_at is not None


def test_ones_own_turns_are_on_today_and_ticked_off(here: Village) -> None:
    rota = talks(here)
    mine = [one for one in turns(rota) if one.day == MONDAY]
    account = Account.objects.get(staff=mine[0].staff)
    own = [one for one in mine if one.staff == mine[0].staff]
    assert Todo.objects.filter(kind="rota.turn", staff=account.staff, done_at=None).count() == len(
        own
    )
    phone = Client(headers={"accept-language": "zh"})
    phone.force_login(account, backend=BACKEND)
    assert mine[0].child is not None
    assert mine[0].child.name in phone.get("/").content.decode()
    assert mine[0].child.name in phone.get(reverse("my_turns")).content.decode()
    assert phone.post(reverse("turn_settle", args=[own[0].pk]), {"done": "1"}).status_code == 302
    own[0].refresh_from_db()
    assert own[0].state == Turn.State.DONE
    assert Todo.objects.filter(kind="rota.turn", staff=account.staff, done_at=None).count() == (
        len(own) - 1
    )


def test_a_day_still_to_come_cannot_be_ticked_off(here: Village) -> None:
    rota = talks(here)
    later = next(one for one in turns(rota) if one.day > MONDAY)
    phone = phone_of(here, "office")
    page = phone.post(reverse("turn_settle", args=[later.pk]), {"done": "1"}, follow=True)
    assert "这一天还没有到" in page.content.decode()
    later.refresh_from_db()
    assert later.state == Turn.State.PLANNED


def test_duties_are_known_to_all_and_talks_to_few(here: Village) -> None:
    duty, heard = nights(here), talks(here)
    phone = phone_of(here, "class teacher")
    listed = phone.get(reverse("rotas")).content.decode()
    assert duty.name in listed
    assert reverse("rota", args=[heard.pk]) not in listed
    assert phone.get(reverse("rota", args=[duty.pk])).status_code == 200
    assert phone.get(reverse("rota", args=[heard.pk])).status_code == 403


def test_the_childs_page_says_whose_turn_is_next(here: Village) -> None:
    rota = talks(here)
    (next_one,) = [one for one in turns(rota) if one.child == here.own_child and one.period == 0]
    page = phone_of(here, "class teacher").get(reverse("child", args=[here.own_child.pk]))
    assert next_one.staff.name in page.content.decode()


def test_paper_holds_every_turn_of_the_next_weeks(here: Village) -> None:
    duty, heard = nights(here), talks(here)
    (wall,) = printing.pages(duty, "zh-hans")
    assert [row[-1] for row in wall.rows] == [one.staff.name for one in turns(duty)]
    sheets = printing.pages(heard, "zh-hans")
    assert {sheet.title for sheet in sheets} == {one.staff.name for one in turns(heard)}
    assert sum(len(sheet.rows) for sheet in sheets) == len(turns(heard))


def test_loads_count_what_was_and_what_will_be(here: Village) -> None:
    rota = talks(here)
    with clock.pretend(at(MONDAY + 7 * DAY, 8)):
        found = queries.loads(here.school)
        assert sum(one.so_far + one.ahead for one in found) == len(turns(rota))
        assert sum(one.so_far for one in found) == len([t for t in turns(rota) if t.period == 0])
        page = phone_of(here, "principal").get(reverse("rota_loads")).content.decode()
    for one in found:
        assert one.staff.name in page
