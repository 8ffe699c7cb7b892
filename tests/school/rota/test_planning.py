"""Every child is met in each period; whatever happens, the plan becomes whole with few changes."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from terrace.engines.rota.planner import plan as first_plan
from terrace.engines.rota.reading import problem_from_json
from terrace.school.absence import actions as absence
from terrace.school.calendar import actions as calendar
from terrace.school.journal import clock
from terrace.school.people import actions as people
from terrace.school.people.models import Child
from terrace.school.people.queries import children_of
from terrace.school.rota import actions, queries
from terrace.school.rota.actions import planning
from terrace.school.rota.models import Rota, Turn
from terrace.school.rota.posing import posed
from terrace.school.today.models import Todo
from tests.school.people.village import Village
from tests.school.rota.turns import (
    MONDAY,
    adults,
    as_set,
    assert_laws,
    at,
    met_in,
    nights,
    planned,
    talks,
    turns,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with clock.pretend(at(MONDAY, 8)):
        yield


def test_every_child_is_met_in_every_week(here: Village) -> None:
    rota = talks(here)
    assert_laws(rota)
    for period in range(4):
        assert met_in(rota, period) == Counter(children_of(here.own_class))
    told = queries.certificate(rota)
    assert told.proved
    assert told.complete
    assert told.turns == 32
    loads = Counter(one.staff_id for one in turns(rota))
    assert max(loads.values()) - min(loads.values()) <= 1


def test_who_knows_the_child_is_preferred(here: Village) -> None:
    rota = talks(here, children=3)
    own = [one for one in turns(rota) if one.child == here.own_child]
    (stranger,) = adults(here, "listener")
    assert all(one.staff != stranger for one in own)


def test_an_absence_changes_only_her_turns(here: Village) -> None:
    rota = talks(here)
    (ill,) = adults(here, "boarding")
    before = as_set(rota)
    hers = {one for one in before if one[0] == ill.pk and one[3] <= MONDAY + 2 * DAY}
    absence.away(staff=ill, first=MONDAY, last=MONDAY + 2 * DAY, by=None)
    planned_after = planned(Rota.objects.get(pk=rota.pk))
    after = as_set(planned_after)
    assert before - after == hers
    assert not any(one[0] == ill.pk and one[3] <= MONDAY + 2 * DAY for one in after)
    assert queries.certificate(planned_after).complete
    assert planned_after.proof["changes"] == len(hers)


def test_what_has_happened_stays_whatever_the_rules_become(here: Village) -> None:
    rota = talks(here)
    with clock.pretend(at(MONDAY + 2 * DAY, 17, 30)):
        past = {one for one in as_set(rota) if one[3] <= MONDAY + 2 * DAY}
        assert past
        actions.set_rules(
            rota=rota,
            name="谈心",
            ends=rota.ends,
            weekdays=[3, 4],
            times=[("12:00", "12:20"), ("12:20", "12:40"), ("16:00", "16:30")],
            places=1,
            at_once=1,
            rest_days=0,
            most_each_period=4,
            by=None,
        )
        new = planned(rota)
    assert past <= as_set(new)
    assert queries.certificate(new).proved
    assert queries.certificate(new).complete
    later = [one for one in turns(new) if one.day > MONDAY + 2 * DAY]
    assert {one.day.weekday() for one in later} == {3, 4}
    for period in range(4):
        assert met_in(new, period) == Counter(children_of(here.own_class))


def test_a_plan_made_in_the_middle_of_the_day_leaves_the_morning_alone(here: Village) -> None:
    rota = talks(here, children=40)
    noon = [one for one in turns(rota) if one.day == MONDAY and one.begins.hour < 14]
    assert noon
    with clock.pretend(at(MONDAY, 15)):
        absence.away(staff=noon[0].staff, first=MONDAY, last=MONDAY, by=None)
        new = planned(rota)
    now = turns(new)
    assert {one.pk for one in noon} <= {one.pk for one in now}
    assert queries.certificate(new).proved
    assert not [
        one
        for one in now
        if one.day == MONDAY and one.begins.hour > 15 and one.staff == noon[0].staff
    ]
    kept = {one.pk for one in turns(rota)}
    assert not [
        one for one in now if one.pk not in kept and one.day == MONDAY and one.begins.hour < 15
    ]


def test_a_missed_turn_comes_back_in_its_own_week(here: Village) -> None:
    rota = talks(here)
    first = turns(rota)[0]
    with clock.pretend(at(first.day, 18)):
        actions.missed(turn=first, by=None)
        new = planned(rota)
    assert met_in(new, 0) == Counter(children_of(here.own_class))
    assert queries.certificate(new).complete


def test_whoever_was_not_met_last_week_is_met_twice_this_week_on_two_days(here: Village) -> None:
    rota = talks(here)
    last = [one for one in turns(rota) if one.period == 0][-1]
    friday = MONDAY + 4 * DAY
    with clock.pretend(at(friday, 18)):
        for one in turns(rota):
            if one.day <= friday and one.child != last.child:
                actions.done(turn=one, by=None)
        late = Turn.objects.get(pk=last.pk)
        late.day = friday
        late.save()
        actions.missed(turn=late, by=None)
        planned(rota)
    with clock.pretend(at(MONDAY + 7 * DAY, 8)):
        assert actions.look_over() == 1
        new = planned(rota)
        again = [one for one in turns(new) if one.child == last.child and one.period == 1]
        assert sorted(one.again for one in again) == [False, True]
        assert again[0].day != again[1].day
        assert queries.certificate(new).complete
        kept = as_set(new)
        actions.plan(rota=new)
        assert as_set(planned(new)) == kept
    with clock.pretend(at(MONDAY + 8 * DAY, 8)):
        actions.plan(rota=new)
        assert as_set(planned(new)) >= {one for one in kept if one[3] > MONDAY + 8 * DAY}


def test_turns_that_nobody_marked_are_missed_after_a_day_of_grace(here: Village) -> None:
    rota = talks(here)
    monday = [one for one in turns(rota) if one.day == MONDAY]
    with clock.pretend(at(MONDAY + DAY, 20)):
        actions.look_over()
        assert {one.state for one in turns(rota) if one.day == MONDAY} == {"planned"}
    with clock.pretend(at(MONDAY + 2 * DAY, 6)):
        assert actions.look_over() == 1
        new = planned(rota)
    assert Turn.objects.filter(rota=rota, state="missed").count() == len(monday)
    assert met_in(new, 0) == Counter(children_of(here.own_class))


def test_nights_are_kept_with_a_day_of_rest_between(here: Village) -> None:
    rota = nights(here)
    told = queries.certificate(rota)
    assert told.complete
    assert told.proved
    by_day = {one.day: one.staff_id for one in turns(rota)}
    assert len(by_day) == len(turns(rota)) == 20
    for day, staff in by_day.items():
        assert by_day.get(day + DAY) != staff
    # There is school on the day after each of them.
    assert {day.weekday() for day in by_day} == {6, 0, 1, 2, 3}


def test_the_rest_after_a_night_holds_across_a_new_plan(here: Village) -> None:
    rota = nights(here)
    tonight = next(one for one in turns(rota) if one.day == MONDAY)
    tomorrow = next(one for one in turns(rota) if one.day == MONDAY + DAY)
    with clock.pretend(at(MONDAY + DAY, 9)):
        absence.away(staff=tomorrow.staff, first=MONDAY + DAY, last=MONDAY + 2 * DAY, by=None)
        new = planned(rota)
    by_day = {one.day: one.staff_id for one in turns(new)}
    assert by_day[MONDAY] == tonight.staff_id
    assert by_day[MONDAY + DAY] not in (tonight.staff_id, tomorrow.staff_id)
    assert queries.certificate(new).complete


def test_when_it_cannot_be_the_shortage_is_named_and_the_principal_told(here: Village) -> None:
    rota = nights(here, names=("boarding",))
    told = queries.certificate(rota)
    assert told.proved
    assert not told.complete
    assert told.sentences
    todo = Todo.objects.get(kind="rota.short", done_at=None)
    assert todo.staff == adults(here, "principal")[0]
    shares = dict.fromkeys(adults(here, "boarding", "mentor", "同事"), 100)
    actions.set_adults(rota=rota, shares=shares, by=None)
    assert queries.certificate(planned(rota)).complete
    assert not Todo.objects.filter(kind="rota.short", done_at=None).exists()


def test_two_rotas_never_need_one_adult_at_once(here: Village) -> None:
    first = nights(here)
    second = planned(
        actions.begin(
            school=here.school,
            kind="dorm",
            name="晚间",
            starts=MONDAY,
            ends=MONDAY + 13 * DAY,
            adults=adults(here, "boarding", "mentor", "同事"),
            times=[("21:00", "22:00")],
            by=None,
        )
    )
    nightly = {(one.staff_id, one.day) for one in turns(first)}
    resting = {(staff, day + DAY) for staff, day in nightly}
    for one in turns(second):
        assert (one.staff_id, one.day) not in nightly | resting
    assert queries.certificate(second).complete


def test_a_holiday_entered_later_moves_what_lay_on_it(here: Village) -> None:
    rota = talks(here)
    tuesday = MONDAY + DAY
    assert any(one.day == tuesday for one in turns(rota))
    calendar.mark_holiday(school=here.school, day=tuesday, name="停课", by=None)
    assert actions.look_over() == 1
    new = planned(rota)
    assert not any(one.day == tuesday for one in turns(new))
    assert met_in(new, 0) == Counter(children_of(here.own_class))
    assert actions.look_over() == 0


def test_a_child_who_comes_is_met_and_one_who_leaves_is_not(here: Village) -> None:
    rota = talks(here)
    fresh = people.add_child(
        school=here.school, name="新来的", school_class=here.own_class, class_number=40, by=None
    )
    before = as_set(rota)
    actions.add_child(rota=rota, child=fresh, by=None)
    new = planned(rota)
    assert all(met_in(new, period)[fresh] == 1 for period in range(4))
    assert before <= as_set(new)
    actions.drop_child(rota=rota, child=fresh, by=None)
    assert as_set(planned(rota)) == before


def test_every_second_week(here: Village) -> None:
    rota = talks(here)
    actions.add_child(rota=rota, child=here.own_child, every=2, by=None)
    new = planned(rota)
    assert sum(met_in(new, period)[here.own_child] for period in range(4)) == 2


def test_only_by_the_one_she_wishes(here: Village) -> None:
    rota = talks(here)
    (wished,) = adults(here, "boarding")
    actions.add_child(rota=rota, child=here.own_child, only_by=[wished], by=None)
    own = [one for one in turns(planned(rota)) if one.child == here.own_child]
    assert len(own) == 4
    assert {one.staff for one in own} == {wished}
    actions.set_adults(rota=rota, shares=dict.fromkeys(adults(here, "mentor"), 100), by=None)
    told = queries.certificate(planned(rota))
    assert not told.complete
    assert told.proved
    assert here.own_child in told.left_out


def test_mentors_meet_their_own_children(here: Village) -> None:
    with pytest.raises(ValidationError):
        _mentors(here, [here.other_child])
    rota = _mentors(here, [here.own_child, here.other_child])
    (mentor,) = adults(here, "mentor")
    assert {(one.child, one.staff) for one in turns(rota)} == {(here.own_child, mentor)}


def _mentors(here: Village, children: list[Child]) -> Rota:
    return planned(
        actions.begin(
            school=here.school,
            kind="mentors",
            name="结对",
            starts=MONDAY,
            ends=MONDAY + 13 * DAY,
            adults=adults(here, "mentor", "同事"),
            children=children,
            by=None,
        )
    )


def test_a_rota_that_changes_while_it_is_planned_is_not_written(here: Village) -> None:
    rota = talks(here)
    stale = Rota.objects.get(pk=rota.pk)
    actions.plan(rota=rota)
    asked = Rota.objects.get(pk=rota.pk)
    actions.plan(rota=rota)
    told = planning._write_down(asked, None, {}, {}, 0)
    assert told["changed_meanwhile"]
    assert as_set(stale) == as_set(planned(rota))


def test_two_who_plan_at_once_write_one_plan(here: Village) -> None:
    rota = nights(here)
    Turn.objects.filter(rota=rota).delete()
    actions.plan(rota=rota)
    slow = Rota.objects.get(pk=rota.pk)
    asked = posed(slow, at(MONDAY, 8))
    assert asked is not None
    everybody = [one["id"] for one in asked.problem["adults"]]
    document = first_plan(problem_from_json(asked.problem)).to_json(everybody)
    before = as_set(planned(rota))
    found = {"valid": True, "reasons": [], "sentences": {}}
    told = planning._write_down(slow, asked, document, found, 0)
    assert not told["changed_meanwhile"]
    assert as_set(rota) == before


def test_an_ended_rota_asks_nothing_of_anybody(here: Village) -> None:
    rota = talks(here)
    assert Todo.objects.filter(kind="rota.turn", done_at=None).exists()
    actions.end(rota=rota, by=None)
    assert not Todo.objects.filter(kind="rota.turn", done_at=None).exists()
    assert not turns(rota)
    with pytest.raises(ValidationError):
        actions.set_adults(rota=rota, shares=dict.fromkeys(adults(here, "mentor"), 100), by=None)


@pytest.mark.parametrize(
    "said",
    [
        {"name": " "},
        {"starts": date.max, "ends": date.max},
        {"starts": date.min},
        {"ends": MONDAY - DAY},
        {"ends": MONDAY + 900 * DAY},
        {"weekdays": []},
        {"weekdays": [7]},
        {"times": []},
        {"times": [("25:00", "26:00")]},
        {"times": [("12:00", "12:00")]},
        {"times": [("12:00", "12:30"), ("12:00", "13:00")]},
        {"places": 0},
        {"rest_days": 40},
        {"most_each_period": 0},
        {"adults": []},
        {"children": []},
        {"kind": "dancing"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    here: Village, said: dict[str, object]
) -> None:
    given = {
        "kind": "talks",
        "name": "谈心",
        "starts": MONDAY,
        "ends": MONDAY + 27 * DAY,
        "adults": adults(here, "mentor"),
        "children": [here.own_child],
        **said,
    }
    with pytest.raises(ValidationError):
        actions.begin(school=here.school, by=None, **given)  # type: ignore[arg-type]
    assert not Rota.objects.exists()
