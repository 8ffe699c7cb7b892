"""What a person reads when the box itself cannot: its disk is full, too much at once, a fault."""

import errno
import shutil
import sys
from enum import StrEnum

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

LEAST_FREE_BYTES = 64 * 1024 * 1024
"""With less than this nothing more should be trusted to the disk: a few photographs fill it."""

RETRY_SECONDS = 10

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Trouble(StrEnum):
    """Why a page could not be answered; also the name of the page that says so."""

    FULL = "507"
    BUSY = "503"
    FAULT = "500"


def trouble_of(error: BaseException | None) -> Trouble:
    """What kind of trouble an error tells of, wherever it was first raised."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return Trouble.FULL
        if isinstance(error, OperationalError):
            # SQLite tells by words alone; PostgreSQL by a state of five characters.
            told, state = str(error), getattr(error.__cause__, "sqlstate", None)
            if "is full" in told or state == "53100":
                return Trouble.FULL
            if "locked" in told or state in {"55P03", "53300", "57P03"}:
                return Trouble.BUSY
            if has_no_room():
                return Trouble.FULL  # a journal that cannot be begun: "unable to open", "disk I/O"
        error = error.__cause__ or error.__context__
    return Trouble.FAULT


def has_no_room() -> bool:
    """Whether the disk that the school lies on is as good as full."""
    try:
        return shutil.disk_usage(settings.TERRACE_HOME).free < LEAST_FREE_BYTES
    except OSError:
        return False


def cannot(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: the page for this trouble, in the reader's language.

    Rendered without the school's frame, which would ask the database again.
    """
    trouble = trouble_of(sys.exc_info()[1])
    answer = HttpResponse(
        loader.get_template(f"{trouble}.html").render(), status=int(trouble.value)
    )
    if trouble is Trouble.BUSY:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer
