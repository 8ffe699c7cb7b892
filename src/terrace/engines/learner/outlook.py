"""How a child, or the middle of a group, stands to each kind of question: what the choosers look
at.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from terrace.engines.learner.model import Model
from terrace.engines.learner.plan import Candidate
from terrace.engines.learner.pupil import Pupil
from terrace.engines.learner.worth import carried, known_share, lately


@dataclass(frozen=True, slots=True)
class Shelf:
    """Candidates that need the same skills, easiest first: thousands of items become a few dozen
    shelves.
    """

    skills: tuple[str, ...]
    difficulties: tuple[float, ...]
    variances: tuple[float, ...]
    candidates: tuple[Candidate, ...]

    def nearest(self, difficulty: float) -> int:
        """Where a difficulty would stand."""
        return bisect_left(self.difficulties, difficulty)


@dataclass(frozen=True, slots=True)
class Standing:
    """A child before one shelf. ``ready``: 0…1, the share of children (of one: 0 or 1) whose
    prerequisites carry it. ``worth``: 0…1, how much practice there has to give (`worth`);
    ``lately``: kinds of question worth more or less than others, since missed or managed lately.
    """

    ability: float
    variance: float
    ready: float
    fading: float
    met: float
    worth: float
    lately: Mapping[str, float]


Outlook = Mapping[tuple[str, ...], Standing]


def shelves(
    model: Model, candidates: Sequence[Candidate], topics: frozenset[str] | None
) -> tuple[Shelf, ...]:
    """The candidates that the topics allow, in shelves; topics None allow all."""
    found: dict[tuple[str, ...], list[tuple[float, str, float, Candidate]]] = {}
    for candidate in candidates:
        if topics is not None and not topics.issuperset(candidate.skills):
            continue
        difficulty = model.bank.of(candidate.item, candidate.skills)
        found.setdefault(candidate.skills, []).append(
            (difficulty.mean, candidate.item, difficulty.variance, candidate)
        )
    made = []
    for skills, rows in sorted(found.items()):
        # One shelf place an item: the same candidate named twice is still one candidate.
        unique = {row[1]: row for row in rows}
        rows = sorted(unique.values(), key=lambda row: row[:2])
        made.append(
            Shelf(
                skills,
                tuple(row[0] for row in rows),
                tuple(row[2] for row in rows),
                tuple(row[3] for row in rows),
            )
        )
    return tuple(made)


def outlook(
    model: Model, pupil: Pupil, given: Sequence[Shelf], *, day: float | None
) -> dict[tuple[str, ...], Standing]:
    """How one child stands to each shelf."""
    needed = {skill for shelf in given for skill in shelf.skills}
    bases = {base for skill in needed for base in model.graph.prerequisites(skill)}
    found_of = {skill: model.mastery(pupil, skill=skill, day=day) for skill in needed | bases}
    state = {skill: found_of[skill].state for skill in needed}
    # As `Model.ready`, with each skill's success computed once.
    ready = {
        skill: all(
            found_of[base].chance >= model.settings.ready
            for base in model.graph.prerequisites(skill)
        )
        for skill in needed
    }
    known = {
        skill: known_share(found_of[skill], pupil.skills.get(skill)) for skill in needed | bases
    }
    worth = {
        skill: (1.0 - known[skill])
        * carried([known[base] for base in model.graph.prerequisites(skill)])
        for skill in needed
    }
    found = {}
    for shelf in given:
        able = model.ability(pupil, skills=shelf.skills, day=day)
        states = [state[skill] for skill in shelf.skills]
        found[shelf.skills] = Standing(
            ability=able.mean,
            variance=able.variance,
            # What a child once knew she may go on with, whatever became of its bases.
            ready=float(
                all(ready[skill] or state[skill] in ("known", "fading") for skill in shelf.skills)
            ),
            fading=float("fading" in states),
            met=float("not_met" not in states),
            worth=max((worth[skill] for skill in shelf.skills), default=0.0),
            lately=_lately(pupil, shelf.skills),
        )
    return found


def middle(outlooks: Sequence[Outlook]) -> dict[tuple[str, ...], Standing]:
    """The standing of a group: means over its children (at least one)."""
    count = len(outlooks)
    found = {}
    for skills in outlooks[0]:
        rows = [one[skills] for one in outlooks]
        found[skills] = Standing(
            ability=sum(row.ability for row in rows) / count,
            variance=sum(row.variance for row in rows) / count,
            ready=sum(row.ready for row in rows) / count,
            fading=sum(row.fading for row in rows) / count,
            met=sum(row.met for row in rows) / count,
            worth=sum(row.worth for row in rows) / count,
            lately=_mean([row.lately for row in rows]),
        )
    return found


def _lately(pupil: Pupil, skills: Sequence[str]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for skill in skills:
        found.update(lately(pupil.skills.get(skill)))
    return found


def _mean(of: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    items = sorted({item for one in of for item in one})
    return {item: sum(one.get(item, 0.0) for one in of) / len(of) for item in items}
