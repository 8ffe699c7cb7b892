"""What a teacher reads of learning: each number has answers behind it, no child is compared."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from terrace.engines.learner.model import logistic
from terrace.engines.learner.plan import Reason, ReasonCode
from terrace.engines.learner.pupil import Pupil
from terrace.school.journal import clock
from terrace.school.learning import charts, queries, words
from terrace.school.learning.knowledge import day_number, learner_of, usual_level
from terrace.school.learning.models import Attempt, PupilState, WeekPlan
from terrace.school.learning.wording import sentences
from terrace.school.people.models import School
from terrace.school.people.queries import children_of

from .classroom import MONDAY, NOON, Classroom, answered, classroom, copy_of, hand_in, sheets

pytestmark = pytest.mark.django_db

WEEK = timedelta(weeks=1)
NEXT_MONDAY = NOON + 4 * WEEK
FORBIDDEN = re.compile(
    r"落后|排名|名次|平均分数|不及格|差生|弱|风险|留守"
    r"|left behind|\brank|average|failed|\bweak|at risk",
    re.IGNORECASE,
)


def lived(*, children: int, mark: str = "山", weeks: int = 4) -> Classroom:
    """A class with some weeks of answers behind it; no two children answer alike."""
    room = classroom(children=children, mark=mark)
    for number in range(weeks):
        plan = sheets(room, week=MONDAY + number * WEEK)
        for place, child in enumerate(room.children):
            pattern = [(step * (place + 2) + number) % 5 > 1 for step in range(7)]
            copy = copy_of(plan, child)
            hand_in(copy, answered(copy, pattern))
    return room


def signed_in(room: Classroom, language: str = "zh-hans") -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(room.account)
    client.cookies["django_language"] = language
    return client


@pytest.fixture
def monday() -> Iterator[None]:
    """The Monday after the weeks that were lived."""
    with clock.pretend(NEXT_MONDAY):
        yield


@pytest.mark.usefixtures("monday")
def test_pages_cost_as_many_queries_for_many_children_as_for_few() -> None:
    counts: list[list[int]] = []
    for children, mark in ((4, "山"), (14, "水")):
        room = lived(children=children, mark=mark)
        client = signed_in(room)
        own = []
        for address in (
            f"/classes/{room.school_class.pk}/",
            f"/children/{room.children[0].pk}/",
            f"/classes/{room.school_class.pk}/print/",
        ):
            client.get(address)  # what is remembered between pages is not what is counted
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            own.append(len(asked))
        counts.append(own)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 25


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.usefixtures("monday")
def test_pages_speak_one_language_and_none_of_the_words_we_leave_out(language: str) -> None:
    room = lived(children=6)
    client = signed_in(room, language)
    for address in (
        f"/classes/{room.school_class.pk}/",
        f"/children/{room.children[0].pk}/",
        f"/classes/{room.school_class.pk}/print/",
    ):
        text = client.get(address).content.decode()
        assert not FORBIDDEN.search(re.sub(r"<[^>]*>", " ", text)), address
        assert "style=" not in text
        assert not re.search(r"<script(?! src)", text)
        main = text[text.index("<main") :]
        if language == "en":
            titles = WeekPlan.objects.values_list("run__title", flat=True)  # as on the paper
            known = [room.school.name, room.school_class.name, room.teacher.name]
            for name in [*titles, *known, *(child.name for child in room.children)]:
                main = main.replace(name, "")
            assert not re.findall(r"[\u4e00-\u9fff]+", main)


@pytest.mark.usefixtures("monday")
def test_a_childs_page_names_no_other_child_and_counts_no_errors() -> None:
    room = lived(children=6)
    hers, others = room.children[0], room.children[1:]
    view = queries.child_view(hers)
    told = repr(view)
    assert not any(other.name in told for other in others)
    assert "错" not in told
    assert "wrong" not in told


@pytest.mark.usefixtures("monday")
def test_mondays_list_says_what_the_answers_say() -> None:
    room = lived(children=14)
    with override("en"):
        view = queries.class_view(room.school_class)
    assert view.lessons
    assert len(view.lessons) <= 5
    assert view.answers == Attempt.objects.filter(child__school=room.school).count()
    learner = learner_of(room.school.pk)
    pupils = {str(state.child_id): state for state in PupilState.objects.filter(school=room.school)}
    assert len(pupils) == 14
    from terrace.engines.learner.pupil import Pupil

    again = learner.teach_again(
        {key: Pupil.from_json(state.state) for key, state in pupils.items()},
        day=day_number(NEXT_MONDAY.date()),
    )
    for lesson, one in zip(view.lessons, again, strict=True):
        right = total = 0
        for child in one.children:
            latest = list(
                Attempt.objects.filter(child_id=UUID(child), skill=one.skill)
                .order_by("-day", "-order")
                .values_list("correct", flat=True)[:4]
            )
            right, total = right + sum(latest), total + len(latest)
        if one.children:
            assert f"{right} of {total} latest answers right" in lesson.sentence
        names = [child.name for child in children_of(room.school_class)]
        assert list(lesson.names) == [name for name in names if name in lesson.names]
        assert len(lesson.names) == len({*one.children, *one.fading})
        for helper, helped in lesson.pairs:
            assert helper not in lesson.names
            assert helped in lesson.names


@pytest.mark.usefixtures("monday")
def test_what_lies_behind_is_said_where_children_share_it() -> None:
    room = lived(children=14)
    skill = queries.class_view(room.school_class).lessons[0]
    code = next(
        attempt.skill
        for attempt in Attempt.objects.all()
        if words.skill_name(attempt.skill) == skill.name
    )
    rows = list(Attempt.objects.filter(skill=code, correct=False).order_by("child")[:40])
    by_child = {row.child_id: row for row in rows}
    shared = list(by_child.values())[:2]
    assert len(shared) == 2
    Attempt.objects.filter(pk__in=[row.pk for row in shared]).update(misconception="carry-dropped")
    with override("en"):
        lesson = queries.class_view(room.school_class).lessons[0]
        assert words.misconception("carry-dropped", children=2) in lesson.misconceptions
    Attempt.objects.filter(pk=shared[0].pk).update(misconception="")
    with override("en"):
        told = queries.class_view(room.school_class).lessons[0].misconceptions
    assert not any(words.misconception("carry-dropped", children=1)[:10] in one for one in told)


@pytest.mark.usefixtures("monday")
def test_a_simulated_school_says_so_beside_its_evidence() -> None:
    room = lived(children=4)
    client = signed_in(room, "en")
    pages = (f"/classes/{room.school_class.pk}/", f"/children/{room.children[0].pk}/")
    assert not any("badge simulated" in client.get(page).content.decode() for page in pages)
    School.objects.filter(pk=room.school.pk).update(simulated=True)
    for page in pages:
        text = client.get(page).content.decode()
        assert "badge simulated" in text[text.index("<main") :]


def test_before_the_first_sheet_the_pages_say_what_to_do() -> None:
    room = classroom()
    client = signed_in(room, "en")
    page = client.get(f"/classes/{room.school_class.pk}/").content.decode()
    assert "Print the first sheets" in page
    assert f"/classes/{room.school_class.pk}/print/" in page
    child = client.get(f"/children/{room.children[0].pk}/").content.decode()
    assert "Practising now:" in child


def test_printing_from_the_page_says_the_cost_first_and_leads_to_the_run() -> None:
    room = classroom(children=12)
    client = signed_in(room, "en")
    address = f"/classes/{room.school_class.pk}/print/"
    with clock.pretend(NOON):
        page = client.get(address).content.decode()
        assert "12 pages to print, about 0.96 yuan" in page
        assert "5 versions: print 5 pages, photocopy to 12" in page
        answer = client.post(address, {"how": "3", "length": "10", "topics": ["g2-tables"]})
    plan = WeekPlan.objects.get()
    assert answer["Location"] == f"/runs/{plan.run_id}/"
    assert (plan.week, plan.versions, plan.length, plan.topics) == (MONDAY, 3, 10, ["g2-tables"])
    with clock.pretend(NOON):
        again = client.get(address).content.decode()
        assert f"/runs/{plan.run_id}/" in again
        client.post(address, {"how": "each", "length": "12"})
    assert sorted(WeekPlan.objects.values_list("round", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "sent", [{"how": "7", "length": "12"}, {"how": "each", "length": "99"}, {}]
)
def test_a_form_that_cannot_be_met_is_shown_again(sent: dict[str, str]) -> None:
    room = classroom(children=8)
    answer = signed_in(room, "en").post(f"/classes/{room.school_class.pk}/print/", sent)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert not WeekPlan.objects.exists()


@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_reason_has_words_in_both_languages(code: ReasonCode) -> None:
    reason = Reason(
        code, skill="g2-sub-100", base="g2-add-100", right=3, of=4, days=21, chance=0.72
    )
    told = {}
    for language in ("zh-hans", "en"):
        with override(language):
            told[language] = words.reason(reason, "玥珺")
    assert told["zh-hans"] != told["en"]
    for sentence in told.values():
        assert "%(" not in sentence
        assert "None" not in sentence
    without = words.reason(Reason(code, skill="g2-sub-100"), "玥珺")
    if code in (ReasonCode.REVIEW, ReasonCode.ASKED_FOR):
        assert "None" not in without
    assert not re.search(r"[\u4e00-\u9fff]", told["en"].replace("玥珺", ""))


@pytest.mark.usefixtures("monday")
def test_the_reasons_on_a_childs_page_are_those_of_her_latest_sheet() -> None:
    room = lived(children=4)
    view = queries.child_view(room.children[0])
    assert view.why is not None
    assert view.why.week == MONDAY + 3 * WEEK
    assert [number for number, _ in view.why.questions] == list(range(1, 13))


def test_a_chart_holds_nothing_that_the_policy_refuses() -> None:
    weeks = [charts.Week(f"9月{day}日", day // 2, day, day + 3) for day in range(1, 13)]
    drawn = charts.band(weeks, label='Skills & "more"')
    tree = ElementTree.fromstring(drawn)  # noqa: S314 - our own
    names = {node.tag.rpartition("}")[2] for node in tree.iter()}
    assert names <= {"svg", "g", "rect", "path", "text", "defs", "circle"}
    assert tree.get("aria-label") == 'Skills & "more"'
    classes = {node.get("class") for node in tree.iter() if node.tag.endswith("}g")}
    assert any("serie-0" in (one or "") for one in classes)
    assert not any("serie-2" in (one or "") for one in classes)
    lines = [node for node in tree.iter() if "line " in f"{node.get('class')} "]
    assert lines
    assert not any(node.get("style") for node in tree.iter())


def test_the_pages_load_no_heavy_engine() -> None:
    code = (
        "import django; django.setup()\n"
        "from terrace.school.learning import views, jobs, charts\n"
        "charts.band([charts.Week('a', 1, 2, 3)] * 4, label='x')\n"
        "import sys; print(*sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"numpy", "cv2", "typst", "zxingcpp"}.isdisjoint(told.stdout.split())


def test_sentences_are_joined_as_the_language_joins_them() -> None:
    with override("zh-hans"):
        assert sentences(["一。", "", "二。"]) == "一。二。"
    with override("en"):
        assert sentences(["One.", "Two."]) == "One. Two."


@pytest.mark.usefixtures("monday")
def test_more_is_expected_first_of_whom_the_answers_say_so() -> None:
    room = classroom(children=8)
    for number in range(4):
        plan = sheets(room, week=MONDAY + number * WEEK)
        for place, child in enumerate(room.children):
            copy = copy_of(plan, child)
            hand_in(copy, answered(copy, [place in (2, 5) or step % 3 == 0 for step in range(12)]))
    with override("en"):
        view = queries.class_view(room.school_class)
    page = signed_in(room).get(f"/classes/{room.school_class.pk}/").content.decode()
    named = [room.children[2], room.children[5]]
    assert [sentence.partition(":")[0] for sentence in view.beyond] == [one.name for one in named]
    assert page.index('id="expect"') < page.index('id="monday"')
    assert not FORBIDDEN.search(page)
    learner = learner_of(room.school_class.school_id)
    level = learner.newcomer(usual_level(room.school_class.grade, NEXT_MONDAY.date()))
    for child, sentence in zip(named, view.beyond, strict=True):
        pupil = Pupil.from_json(PupilState.objects.get(child=child).state)
        latest = [
            (correct, item, skill)
            for skill, known in sorted(pupil.skills.items())
            for correct, _, item in known.recent
        ]
        usual = sum(
            logistic(learner.parts(level, item=item, skills=(skill,)).logit)
            for _, item, skill in latest
        )
        right = sum(correct for correct, _, _ in latest)
        assert (
            f"{right} of the latest {len(latest)} answers right; on these questions about "
            f"{round(usual)} are usual" in sentence
        )


@pytest.mark.usefixtures("monday")
def test_small_groups_seat_every_child_once_both_ways() -> None:
    room = lived(children=9)
    with override("zh-hans"):
        view = queries.class_view(room.school_class)
    assert view.lessons
    for lesson in view.lessons:
        for way in (lesson.mixed, lesson.alike):
            seated = sorted(name for group in way for name in group.split("、"))
            assert seated == sorted(child.name for child in room.children)


def test_the_usual_path_rises_evenly_from_one_september_to_the_next() -> None:
    days = [date(2026, 9, 1), date(2026, 12, 1), date(2027, 3, 1), date(2027, 8, 31)]
    levels = [usual_level(3, day) for day in days]
    assert levels == sorted(levels)
    assert levels[0] == usual_level(3, date(2031, 9, 1))
    assert levels[-1] < usual_level(4, date(2027, 9, 1)) < levels[-1] + 0.01
