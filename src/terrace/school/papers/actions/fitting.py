"""Whether sheets fit their page, before they get their numbers. Loads Typst: in a child process."""

from collections.abc import Callable, Sequence

from terrace.engines.paper.form import Sheet
from terrace.engines.paper.numbers import make_number

from .. import files
from .printing import NewSheet, form_of

TooLong = Callable[[Sequence[NewSheet]], set[int]]
"""The places, from 0, of the sheets that need more than a page."""


def page_ruler() -> TooLong:
    """Tells which sheets are too long; asked again about shorter ones it is quick."""
    from terrace.engines.paper.font import unpack_font
    from terrace.engines.paper.printer import Ruler

    unpack_font(files.fonts())
    ruler = Ruler(files.fonts())

    def too_long(sheets: Sequence[NewSheet]) -> set[int]:
        places = {make_number(place): place for place in range(len(sheets))}
        trial = [
            Sheet(number, form_of(sheets[place]), subtitle=sheets[place].subtitle)
            for number, place in places.items()
        ]
        return {places[number] for number in ruler.misfits(trial)}

    return too_long
