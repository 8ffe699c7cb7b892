"""Timetables and the day's notice on paper: each class, teacher or room on one A4."""

import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from terrace.school.people.models import School

from . import queries, wording
from .models import Timetable


@dataclass(frozen=True, slots=True)
class Printed:
    """One week as it stands on paper: words only. `cells` by period, then weekday."""

    language: str
    school: str
    title: str
    below: str
    days: tuple[str, ...]
    periods: tuple[tuple[str, str], ...]
    """Number and time of each."""
    cells: tuple[tuple[tuple[tuple[str, str], ...], ...], ...]
    """(what, who or where) of each lesson there."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What changes on one day, for the wall of the teachers' room."""

    language: str
    school: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def week_on_paper(week: queries.Week, timetable: Timetable, language: str) -> Printed:
    """A week as it stands on paper."""
    chinese = language.startswith("zh")
    school = timetable.school
    with override(language):
        since = ""
        if timetable.starts:
            since = _("from %(day)s") % {"day": date_format(timetable.starts, "DATE_FORMAT")}
        return Printed(
            language="zh" if chinese else "en",
            school=school.name if chinese else school.name_en or school.name,
            title=week.name,
            below=f"{timetable.name}　{since}".strip(),
            days=tuple(wording.weekday(day) for day in queries.weekdays_of(school)),
            periods=tuple(
                (str(line.number), f"{line.begins:%H:%M}–{line.ends:%H:%M}") for line in week.lines
            ),
            cells=tuple(
                tuple(
                    tuple((one.lesson.course.word, one.beside(week.kind)) for one in cell.entries)
                    for cell in line.cells
                )
                for line in week.lines
            ),
        )


def notice_of(school: School, day: date, language: str) -> Notice:
    """The notice of one day."""
    chinese = language.startswith("zh")
    with override(language):
        rows = []
        for one in queries.covers_on(school, day):
            entry = queries.entry_of(one.lesson)
            rows.append(
                (
                    str(one.lesson.period),
                    entry.classes,
                    entry.subject,
                    one.absent.name,
                    one.by.name if one.by else _("the class works on its own"),
                )
            )
        return Notice(
            language="zh" if chinese else "en",
            school=school.name if chinese else school.name_en or school.name,
            title=_("Lessons on %(day)s") % {"day": date_format(day, "MONTH_DAY_FORMAT")},
            heads=(_("Period"), _("Class"), _("Subject"), _("Instead of"), _("Who takes it")),
            rows=tuple(rows),
        )


def pdf(given: Sequence[Printed] | Notice, *, font_dir: Path) -> bytes:
    """The PDF; the same words give the same bytes. Loads the typesetter: in a child process."""
    from terrace.engines.paper.typesetting.document import typeset

    here = Path(__file__)
    if isinstance(given, Notice):
        return typeset(here.with_name("notice.typ"), asdict(given), font_dir=font_dir)
    weeks = [asdict(one) for one in given]
    return typeset(here.with_name("weeks.typ"), weeks, font_dir=font_dir)


def print_weeks(timetable_id: str, kind: str, who_id: str, language: str) -> str:
    """The weeks of all of a kind, or of one (`who_id`), as base64; runs in a child process."""
    timetable = Timetable.objects.select_related("school").get(pk=UUID(timetable_id))
    with override(language):
        weeks = queries.Weeks(timetable)
        rows = weeks.everybody()[kind]
        wanted = [one for one in rows if who_id in ("", str(one.pk))]
        given = [week_on_paper(weeks.of(kind, one), timetable, language) for one in wanted]
    made = pdf(given, font_dir=Path(settings.TERRACE_HOME) / "fonts")
    return base64.b64encode(made).decode("ascii")


def print_notice(school_id: str, day: str, language: str) -> str:
    """A day's notice as base64; runs in a child process."""
    notice = notice_of(School.objects.get(pk=UUID(school_id)), date.fromisoformat(day), language)
    made = pdf(notice, font_dir=Path(settings.TERRACE_HOME) / "fonts")
    return base64.b64encode(made).decode("ascii")


def language_now() -> str:
    """The language that the page is read in."""
    return get_language() or settings.LANGUAGE_CODE
