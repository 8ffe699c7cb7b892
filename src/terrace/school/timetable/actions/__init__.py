"""What people do with a timetable: say what is needed, have it planned, move it, cover a day."""

from .covering import ask_for_cover, cover, drop_cover, look_over
from .listing import Taken, take_list
from .moving import lock, move, put_aside, undo
from .seeking import end_search, give_up, prepare_search, search, seek
from .setting import (
    add_room,
    begin,
    close,
    drop_course,
    put_in_force,
    set_course,
    set_habits,
    set_periods,
)

__all__ = [
    "Taken",
    "add_room",
    "ask_for_cover",
    "begin",
    "close",
    "cover",
    "drop_course",
    "drop_cover",
    "end_search",
    "give_up",
    "lock",
    "look_over",
    "move",
    "prepare_search",
    "put_aside",
    "put_in_force",
    "search",
    "seek",
    "set_course",
    "set_habits",
    "set_periods",
    "take_list",
    "undo",
]
