"""The practices that come with the program: written by us, and honest about how they are known."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from terrace.engines.bundles.body import check_body

FOLDER = Path(__file__).with_name("cards")
NAMES = UUID("6f2c4be2-9f31-5d0c-8a1f-3d6f0e6b1c11")
"""The names of our cards are derived under it, so that a card is the same thing on every box."""
SCHOOL = "梯田"
SCHOOL_EN = "Terrace"


@dataclass(frozen=True, slots=True)
class Shipped:
    """One of our cards. It has no author's key: it is trusted as the program is."""

    slug: str
    thing: str
    written_on: date
    body: dict[str, Any]


@cache
def cards() -> tuple[Shipped, ...]:
    """All cards, in the order of their files."""
    return tuple(_read(file) for file in sorted(FOLDER.glob("*.toml")))


@cache
def digest() -> str:
    """Another one for other cards."""
    told = [[one.slug, one.written_on.isoformat(), one.body] for one in cards()]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def thing_of(slug: str) -> str:
    """The id of the card with this slug."""
    return str(uuid5(NAMES, slug))


def _read(file: Path) -> Shipped:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    slug = file.stem.partition("-")[2]
    written_on = told.pop("written_on")
    body = _trimmed(told)
    check_body("practice", body)
    return Shipped(slug, thing_of(slug), written_on, body)


def _trimmed(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _trimmed(one) for key, one in told.items()}
    if isinstance(told, list):
        return [_trimmed(one) for one in told]
    return told.strip() if isinstance(told, str) else told
