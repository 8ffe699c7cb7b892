"""Whether the journal is whole: what was changed, taken out, moved or slipped in."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Max, Q

from .chain import START, Fields, digest, link
from .models import Entry, Node

SUSPECTS = 200
"""Of up to so many broken places it is found out which only changed places."""

_CHUNK = 2000


class ProblemKind(StrEnum):
    """What is wrong with an entry, or with the chain."""

    CHANGED = "changed"
    MISSING = "missing"
    MOVED = "moved"
    INSERTED = "inserted"
    CUT = "cut"
    HEAD = "head"


_WORDS = {
    ProblemKind.CHANGED: (
        "第 {number} 条（{id}）被改过。",
        "Entry {number} ({id}) was changed.",
    ),
    ProblemKind.MISSING: (
        "第 {number} 条到第 {last} 条不见了。",
        "Entries {number} to {last} are missing.",
    ),
    ProblemKind.MOVED: (
        "第 {number} 条（{id}）原来是第 {last} 条，次序被动过。",
        "Entry {number} ({id}) stood at {last}: it was moved.",
    ),
    ProblemKind.INSERTED: (
        "第 {number} 条（{id}）是后来塞进来的。",
        "Entry {number} ({id}) was slipped in.",
    ),
    ProblemKind.CUT: (
        "末尾被剪掉了：第 {number} 条到第 {last} 条不见了。",
        "The end was cut off: entries {number} to {last} are missing.",
    ),
    ProblemKind.HEAD: (
        "最后一条（第 {number} 条）和本机记下的对不上。",
        "The last entry ({number}) is not the one that this server remembers.",
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `last` ends a range, or is where a moved entry stood before."""

    kind: ProblemKind
    node_id: UUID
    number: int | None
    entry_id: UUID | None = None
    last: int | None = None

    @property
    def message_zh(self) -> str:
        """What is wrong, in Chinese."""
        return self._say(0)

    @property
    def message_en(self) -> str:
        """What is wrong, in English."""
        return self._say(1)

    def to_json(self) -> dict[str, str | int | None]:
        """The problem as plain JSON."""
        return {
            "kind": self.kind.value,
            "node": str(self.node_id),
            "number": self.number,
            "last": self.last,
            "id": None if self.entry_id is None else str(self.entry_id),
            "message_zh": self.message_zh,
            "message_en": self.message_en,
        }

    def _say(self, language: int) -> str:
        number = "?" if self.number is None else self.number
        return _WORDS[self.kind][language].format(number=number, id=self.entry_id, last=self.last)


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer: so many entries were checked, so many have no number yet, and what is wrong."""

    entries: int
    waiting: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Suspect:
    """An entry whose link does not follow from the link before it."""

    number: int
    id: UUID
    before: bytes
    link: bytes
    digest: bytes


def verify() -> Verification:
    """Check the chain of every node, streaming; may run while entries are written and chained."""
    entries, problems = 0, []
    for node in Node.objects.order_by("made_at", "id"):
        found, checked = _verify_node(node)
        problems += found
        entries += checked
    waiting = Entry.objects.filter(number=None, link=None).count()
    return Verification(entries=entries, waiting=waiting, problems=tuple(problems))


def _verify_node(node: Node) -> tuple[list[Problem], int]:
    # The head was read before the entries: what is chained meanwhile is left for next time.
    last_number, last_link = node.last_number, bytes(node.last_link) or START
    problems = list(_strangers(node, last_number))
    suspects: list[_Suspect] = []
    expected, before, checked = 1, START, 0
    computed: bytes | None = None
    gap_before = False
    for number, stored, fields in _chained(node, last_number):
        checked += 1
        if number > expected:
            problems.append(Problem(ProblemKind.MISSING, node.id, number=expected, last=number - 1))
            gap_before = True
        entry = digest(fields)
        # After a gap the link before is gone: those after vouch for this one.
        if not gap_before and stored != (follows := link(before, number, entry)):
            # Where only the link before was changed, this entry still follows from the true one.
            if computed is None or stored != link(computed, number, entry):
                suspects.append(_Suspect(number, fields.id, before, stored, entry))
            computed = follows
        else:
            computed = None
        gap_before = False
        expected, before = number + 1, stored
    if expected <= last_number:
        problems.append(Problem(ProblemKind.CUT, node.id, number=expected, last=last_number))
    elif before != last_link:
        problems.append(Problem(ProblemKind.HEAD, node.id, number=last_number))
    problems += _named(node, suspects)
    return problems, checked


def _chained(node: Node, last_number: int) -> Iterator[tuple[int, bytes, Fields]]:
    rows = Entry.objects.filter(node=node, number__gte=1, number__lte=last_number)
    for number, stored, *values in (
        rows.order_by("number").values_list("number", "link", *Fields._fields).iterator(_CHUNK)
    ):
        yield number, bytes(stored or b""), Fields.of(values)


def _strangers(node: Node, last_number: int) -> Iterator[Problem]:
    """Entries that bear a number which this node never gave, or half of a place in the chain."""
    beyond = Entry.objects.filter(node=node).aggregate(last=Max("number"))["last"] or 0
    if beyond > last_number:
        # Chained while we look? Then the node's own row has gone on as well.
        last_number = Node.objects.get(pk=node.pk).last_number
    strange = Entry.objects.filter(node=node).filter(
        Q(number__gt=last_number, number__lte=beyond)
        | Q(number__lt=1)
        | Q(number=None, link__isnull=False)
    )
    for number, entry_id in strange.order_by("number", "id").values_list("number", "id"):
        yield Problem(ProblemKind.INSERTED, node.id, number=number, entry_id=entry_id)


def _named(node: Node, suspects: list[_Suspect]) -> Iterator[Problem]:
    """Each entry whose link does not follow: moved from another place, or changed."""
    for suspect in suspects:
        stood_at = _place_of(suspect, suspects) if len(suspects) <= SUSPECTS else None
        yield Problem(
            kind=ProblemKind.CHANGED if stood_at is None else ProblemKind.MOVED,
            node_id=node.id,
            number=suspect.number,
            entry_id=suspect.id,
            last=stood_at,
        )


def _place_of(entry: _Suspect, suspects: list[_Suspect]) -> int | None:
    """The other number at which this entry's digest, or its own link, fits."""
    for place in suspects:
        if place.number == entry.number:
            continue
        fits = link(place.before, place.number, entry.digest)
        if fits in (place.link, entry.link):
            return place.number
    return None
