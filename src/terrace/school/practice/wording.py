"""Words for practices: needs, evidence, money, time; a card as readers of a language see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from terrace.engines.bundles.body import NEEDS
from terrace.engines.bundles.records import Record

from .keys import shown as key_shown
from .models import Card, Evidence, Outcome
from .queries import language_now, words

NEED_WORDS: dict[str, str | Promise] = {
    "heard": pgettext_lazy("what a practice is for", "children are heard"),
    "family": pgettext_lazy("what a practice is for", "families far away"),
    "boarding": pgettext_lazy("what a practice is for", "boarders"),
    "habits": pgettext_lazy("what a practice is for", "habits at home"),
    "confidence": pgettext_lazy("what a practice is for", "confidence"),
    "learning": pgettext_lazy("what a practice is for", "learning"),
    "reading": pgettext_lazy("what a practice is for", "reading"),
    "teachers": pgettext_lazy("what a practice is for", "teachers"),
    "village": pgettext_lazy("what a practice is for", "the village"),
    "resources": pgettext_lazy("what a practice is for", "money and things"),
}
"""Each need in words; in the order of `NEEDS`."""

PARTS: tuple[tuple[str, str | Promise], ...] = (
    ("context", gettext_lazy("Where it fits")),
    ("changed", gettext_lazy("What changed")),
    ("known_by", gettext_lazy("How one knows")),
    ("went_wrong", gettext_lazy("What went wrong")),
    ("harms", gettext_lazy("Harm to watch for")),
)
"""The parts of a practice after its steps, with their headings."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the language in which it is, for whoever reads pages aloud."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Shown:
    """A practice as its page shows it."""

    card: Card
    title: Words
    need: Words
    steps: tuple[Words, ...]
    parts: tuple[tuple[str, Words], ...]
    """(heading, text) of those that somebody has written."""
    school: str
    needs: str
    evidence: str
    cost: str
    time: str
    size: str
    sources: tuple[str, ...]
    code: str
    """The author's key as people read it out; empty for one that comes with the program."""


def said(text: Mapping[str, str] | None) -> Words:
    """A text in the reader's language; in the other one where there is none."""
    here = language_now()
    found = words(text)
    language = here if not text or text.get(here) == found else ("en" if here == "zh" else "zh")
    return Words(found, language)


def shown(card: Card) -> Shown:
    """The practice in the language now active."""
    body: dict[str, Any] = card.body
    return Shown(
        card=card,
        title=said(body["title"]),
        need=said(body["need"]),
        steps=tuple(said(step) for step in body["steps"]),
        parts=tuple(
            (str(heading), said(body[part])) for part, heading in PARTS if words(body.get(part))
        ),
        school=school_of(card),
        needs=needs_in_words(card.needs.split()),
        evidence=str(Evidence(card.evidence).label),
        cost=cost(card.cost_fen),
        time=time(card.minutes_a_week),
        size=size(body),
        sources=tuple(body.get("sources", ())),
        code=key_shown(card.key) if card.key else "",
    )


def school_of(one: Card) -> str:
    """Who wrote it."""
    return one.by_school if language_now() == "zh" else one.by_school_en or one.by_school


def needs_in_words(needs: list[str]) -> str:
    """What it is for."""
    return _(", ").join(str(NEED_WORDS[one]) for one in NEEDS if one in needs)


def cost(fen: int) -> str:
    """What it costs a year."""
    if fen == 0:
        return _("no money")
    return _("about %(yuan)s yuan a year") % {"yuan": f"{round(fen / 100):,}"}


def time(minutes: int) -> str:
    """How much time of all adults together it takes."""
    if minutes < 90:
        told = ngettext("%(n)d minute a week", "%(n)d minutes a week", minutes)
        return told % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("%(n)d hour a week", "%(n)d hours a week", hours) % {"n": hours}


def size(body: Mapping[str, Any]) -> str:
    """The school where it is done: how many pupils, boarders and adults, as far as it is told."""
    told = []
    if body.get("pupils"):
        told.append(ngettext("%(n)d pupil", "%(n)d pupils", body["pupils"]) % {"n": body["pupils"]})
    if body.get("boarders"):
        n = body["boarders"]
        told.append(ngettext("%(n)d boarder", "%(n)d boarders", n) % {"n": n})
    if body.get("staff"):
        n = body["staff"]
        told.append(ngettext("%(n)d adult", "%(n)d adults", n) % {"n": n})
    return _(", ").join(told)


def tried(card: Card) -> str:
    """What became of it in schools that tried; empty where none has."""
    told = []
    if card.tries:
        told.append(
            ngettext("tried %(n)d time", "tried %(n)d times", card.tries) % {"n": card.tries}
        )
    for count, one in (
        (card.kept, Outcome.KEPT),
        (card.changed, Outcome.CHANGED),
        (card.stopped, Outcome.STOPPED),
    ):
        if count:
            told.append(f"{one.label} {count}")
    return _(", ").join(told)


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number of a report: before and during, each with what chance alone could make of it."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ToldReport:
    """A report as a reader sees it."""

    school: str
    on: date
    outcome: str
    why: Words
    numbers: tuple[ToldNumber, ...]
    simulated: bool


def report(record: Record) -> ToldReport:
    """What a school reported."""
    chinese = language_now() == "zh"
    return ToldReport(
        school=record.school if chinese else record.school_en or record.school,
        on=record.on,
        outcome=str(Outcome(record.body["outcome"]).label),
        why=said(record.body["why"]),
        numbers=numbers(record.body.get("numbers", ())),
        simulated=record.simulated,
    )


def numbers(told: Any) -> tuple[ToldNumber, ...]:
    """The numbers of a report in words."""
    return tuple(
        ToldNumber(words(one["what"]), _amount(one["before"]), _amount(one["after"]))
        for one in told
    )


def _amount(one: Mapping[str, int]) -> str:
    told = {"count": one["count"], "low": one["low"], "high": one["high"], "days": one["days"]}
    return _("%(count)d in %(days)d days (%(low)d to %(high)d by chance alone)") % told
