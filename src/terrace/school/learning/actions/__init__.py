"""What people do for learning: ask for a week's sheets; what follows when they have been read.

Light to import: choosing and typesetting happen in a child process (`learning.jobs`).
"""

from .concluding import conclude, conclude_many
from .fairness import ask_fairness, measure_fairness
from .making import choose_week, fail_week, make_week
from .planning import PlanError, plan_week, prepare_week
from .rebuilding import calibrate, rebuild

__all__ = [
    "PlanError",
    "ask_fairness",
    "calibrate",
    "choose_week",
    "conclude",
    "conclude_many",
    "fail_week",
    "make_week",
    "measure_fairness",
    "plan_week",
    "prepare_week",
    "rebuild",
]
