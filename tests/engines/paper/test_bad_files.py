"""Files that are no sheets: an answer that says what is wrong, never an exception."""

import io
import struct
import zlib

import cv2
import numpy as np
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.paper.reader import read_photo
from terrace.engines.paper.refusal import CORNERS, Refusal, RefusalCode
from terrace.engines.paper.simulate.camera import encode


def refusal_of(data: bytes) -> Refusal:
    reading = read_photo(data, layouts=lambda _number: None)
    assert reading.sheets == ()
    assert reading.refusal is not None
    return reading.refusal


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and has next to nothing in it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    parts = chunk(b"IHDR", header), chunk(b"IDAT", body), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def claiming(jpeg: bytes, width: int, height: int, *, progressive: bool = False) -> bytes:
    """A JPEG whose frame header claims another size."""
    place = next(i for i in range(len(jpeg)) if jpeg[i : i + 2] == b"\xff\xc0")
    kind = b"\xff\xc2" if progressive else b"\xff\xc0"
    size = struct.pack(">HH", height, width)
    return jpeg[:place] + kind + jpeg[place + 2 : place + 5] + size + jpeg[place + 9 :]


@pytest.fixture(scope="module")
def dog() -> bytes:
    """A photograph of anything but a sheet: soft shapes with fur on them."""
    rng = np.random.default_rng(1)
    coarse = rng.uniform(0, 255, (24, 18)).astype(np.float32)
    shapes = cv2.resize(coarse, (900, 1200), interpolation=cv2.INTER_CUBIC)
    fur = cv2.GaussianBlur(rng.normal(0, 60, (1200, 900)).astype(np.float32), (0, 0), 1.2)
    return encode(np.clip(shapes + fur, 0, 255).astype(np.uint8))


def test_a_photograph_of_a_dog_has_no_sheet(dog):
    assert refusal_of(dog) == Refusal(RefusalCode.NO_SHEET)


@pytest.mark.parametrize(
    ("data", "code", "what"),
    [
        (b"", RefusalCode.EMPTY_FILE, ""),
        (bytes(5000), RefusalCode.EMPTY_FILE, ""),
        (b"hello", RefusalCode.NOT_AN_IMAGE, ""),
        (b"\0\0\0\x18ftypheic" + bytes(100), RefusalCode.NOT_AN_IMAGE, "heic"),
        (b"\0\0\0\x18ftypisom" + bytes(100), RefusalCode.NOT_AN_IMAGE, "video"),
        (b"RIFF\0\0\0\0WEBPVP8 ", RefusalCode.NOT_AN_IMAGE, "webp"),
        (b"PK\x03\x04" + bytes(100), RefusalCode.NOT_AN_IMAGE, "zip"),
        (b"\xff\xd8\xff", RefusalCode.DAMAGED_FILE, ""),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", RefusalCode.DAMAGED_FILE, ""),
        (b"\x89PNG\r\n\x1a\n", RefusalCode.DAMAGED_FILE, ""),
        (b"%PDF-1.7 nothing more", RefusalCode.DAMAGED_FILE, "pdf"),
    ],
)
def test_what_is_no_picture_is_told_apart(data, code, what):
    assert refusal_of(data) == Refusal(code, what=what)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_photograph_cut_off_on_its_way_is_damaged(dog, share):
    assert refusal_of(dog[: int(len(dog) * share)]).code is RefusalCode.DAMAGED_FILE


def test_a_small_file_that_claims_to_be_a_giant_is_not_decoded(dog):
    assert refusal_of(png_header(60_000, 60_000)).code is RefusalCode.TOO_LARGE
    giant = refusal_of(claiming(dog, 30_000, 20_000))
    assert giant == Refusal(RefusalCode.TOO_LARGE, megapixels=600.0)
    assert refusal_of(claiming(dog, 9_000, 6_000, progressive=True)).code is RefusalCode.TOO_LARGE


def test_a_thumbnail_is_too_small(dog):
    small = encode(np.zeros((300, 200), np.uint8))
    assert refusal_of(small).code is RefusalCode.TOO_SMALL


def test_a_pdf_named_jpg_is_read_as_what_it_is(printed, layouts):
    reading = read_photo(printed.pdf, layouts=layouts)
    assert [sheet.number for sheet in reading.sheets] == [
        layout.number for layout in printed.layouts
    ]
    assert all(answer.value in ((), "") for sheet in reading.sheets for answer in sheet.answers)
    assert not any(answer.doubtful for sheet in reading.sheets for answer in sheet.answers)


def test_a_pdf_of_a_thousand_pages_is_too_large():
    document = pypdfium2.PdfDocument.new()
    for _page in range(70):
        document.new_page(200, 200)
    stream = io.BytesIO()
    document.save(stream)
    assert refusal_of(stream.getvalue()) == Refusal(RefusalCode.TOO_LARGE, what="70 pages")


def test_a_black_and_a_white_picture_have_no_sheet():
    for grey in (0, 255):
        assert refusal_of(encode(np.full((1000, 800), grey, np.uint8))).code is RefusalCode.NO_SHEET


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_damage_to_a_photograph_raises(data, pages, layouts):
    whole = encode(pages[0][::2, ::2], quality=60)
    start = data.draw(st.integers(2, len(whole) - 1))
    noise = data.draw(st.binary(min_size=1, max_size=40))
    damaged = whole[:start] + noise + whole[start + len(noise) :]
    reading = read_photo(damaged, layouts=layouts)
    assert (reading.refusal is None) == bool(reading.sheets)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "ffd8ff", "89504e470d0a1a0a", "255044462d"]))
def test_no_bytes_at_all_raise(data, start):
    refusal_of(bytes.fromhex(start) + data)


def test_every_refusal_names_corners_that_a_sheet_has():
    assert CORNERS == ("upper_left", "upper_right", "lower_right", "lower_left")
    detail = Refusal(RefusalCode.CORNER_MISSING, corners=CORNERS[:1], number="1").detail()
    assert detail == {"corners": ["upper_left"], "number": "1"}
