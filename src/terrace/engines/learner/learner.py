"""The learner: one door to what is known of a child and what she should practise next."""

import random
from collections.abc import Mapping, Sequence

from terrace.engines.learner import choose, classroom, explain, versions
from terrace.engines.learner.model import Model
from terrace.engines.learner.plan import (
    Candidate,
    Chosen,
    Pair,
    Plan,
    Reason,
    TeachAgain,
    Versions,
)
from terrace.engines.learner.pupil import Pupil


class Learner(Model):
    """Everything a school asks of the engine. Immutable pupils in, immutable answers out.

    From `Model`: `update`, `rebuild`, `predict`, `parts`, `mastery`, `ready`, `newcomer`.
    """

    def choose(
        self,
        pupil: Pupil,
        *,
        candidates: Sequence[Candidate],
        length: int,
        rng: random.Random,
        day: float | None = None,
        topics: frozenset[str] | None = None,
    ) -> Plan:
        """A worksheet at the edge of what the child can do; see `choose.choose`."""
        return choose.choose(
            self, pupil, candidates=candidates, length=length, day=day, rng=rng, topics=topics
        )

    def choose_versions(
        self,
        pupils: Mapping[str, Pupil],
        *,
        candidates: Sequence[Candidate],
        length: int,
        rng: random.Random,
        versions: int = 5,
        day: float | None = None,
        topics: frozenset[str] | None = None,
    ) -> Versions:
        """At most so many sheets for a class, who gets which; see `versions.choose_versions`."""
        return _choose_versions(
            self,
            pupils,
            candidates=candidates,
            length=length,
            day=day,
            rng=rng,
            count=versions,
            topics=topics,
        )

    def explain(
        self,
        pupil: Pupil,
        *,
        skill: str | None = None,
        chosen: Chosen | None = None,
        day: float | None = None,
    ) -> tuple[Reason, ...]:
        """Why we think so of a skill, or why a question was chosen; see `explain.explain`."""
        return explain.explain(self, pupil, skill=skill, chosen=chosen, day=day)

    def teach_again(
        self, pupils: Mapping[str, Pupil], *, day: float | None = None, min_children: int = 3
    ) -> tuple[TeachAgain, ...]:
        """What to teach again, most needed first; see `classroom.teach_again`."""
        return classroom.teach_again(self, pupils, day=day, min_children=min_children)

    def pairs(
        self, pupils: Mapping[str, Pupil], *, skill: str, day: float | None = None
    ) -> tuple[Pair, ...]:
        """Who could help whom with a skill; see `classroom.pairs`."""
        return classroom.pairs(self, pupils, skill=skill, day=day)


_choose_versions = versions.choose_versions
