"""However bundles travel between twenty schools, all end with the same library."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.bundles.library import Library
from terrace.engines.bundles.signing import Signed

from .writing import key_of, practice_body, report_by, revocation_by, signed_by, tampered

SCHOOLS = 20
OFFICE = 99
CALM = settings(max_examples=40, deadline=None)

HERE = Library(trusted=frozenset({key_of(OFFICE)}))
POOL: tuple[Signed, ...] = (
    *(signed_by(one, revision=revision) for one in range(SCHOOLS) for revision in (1, 2)),
    *(report_by(one, (one + 1) % SCHOOLS) for one in range(SCHOOLS)),
    # Two versions with one revision: a school restored an old backup and wrote again.
    *(signed_by(1, number=5, body=practice_body(cost_fen=cost)) for cost in (1, 7)),
    revocation_by(3, 3),
    revocation_by(3, 3, revision=2),
    revocation_by(OFFICE, 4),
    revocation_by(5, 6),  # no right to
    *(tampered(signed_by(one)) for one in (7, 8)),
)
some = st.lists(st.sampled_from(POOL), max_size=30)


def library(of: list[Signed]) -> Library:
    return HERE.take(of).library


@CALM
@given(some, some, some)
def test_order_repetition_and_grouping_change_nothing(
    a: list[Signed], b: list[Signed], c: list[Signed]
) -> None:
    one, two, three = library(a), library(b), library(c)
    assert one.merge(two) == two.merge(one)
    assert one.merge(two).merge(three) == one.merge(two.merge(three))
    assert one.merge(one) == one
    assert one.merge(two) == library([*b, *a, *b])
    assert one.merge(two).digest == library([*a, *b]).digest


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32))
def test_twenty_schools_with_lost_and_doubled_bundles_end_the_same(seed: int) -> None:
    rng = random.Random(seed)
    own = [library(list(POOL[place::SCHOOLS])) for place in range(SCHOOLS)]
    for _ in range(60):  # a stick is carried; one in three is lost
        giver, taker = rng.sample(range(SCHOOLS), 2)
        if rng.random() < 2 / 3:
            own[taker] = own[taker].take(own[giver].records.values()).library
    circle = rng.sample(range(SCHOOLS), SCHOOLS)
    for giver, taker in zip(circle * 2, (circle * 2)[1:], strict=False):
        own[taker] = own[taker].take(own[giver].records.values()).library
    assert {one.digest for one in own} == {library(list(POOL)).digest}


@CALM
@given(some)
def test_nothing_forged_or_revoked_is_kept_and_each_is_named(offered: list[Signed]) -> None:
    taken = HERE.take(offered)
    kept = taken.library.records.values()
    assert all(one.is_genuine() for one in kept)
    gone = taken.library.revoked
    assert not any(one.record.key in gone for one in kept if one.record.kind != "revocation")
    assert key_of(6) not in gone
    bad = [one for one in offered if not one.is_genuine()]
    named = [one for one in taken.refused if one.reason == "forged"]
    assert [one.school for one in named] == [one.record.school for one in bad]
    assert len(taken.new) + taken.known + len(taken.refused) == len(offered)


def test_what_is_revoked_stays_revoked() -> None:
    later = HERE.take([signed_by(3), revocation_by(3, 3)]).library
    assert later.revoked == {key_of(3)}
    offered = later.take([signed_by(3, revision=9), revocation_by(3, 4, revision=5)])
    assert [one.reason for one in offered.refused] == ["revoked", "no_right"]
    assert "第3小学" in offered.refused[0].message_zh
    assert later.revoked == offered.library.revoked


def test_a_second_revocation_of_another_key_gives_none_back() -> None:
    office = [revocation_by(OFFICE, one, number=9, revision=one) for one in (1, 2)]
    assert HERE.take(office).library.revoked == {key_of(1), key_of(2)}


def test_nobody_writes_over_anothers_practice() -> None:
    taken = HERE.take([signed_by(1), signed_by(2, revision=5)])
    assert len(taken.library.records) == 2
