"""What a camera or a program wrote into a picture beside the picture: place, day, owner, machine. None of it is kept.

Pictures are not decoded; a file is read as its sequence of marked parts, and those that only tell of it are left out.
Which way up the picture is shown is told again. What stands after the end of the picture goes too.
"""

import struct
import zlib
from collections.abc import Iterator

_PNG_START = b"\x89PNG\r\n\x1a\n"
# What the picture is made of, and by which colours and measures it is shown; programs add parts of their own names.
_PNG_NEEDED = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT pHYs".split())
_END, _SCAN = 0xD9, 0xDA
_EXIF, _ADOBE, _COMMENT = 0xE1, 0xEE, 0xFE
# Measures and colours, by which the picture is shown; other things travel under the same marks.
_NEEDED = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0"}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_ORIENTATION = 0x0112
# Exif with one entry: how the picture is turned.
_TURNED = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + b"%b" + b"\0\0\0\0\0\0"


class BrokenPicture(ValueError):
    """The file ends early or is not made as its kind is made."""


def jpeg_alone(content: bytes) -> bytes:
    """The picture of a JPEG file without what tells of it. Raises BrokenPicture."""
    parts = [b"\xff\xd8"]
    for kind, part in _jpeg_parts(content):
        if kind == _EXIF and (turned := _turn(part)):
            parts.append(_jpeg_part(_EXIF, _TURNED % struct.pack(">H", turned)))
        elif not _is_telling(kind, part):
            parts.append(part)
    return b"".join(parts)


def _is_telling(kind: int, part: bytes) -> bool:
    if kind in _NEEDED:
        return not part.startswith(_NEEDED[kind], 4)
    return kind == _COMMENT or (_EXIF <= kind <= 0xEF and kind != _ADOBE)


def _jpeg_part(kind: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, kind, len(content) + 2) + content


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each part with its mark, from behind the start to the end of the picture, which is the last one."""
    at = 2
    while True:
        kind, at = _mark(content, at)
        if kind == _END:
            yield kind, b"\xff\xd9"
            return
        if kind in _ALONE:
            continue
        length = int.from_bytes(content[at : at + 2], "big")
        end = at + length
        if length < 2 or end > len(content):
            raise BrokenPicture
        if kind == _SCAN:
            end = _end_of_scan(content, end)
        yield kind, b"\xff" + bytes([kind]) + content[at:end]
        at = end


def _mark(content: bytes, at: int) -> tuple[int, int]:
    """The mark that stands here, and where what follows it begins."""
    if content[at : at + 1] != b"\xff":
        raise BrokenPicture
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content):
        raise BrokenPicture
    return content[at], at + 1


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the compressed rows end: at a mark that is neither an escaped byte nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise BrokenPicture
        follows = content[at + 1]
        if follows == 0xFF:
            at += 1
        elif follows == 0 or 0xD0 <= follows <= 0xD7:
            at += 2
        else:
            return at


def _turn(part: bytes) -> int:
    """How an Exif part says that the picture is turned, 2 to 8; 0 where it is not, or does not say."""
    tiff = part[10:]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if not part.startswith(b"Exif\0\0", 4) or order is None:
        return 0
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, first)
        for place in range(first + 2, first + 2 + 12 * entries, 12):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, place)
            if tag == _ORIENTATION:
                return int(value) if 2 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def png_alone(content: bytes) -> bytes:
    """The picture of a PNG file without what tells of it. Raises BrokenPicture."""
    parts, at = [_PNG_START], len(_PNG_START)
    while True:
        if len(content) < at + 12:
            raise BrokenPicture
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        kind, part = content[at + 4 : at + 8], content[at:end]
        if len(part) != end - at or zlib.crc32(part[4:-4]) != int.from_bytes(part[-4:], "big"):
            raise BrokenPicture
        if kind in _PNG_NEEDED:
            parts.append(part)
        if kind == b"IEND":
            return b"".join(parts)
        at = end
