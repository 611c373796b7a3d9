"""QR codes as vector drawings, quick for thousands of links that differ in a few letters only.

Working out one code takes over a millisecond, so 2,412 would cost more than all their pages. For texts of one length,
at one version and mask, every step from bits to modules is linear over two elements (the error correction of ISO/IEC
18004 too): a change of one bit of the text always turns the same modules. What each bit turns is worked out once.
"""

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_, xor

import segno

# Any mask can be read; the best one is chosen by weighing all eight, which is four fifths of the work.
_MASK = 0
_CORRECTION = "m"
_RUN = re.compile("1+|0+")


def drawings(links: Sequence[str]) -> list[str]:
    """One SVG for each link, one unit to a module, without the quiet zone of four modules that must surround it.

    Raises ValueError for links of different lengths: they may need codes of different sizes.
    """
    texts = [link.encode() for link in links]
    if len({len(text) for text in texts}) > 1:
        raise ValueError("links of one batch have one length")
    if not texts:
        return []
    first = texts[0]
    size, start = _modules(first)
    turned = _turned_by_bits(first, reduce(or_, (_difference(first, text) for text in texts)), start)
    return [_svg(size, reduce(xor, _chosen(turned, _difference(first, text)), start)) for text in texts]


def _difference(one: bytes, other: bytes) -> int:
    return int.from_bytes(one, "big") ^ int.from_bytes(other, "big")


def _turned_by_bits(text: bytes, bits: int, start: int) -> dict[int, int]:
    """For each of these bits of the text, the modules that it turns."""
    whole = int.from_bytes(text, "big")
    return {
        bit: _modules((whole ^ 1 << bit).to_bytes(len(text), "big"))[1] ^ start
        for bit in range(bits.bit_length())
        if bits >> bit & 1
    }


def _chosen(turned: dict[int, int], bits: int) -> list[int]:
    return [modules for bit, modules in turned.items() if bits >> bit & 1]


def _modules(text: bytes) -> tuple[int, int]:
    """The side of the code in modules, and all modules as the bits of one number, dark ones set: row by row, each row
    filled up to whole bytes."""
    code = segno.make_qr(text, mode="byte", mask=_MASK, error=_CORRECTION, boost_error=False)
    size = len(code.matrix)
    rows = ("".join("1" if module else "0" for module in row).ljust(8 * _bytes_of(size), "0") for row in code.matrix)
    return size, int("".join(rows), 2)


def _bytes_of(modules: int) -> int:
    return (modules + 7) // 8


def _steps(eight: int) -> str:
    """The way of the pen over eight modules: a line where they are dark, a jump where they are light."""
    return _RUN.sub(lambda run: f"h{len(run[0])}" if run[0][0] == "1" else f"m{len(run[0])} 0", f"{eight:08b}")


_STEPS = [_steps(eight) for eight in range(256)]


def _svg(size: int, modules: int) -> str:
    """Each row is drawn by a pen as thick as a module, from tables of eight modules: that is ten times as quick as
    looking for the runs of each code."""
    wide = _bytes_of(size)
    whole = modules.to_bytes(size * wide, "big")
    rows = ("".join([_STEPS[eight] for eight in whole[at : at + wide]]) for at in range(0, len(whole), wide))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
    return f'{head}<path stroke="#000" d="M0 .5{f"m-{8 * wide} 1".join(rows)}"/></svg>'
