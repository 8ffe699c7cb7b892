"""A week's sheet as a form to be printed: its questions, and what stands at its foot."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from terrace.engines.paper.content import Content
from terrace.engines.paper.form import Choice, Digits, Form
from terrace.school.curriculum.items import ChoiceAnswer, Item
from terrace.school.curriculum.registry import skill
from terrace.school.curriculum.skills import Skill, sheet_length
from terrace.school.people.models import SchoolClass

from .wording import SHEET_LANGUAGE, listed

KIND = "worksheet"
_DJANGO = {"zh": "zh-hans", "en": "en"}


def form_of(
    items: Sequence[Item], *, grade: int, can: Sequence[Skill], coming: Sequence[Skill]
) -> Form:
    """The form of a sheet. `can` and `coming` stand at its foot; without, what it practises."""
    language = SHEET_LANGUAGE
    with override(_DJANGO[language]):
        return Form(
            kind=KIND,
            title=title(grade),
            language=language,
            fields=tuple(_field(number, item) for number, item in enumerate(items, 1)),
            footer=_foot(items, can, coming),
        )


def title(grade: int) -> str:
    """What the sheet is called: for grades 1 and 2 it is class practice, nothing to take home."""
    with override(_DJANGO[SHEET_LANGUAGE]):
        if sheet_length(grade).place == "class":
            return _("Maths practice in class")
        return _("Maths practice of the week")


def subtitle(school_class: SchoolClass, week: date) -> str:
    """Class and week, in the language of the sheets."""
    with override(_DJANGO[SHEET_LANGUAGE]):
        return _("%(class)s · week of %(month)d/%(day)d") % {
            "class": school_class.name,
            "month": week.month,
            "day": week.day,
        }


def field_name(number: int) -> str:
    """The name of a question's field; `number` from 1, as it is printed."""
    return f"q{number:02d}"


def _field(number: int, item: Item) -> Choice | Digits:
    statement = item.statement[SHEET_LANGUAGE]
    name = field_name(number)
    if isinstance(item.answer, ChoiceAnswer):
        options = tuple(option[SHEET_LANGUAGE] for option in item.answer.options)
        return Choice(name, statement, options)
    return Digits(name, statement, item.answer.boxes)


def _foot(
    items: Sequence[Item], can: Sequence[Skill], coming: Sequence[Skill]
) -> tuple[Content, ...]:
    lines = []
    if can:
        told = listed([one.can_do[SHEET_LANGUAGE] for one in can], SHEET_LANGUAGE)
        lines.append(_("What you can do: %(skills)s.") % {"skills": told})
    if coming:
        told = listed([one.name[SHEET_LANGUAGE] for one in coming], SHEET_LANGUAGE)
        lines.append(_("What comes next: %(skills)s.") % {"skills": told})
    if not lines:
        names = list(dict.fromkeys(skill(item.skill).name[SHEET_LANGUAGE] for item in items))
        told = listed(names[:4], SHEET_LANGUAGE)
        lines.append(_("This sheet practises: %(skills)s.") % {"skills": told})
    return tuple((line,) for line in lines)
