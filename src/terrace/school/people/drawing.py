"""Parts of a page that other apps bring, drawn with their own names and the page's."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from .registry import ChildPart, ClassPart, SettingsPart

Part = ChildPart | ClassPart | SettingsPart


def drawn(
    request: HttpRequest, loaded: Iterable[tuple[Part, Mapping[str, Any]]], page: Mapping[str, Any]
) -> dict[str, list[SafeString]]:
    """`parts` and `actions`, the drawn templates of each part with what it loaded and `page`."""
    parts, actions = [], []
    for part, found in loaded:
        names = {**page, **found}
        parts.append(render_to_string(part.template, names, request=request))
        action = getattr(part, "action", "")
        if action:
            actions.append(render_to_string(action, names, request=request))
    return {"parts": parts, "actions": actions}
