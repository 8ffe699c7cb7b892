"""What can go wrong with paper: each error has a code and what fills its sentence (`words.py`)."""

from typing import Any


class PapersError(Exception):
    """Something that a person can mend; `code` and `detail` become a sentence in `papers.words`."""

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(f"{code} {detail}" if detail else code)
        self.code = code
        self.detail = detail


class NoRoom(PapersError):
    """The box could not store it: its disk is full or broken. Nothing half-written is left."""

    def __init__(self) -> None:
        super().__init__("no_room")


class TooLarge(PapersError):
    """A file beyond the limit of `files.MOST_BYTES`."""

    def __init__(self, megabytes: int) -> None:
        super().__init__("file_too_large", megabytes=megabytes)


class SettledAlready(PapersError):
    """Somebody else has decided this in the meantime; nothing was overwritten.

    `detail` says who and what: `by` (a name), `value`, or `child`.
    """

    def __init__(self, **detail: Any) -> None:
        super().__init__("settled_already", **detail)


class NotPossible(PapersError):
    """A wish that does not fit, such as an option that the question does not have."""
