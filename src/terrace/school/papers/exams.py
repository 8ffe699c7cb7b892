"""The kind of form that an exam is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .examkey import KIND
from .registry import FormKind, register

if TYPE_CHECKING:
    from .models import Answer, Copy


def concludes_nothing(copy: "Copy", answers: "Sequence[Answer]") -> None:
    """Points are worked out when they are looked at, so a corrected key needs no second reading."""


EXAM = register(FormKind(name=KIND, title=_("Exam"), on_reading=concludes_nothing))
