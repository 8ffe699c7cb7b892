"""A card drawn and filled in by the tests: not from any program, so that nothing fits by habit."""

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from terrace.engines.paper.cards.card import Anchor, Card, Group, Number

WIDTH, HEIGHT = 210.0, 297.0
SCALE = 7


def plain_card(anchors: tuple[Anchor, ...] = (), questions: int = 20) -> Card:
    """A page in millimetres with two columns of questions and a roll number of four digits."""
    half = questions // 2
    columns = tuple(
        Group(
            name=f"column {at}",
            questions=tuple(f"q{at * half + row + 1}" for row in range(half)),
            options=tuple("ABCD"),
            first=(40 + 80 * at, 110),
            option_step=(10, 0),
            question_step=(0, 11),
            bubble=(6, 6),
        )
        for at in (0, 1)
    )
    roll = Group(
        name="roll",
        questions=("r1", "r2", "r3", "r4"),
        options=tuple("0123456789"),
        first=(150, 25),
        option_step=(0, 7),
        question_step=(9, 0),
        bubble=(5, 5),
    )
    return Card(
        name="drawn",
        width=WIDTH,
        height=HEIGHT,
        anchors=anchors,
        groups=(*columns, roll),
        numbers=(Number("roll", roll.questions),),
        sheet="roll",
    )


def drawn(
    card: Card, marks: Mapping[str, str], *, ink: int = 50, seed: int = 1
) -> NDArray[np.uint8]:
    """The card printed and filled in: height × width, grey."""
    rng = np.random.default_rng(seed)
    page = np.full((round(card.height * SCALE), round(card.width * SCALE)), 240, np.uint8)
    for group in card.groups:
        for at, question in enumerate(group.questions):
            for option_at, option in enumerate(group.options):
                x, y = (round(v * SCALE) for v in group.centre(at, option_at))
                radius = round(group.bubble[0] * SCALE / 2)
                cv2.circle(page, (x, y), radius, 70, 2, cv2.LINE_AA)
                place = (x - 8, y + 8)
                cv2.putText(page, option, place, cv2.FONT_HERSHEY_SIMPLEX, 0.7, 90, 2, cv2.LINE_AA)
                if option in marks.get(question, ""):
                    x, y = x + int(rng.integers(-3, 4)), y + int(rng.integers(-3, 4))
                    over = page.copy()
                    cv2.circle(over, (x, y), round(radius * 0.9), ink, -1, cv2.LINE_AA)
                    page = np.minimum(page, over)
    noisy = page + rng.normal(0, 4, page.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def png(picture: NDArray[np.uint8]) -> bytes:
    """The picture as a file."""
    done, data = cv2.imencode(".png", picture)
    assert done
    return data.tobytes()


def photographed(page: NDArray[np.uint8], *, shade: float = 0.4) -> NDArray[np.uint8]:
    """The page on a dark table, turned a little, lit from one side."""
    height, width = page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    size = (round(width * 1.2), round(height * 1.15))
    to = np.array(
        [
            [0.10 * size[0], 0.06 * size[1]],
            [0.91 * size[0], 0.09 * size[1]],
            [0.94 * size[0], 0.95 * size[1]],
            [0.05 * size[0], 0.91 * size[1]],
        ],
        np.float32,
    )
    plane = cv2.getPerspectiveTransform(corners, to)
    photo = cv2.warpPerspective(page, plane, size, borderValue=35).astype(np.float64)
    light = np.linspace(1, 1 - shade, size[0])[None, :]
    return np.asarray(cv2.GaussianBlur(photo * light, (0, 0), 1.5), np.float64).astype(np.uint8)
