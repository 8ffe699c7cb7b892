"""What people see of practices: the library, searched; one practice; a try; the book's chapters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from terrace.engines.bundles.body import any_words
from terrace.engines.bundles.records import Record
from terrace.engines.bundles.signing import parse_line
from terrace.engines.finding.asking import question, single
from terrace.engines.finding.index import best
from terrace.school.people.models import Account, School

from .carrying import card_key
from .models import Card, Draft, SignedRecord, Term, Trial
from .rules import sees_trial

MOST = 20
"""Practices on one page of results."""
_ALONE = 40
"""Terms at most that begin with a character that stands alone in a question."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a practice has to be like, besides what it speaks of. Empty and `None`: no matter."""

    need: str = ""
    evidence: str = ""
    most_fen: int | None = None
    most_minutes: int | None = None
    boarders: bool = False
    """Only practices of schools with boarders."""
    most_pupils: int | None = None
    """Only practices of schools of this size at most."""

    @property
    def says_something(self) -> bool:
        """Whether anything is wanted."""
        return self != Wanted()

    def rows(self, school: School) -> QuerySet[Card]:
        """The cards that are like this."""
        rows = Card.objects.filter(school=school)
        if self.need:
            rows = rows.filter(needs__contains=f" {self.need} ")
        if self.evidence:
            rows = rows.filter(evidence=self.evidence)
        if self.most_fen is not None:
            rows = rows.filter(cost_fen__lte=self.most_fen)
        if self.most_minutes is not None:
            rows = rows.filter(minutes_a_week__lte=self.most_minutes)
        if self.boarders:
            rows = rows.filter(boarders__gt=0)
        if self.most_pupils is not None:
            rows = rows.filter(Q(pupils=None) | Q(pupils__lte=self.most_pupils))
        return rows


def find(
    school: School, words: str, wanted: Wanted | None = None, *, most: int = MOST
) -> list[Card]:
    """The practices that speak of these words, best first; without words, the most tried first."""
    wanted = wanted or Wanted()
    if not words.strip():
        rows = wanted.rows(school).order_by("-tries", "-written_on", "number")
        return list(rows[:most])
    asked = question(words)
    terms = Term.objects.filter(school=school, term__in=asked)
    postings = {term: bytes(data) for term, data in terms.values_list("term", "postings")}
    for sign in single(words):
        alone = Term.objects.filter(school=school, term__startswith=sign).order_by("term")
        for term, data in alone.values_list("term", "postings")[:_ALONE]:
            asked.setdefault(term, 1.0)
            postings.setdefault(term, bytes(data))
    among = None
    if wanted.says_something:
        among = list(wanted.rows(school).values_list("number", flat=True))
    texts = Card.objects.filter(school=school).count()
    # A renewed card has left its old number in the index: some more are asked for than shown.
    found = best(asked, postings, texts=texts, most=most * 3, among=among)
    numbers = [number for number, _ in found]
    cards = {one.number: one for one in Card.objects.filter(school=school, number__in=numbers)}
    return [cards[number] for number in numbers if number in cards][:most]


def language_now() -> str:
    """`zh` or `en`: the language that the page is read in."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def words(text: Mapping[str, str] | None, language: str = "") -> str:
    """A text in the reader's language; in the other one where there is none."""
    return any_words(text or {}, language or language_now())


@dataclass(frozen=True, slots=True)
class Told:
    """A report of some school on a practice."""

    record: Record

    @property
    def body(self) -> Mapping[str, Any]:
        """What it says."""
        return self.record.body


def reports_on(card: Card) -> list[Told]:
    """What schools have reported on a practice, the latest first."""
    rows = SignedRecord.objects.filter(
        school_id=card.school_id, kind="report", about_key=card.key, about_thing=card.thing
    )
    told = [Told(parse_line(line.encode()).record) for line in rows.values_list("line", flat=True)]
    return sorted(told, key=lambda one: (one.record.on, str(one.record.id)), reverse=True)


def trials_for(account: Account) -> list[Trial]:
    """The tries of this school that this adult sees; those without a report first."""
    rows = Trial.objects.filter(school=account.school_id).select_related("lead", "school")
    rows = rows.order_by("-starts", "pk").prefetch_related("steps")
    seen = [one for one in rows if sees_trial(account, one)]
    return sorted(seen, key=lambda one: bool(one.outcome))


def drafts_for(account: Account) -> QuerySet[Draft]:
    """What this adult has written; of the whole school for its principal."""
    from .rules import signs

    rows = Draft.objects.filter(school=account.school_id).order_by("-changed_at")
    probe = rows.first()
    if probe is not None and signs(account, probe):
        return rows
    return rows.filter(by=account.staff_id)


def card_of(school: School, key: str, thing: str) -> Card | None:
    """The card of this practice, if the library has it."""
    return Card.objects.filter(school=school, key=card_key(key), thing=thing).first()


def counts(school: School) -> dict[str, int]:
    """How many things of each kind the library holds, the program's own cards among them."""
    kinds: Iterable[str] = SignedRecord.objects.filter(school=school).values_list("kind", flat=True)
    told = {"practices": Card.objects.filter(school=school).count(), "tries": 0, "reports": 0}
    for kind in kinds:
        if kind in ("try", "report"):
            told["tries" if kind == "try" else "reports"] += 1
    return told
