"""Results of a measurement: a table for people on stdout, JSON for machines with `--json`."""

import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table


def show(title: str, rows: Sequence[Mapping[str, object]], *, as_json: bool) -> None:
    """Print `rows` (all with the same keys) under `title`, or as one JSON object."""
    if as_json:
        about = {
            "title": title,
            "date": datetime.now(UTC).date().isoformat(),
            "machine": platform.machine(),
        }
        print(json.dumps(about | {"rows": [dict(row) for row in rows]}, ensure_ascii=False))
        return
    table = Table(title=title, title_justify="left")
    for heading in rows[0]:
        numeric = all(isinstance(row[heading], int | float) for row in rows)
        table.add_column(heading, justify="right" if numeric else "left")
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    Console(width=110).print(table)


def _cell(value: object) -> str:
    return (
        f"{value:,.3g}"
        if isinstance(value, float) and value < 100
        else f"{value:,.0f}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
    )
