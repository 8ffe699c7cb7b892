"""Words for subjects, weekdays and periods."""

from collections.abc import Iterable, Sequence

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terrace.school.people.models import SchoolClass, Staff

SUBJECTS: dict[str, str | Promise] = {
    "chinese": pgettext_lazy("school subject", "Chinese"),
    "mathematics": pgettext_lazy("school subject", "mathematics"),
    "english": pgettext_lazy("school subject", "English"),
    "science": pgettext_lazy("school subject", "science"),
    "morality": pgettext_lazy("school subject", "morality and law"),
    "sport": pgettext_lazy("school subject", "sport"),
    "music": pgettext_lazy("school subject", "music"),
    "art": pgettext_lazy("school subject", "art"),
    "computing": pgettext_lazy("school subject", "computing"),
    "labour": pgettext_lazy("school subject", "practical work"),
    "reading": pgettext_lazy("school subject", "reading"),
    "class_meeting": pgettext_lazy("school subject", "class meeting"),
    "self_study": pgettext_lazy("school subject", "self-study"),
}
"""A subject's code to its word."""

IN_THE_MORNING = frozenset({"chinese", "mathematics", "english"})
"""Subjects that begin with "better before noon"."""


def subject(code: str) -> str:
    """The subject in words; a subject without a code is its own word."""
    return str(SUBJECTS.get(code, code))


def code_of(words: str) -> str:
    """The code of a subject that somebody wrote, in either language; its own words otherwise."""
    from django.utils.translation import override

    asked = words.strip()
    for language in ("zh-hans", "en"):
        with override(language):
            for code, word in SUBJECTS.items():
                if asked.casefold() in (code, str(word).casefold()):
                    return code
    return OTHER_WORDS.get(asked, asked[:40])


OTHER_WORDS = {
    "道法": "morality",
    "道德与法治": "morality",
    "信息": "computing",
    "信息技术": "computing",
    "信息科技": "computing",
    "体育与健康": "sport",
    "体健": "sport",
    "劳技": "labour",
    "班会": "class_meeting",
    "自习": "self_study",
}
"""What schools also write for a subject."""


def weekday(number: int) -> str:
    """Monday is 0."""
    return str(WEEKDAYS[number])


def weekday_short(number: int) -> str:
    """As above, for the head of a narrow column."""
    return str(WEEKDAYS_ABBR[number])


def names(people: Iterable[Staff | SchoolClass], *, joiner: str = "、") -> str:
    """Their names, one after the other."""
    return joiner.join(one.name for one in people)


def slot(day: int, period: int) -> str:
    """A weekday and a period, in words."""
    return str(_("%(weekday)s, period %(period)d")) % {"weekday": weekday(day), "period": period}


def listed(words: Sequence[str]) -> str:
    """Several words, one after the other."""
    return "、".join(words)
