"""Two at the same moment: one is second, and sees what the first did."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import close_old_connections, connection

from terrace.school.journal.queries import history
from terrace.school.papers import actions, verbs
from terrace.school.papers.errors import SettledAlready
from terrace.school.papers.models import Answer, Reading

from . import paper
from .faint import Faint, as_json
from .rehearsal import concluded


def at_once(*doings: Callable[[], object]) -> list[object]:
    """Do all at the same moment, each as its own connection; what came out, or the error."""
    ready = threading.Barrier(len(doings))
    found: list[object] = [None] * len(doings)

    def one(place: int) -> None:
        try:
            ready.wait(10)
            found[place] = doings[place]()
        except Exception as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    close_old_connections()
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_two_teachers_settle_the_same_doubt_at_the_same_moment(home: Path, round_: int) -> None:
    village = paper.village()
    printed = paper.printed(village.class_a, village.children_a[:1], village.teacher_a)
    faint = Faint(village, printed, paper.Desk(seed=round_))
    doubt = faint.doubt

    def settle(by: paper.Account, value: paper.Value) -> Callable[[], object]:
        return lambda: actions.settle_answer(doubt, value=value, by=by, expected_state="doubtful")

    found = at_once(settle(village.teacher_a, (0,)), settle(village.principal, (1,)))
    refused = [one for one in found if isinstance(one, SettledAlready)]
    settled = [one for one in found if isinstance(one, Answer)]
    assert (len(refused), len(settled)) == (1, 1), found
    stands = faint.doubt
    assert stands.value == settled[0].value
    assert refused[0].detail == {"by": stands.settled_by.staff.name, "value": stands.value}
    assert (concluded(faint.copy) or {})["q2"] == stands.value
    entries = [h for h in history(faint.copy.child_id) if h.verb is verbs.ANSWER_SETTLED]
    assert len(entries) == 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_read_the_same_sheets_and_nothing_is_doubled(home: Path) -> None:
    village = paper.village()
    printed = paper.printed(village.class_a, village.children_a, village.teacher_a)
    desk = paper.Desk()
    answers = {sheet.pk: desk.answers(sheet) for sheet in printed.sheets}
    stacks = [
        actions.open_stack(school_class=village.class_a, by=by)
        for by in (village.teacher_a, village.principal)
    ]
    # The same sheets in both stacks, in opposite order: each reader holds what the other wants.
    for stack, sheets in zip(stacks, (printed.sheets, printed.sheets[::-1]), strict=True):
        for sheet in sheets:
            photo = desk.sure(printed.page_of(sheet), sheet, answers[sheet.pk])
            paper.send(stack, photo, village.teacher_a)
    found = at_once(*(lambda stack=stack: actions.read_stack(stack.pk) for stack in stacks))
    assert [one["read"] for one in found if isinstance(one, dict)] == [3, 3], found
    assert sorted(Reading.objects.values_list("outcome", flat=True)) == (
        ["counted"] * 3 + ["same_again"] * 3
    )
    for sheet in printed.sheets:
        assert paper.values(sheet.copies.get()) == answers[sheet.pk]
        assert concluded(sheet.copies.get()) == as_json(answers[sheet.pk])
