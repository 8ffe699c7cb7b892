"""What a teacher asks of the whole class: what to teach again, who could sit with whom."""

from collections.abc import Mapping

from terrace.engines.learner.model import Model
from terrace.engines.learner.plan import Pair, TeachAgain
from terrace.engines.learner.pupil import Pupil

ENOUGH = 2
"""Answers a child must have given before she counts as needing a skill again."""
LATEST = 4
MOST = 5
"""The list stays short: a teacher has one Monday."""


def teach_again(
    model: Model, pupils: Mapping[str, Pupil], *, day: float | None, min_children: int
) -> tuple[TeachAgain, ...]:
    """Skills that at least ``min_children`` need again or are forgetting; most children first,
    bases before what rests on them.

    A child needs a skill that she has practised, is still learning, and would probably not manage
    (chance below `Settings.ready`). A skill is left out while one of its bases is on the list for
    as many of its children: the base comes first.
    """
    found = []
    for skill in sorted({skill for pupil in pupils.values() for skill in pupil.skills}):
        need, fading, practised, right, of = [], [], 0, 0, 0
        for name in sorted(pupils):
            known = pupils[name].skills.get(skill)
            if known is None or not known.met:
                continue
            practised += 1
            standing = model.mastery(pupils[name], skill=skill, day=day)
            if standing.state == "fading":
                fading.append(name)
            elif (
                standing.state == "learning"
                and known.right + known.wrong >= ENOUGH
                and standing.chance < model.settings.ready
            ):
                need.append(name)
                latest = known.recent[-LATEST:]
                right += sum(correct for correct, _, _ in latest)
                of += len(latest)
        if len(need) + len(fading) >= max(min_children, 1):
            found.append(TeachAgain(skill, tuple(need), tuple(fading), practised, right, of))
    found.sort(
        key=lambda one: (
            -len(one.children),
            -len(one.fading),
            model.graph.place(one.skill),
            one.skill,
        )
    )
    by_skill = {one.skill: one for one in found}
    kept = [
        one
        for one in found
        if not any(
            base in by_skill and set(by_skill[base].children) >= set(one.children) and one.children
            for base in model.graph.prerequisites(one.skill)
        )
    ]
    return tuple(kept[:MOST])


def pairs(
    model: Model, pupils: Mapping[str, Pupil], *, skill: str, day: float | None
) -> tuple[Pair, ...]:
    """Children who know a skill beside children who are learning it; each child in one pair at
    most.

    Who knows it by least helps who is nearest to knowing it, and so on: small distances, so that
    both have something to say. The pairs are sorted by the helper's key: their order tells nothing.
    """
    helpers, helped = [], []
    for name in sorted(pupils):
        standing = model.mastery(pupils[name], skill=skill, day=day)
        if standing.state == "known":
            helpers.append((standing.chance, name))
        elif standing.state in ("learning", "fading"):
            helped.append((-standing.chance, name))
    met = zip(sorted(helpers), sorted(helped), strict=False)
    return tuple(sorted((Pair(one[1], other[1]) for one, other in met), key=lambda p: p.helper))
