"""Every address of the site, asked of the site itself: a new page is found without being listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """A named address and the names of what it takes."""

    name: str
    takes: tuple[str, ...]


def addresses() -> list[Address]:
    """Every address of the site."""
    return sorted(_below(get_resolver().url_patterns), key=lambda address: address.name)


def _below(
    patterns: Sequence[URLPattern | URLResolver], takes: tuple[str, ...] = ()
) -> Iterator[Address]:
    for pattern in patterns:
        names = (*takes, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern.url_patterns, names)
        else:
            assert pattern.name, f"the address {pattern.pattern} needs a name"
            yield Address(pattern.name, names)
