"""The demo school's rotas: every child is heard, and somebody sleeps by the dorms each night."""

from datetime import date

from terrace.school.calendar.queries import week_of
from terrace.school.jobs.actions import run_in_child
from terrace.school.people.models import Child, School
from terrace.school.people.queries import staff_of
from terrace.school.rota import actions
from terrace.school.rota.models import Kind

from .dates import DemoTerm

ON_DUTY_AT_NIGHT = ("普阿英", "董德明", "张学勤", "尹小琴", "王思敏")
"""Who takes a night: whoever minds the dorms, and teachers who live at school."""


def make_rotas(school: School, term: DemoTerm, today: date) -> None:
    """Talks for every child and a night duty, from this week to the end of term."""
    everybody = staff_of(school)
    nights = actions.begin(
        school=school,
        kind=Kind.NIGHT,
        name="夜间值班",
        starts=week_of(today),
        ends=term.ends,
        adults=[one for one in everybody if one.name in ON_DUTY_AT_NIGHT],
        posts=["宿舍"],
        by=None,
    )
    talks = actions.begin(
        school=school,
        kind=Kind.TALKS,
        name="谈心",
        starts=week_of(today),
        ends=term.ends,
        adults=everybody,
        children=list(Child.objects.filter(school=school).order_by("name", "id")),
        by=None,
    )
    for rota in (nights, talks):
        run_in_child("terrace.school.rota.actions.make", rota_id=str(rota.pk))
