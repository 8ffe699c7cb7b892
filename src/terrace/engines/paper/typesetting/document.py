"""A document of words typeset from a template of its own: lists, letters, cards, posters."""

import json
from pathlib import Path

from terrace.engines.paper.font import unpack_font


def typeset(template: Path, given: object, *, font_dir: Path, root: Path | None = None) -> bytes:
    """The PDF that `template` (Typst) makes of `given`, which it reads as JSON from `sys.inputs`.

    The Chinese font that ships with the program is unpacked into `font_dir`; no font of the machine
    is used, and no time stands in the file, so the same words give the same bytes. Files that the
    template names lie below `root` (its own folder where nothing is said). Raises `TypeError` for
    what is not JSON.
    """
    import typst

    unpack_font(font_dir)
    made = typst.compile(
        template,
        root=root,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[font_dir]),
        sys_inputs={"given": json.dumps(given)},
        format="pdf",
        timestamp=0,
    )
    return bytes(made)
