"""What was said in a talk, as it is written down: a note, a face, a step of the ladder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from terrace.school.journal.queries import unlocked_about

from .models import FollowUp, Talk

MOODS = (1, 2, 3, 4, 5)
"""The faces, from very sad to very glad; the child points at one."""
STEPS = tuple(range(1, 11))
"""The steps of the ladder, from the ground up."""
CAME_UP = ("home", "friends", "learning", "body", "sleep", "teachers", "wishes")
"""What a talk can be about."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a talk leaves behind. `mood` and `ladder` are 0 where the child did not point."""

    note: str = ""
    mood: int = 0
    ladder: int = 0
    came_up: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As it is locked."""
        return {
            "note": self.note,
            "mood": self.mood,
            "ladder": self.ladder,
            "came_up": list(self.came_up),
        }


def said_in(talk: Talk) -> Said | None:
    """What was said; `None` where the child's key has been destroyed."""
    (found,) = unlocked_about([(talk.child_id, talk.words)])
    return None if found is None else _said(found)


def agreed_in(follow_ups: Iterable[FollowUp]) -> list[dict[str, Any]]:
    """`what` was agreed in each, and what `came_of_it`; empty where the key is destroyed."""
    rows = [(one.child_id, one.words) for one in follow_ups]
    return [found or {} for found in unlocked_about(rows)]


def _said(found: Mapping[str, Any]) -> Said:
    return Said(
        note=str(found.get("note", "")),
        mood=int(found.get("mood", 0)),
        ladder=int(found.get("ladder", 0)),
        came_up=tuple(one for one in found.get("came_up", ()) if one in CAME_UP),
    )
