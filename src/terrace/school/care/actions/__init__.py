"""What people do in care: talk, follow up, hear who asks. Each writes the journal."""

from .following import agree, follow_up_done, hand_on
from .looking import look_over
from .talking import change_note, note_talk, read_note
from .wishing import pass_on, wish

__all__ = [
    "agree",
    "change_note",
    "follow_up_done",
    "hand_on",
    "look_over",
    "note_talk",
    "pass_on",
    "read_note",
    "wish",
]
