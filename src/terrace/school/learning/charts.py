"""Charts as SVG without script or style of their own: the stylesheet colours them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

WIDTH, HEIGHT = 400, 230
"""As wide as a phone, so that the words are as large as the page's."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a band: so many for certain, about so many, at most so many."""

    label: str
    low: int
    about: int
    high: int


def band(weeks: Sequence[Week], *, label: str) -> SafeString:
    """A line and, dashed, the bounds between which the truth probably lies; `label` is read out."""
    # Imported here: pages without a chart need not carry it.
    import pygal
    from pygal.etree import etree

    chart = pygal.Line(
        width=WIDTH,
        height=HEIGHT,
        show_legend=False,
        show_dots=False,
        include_x_axis=True,
        allow_interruptions=True,
        disable_xml_declaration=True,
        range=(0, max([week.high for week in weeks] + [4])),
        y_labels_major_count=4,
        show_minor_y_labels=False,
        truncate_label=-1,
        margin=8,
        margin_right=32,  # half of the last week's name
    )
    chart.x_labels = [week.label for week in weeks]
    chart.x_labels_major_count = 4
    chart.show_minor_x_labels = False
    chart.value_formatter = lambda value: f"{value:.0f}"
    chart.add("", [week.about for week in weeks])
    chart.add("", [week.low for week in weeks])
    chart.add("", [week.high for week in weeks])
    tree = chart.render_tree()
    _strip(tree)
    tree.attrib.pop("id", None)
    tree.set("role", "img")
    tree.set("aria-label", label)
    return SafeString(etree.tostring(tree, encoding="unicode"))


def _strip(tree: object) -> None:
    """Take out scripts, styles and tooltips, which a page with a strict policy refuses."""
    parents = [tree]
    while parents:
        parent = parents.pop()
        for node in list(parent):  # type: ignore[call-overload]
            tag = node.tag if isinstance(node.tag, str) else ""
            name = tag.rpartition("}")[2]
            if not tag or name in _FORBIDDEN or "tooltip" in node.get("class", ""):
                parent.remove(node)  # type: ignore[attr-defined]
                continue
            for attribute in ("style", "onclick", "onload"):
                node.attrib.pop(attribute, None)
            if name == "text":
                node.set("text-anchor", "end" if float(node.get("x", 0)) < 0 else "middle")
            # Both bounds are drawn alike: the class of the second series is the dashed line's.
            node.set("class", node.get("class", "").replace("serie-2 color-2", "serie-1 color-1"))
            parents.append(node)


_FORBIDDEN = frozenset({"script", "style", "title", "desc"})
