"""What people do with rotas: set them up, plan, take turns. Each writes the journal."""

from .planning import hear_of_absence, look_over, make, plan, plan_again
from .setting import add_child, begin, drop_child, end, set_adults, set_rules
from .taking import done, missed

__all__ = [
    "add_child",
    "begin",
    "done",
    "drop_child",
    "end",
    "hear_of_absence",
    "look_over",
    "make",
    "missed",
    "plan",
    "plan_again",
    "set_adults",
    "set_rules",
]
