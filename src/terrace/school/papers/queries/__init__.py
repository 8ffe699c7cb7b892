"""What people see of paper: print runs, stacks, what is doubtful, a child's sheet."""

from .copies import CopyPage, copy_page
from .doubts import (
    OPEN,
    DoubtsPage,
    MarkDoubt,
    SheetDoubt,
    doubts_page,
    open_doubts,
    undone_by,
)
from .questions import Question, question_of, value_text
from .runs import RunPage, latest_runs, run_page
from .stacks import SheetLine, StackPage, photos_wait, stack_page, stacks_with_waiting

__all__ = [
    "OPEN",
    "CopyPage",
    "DoubtsPage",
    "MarkDoubt",
    "Question",
    "RunPage",
    "SheetDoubt",
    "SheetLine",
    "StackPage",
    "copy_page",
    "doubts_page",
    "latest_runs",
    "open_doubts",
    "photos_wait",
    "question_of",
    "run_page",
    "stack_page",
    "stacks_with_waiting",
    "undone_by",
    "value_text",
]
