"""Rows that addresses take: for each name in an address, what a village has of it."""

from collections.abc import Callable, Mapping
from datetime import time, timedelta

from django.db.models import Model

from terrace.engines.paper.form import Choice, Form
from terrace.school.absence.models import Absence
from terrace.school.care.models import FollowUp, Talk
from terrace.school.journal.actions import locked_about
from terrace.school.messages.models import Message
from terrace.school.papers import files
from terrace.school.papers.models import (
    Answer,
    Copy,
    Exam,
    Photo,
    PrintRun,
    Reading,
    Sheet,
    Stack,
)
from terrace.school.people.models import KnownPhone
from terrace.school.practice.models import Card, Draft, Step, Trial
from terrace.school.practice.models import Photo as Picture
from terrace.school.rota.models import Rota, Turn
from terrace.school.timetable.models import Course, Lesson, Timetable
from terrace.school.today.models import Todo, Urgency
from tests.school.people.village import Village

Maker = Callable[[Village, bool], Model | str]

JPEG = b"\xff\xd8\xff\xe0"


def _todo(here: Village, own: bool) -> Model:
    return Todo.objects.create(
        school=here.school,
        kind="test.errand",
        key=f"{here.mark}{own}",
        staff=here.accounts["class teacher" if own else "colleague"].staff,
        urgency=Urgency.TODAY,
        made_at=here.school.made_at,
    )


def _phone(here: Village, own: bool) -> Model:
    return KnownPhone.objects.create(
        school=here.school,
        account=here.accounts["class teacher" if own else "colleague"],
        label="Android phone, Chrome",
        session_key=f"{here.mark}{own}",
        first_seen=here.school.made_at,
        last_seen=here.school.made_at,
    )


def _run(here: Village, own: bool) -> PrintRun:
    school_class = here.own_class if own else here.other_class
    run = PrintRun.objects.create(
        school=here.school,
        kind="worksheet",
        title=f"{here.mark}练习",
        school_class=school_class,
        state=PrintRun.State.READY,
        pages=1,
        made_at=here.school.made_at,
        ready_at=here.school.made_at,
    )
    run.pdf = files.pdf_name(run.id)
    run.save()
    files.write(run.pdf, [b"%PDF-1.7 ", run.title.encode()])
    return run


def _exam(here: Village, own: bool) -> Exam:
    school_class = here.own_class if own else here.other_class
    key = {"name": "q1", "points": 1.0, "options": 4, "right": [1], "rule": "all"}
    return Exam.objects.create(
        school=here.school, run=_run(here, own), school_class=school_class, key=[key]
    )


def _copy(here: Village, own: bool) -> Copy:
    child = here.own_child if own else here.other_child
    form = Form(
        kind="worksheet",
        title="练习",
        language="zh",
        fields=(Choice(name="q1", statement=("一加一",), options=(("一",), ("二",))),),
        footer=(),
    )
    sheet = Sheet.objects.create(
        school=here.school,
        run=_run(here, own),
        number=f"{Sheet.objects.count():012d}",
        place=0,
        name=child.name,
        description=form.to_json(),
    )
    return Copy.objects.create(school=here.school, sheet=sheet, child=child)


def _answer(here: Village, own: bool) -> Answer:
    copy = _copy(here, own)
    return Answer.objects.create(
        school=here.school,
        copy=copy,
        field="q1",
        value=[1],
        state=Answer.State.DOUBTFUL,
        probability=0.6,
        crop=_crop(copy.id, here),
    )


def _stack(here: Village, own: bool) -> Stack:
    return Stack.objects.create(
        school=here.school,
        school_class=here.own_class if own else here.other_class,
        opened_at=here.school.made_at,
    )


def _photo(here: Village, own: bool) -> Photo:
    stack = _stack(here, own)
    photo = Photo.objects.create(
        school=here.school,
        stack=stack,
        name=f"{here.mark}.jpg",
        sha256="0" * 64,
        state=Photo.State.READ,
        received_at=here.school.made_at,
    )
    photo.file = files.photo_name(photo.id)
    photo.save()
    files.write(photo.file, [JPEG, here.mark.encode()])
    return photo


def _reading(here: Village, own: bool) -> Reading:
    photo, copy = _photo(here, own), _copy(here, own)
    crop = _crop(photo.id, here)
    mark = {"field": "q1", "value": [1], "sure": True, "probability": 0.9, "crop": crop}
    return Reading.objects.create(
        school=here.school,
        photo=photo,
        place=0,
        sheet=copy.sheet,
        school_class=here.own_class if own else here.other_class,
        outcome=Reading.Outcome.WHO,
        answers=[mark],
        crop=crop,
        made_at=here.school.made_at,
    )


def _crop(owner: object, here: Village) -> str:
    (slice_,) = files.write_slices(f"crops/{owner}", [JPEG + here.mark.encode()])
    return str(slice_)


def _message(here: Village, own: bool) -> Message:
    return Message.objects.create(
        school=here.school,
        kind="note_home",
        to_name=here.mark,
        child=here.own_child if own else here.other_child,
        title=f"{here.mark}信",
        body="请来学校",
        made_by=here.accounts["class teacher" if own else "colleague"],
        made_at=here.school.made_at,
    )


def _timetable(here: Village, own: bool) -> Timetable:
    """One that is being made; its subject could leak."""
    made, _ = Timetable.objects.get_or_create(
        school=here.school,
        state=Timetable.State.DRAFT,
        defaults={"name": f"{here.mark}课表", "made_at": here.school.made_at},
    )
    return made


def _course(here: Village, own: bool) -> Course:
    course, _ = Course.objects.get_or_create(
        school=here.school, timetable=_timetable(here, own), subject=f"{here.mark}课"
    )
    course.classes.set([here.own_class if own else here.other_class])
    return course


def _whose_week(here: Village, own: bool) -> Model:
    """A class that has a lesson in the timetable in force."""
    school_class = here.own_class if own else here.other_class
    held, _ = Timetable.objects.get_or_create(
        school=here.school,
        state=Timetable.State.IN_FORCE,
        defaults={
            "name": f"{here.mark}课表",
            "made_at": here.school.made_at,
            "starts": here.school.made_at.date(),
        },
    )
    course = Course.objects.create(school=here.school, timetable=held, subject=f"{here.mark}课")
    course.classes.set([school_class])
    Lesson.objects.create(school=here.school, course=course, number=1, weekday=0, period=1)
    return school_class


def _rota(here: Village, own: bool) -> Rota:
    """Talks with one child; her name could leak."""
    made = here.school.made_at.date()
    rota = Rota.objects.create(
        school=here.school,
        kind="talks",
        name=f"{here.mark}谈心",
        starts=made,
        ends=made + timedelta(days=60),
        weekdays=[0, 1, 2, 3, 4],
        times=[["12:30", "13:00"]],
        made_at=here.school.made_at,
    )
    _turn_in(rota, here, own)
    return rota


def _turn(here: Village, own: bool) -> Model:
    return _turn_in(_rota(here, own), here, own)


def _turn_in(rota: Rota, here: Village, own: bool) -> Turn:
    return Turn.objects.create(
        school=here.school,
        rota=rota,
        staff=here.accounts["class teacher" if own else "colleague"].staff,
        child=here.own_child if own else here.other_child,
        day=rota.starts,
        begins=time(12, 30) if Turn.objects.filter(rota=rota).exists() else time(13),
        ends=time(13, 30),
        period=0,
    )


def _talk(here: Village, own: bool) -> Talk:
    """A talk that only its listener reads; its note could leak."""
    child = here.own_child if own else here.other_child
    made = here.school.made_at
    talk, _ = Talk.objects.get_or_create(
        school=here.school,
        child=child,
        staff=here.accounts["class teacher" if own else "colleague"].staff,
        day=made.date(),
        defaults={
            "words": locked_about(child.pk, {"note": f"{here.mark}悄悄话"}),
            "made_at": made,
            "changed_at": made,
        },
    )
    return talk


def _follow_up(here: Village, own: bool) -> FollowUp:
    talk = _talk(here, own)
    return FollowUp.objects.create(
        school=here.school,
        child=talk.child,
        talk=talk,
        staff=talk.staff,
        due=talk.day,
        words=locked_about(talk.child_id, {"what": f"{here.mark}约定", "came_of_it": ""}),
        made_at=talk.made_at,
    )


def _absence(here: Village, own: bool) -> Model:
    day = here.school.made_at.date()
    return Absence.objects.create(
        school=here.school,
        staff=here.accounts["class teacher" if own else "colleague"].staff,
        first=day,
        last=day + timedelta(days=Absence.objects.count()),
        made_at=here.school.made_at,
    )


def _card(here: Village, own: bool) -> Model:
    """A practice; there are no walls within a school's library."""
    body = PRACTICE | {"title": {"zh": f"{here.mark}的办法"}}
    return Card.objects.create(
        school=here.school,
        key=f"{Card.objects.count():064d}",
        thing=str(here.school.pk),
        number=Card.objects.count() + 1000,
        by_school=here.school.name,
        written_on=here.school.made_at.date(),
        simulated=False,
        body=body,
        needs=" heard ",
        cost_fen=0,
        minutes_a_week=10,
        evidence="told",
    )


def _picture(here: Village, own: bool) -> Model:
    return Picture.objects.create(
        school=here.school,
        sha256=f"{Picture.objects.count():064d}",
        data=JPEG + here.mark.encode(),
        made_at=here.school.made_at,
    )


def _trial(here: Village, own: bool) -> Trial:
    day = here.school.made_at.date()
    return Trial.objects.create(
        school=here.school,
        thing=str(here.school.pk),
        title={"zh": f"{here.mark}的办法"},
        lead=here.accounts["class teacher" if own else "colleague"].staff,
        starts=day,
        report_on=day,
        adapted=here.mark,
    )


def _step(here: Village, own: bool) -> Model:
    trial = _trial(here, own)
    words = f"{here.mark}第一步"
    return Step.objects.create(
        school=here.school, trial=trial, place=1, words=words, due=trial.starts
    )


def _draft(here: Village, own: bool) -> Model:
    return Draft.objects.create(
        school=here.school,
        by=here.accounts["class teacher" if own else "colleague"].staff,
        body=PRACTICE | {"title": {"zh": f"{here.mark}的办法"}},
        changed_at=here.school.made_at,
    )


PRACTICE = {
    "need": {"zh": "没有人听"},
    "steps": [{"zh": "听"}],
    "needs": ["heard"],
    "evidence": "told",
    "cost_fen": 0,
    "minutes_a_week": 10,
}

MAKERS: Mapping[str, Maker] = {
    "class_id": lambda here, own: here.own_class if own else here.other_class,
    "child_id": lambda here, own: here.own_child if own else here.other_child,
    "staff_id": lambda here, own: (
        here.accounts["class teacher"].staff if own else here.accounts["listener"].staff
    ),
    "phone_id": _phone,
    "todo_id": _todo,
    "run_id": _run,
    "exam_id": _exam,
    "table": lambda here, own: "children",
    "stack_id": _stack,
    "photo_id": _photo,
    "copy_id": _copy,
    "answer_id": _answer,
    "reading_id": _reading,
    "field": lambda here, own: "q1",
    "message_id": _message,
    "rota_id": _rota,
    "turn_id": _turn,
    "talk_id": _talk,
    "follow_up_id": _follow_up,
    "absence_id": _absence,
    "timetable_id": _timetable,
    "course_id": _course,
    "kind": lambda here, own: "class",
    "who_id": _whose_week,
    "card_id": _card,
    "picture_id": _picture,
    "trial_id": _trial,
    "step_id": _step,
    "draft_id": _draft,
    "token": lambda here, own: f"not-signed-{here.mark}",
}
"""By the name in the address; `own` is what is the class teacher's, her class's or her child's.

`staff_id` is a teacher, or an adult whom the principal alone gives codes and signs out.
"""


def value_for(takes: str, here: Village, *, own: bool) -> str:
    """What to put into an address for this name."""
    assert takes in MAKERS, f"tests/school/people/rows.py must say what an address's {takes} is"
    made = MAKERS[takes](here, own)
    return made if isinstance(made, str) else str(made.pk)
