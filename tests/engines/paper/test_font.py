"""Every name must be printable, or we must know that it is not."""

import pytest

from terrace.engines.paper.font import missing_glyphs, unpack_font


def test_rare_characters_of_names_are_there():
    assert missing_glyphs("玥珺喆堃祎 阿不都热西提·买买提江 Zhang Wei 407") == frozenset()


def test_what_cannot_be_printed_is_named():
    assert missing_glyphs("李😀四🌾") == {"😀", "🌾"}


def test_the_unpacked_font_is_a_sound_truetype_file(fonts):
    typst = pytest.importorskip("typst")
    families = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    ).families()
    assert families == ["LXGW WenKai"]


def test_a_half_written_font_is_written_again(fonts, tmp_path):
    whole = unpack_font(tmp_path)
    size = whole.stat().st_size
    whole.write_bytes(whole.read_bytes()[:1000])
    assert unpack_font(tmp_path).stat().st_size == size
    assert [path.name for path in tmp_path.iterdir()] == [whole.name]
