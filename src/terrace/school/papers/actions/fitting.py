"""Whether sheets fit their page, before they get their numbers. Loads Typst: in a child process."""

from collections.abc import Sequence

from terrace.engines.paper.form import Sheet
from terrace.engines.paper.numbers import make_number

from .. import files
from .printing import NewSheet, form_of


def too_long(sheets: Sequence[NewSheet]) -> set[int]:
    """The places, from 0, of the sheets that need more than a page."""
    from terrace.engines.paper.font import unpack_font
    from terrace.engines.paper.printer import misfits

    fonts = files.fonts()
    unpack_font(fonts)
    places = {make_number(place): place for place in range(len(sheets))}
    trial = [
        Sheet(number, form_of(sheets[place]), subtitle=sheets[place].subtitle)
        for number, place in places.items()
    ]
    return {places[number] for number in misfits(trial, font_dir=fonts)}
