"""Photographs in any order, any of them several times, in one stack or two: the same answers."""

from functools import cache
from io import BytesIO

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terrace.school.papers import actions
from terrace.school.papers.models import Answer, Copy, Reading

from . import paper
from .rehearsal import concluded


class _Undone(Exception):
    """Ends an example: nothing of it stays."""


def _known(copy: Copy) -> dict[str, tuple[object, str]]:
    return {a.field: (a.value, a.state) for a in Answer.objects.filter(copy=copy)}


def test_any_order_and_any_repetition_give_the_same_answers(
    village: paper.Village, printed: paper.Printed, desk: paper.Desk
) -> None:
    # A sheet, the same sheet again, and again with a faint mark; one with a faint mark; one more;
    # and a dog.
    first, second, third = printed.sheets
    answers = {sheet.pk: desk.answers(sheet) for sheet in printed.sheets}

    def sure(sheet: object) -> bytes:
        return desk.sure(printed.page_of(sheet), sheet, answers[sheet.pk])  # type: ignore

    photos = [
        sure(first),
        sure(first),
        desk.unsure(printed.page_of(first), first, answers[first.pk], field="q1"),
        desk.unsure(printed.page_of(second), second, answers[second.pk], field="q3"),
        sure(third),
        desk.dog(),
    ]
    copies = [sheet.copies.get() for sheet in printed.sheets]

    @cache
    def what_becomes_of(order: tuple[int, ...]) -> object:
        """Send in this order (the second time into another stack), then read."""
        found: object = None
        try:
            with transaction.atomic():
                stacks = [
                    actions.open_stack(school_class=village.class_a, by=teacher)
                    for teacher in (village.teacher_a, village.principal)
                ]
                sent: set[int] = set()
                for number in order:
                    stack = stacks[number in sent]
                    sent.add(number)
                    actions.receive_photo(
                        stack=stack,
                        name="x.jpg",
                        stream=BytesIO(photos[number]),
                        by=village.teacher_a,
                    )
                for stack in stacks:
                    actions.read_stack(stack.pk)
                found = (
                    [_known(copy) for copy in copies],
                    [concluded(copy) for copy in copies],
                    Reading.objects.filter(outcome__in=("differs", "who")).count(),
                )
                raise _Undone
        except _Undone:
            return found

    everything = what_becomes_of((0, 1, 2, 3, 4, 5))

    @settings(
        max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        st.permutations(range(6)).flatmap(
            lambda order: st.lists(st.sampled_from(range(6)), max_size=2).map(
                lambda again: (*order, *again)
            )
        )
    )
    def check(order: tuple[int, ...]) -> None:
        assert what_becomes_of(order) == everything

    check()
    values, _concluded, open_readings = everything  # type: ignore[misc]
    assert open_readings == 0
    assert values[0]["q1"] == (list(answers[first.pk]["q1"]), "clear")
    assert values[1]["q3"] == (list(answers[second.pk]["q3"]), "doubtful")
    assert {field: value for field, (value, _s) in values[2].items()} == {
        field: value if isinstance(value, str) else list(value)
        for field, value in answers[third.pk].items()
    }
