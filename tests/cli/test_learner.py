"""`terrace learner`: what is known of the children, worked out anew."""

import json
import subprocess
import sys

from terrace.school.learning.models import PupilState
from tests.school.learning.classroom import answered, classroom, copy_of, hand_in, sheets, states


def terrace(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "terrace.cli", *words], capture_output=True, text=True, timeout=60
    )


def test_a_state_that_was_damaged_is_mended(shared_database: str) -> None:
    room = classroom()
    copy = copy_of(sheets(room), room.children[0])
    hand_in(copy, answered(copy, [True, False]))
    sound = states(room)
    told = {"school": room.school.short_name, "children_changed": 0}
    assert json.loads(terrace("learner", "rebuild", "--json").stdout) == told
    PupilState.objects.update(state={}, last_key="")
    ended = terrace("learner", "rebuild")
    assert (ended.returncode, ended.stdout) == (0, f"{room.school.name}: children changed: 1\n")
    assert states(room) == sound


def test_calibrating_says_how_many_kinds_of_question_it_knows(shared_database: str) -> None:
    room = classroom()
    copy = copy_of(sheets(room), room.children[0])
    hand_in(copy, answered(copy, [True]))
    ended = terrace("learner", "calibrate", "--json")
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["kinds_of_question"] > 3
    assert ended.stdout.count("\n") == 1
