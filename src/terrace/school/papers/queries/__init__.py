"""What people see of paper: print runs, stacks, what is doubtful, a child's sheet."""

from .copies import CopyPage, copy_page, read_copies
from .doubts import (
    OPEN,
    WHO_FIELD,
    DoubtsPage,
    MarkDoubt,
    SheetDoubt,
    doubts_page,
    last_decided,
    last_settled,
    open_doubts,
)
from .questions import Question, question_of, value_text
from .runs import RunPage, latest_exams, latest_runs, run_page
from .stacks import (
    SheetLine,
    StackPage,
    empty_stack_page,
    photos_wait,
    stack_page,
    stacks_with_waiting,
    todays_stack,
)

__all__ = [
    "OPEN",
    "WHO_FIELD",
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
    "empty_stack_page",
    "last_decided",
    "last_settled",
    "latest_exams",
    "latest_runs",
    "open_doubts",
    "photos_wait",
    "question_of",
    "read_copies",
    "run_page",
    "stack_page",
    "stacks_with_waiting",
    "todays_stack",
    "value_text",
]
