"""A bundle comes back as it went; one that means harm is refused, and says why."""

import hashlib
import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrace.engines.bundles import packing
from terrace.engines.bundles.packing import HEADER, RECORDS, pack, unpack
from terrace.engines.bundles.refusal import Refused

from .writing import practice_body, signed_by, tampered

PHOTO = b"\xff\xd8\xff\xe0 a field"
NAME = hashlib.sha256(PHOTO).hexdigest()


def whole(**entries: bytes) -> dict[str, bytes]:
    """The entries of a bundle with one record, some of them replaced."""
    with zipfile.ZipFile(io.BytesIO(pack([signed_by(1)], {}))) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()} | entries


def zipped(entries: dict[str, bytes]) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return buffer


def reason(file: io.BytesIO) -> str:
    with pytest.raises(Refused) as refused:
        unpack(file)
    told = refused.value.refusal.to_json()
    assert told["message_zh"]
    assert told["message_en"]
    return refused.value.refusal.reason


def test_what_goes_in_comes_out_and_the_same_gives_the_same_bytes() -> None:
    records = [signed_by(2), signed_by(1)]
    data = pack(records, {NAME: PHOTO})
    assert data == pack(reversed(records), {NAME: PHOTO})
    found = unpack(io.BytesIO(data))
    assert sorted(one.digest for one in found.records) == sorted(one.digest for one in records)
    assert found.photos == {NAME: PHOTO}
    assert found.refused == ()


def test_a_changed_record_is_refused_by_name_and_the_others_are_taken() -> None:
    found = unpack(io.BytesIO(pack([signed_by(1), tampered(signed_by(2))], {})))
    assert [one.record.school for one in found.records] == ["第1小学"]
    (refused,) = found.refused
    assert (refused.reason, refused.school, refused.name) == ("forged", "第2小学", "心里话")
    assert refused.where in ("line 1", "line 2")


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: zipped({"a.txt": b"hello"}), "not_a_bundle"),
        (lambda: zipped(whole() | {"../../etc/passwd": b"x"}), "hostile"),
        (lambda: zipped(whole() | {"/etc/passwd": b"x"}), "hostile"),
        (lambda: zipped(whole() | {"photos/../x.jpg": b"x"}), "hostile"),
        (lambda: zipped(whole(**{HEADER: b'{"format": 2, "records": 1}'})), "newer_format"),
        (lambda: zipped(whole(**{HEADER: b"{}"})), "not_a_bundle"),
        (lambda: zipped(whole(**{HEADER: b"[" * 3000})), "not_a_bundle"),
        (lambda: zipped(whole(**{RECORDS: b""})), "unreadable"),
        (lambda: zipped(whole(**{RECORDS: b"a" * 200_000})), "too_large"),
        (lambda: zipped(whole() | {f"photos/{NAME}.jpg": bytes(3_000_000)}), "too_large"),
        (lambda: io.BytesIO(b""), "unreadable"),
        (lambda: io.BytesIO(b"PK\x03\x04 not really"), "unreadable"),
        (lambda: io.BytesIO(pack([signed_by(1)], {})[:-30]), "unreadable"),
    ],
)
def test_hostile_and_broken_files_are_refused(
    make: Callable[[], io.BytesIO], expected: str
) -> None:
    assert reason(make()) == expected


def test_a_bomb_is_cut_off_while_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "LARGEST_RECORDS", 1_000_000)
    line = signed_by(1).to_line() + b"\n"
    file = zipped(whole(**{RECORDS: line * 4000}))
    assert len(file.getvalue()) < 20_000
    assert reason(file) == "too_large"


def test_a_link_and_a_doubled_entry_are_refused() -> None:
    buffer = zipped(whole())
    with zipfile.ZipFile(buffer, "a") as made:
        link = zipfile.ZipInfo(f"photos/{NAME}.jpg")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    assert reason(buffer) == "hostile"
    buffer = zipped(whole())
    with zipfile.ZipFile(buffer, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr(RECORDS, b"")
    assert reason(buffer) == "hostile"


def test_a_photograph_that_is_not_what_its_name_says_is_refused_alone() -> None:
    found = unpack(zipped(whole() | {f"photos/{NAME}.jpg": PHOTO + b"!"}))
    assert found.photos == {}
    assert [one.reason for one in found.refused] == ["photo"]
    assert len(found.records) == 1


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_flipped_byte_is_refused_or_changes_nothing(data: st.DataObject) -> None:
    whole = bytearray(pack([signed_by(1), signed_by(2)], {NAME: PHOTO}))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    try:
        found = unpack(io.BytesIO(bytes(whole)))
    except Refused:
        return
    assert {one.digest for one in found.records} <= {signed_by(1).digest, signed_by(2).digest}
    assert set(found.photos) <= {NAME}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": {}},
        {"title": {"fr": "Entretiens"}},
        {"title": {"zh": "字" * 121}},
        {"need": None},
        {"steps": []},
        {"needs": ["heard", "heard"]},
        {"needs": [["heard"]]},
        {"evidence": ["told"]},
        {"cost_fen": -1},
        {"cost_fen": True},
        {"photos": [{"sha256": NAME, "caption": {"zh": "田"}}]},
        {"sources": [1]},
    ],
)
def test_a_practice_that_is_not_whole_is_refused_with_its_field(changes: dict[str, object]) -> None:
    bad = signed_by(1, body=practice_body(**changes))
    (refused,) = unpack(io.BytesIO(pack([bad], {}))).refused
    assert refused.reason == "not_a_record"
    assert next(iter(changes)) in refused.message_en
