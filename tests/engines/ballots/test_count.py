"""The laws of the count: exact, never overspending, the same for any order, the same counted again.

`recount` shares no line with the count: what both say of any small election is the truth of it.
"""

import json
import random
from contextlib import suppress
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.ballots import recount
from terrace.engines.ballots.counting import COMPLETIONS, RULES, UTILITIES, count, majority
from terrace.engines.ballots.election import Election, Project, Refused, election
from terrace.engines.ballots.explaining import explained, receipts
from terrace.engines.ballots.merging import WAYS, Box, record, settled
from terrace.engines.ballots.pabulib import read
from terrace.engines.ballots.raising import add_one, same_for
from terrace.engines.ballots.shares import equal_shares

PROJECTS = st.lists(st.integers(1, 12), min_size=1, max_size=6)


@st.composite
def elections(draw: st.DrawFn) -> Election:
    """Small, with many ties: equal costs, equal ballots, round numbers."""
    costs = draw(PROJECTS)
    ballots = draw(st.lists(st.sets(st.integers(0, len(costs) - 1)), min_size=1, max_size=12))
    under = draw(st.sampled_from([1, 1, 2, 3]))
    projects = [Project(str(one), Fraction(cost, under)) for one, cost in enumerate(costs)]
    budget = Fraction(draw(st.integers(0, 40)), draw(st.sampled_from([1, 2, 7])))
    return election(projects, budget, ballots)


def published(asked: Election) -> recount.Ballots:
    """The election as it is published."""
    ids = [one.id for one in asked.projects]
    return recount.Ballots(
        {
            "budget": str(asked.budget),
            "projects": [{"id": one.id, "cost": str(one.cost)} for one in asked.projects],
            "ballots": [
                {"supports": [ids[one] for one in kind], "voters": int(many)}
                for kind, many in zip(asked.kinds, asked.voters, strict=True)
            ],
        }
    )


CASES = [
    *(("equal-shares", utility, completion) for utility in UTILITIES for completion in COMPLETIONS),
    *(("greedy", utility, "none") for utility in UTILITIES),
    ("phragmen", "cost", "none"),
]


@pytest.mark.parametrize(("rule", "utility", "completion"), CASES)
@settings(max_examples=120, deadline=None)
@given(asked=elections())
def test_counted_again_by_another_program_it_is_the_same(
    asked: Election, rule: str, utility: str, completion: str
) -> None:
    found = count(asked, rule=rule, utility=utility, completion=completion)
    ids = sorted(asked.projects[one].id for one in found.winners)
    assert ids == recount.count(published(asked), rule, utility, completion)
    assert found.spent == asked.spent(found.winners) <= asked.budget
    assert len(set(found.winners)) == len(found.winners)


@settings(max_examples=100, deadline=None)
@given(elections(), st.sampled_from(UTILITIES))
def test_nobody_pays_more_than_her_share_nor_for_what_she_does_not_want(
    asked: Election, utility: str
) -> None:
    found = count(asked, rule="equal-shares", utility=utility, completion="add1")
    paid = np.zeros(len(asked.projects))
    for kind, many, one in zip(asked.kinds, asked.voters, receipts(asked, found), strict=True):
        assert {project for project, _ in one.payments} <= kind
        total = sum(amount for _, amount in one.payments)
        assert total <= one.share + 1e-9
        assert one.left == pytest.approx(one.share - total, abs=1e-9)
        for project, amount in one.payments:
            paid[project] += amount * int(many)
    for project in found.winners:
        assert paid[project] == pytest.approx(float(asked.projects[project].cost))


@settings(max_examples=100, deadline=None)
@given(elections(), st.sampled_from(UTILITIES))
def test_what_is_not_funded_its_supporters_could_not_pay(asked: Election, utility: str) -> None:
    """No project is left that its supporters could still have paid for together."""
    outcome = equal_shares(asked, asked.budget / asked.count, utility)
    for one, project in enumerate(asked.projects):
        if one in outcome.winners or not asked.votes[one]:
            continue
        who = asked.supporters[one]
        assert float(asked.voters[who] @ outcome.left[who]) < float(project.cost) + 1e-9


@settings(max_examples=60, deadline=None)
@given(elections(), st.integers(0, 2**31))
def test_the_order_of_ballots_and_voters_changes_nothing(asked: Election, seed: int) -> None:
    ballots = [
        list(kind)
        for kind, many in zip(asked.kinds, asked.voters, strict=True)
        for _ in range(int(many))
    ]
    random.Random(seed).shuffle(ballots)
    again = election(asked.projects, asked.budget, ballots)
    for rule in RULES:
        first = count(asked, rule=rule, utility="cost", completion="add1")
        second = count(again, rule=rule, utility="cost", completion="add1")
        assert (first.winners, first.spent) == (second.winners, second.spent)


@st.composite
def rich(draw: st.DrawFn) -> Election:
    """Few voters and much money: hundreds of units between two outcomes."""
    costs = draw(st.lists(st.integers(50, 900), min_size=2, max_size=6))
    ballots = draw(
        st.lists(st.sets(st.integers(0, len(costs) - 1), min_size=1), min_size=2, max_size=7)
    )
    projects = [Project(str(one), Fraction(cost)) for one, cost in enumerate(costs)]
    return election(projects, Fraction(draw(st.integers(100, 2500))), ballots)


@settings(max_examples=150, deadline=None)
@given(rich(), st.sampled_from(UTILITIES), st.sampled_from([1, 3, 10]))
def test_many_units_at_once_are_as_one_by_one(asked: Election, utility: str, patience: int) -> None:
    start = equal_shares(asked, asked.budget / asked.count, utility)
    quick, raised = add_one(asked, utility, start, patience=patience)
    slow, units = add_one(asked, utility, start, patience=10**9)
    assert (quick.winners, raised, quick.share) == (slow.winners, units, slow.share)
    assert [one.greatest for one in quick.rounds] == [one.greatest for one in slow.rounds]


@settings(max_examples=100, deadline=None)
@given(rich(), st.sampled_from(UTILITIES))
def test_a_pass_goes_the_same_way_as_long_as_it_is_said_to(asked: Election, utility: str) -> None:
    outcome = equal_shares(asked, asked.budget / asked.count, utility)
    for units in (same_for(asked, utility, outcome), same_for(asked, utility, outcome) // 2):
        again = equal_shares(asked, outcome.share + units, utility)
        assert again.winners == outcome.winners


def test_add1_goes_on_past_the_first_outcome_that_spends_all_it_can() -> None:
    """Stopping once nothing more fits would keep another set than going on until it overspends."""
    rng = random.Random(5)
    differ = 0
    for _ in range(300):
        projects = [Project(str(k), Fraction(rng.randint(3, 20))) for k in range(6)]
        ballots = [rng.sample(range(6), rng.randint(1, 4)) for _ in range(9)]
        asked = election(projects, Fraction(45), ballots)
        kept = count(asked, rule="equal-shares", utility="cost", completion="add1")
        share = asked.budget / asked.count
        first = equal_shares(asked, share, "cost").winners
        while any(
            one not in first and asked.votes[one] and asked.spent([*first, one]) <= asked.budget
            for one in range(6)
        ):
            share += 1
            tried = equal_shares(asked, share, "cost").winners
            if asked.spent(tried) > asked.budget:
                break
            first = tried
        differ += set(first) != set(kept.winners)
    assert differ > 0


@settings(max_examples=60, deadline=None)
@given(elections(), st.sampled_from(RULES))
def test_every_project_is_explained_with_its_numbers(asked: Election, rule: str) -> None:
    found = count(asked, rule=rule, utility="cost", completion="add1+greedy")
    told = explained(asked, found)
    assert set(told) == {one.id for one in asked.projects}
    for one, project in enumerate(asked.projects):
        said = told[project.id]
        assert said["funded"] == (one in found.winners)
        assert said["supporters"] == asked.votes[one]
        assert said["zh"]
        assert said["en"]
        if "needed" in said:
            assert said["needed"] == pytest.approx(float(project.cost) / asked.votes[one])
            assert said["had"] < said["needed"] + 1e-9


RECORDS = st.lists(
    st.builds(
        record,
        st.sampled_from(["s1", "s2", "s3", "s4"]),
        st.sampled_from(WAYS),
        st.sets(st.sampled_from(["1", "2", "3"])),
    ),
    max_size=12,
)


@given(RECORDS, st.integers(0, 2**31))
def test_villages_merge_in_any_order_to_the_same_bytes(records: list[object], seed: int) -> None:
    rng = random.Random(seed)
    boxes = [Box(frozenset([one])) for one in records]  # type: ignore[list-item]
    boxes += rng.choices(boxes, k=5) if boxes else []  # sent again
    rng.shuffle(boxes)
    together = Box()
    for one in boxes:
        together |= Box.from_bytes(one.to_bytes())
    straight = Box(frozenset(records))  # type: ignore[arg-type]
    assert together.to_bytes() == straight.to_bytes()
    assert settled(together) == settled(straight)


@given(RECORDS)
def test_of_each_slip_one_ballot_counts_at_most(records: list[object]) -> None:
    found = settled(Box(frozenset(records)))  # type: ignore[arg-type]
    slips = [slip for slip, _ in found.ballots]
    assert len(slips) == len(set(slips))
    assert not set(slips) & set(found.void)
    assert set(found.void) <= set(found.twice)
    for slip, supports in found.ballots:
        mine = [one for one in records if one.slip == slip]  # type: ignore[attr-defined]
        best = min(WAYS.index(one.way) for one in mine)  # type: ignore[attr-defined]
        assert record(slip, WAYS[best], supports) in mine


def test_majority() -> None:
    assert majority(3, 2, voters=10, quorum=Fraction(1, 2))
    assert not majority(3, 3, voters=10)
    assert not majority(3, 1, voters=10, quorum=Fraction(1, 2))
    with pytest.raises(ValueError, match="voters"):
        majority(8, 3, voters=10)


PB = """META
key;value
budget;100
vote_type;approval
PROJECTS
project_id;cost;name
1;60;"井; 水"
2;40;book
VOTES
voter_id;vote
a;1,2
b;2
"""


def test_a_small_file_is_read() -> None:
    asked = read(PB.encode())
    assert [one.name for one in asked.projects] == ["井; 水", "book"]
    assert (asked.count, asked.votes) == (2, (1, 2))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("1;60", "1;sixty", 7),
        ("1;60", "1;-60", 7),
        ("2;40", "1;40", 8),
        ("a;1,2", "a;1,9", 11),
        ("a;1,2", "a;1,1", 11),
        ("b;2", "a;2", 12),
        ("budget;100", "budget;viel", 3),
        ("budget;100\n", "", 0),
        ("vote_type;approval", "vote_type;dance", 4),
        ("project_id;cost", "project_id;price", 6),
        ("VOTES", "BALLOTS", 0),
        ("META", "", 2),
    ],
)
def test_a_broken_file_is_answered_by_line(old: str, new: str, line: int) -> None:
    with pytest.raises(Refused) as refused:
        read(PB.replace(old, new, 1).encode())
    assert refused.value.line == line
    assert refused.value.zh
    assert refused.value.en


def test_points_of_none_are_no_support() -> None:
    told = PB.replace("approval", "cumulative").replace("voter_id;vote", "voter_id;vote;points")
    asked = read(told.replace("a;1,2", "a;1,2;0,5").replace("b;2", "b;2;5").encode())
    assert asked.votes == (0, 2)


@given(st.binary(max_size=200), st.integers(0, len(PB)))
def test_any_damage_is_read_or_refused(noise: bytes, at: int) -> None:
    data = PB.encode()
    damaged = data[:at] + noise + data[at + len(noise) :]
    with suppress(Refused):
        asked = read(damaged)
        json.dumps([one.id for one in asked.projects])
