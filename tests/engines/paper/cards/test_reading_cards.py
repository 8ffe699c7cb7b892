"""Cards of other programs: drawn here, filled in, photographed, read."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from terrace.engines.paper.cards.card import (
    Aruco,
    ArucoMarker,
    Corners,
    Features,
    Mark,
    Marks,
)
from terrace.engines.paper.cards.reader import CardReading, read_card
from tests.engines.paper.cards.drawing import SCALE, drawn, photographed, plain_card, png

MARKS = {f"q{at + 1}": "ABCD"[at * 7 % 4] for at in range(20) if at % 5 != 3}
MARKS |= {"q7": "AC", "r1": "2", "r2": "0", "r3": "7", "r4": "7"}


def said(reading: CardReading) -> dict[str, str]:
    assert reading.refusal is None
    return {question: "".join(row.marked) for question, row in reading.answers if row.marked}


def doubts(reading: CardReading) -> set[str]:
    return {question for question, row in reading.answers if row.doubtful}


def test_a_scan_says_what_was_filled_in_and_whose_it_is() -> None:
    card = plain_card()
    (reading,) = read_card(png(drawn(card, MARKS)), card)
    assert said(reading) == MARKS
    assert doubts(reading) == set()
    assert reading.sheet == "2077"


def test_a_photograph_on_a_table_is_read_by_the_corners_of_the_paper() -> None:
    card = plain_card((Corners(),))
    (reading,) = read_card(png(photographed(drawn(card, MARKS))), card)
    assert said(reading) == MARKS


@pytest.mark.parametrize("turn", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180])
def test_a_card_may_lie_sideways_or_on_its_head(turn: int) -> None:
    card = plain_card((Corners(),))
    photo = np.asarray(cv2.rotate(photographed(drawn(card, MARKS)), turn), np.uint8)
    (reading,) = read_card(png(photo), card)
    assert said(reading) == MARKS


def test_an_empty_sheet_says_nothing_and_asks_nobody() -> None:
    card = plain_card()
    (reading,) = read_card(png(drawn(card, {})), card)
    assert (said(reading), doubts(reading), reading.sheet) == ({}, set(), None)


def test_faint_marks_are_never_passed_over_as_empty() -> None:
    card = plain_card()
    page = np.minimum(drawn(card, MARKS), drawn(card, {"q4": "B", "q14": "D"}, ink=195))
    (reading,) = read_card(png(page), card)
    faint = {"q4", "q14"}
    assert faint <= doubts(reading) | set(said(reading))
    assert {q: v for q, v in said(reading).items() if q not in faint} == MARKS


def test_a_mark_half_rubbed_out_beside_a_full_one_asks_a_person() -> None:
    card = plain_card()
    page = np.minimum(drawn(card, MARKS), drawn(card, {"q1": "C", "q2": "A"}, ink=150))
    (reading,) = read_card(png(page), card)
    assert {"q1", "q2"} <= doubts(reading)
    assert "q7" not in doubts(reading)


def test_when_all_chose_the_same_the_column_is_not_taken_for_print() -> None:
    card = plain_card()
    same = {f"q{at}": "B" for at in range(1, 21)}
    (reading,) = read_card(png(drawn(card, same)), card)
    assert said(reading) == same


def test_a_dithered_scan_is_read_like_a_grey_one() -> None:
    card = plain_card()
    page = drawn(card, MARKS).astype(np.float64)
    rng = np.random.default_rng(5)
    dots = np.where(page > rng.uniform(0, 255, page.shape), 255, 0).astype(np.uint8)
    (reading,) = read_card(png(dots), card)
    assert {q: v for q, v in said(reading).items() if q not in doubts(reading)} == {
        q: v for q, v in MARKS.items() if q not in doubts(reading)
    }
    assert len(doubts(reading)) <= 4


def test_printed_squares_and_an_angle_place_the_page() -> None:
    marks = tuple(Mark(x, y, 8, 8) for x, y in ((12, 12), (198, 12), (198, 285), (12, 285)))
    card = plain_card((Marks(marks),))
    page = drawn(card, MARKS)
    for mark in marks:
        x, y, half = round(mark.x * SCALE), round(mark.y * SCALE), round(4 * SCALE)
        cv2.rectangle(page, (x - half, y - half), (x + half, y + half), 20, -1)
    (reading,) = read_card(png(photographed(page)), card)
    assert said(reading) == MARKS


def test_aruco_markers_place_the_page() -> None:
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    places = ((15.0, 15.0), (195.0, 118.0), (195.0, 282.0), (15.0, 282.0))
    card = plain_card(
        (Aruco("4X4_50", tuple(ArucoMarker(at, x, y, 14) for at, (x, y) in enumerate(places))),)
    )
    page = drawn(card, MARKS)
    for at, (x, y) in enumerate(places):
        side = 14 * SCALE
        left, top = round((x - 7) * SCALE), round((y - 7) * SCALE)
        page[top : top + side, left : left + side] = cv2.aruco.generateImageMarker(
            dictionary, at, side
        )
    (reading,) = read_card(png(photographed(page)), card)
    assert said(reading) == MARKS


def test_a_picture_of_the_empty_page_places_it() -> None:
    blank = _worded(drawn(plain_card(), {}))
    card = plain_card((Features(png(blank)),))
    (reading,) = read_card(png(photographed(_worded(drawn(card, MARKS)))), card)
    assert said(reading) == MARKS


def test_another_picture_is_refused_and_not_read() -> None:
    rng = np.random.default_rng(3)
    grain = cv2.GaussianBlur(rng.uniform(0, 255, (1400, 1000)), (0, 0), 6)
    grain = (grain - grain.min()) / np.ptp(grain) * 255
    (reading,) = read_card(png(grain.astype(np.uint8)), plain_card((Corners(),)))
    assert reading.refusal is not None
    assert reading.answers == ()


def test_a_damaged_file_is_refused() -> None:
    (reading,) = read_card(b"\x89PNG\r\n\x1a\nnothing", plain_card())
    assert reading.refusal is not None


def test_a_blot_over_bubbles_asks_a_person() -> None:
    card = plain_card()
    page = drawn(card, MARKS)
    cv2.rectangle(page, (10 * SCALE, 103 * SCALE), (90 * SCALE, 150 * SCALE), 15, -1)
    (reading,) = read_card(png(page), card)
    assert reading.refusal is not None or {"q1", "q2", "q3"} <= doubts(reading)


def _worded(page: NDArray[np.uint8]) -> NDArray[np.uint8]:
    words = ["TERRACE VILLAGE SCHOOL", "Answer card for the spring term", "Write with a pencil 2B"]
    for at, line in enumerate(words):
        place = (15 * SCALE, (20 + 14 * at) * SCALE)
        cv2.putText(page, line, place, cv2.FONT_HERSHEY_TRIPLEX, 1.6, 20, 3, cv2.LINE_AA)
    for at in range(6):
        place = (15 * SCALE, (232 + 9 * at) * SCALE)
        line = f"{at * 7919 % 97} rules of the school, part {at * 104729 % 1009}, kept by all"
        cv2.putText(page, line, place, cv2.FONT_HERSHEY_COMPLEX, 1.2, 30, 2, cv2.LINE_AA)
    return page
