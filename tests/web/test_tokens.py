"""Words and borders keep their contrast in the bright yard: WCAG 2.2, relative luminance."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import terrace.web

STYLESHEET = Path(terrace.web.__file__).parent / "static" / "terrace.css"

GROUNDS = ("--paper", "--sheet", "--leaf-ground", "--ochre-ground", "--clay-ground")
WORDS = ("--ink", "--leaf", "--ochre", "--clay", "--grey-1")
LEAST_OF_WORDS = 7.0
LEAST_OF_BORDERS = 3.0

Tokens = Mapping[str, str]


def palettes() -> dict[str, Tokens]:
    """The colours of the stylesheet, in the light and in the dark."""
    blocks = re.findall(r":root \{(.*?)\}", STYLESHEET.read_text(encoding="utf-8"), re.DOTALL)
    named = (dict(re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]{6});", block)) for block in blocks)
    light, dark = (tokens for tokens in named if tokens)
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 to 1 (WCAG 2.2)."""
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_the_most_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("light", ["light", "dark"])
def test_every_word_stands_out_on_every_ground(light: str) -> None:
    tokens = palettes()[light]
    pairs = [(word, ground) for word in WORDS for ground in GROUNDS] + [("--on-leaf", "--leaf")]
    too_pale = {
        (word, ground): round(contrast(tokens[word], tokens[ground]), 2)
        for word, ground in pairs
        if contrast(tokens[word], tokens[ground]) < LEAST_OF_WORDS
    }
    assert too_pale == {}


@pytest.mark.parametrize("light", ["light", "dark"])
def test_what_can_be_pressed_has_a_border_to_be_seen(light: str) -> None:
    tokens = palettes()[light]
    too_pale = {
        ground: round(contrast(tokens["--grey-2"], tokens[ground]), 2)
        for ground in GROUNDS
        if contrast(tokens["--grey-2"], tokens[ground]) < LEAST_OF_BORDERS
    }
    assert too_pale == {}
