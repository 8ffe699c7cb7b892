"""Words for talks: what to ask, what came up, how a child feels."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terrace.school.people.models import Child

MOOD_WORDS: dict[int, str | Promise] = {
    1: pgettext_lazy("mood", "very sad"),
    2: pgettext_lazy("mood", "a little sad"),
    3: pgettext_lazy("mood", "so-so"),
    4: pgettext_lazy("mood", "glad"),
    5: pgettext_lazy("mood", "very glad"),
}
"""Each face in words, for whoever cannot see it."""

CAME_UP_WORDS: dict[str, str | Promise] = {
    "home": pgettext_lazy("what a talk is about", "home"),
    "friends": pgettext_lazy("what a talk is about", "friends"),
    "learning": pgettext_lazy("what a talk is about", "learning"),
    "body": pgettext_lazy("what a talk is about", "body and food"),
    "sleep": pgettext_lazy("what a talk is about", "sleep"),
    "teachers": pgettext_lazy("what a talk is about", "teachers and dorm"),
    "wishes": pgettext_lazy("what a talk is about", "wishes"),
}

PROMPTS: tuple[str | Promise, ...] = (
    _("What made you laugh these days?"),
    _("When did you last talk with your mum or dad? What did you tell them?"),
    _("Whom do you like to play with? Is there somebody you would rather not meet?"),
    _("How do you sleep? What do you think of before you fall asleep?"),
    _("What would you like to show somebody that you can do?"),
    _("What is hard just now, in class or outside it?"),
    _("Is there something you would like to change at school?"),
    _("Who helps you when something goes wrong?"),
    _("What do you eat in the morning? Are you ever hungry?"),
    _("What are you looking forward to?"),
    _("Does anything hurt? Have you told somebody?"),
    _("If I could do one thing for you this week, what would it be?"),
)
"""Gentle beginnings. None must be asked, none has a right answer."""

SHOWN = 3


def prompts_for(child: Child, day: date) -> list[str]:
    """A few beginnings, other ones each day: they go round for each child from her own place."""
    start = child.pk.int + day.toordinal() * SHOWN
    return [str(PROMPTS[(start + k) % len(PROMPTS)]) for k in range(SHOWN)]
