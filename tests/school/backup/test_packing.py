"""A box is stolen: the school comes back from one file, and nobody else can read it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from terrace.school.backup.locked import CHUNK, NotOpened
from terrace.school.backup.packing import AlreadyThere, pack, unpack

PASSPHRASE = "rice-and-river-9"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder with a database that is open, and a photograph of several chunks."""
    folder = tmp_path / "school"
    (folder / "files" / "photos").mkdir(parents=True)
    with closing(sqlite3.connect(folder / "school.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE child (name TEXT)")
        database.execute("INSERT INTO child VALUES ('杨玥珺')")
        database.commit()
    (folder / "secret-key").write_text("key")
    (folder / "files" / "photos" / "a.jpg").write_bytes(bytes(range(256)) * (CHUNK // 100))
    return folder


def test_the_school_comes_back_as_it_was(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "stick.backup"
    pack(home, out, passphrase=PASSPHRASE)
    assert "杨玥珺".encode() not in out.read_bytes()
    new = tmp_path / "new"
    unpack(out, new, passphrase=PASSPHRASE)
    with closing(sqlite3.connect(new / "school.db")) as database:
        assert database.execute("SELECT name FROM child").fetchall() == [("杨玥珺",)]
    photo = "files/photos/a.jpg"
    assert (new / photo).read_bytes() == (home / photo).read_bytes()
    # What signs phones in stays with the old box, which may be in other hands.
    assert not (new / "secret-key").exists()
    assert {one.name for one in tmp_path.iterdir()} == {"school", "new", "stick.backup"}


def test_another_passphrase_a_changed_or_a_shortened_file_bring_nothing(
    home: Path, tmp_path: Path
) -> None:
    out = tmp_path / "stick.backup"
    pack(home, out, passphrase=PASSPHRASE)
    whole = out.read_bytes()
    new = tmp_path / "new"
    with pytest.raises(NotOpened):
        unpack(out, new, passphrase="another passphrase")
    middle = len(whole) // 2
    changed = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    for content in (changed, whole[:-1], whole[:middle], whole[:40], b"", whole + b"x"):
        out.write_bytes(content)
        with pytest.raises(NotOpened):
            unpack(out, new, passphrase=PASSPHRASE)
        assert list(new.iterdir()) == []


def test_a_school_that_is_there_is_not_overwritten(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "stick.backup"
    pack(home, out, passphrase=PASSPHRASE)
    before = (home / "school.db").read_bytes()
    with pytest.raises(AlreadyThere):
        unpack(out, home, passphrase=PASSPHRASE)
    assert (home / "school.db").read_bytes() == before
