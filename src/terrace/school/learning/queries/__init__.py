"""What people see of learning: a child's map, a class's Monday, what a week's sheets would cost."""

from .child import ChildView, child_view
from .fairness import FairnessView, fairness_view
from .printing import Offer, PrintView, plans_of_week, print_view, week_asked, week_to_print
from .school_class import ClassView, class_view

__all__ = [
    "ChildView",
    "ClassView",
    "FairnessView",
    "Offer",
    "PrintView",
    "child_view",
    "class_view",
    "fairness_view",
    "plans_of_week",
    "print_view",
    "week_asked",
    "week_to_print",
]
