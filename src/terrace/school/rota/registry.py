"""Where turns of a kind are taken, where that is not the page of one's own turns."""

_pages: dict[str, str] = {}


def register_page(kind: str, name: str) -> None:
    """Let the turns of this kind lead to the address of this name; once each, from `ready()`."""
    if _pages.setdefault(kind, name) != name:
        raise ValueError(f"turns of the kind {kind!r} lead to two pages")


def page_of(kind: str) -> str:
    """The name of the address where a turn of this kind is taken."""
    return _pages.get(kind, "my_turns")
