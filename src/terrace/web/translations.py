"""Chinese made ready for the machine: `.po` files, which people write, into `.mo` files.

Done by a Python library at installation and at each start where a `.po` has changed, since a bare
machine has no gettext and a compiled file does not belong among sources.
"""

import os
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def sources() -> list[Path]:
    """Every `.po` file of the package."""
    return sorted(PACKAGE.glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_changed() -> list[Path]:
    """Compile what is older than its source or missing; the files written."""
    written = []
    for source in sources():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        import polib

        aside = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(aside))
        aside.replace(target)  # a reader sees the old file or the new one, never half of one
        written.append(target)
    return written


if __name__ == "__main__":
    compile_changed()
