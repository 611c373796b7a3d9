"""A picture is stored without what the camera wrote beside it, and is shown as before."""

import io
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from binhyen.papers.cleaning import BrokenPicture, jpeg_alone, png_alone

PLACE, OWNER, MACHINE, TURNED = 0x8825, 0xA430, 0x010F, 0x0112


def picture(width: int = 9, height: int = 7) -> Image.Image:
    made = Image.new("RGB", (width, height))
    made.putdata([(at * 7 % 256, at * 13 % 256, at * 29 % 256) for at in range(width * height)])
    return made


def photograph(*, turned: int = 6, **options: Any) -> bytes:
    """A JPEG file as a telephone writes it: where, whose, by what machine, with a comment."""
    exif = Image.Exif()
    exif[TURNED], exif[MACHINE] = turned, "Máy Mẫu"
    exif.get_ifd(PLACE)[1] = "N"
    exif.get_ifd(0x8769)[OWNER] = "Người Mẫu"
    into = io.BytesIO()
    picture().save(into, "JPEG", exif=exif, comment=b"o nha Nguoi Mau", icc_profile=b"mau" * 9, **options)
    return into.getvalue()


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 1}])
def test_a_photograph_keeps_its_picture_colours_and_turn_and_nothing_else(options: dict[str, Any]) -> None:
    given_file = photograph(**options)
    kept = Image.open(io.BytesIO(jpeg_alone(given_file)))
    before = Image.open(io.BytesIO(given_file))
    assert dict(kept.getexif()) == {TURNED: 6}
    assert "comment" not in kept.info
    assert kept.info["icc_profile"] == before.info["icc_profile"]
    assert kept.tobytes() == before.tobytes()


def test_what_stands_behind_the_picture_goes_too() -> None:
    """Telephones hang a second, uncut picture with its own place behind the first."""
    assert jpeg_alone(photograph() + photograph()) == jpeg_alone(photograph())


def test_a_photograph_that_is_not_turned_says_nothing_at_all() -> None:
    assert not dict(Image.open(io.BytesIO(jpeg_alone(photograph(turned=1)))).getexif())


def test_a_png_keeps_its_picture_and_nothing_else() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Nguoi Mau")
    told.add_itxt("Comment", "Người Mẫu", zip=True)
    told.add(b"mkBF", b"a program's own part")
    into = io.BytesIO()
    picture().save(into, "PNG", pnginfo=told, exif=Image.Exif())
    cleaned = png_alone(into.getvalue() + b"behind it")
    kept = Image.open(io.BytesIO(cleaned))
    assert kept.tobytes() == picture().tobytes()
    assert not kept.info
    assert b"mkBF" in into.getvalue()
    assert b"mkBF" not in cleaned
    assert cleaned.endswith(b"IEND" + zlib.crc32(b"IEND").to_bytes(4, "big"))


def test_a_png_keeps_what_it_is_shown_by() -> None:
    into = io.BytesIO()
    picture().quantize(8).save(into, "PNG", transparency=3, dpi=(300, 300), icc_profile=b"mau" * 9)
    kept, before = (Image.open(io.BytesIO(content)) for content in (png_alone(into.getvalue()), into.getvalue()))
    assert kept.info == before.info
    assert kept.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()


@given(at=st.integers(0, 2_000), byte=st.integers(0, 255), cut=st.integers(0, 2_000))
def test_whatever_arrives_is_cleaned_or_named_broken_and_cleaning_twice_changes_nothing(
    at: int, byte: int, cut: int
) -> None:
    whole = photograph()
    damaged = bytearray(whole[: len(whole) - cut % len(whole)])
    if damaged[2:]:
        damaged[2 + at % len(damaged[2:])] = byte
    try:
        cleaned = jpeg_alone(bytes(damaged))
    except BrokenPicture:
        return
    assert jpeg_alone(cleaned) == cleaned


@pytest.mark.parametrize("cut", [1, 12, 60])
def test_half_a_picture_is_broken(cut: int) -> None:
    into = io.BytesIO()
    picture().save(into, "PNG")
    with pytest.raises(BrokenPicture):
        png_alone(into.getvalue()[:-cut])
    with pytest.raises(BrokenPicture):
        jpeg_alone(photograph()[:-cut])
