"""The book of practices typeset: a PDF on A5 (two pages on an A4 where it is printed so)."""

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .book import Words


def as_pdf(words: Words, font_dir: Path) -> bytes:
    """The book as PDF. Loads the typesetter: call it in a command or a child process."""
    from terrace.engines.paper.typesetting.document import typeset

    given: dict[str, Any] = asdict(words)
    with tempfile.TemporaryDirectory(prefix="terrace-book-") as folder:
        root = Path(folder)
        for chapter_number, chapter in enumerate(words.chapters):
            for number, picture in enumerate(chapter.pictures):
                name = f"{chapter_number}-{number}.jpg"
                (root / name).write_bytes(picture.data)
                told = given["chapters"][chapter_number]["pictures"][number]
                told["data"] = name
        source = root / "book.typ"
        source.write_bytes(Path(__file__).with_name("book.typ").read_bytes())
        return typeset(source, given, font_dir=font_dir, root=root)
