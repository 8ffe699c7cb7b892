"""The one door to Typst: measure, or draw. It gets text as data and sees no file but its font."""

import json
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import typst

from terrace.engines.paper.content import Math
from terrace.engines.paper.typesetting.drawing import Job, Size, Words


class BadMathematics(ValueError):
    """A formula that Typst cannot set: says which, and what Typst says."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source!r}: {reason}")
        self.source = source
        self.reason = reason


class Compositor:
    """Typst with the shipped font; `font_dir` is where `unpack_font` has put it."""

    def __init__(self, font_dir: Path) -> None:
        self._root = font_dir
        self._fonts = typst.Fonts(include_system_fonts=False, font_paths=[font_dir])
        self._measured: dict[Words, Size] = {}

    def sizes(self, texts: Iterable[Words]) -> dict[Words, Size]:
        """What each text takes up; `BadMathematics` for a formula that cannot be set.

        What has been measured is remembered: a sheet is laid out to see whether it fits, and once
        more to be printed.
        """
        once = list(dict.fromkeys(texts))
        new = [text for text in once if text not in self._measured]
        try:
            if new:
                found = self._measure([text.job() for text in new])
                self._measured.update(zip(new, found, strict=True))
        except RuntimeError:  # of which typst.TypstError is one, though not from a query
            for source in sorted(_formulas(new)):
                self._try_formula(source)
            raise
        return {text: self._measured[text] for text in once}

    def pdf(self, pages: Sequence[Sequence[Job]], *, halves: bool = False) -> bytes:
        """The pages with all jobs placed; the same pages give the same bytes.

        With `halves` two stand side by side on each page, made smaller.
        """
        task = "halves" if halves else "draw"
        compiler = self._compiler({"task": task, "given": json.dumps(pages)})
        result = compiler.compile(format="pdf", timestamp=0, pdf_tags=False)
        if not isinstance(result, bytes):
            raise TypeError(f"Typst gave {type(result)} for a PDF")
        return result

    def _measure(self, jobs: Sequence[Job]) -> list[Size]:
        compiler = self._compiler({"task": "measure", "given": json.dumps(jobs)})
        answer = compiler.query("<sizes>", field="value", one=True)
        return [Size(float(width), float(height)) for width, height in json.loads(answer)]

    def _compiler(self, inputs: dict[str, str]) -> typst.Compiler:
        return typst.Compiler(
            _template(),
            root=self._root,
            font_paths=self._fonts,
            ignore_system_fonts=True,
            sys_inputs=inputs,
        )

    def _try_formula(self, source: str) -> None:
        try:
            self._measure([Words((Math(source),), "en", 12).job()])
        except RuntimeError as error:
            raise BadMathematics(source, str(error)) from error


@lru_cache(maxsize=1)
def compositor_at(font_dir: Path) -> Compositor:
    """The process's compositor: it knows what it has measured before."""
    return Compositor(font_dir)


def _formulas(texts: Iterable[Words]) -> set[str]:
    return {part.source for text in texts for part in text.content if isinstance(part, Math)}


@cache
def _template() -> bytes:
    here = files("terrace.engines.paper.typesetting")
    return b"".join(
        (here / name).read_bytes() for name in ("figures.typ", "pictures.typ", "page.typ")
    )
