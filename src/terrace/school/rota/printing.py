"""Rotas on paper: duties for the wall, four weeks on an A4; with children, a sheet an adult."""

import base64
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from terrace.school.calendar.queries import today, week_of

from .models import Rota, Turn

WEEKS = 4
ROWS = 30
"""Lines of a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One A4 as it stands on paper: words only."""

    language: str
    school: str
    title: str
    below: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def pages(rota: Rota, language: str) -> list[Page]:
    """The next weeks of a rota, from this one on."""
    first = week_of(max(today(rota.school), rota.starts))
    last = first + timedelta(days=7 * WEEKS - 1)
    rows = Turn.objects.filter(rota=rota, day__range=(first, last))
    rows = rows.exclude(state=Turn.State.MISSED).select_related("staff", "child__school_class")
    turns = list(rows.order_by("day", "begins", "staff__name", "id"))
    with override(language):
        if rota.serves_children:
            return _for_each_adult(rota, turns, language)
        return _for_the_wall(rota, turns, language)


def _for_the_wall(rota: Rota, turns: Sequence[Turn], language: str) -> list[Page]:
    several = len(rota.times) > 1
    names: dict[tuple[date, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for turn in turns:
        time = f"{turn.begins:%H:%M}–{turn.ends:%H:%M}"
        names[turn.day, time if several else ""][turn.post].append(turn.staff.name)
    posts = sorted({turn.post for turn in turns}, key=lambda post: _place(rota, post))
    lines = []
    for (day, time), by_post in names.items():
        kept = ("、".join(by_post[post]) for post in posts)
        lines.append((date_format(day, "SHORT_DATE_FORMAT"), _weekday(day), time, *kept))
    heads = (_("Day"), "", _("When") if several else "", *posts)
    first, last = rota.times[0]
    below = "" if several else f"{first}–{last}"
    parts = [lines[k : k + ROWS] for k in range(0, len(lines), ROWS)] or [[]]
    return [_page(rota, language, rota.name, below, heads, part) for part in parts]


def _place(rota: Rota, post: str) -> int:
    return rota.posts.index(post) if post in rota.posts else len(rota.posts)


def _for_each_adult(rota: Rota, turns: Sequence[Turn], language: str) -> list[Page]:
    by: dict[UUID, list[Turn]] = defaultdict(list)
    for turn in turns:
        by[turn.staff_id].append(turn)
    heads = (_("Day"), "", _("When"), _("With"), _("Class"))
    found = []
    for own in sorted(by.values(), key=lambda own: own[0].staff.name):
        lines = [
            (
                date_format(turn.day, "SHORT_DATE_FORMAT"),
                _weekday(turn.day),
                f"{turn.begins:%H:%M}–{turn.ends:%H:%M}",
                turn.child.name if turn.child else "",
                turn.child.school_class.name if turn.child and turn.child.school_class else "",
            )
            for turn in own
        ]
        for k in range(0, len(lines), ROWS):
            part = lines[k : k + ROWS]
            below = _("For %(name)s, not for the wall") % {"name": own[0].staff.name}
            found.append(_page(rota, language, own[0].staff.name, below, heads, part))
    return found or [_page(rota, language, rota.name, "", heads, [])]


def _page(
    rota: Rota,
    language: str,
    title: str,
    below: str,
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
) -> Page:
    chinese = language.startswith("zh")
    school = rota.school
    name = school.name if chinese else school.name_en or school.name
    if title != rota.name:
        name = f"{name}　{rota.name}"
    return Page("zh" if chinese else "en", name, title, below, heads, tuple(rows))


def _weekday(day: date) -> str:
    return date_format(day, "D")


def print_rota(rota_id: str, language: str) -> str:
    """The PDF as base64; runs in a child process, since it loads the typesetter."""
    from terrace.engines.paper.typesetting.document import typeset

    rota = Rota.objects.select_related("school").get(pk=UUID(rota_id))
    made = typeset(
        Path(__file__).with_name("rota.typ"),
        [asdict(page) for page in pages(rota, language)],
        font_dir=Path(settings.TERRACE_HOME) / "fonts",
    )
    return base64.b64encode(made).decode("ascii")
