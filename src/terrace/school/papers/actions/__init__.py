"""What people do with paper: print it, photograph it, have it read, settle what is doubtful.

Light to import: `make_pdf` and `read_stack` load NumPy, OpenCV and Typst only when called, and are
called in a child process (`papers.jobs`).
"""

from ..queries import WHO_FIELD
from .erasing import erase_done
from .examining import change_key, make_exam
from .photographing import Received, open_stack, read_again, receive_photo
from .printing import NewSheet, add_sheets, fail_run, make_pdf, print_again, start_run
from .reading import blame, read_stack
from .recording import NewAnswers, record_answers
from .settling import (
    accept_reading,
    ask_who_again,
    correct_answer,
    reopen_answer,
    reopen_reading,
    set_aside,
    settle_answer,
    settle_differs,
    settle_who,
)

__all__ = [
    "WHO_FIELD",
    "NewAnswers",
    "NewSheet",
    "Received",
    "accept_reading",
    "add_sheets",
    "ask_who_again",
    "blame",
    "change_key",
    "correct_answer",
    "erase_done",
    "fail_run",
    "make_exam",
    "make_pdf",
    "open_stack",
    "print_again",
    "read_again",
    "read_stack",
    "receive_photo",
    "record_answers",
    "reopen_answer",
    "reopen_reading",
    "set_aside",
    "settle_answer",
    "settle_differs",
    "settle_who",
    "start_run",
]
