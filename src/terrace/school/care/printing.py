"""Today's talks on paper, for an adult without a phone: whom, when, faces to point at, lines."""

import base64
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from terrace.school.calendar.queries import today
from terrace.school.people.models import Child, School, Staff
from terrace.school.rota.models import Kind, Turn

from .models import Wish
from .talking import MOODS, STEPS
from .wording import prompts_for

ON_A_PAGE = 4


@dataclass(frozen=True, slots=True)
class Card:
    """One talk as it stands on paper."""

    name: str
    school_class: str
    when: str
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One A4 of one adult: words only."""

    language: str
    school: str
    who: str
    day: str
    below: str
    face: str
    ladder: str
    agreed: str
    cards: tuple[Card, ...]


def pages(school: School, language: str, *, of: Staff | None = None) -> list[Page]:
    """Every adult's talks of today, or those of one; a page says so where there are none."""
    now = today(school)
    turns = Turn.objects.filter(
        school=school, day=now, rota__kind=Kind.TALKS, state=Turn.State.PLANNED, rota__ended_at=None
    )
    wishes = Wish.objects.filter(school=school, ended_at=None)
    if of is not None:
        turns, wishes = turns.filter(staff=of), wishes.filter(staff=of)
    told: dict[UUID, list[tuple[Child, str]]] = defaultdict(list)
    names: dict[UUID, Staff] = {} if of is None else {of.pk: of}
    for wish in wishes.select_related("staff", "child__school_class").order_by("due", "id"):
        names[wish.staff_id] = wish.staff
        told[wish.staff_id].append((wish.child, ""))
    for turn in turns.select_related("staff", "child__school_class").order_by("begins", "id"):
        if turn.child is not None and turn.child not in [one for one, _ in told[turn.staff_id]]:
            names[turn.staff_id] = turn.staff
            told[turn.staff_id].append((turn.child, f"{turn.begins:%H:%M}"))
    with override(language):
        found = []
        for staff in sorted(names.values(), key=lambda one: (one.name, str(one.pk))):
            cards = [_card(child, when, now) for child, when in told[staff.pk]]
            for k in range(0, max(len(cards), 1), ON_A_PAGE):
                found.append(_page(school, language, staff, cards[k : k + ON_A_PAGE]))
        return found


def _card(child: Child, when: str, day: date) -> Card:
    return Card(
        name=child.name,
        school_class=child.school_class.name if child.school_class else "",
        when=when or _("asks for a talk"),
        prompts=tuple(prompts_for(child, day)[:2]),
    )


def _page(school: School, language: str, staff: Staff, cards: Sequence[Card]) -> Page:
    chinese = language.startswith("zh")
    return Page(
        language="zh" if chinese else "en",
        school=school.name if chinese else school.name_en or school.name,
        who=staff.name,
        day=date_format(today(school), "DATE_FORMAT"),
        below=_("For you alone. Write it down in Terrace, then tear this up.")
        if cards
        else _("No talk waits for you today."),
        face=_("The child points at a face"),
        ladder=_("and at a step of the ladder"),
        agreed=_("Agreed"),
        cards=tuple(cards),
    )


def print_cards(school_id: str, staff_id: str, language: str) -> str:
    """The PDF as base64; runs in a child process, since it loads the typesetter.

    An empty `staff_id`: the cards of everybody.
    """
    from terrace.engines.paper.typesetting.document import typeset

    school = School.objects.get(pk=UUID(school_id))
    of = Staff.objects.get(pk=UUID(staff_id), school=school) if staff_id else None
    given = {
        "pages": [asdict(page) for page in pages(school, language, of=of)],
        "faces": [_face(mood) for mood in MOODS],
        "steps": [str(step) for step in STEPS],
    }
    made = typeset(
        Path(__file__).with_name("cards.typ"), given, font_dir=Path(settings.TERRACE_HOME) / "fonts"
    )
    return base64.b64encode(made).decode("ascii")


def _face(mood: int) -> str:
    """The drawing of the page, as a picture of its own."""
    drawn = render_to_string("care/face.html", {"mood": mood}).strip()
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ').replace(
        "currentColor", "black"
    )
