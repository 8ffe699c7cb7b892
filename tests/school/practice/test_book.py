"""The book of practices: whole in both languages, its files sound whatever people have written."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.parsers import expat

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terrace.engines.paper.font import unpack_font
from terrace.school.practice import actions
from terrace.school.practice.binding import as_pdf
from terrace.school.practice.book import Chapter, Headings, Picture, Words, book_of
from terrace.school.practice.epub import as_epub
from terrace.school.practice.shipped import cards
from tests.school.people.village import Village

MOMENT = "2026-11-24T08:00:00Z"


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    unpack_font(folder)
    return folder


def a_picture() -> bytes:
    import cv2
    import numpy as np

    return bytes(cv2.imencode(".jpg", np.full((30, 40, 3), 200, np.uint8))[1])


def words_with(text: str, pictures: tuple[Picture, ...] = ()) -> Words:
    """A book in which the same text stands in every place where people write."""
    chapter = Chapter(
        title=text,
        by=text,
        notice=text,
        need=text,
        facts=((text, text),),
        steps=(text, text),
        parts=((text, text),),
        pictures=pictures,
        sources=(text,),
        reports=((text, text),),
        needs=("heard",),
    )
    heads = Headings("目录", "需要", "步骤", "来源", "结果", "还没有", "索引")
    return Words("zh", text, text, (text,), heads, (chapter,), ((text, (1,)),))


def elements(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element's name and attributes; raises where the file is not well formed."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, told: found.append((name, told))
    parser.Parse(data, True)
    return found


def assert_sound(data: bytes) -> None:
    """An EPUB's own laws: its kind first and plain, all well formed, nothing dangling."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/epub+zip"
        package = elements(archive.read("book/book.opf"))
        items = [told for name, told in package if name == "item"]
        listed = {one["href"] for one in items}
        there = {name.removeprefix("book/") for name in archive.namelist() if "book/" in name}
        assert listed == there - {"book.opf"}
        spine = {told["idref"] for name, told in package if name == "itemref"}
        assert spine <= {one["id"] for one in items}
        for name in sorted(there):
            if name.endswith(".xhtml"):
                page = elements(archive.read(f"book/{name}"))
                links = {told["href"] for tag, told in page if tag == "a"}
                assert links | {told["src"] for tag, told in page if tag == "img"} <= listed
                assert "script" not in {tag for tag, _told in page}


@pytest.mark.django_db
def test_every_practice_is_a_chapter_in_both_languages(here: Village, fonts: Path) -> None:
    actions.stock(here.school)
    for language in ("zh", "en"):
        words = book_of(here.school, language)
        titles = [one.body["title"][language] for one in cards()]
        assert [one.title for one in words.chapters] == titles
        assert all(one.steps and one.parts and one.notice for one in words.chapters)
        pdf = pypdfium2.PdfDocument(as_pdf(words, fonts))
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
        squeezed = "".join(text.split())
        for one in words.chapters:
            assert "".join(one.title.split()) in squeezed
            assert "".join(one.steps[-1].split())[:12] in squeezed
        assert_sound(as_epub(words, MOMENT))
        assert as_epub(words, MOMENT) == as_epub(words, MOMENT)


@pytest.mark.django_db
def test_the_index_names_chapters_by_what_they_are_for(here: Village) -> None:
    actions.stock(here.school)
    words = book_of(here.school, "en")
    assert sorted({one for _need, numbers in words.index for one in numbers}) == list(range(1, 13))
    only = book_of(here.school, "en", need="reading")
    assert only.chapters
    assert all("reading" in one.needs for one in only.chapters)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_people_write_the_file_is_sound(text: str) -> None:
    assert_sound(as_epub(words_with(text), MOMENT))


def test_words_are_never_taken_for_markup(fonts: Path) -> None:
    hostile = '</title><script>alert(1)</script> #panic("x") \\ $x$ *a* _b_ @c <label> & "q"'
    picture = Picture(a_picture(), hostile, hostile)
    words = words_with(hostile, (picture, picture))
    assert_sound(as_epub(words, MOMENT))
    text = "".join(
        page.get_textpage().get_text_bounded()
        for page in pypdfium2.PdfDocument(as_pdf(words, fonts))
    )
    assert "#panic" in text
    assert "<script>" in text


def test_a_book_without_chapters_is_a_book(fonts: Path) -> None:
    words = replace(words_with("空"), chapters=(), index=())
    assert_sound(as_epub(words, MOMENT))
    assert as_pdf(words, fonts).startswith(b"%PDF")


@pytest.mark.django_db
def test_epubcheck_finds_nothing(here: Village, tmp_path: Path) -> None:
    jar = Path("/usr/bin/epubcheck")
    java = shutil.which("java")
    if not jar.exists() or java is None:
        pytest.skip("no EPUBCheck on this machine: Debian's package is called epubcheck")
    actions.stock(here.school)
    picture = Picture(a_picture(), "一张照片", "学校")
    for language in ("zh", "en"):
        words = book_of(here.school, language)
        first = replace(words.chapters[0], pictures=(picture,))
        words = replace(words, chapters=(first, *words.chapters[1:]))
        file = tmp_path / f"{language}.epub"
        file.write_bytes(as_epub(words, MOMENT))
        told = subprocess.run(
            [java, "-jar", str(jar), "--failonwarnings", str(file)],
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert told.returncode == 0, told.stdout + told.stderr
