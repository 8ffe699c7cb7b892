"""The book of practices as words: a chapter for each, an index by need, in one language."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from terrace.engines.bundles.body import NEEDS
from terrace.school.calendar.queries import today
from terrace.school.people.models import School

from . import wording
from .models import Card, Photo
from .queries import reports_on

LANGUAGES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph of a chapter: a JPEG, what it shows, who released it."""

    data: bytes
    caption: str
    released: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One practice."""

    title: str
    by: str
    """Which school wrote it, and when."""
    notice: str
    """What a reader has to know before all else; empty where there is nothing."""
    need: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...]
    sources: tuple[str, ...]
    reports: tuple[tuple[str, str], ...]
    """(what became of it and where, why)."""
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Headings:
    """The words between the chapters' own, in the book's language."""

    contents: str
    need: str
    steps: str
    sources: str
    reports: str
    no_report: str
    index: str


@dataclass(frozen=True, slots=True)
class Words:
    """A whole book."""

    language: str
    """`zh` or `en`."""
    title: str
    by: str
    preface: tuple[str, ...]
    headings: Headings
    chapters: tuple[Chapter, ...]
    index: tuple[tuple[str, tuple[int, ...]], ...]
    """(need in words, the numbers of its chapters, from 1)."""


def book_of(school: School, language: str, *, need: str = "") -> Words:
    """The program's own practices and the school's own; of one need where `need` names it."""
    with override(LANGUAGES[language]):
        return _in_this_language(school, language, need)


def _in_this_language(school: School, language: str, need: str) -> Words:
    keys = [signer.public for signer in school.signers.all()]
    rows = Card.objects.filter(school=school).filter(Q(key="") | Q(key__in=keys))
    if need:
        rows = rows.filter(needs__contains=f" {need} ")
    cards = list(rows.order_by("number"))
    name = school.name if language == "zh" else school.name_en or school.name
    return Words(
        language=language,
        title=_("Good practice in village schools"),
        by=f"{name} · {date_format(today(school), 'DATE_FORMAT')}",
        preface=(
            _(
                "Each chapter says what was missing, the steps, what it costs, what changed and "
                "how one knows, and what went wrong."
            ),
            _(
                "Take what fits, change what does not, and tell others what became of it. "
                "That something did not work is as worth knowing as that it did."
            ),
        ),
        headings=Headings(
            contents=_("Contents"),
            need=_("The need"),
            steps=_("The steps"),
            sources=_("Sources"),
            reports=_("What became of it elsewhere"),
            no_report=_("No school has reported yet."),
            index=_("By need"),
        ),
        chapters=tuple(_chapter(card) for card in cards),
        index=_index(cards),
    )


def _chapter(card: Card) -> Chapter:
    seen = wording.shown(card)
    facts = [
        (_("How one knows"), seen.evidence),
        (_("Money"), seen.cost),
        (_("Time"), seen.time),
        (_("School"), seen.size),
        (_("Elsewhere"), wording.tried(card)),
    ]
    notice = ""
    if not card.key:
        notice = _(
            "Written by the makers of this program, from what is publicly known and often told. "
            "No school has signed it."
        )
    elif card.simulated:
        notice = _("This comes from a demonstration school: nothing of it has happened.")
    return Chapter(
        title=str(seen.title),
        by=f"{seen.school} · {date_format(card.written_on, 'DATE_FORMAT')}",
        notice=notice,
        need=str(seen.need),
        facts=tuple((heading, words) for heading, words in facts if words),
        steps=tuple(str(step) for step in seen.steps),
        parts=tuple((heading, str(text)) for heading, text in seen.parts),
        pictures=_pictures(card),
        sources=seen.sources,
        reports=tuple(_report(wording.report(one.record)) for one in reports_on(card)),
        needs=tuple(card.needs.split()),
    )


def _report(one: wording.ToldReport) -> tuple[str, str]:
    head = f"{one.outcome} · {one.school} · {date_format(one.on, 'DATE_FORMAT')}"
    if one.simulated:
        head += f" · {_('simulated')}"
    return head, str(one.why)


def _pictures(card: Card) -> tuple[Picture, ...]:
    told = card.body.get("photos", [])
    digests = [one["sha256"] for one in told]
    rows = Photo.objects.filter(school=card.school_id, sha256__in=digests)
    data = {one.sha256: bytes(one.data) for one in rows}
    return tuple(
        Picture(data[one["sha256"]], str(wording.said(one["caption"])), one["released_by"])
        for one in told
        if one["sha256"] in data
    )


def _index(cards: Sequence[Card]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, card in enumerate(cards, start=1):
        for need in card.needs.split():
            found[need].append(number)
    return tuple(
        (str(wording.NEED_WORDS[need]), tuple(found[need])) for need in NEEDS if need in found
    )
