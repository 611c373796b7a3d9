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
_DARK = re.compile("1+")


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
    """The side of the code in modules, and all modules row by row as the bits of one number, dark ones set."""
    code = segno.make_qr(text, mode="byte", mask=_MASK, error=_CORRECTION, boost_error=False)
    rows = "".join("".join("1" if module else "0" for module in row) for row in code.matrix)
    return len(code.matrix), int(rows, 2)


def _svg(size: int, modules: int) -> str:
    """Each run of dark modules is a stretch of a line as thick as a module; steps are relative, which is shorter."""
    bits = f"{modules:0{size * size}b}"
    steps, at, row_before = [], 0, 0
    for row in range(size):
        for run in _DARK.finditer(bits, row * size, (row + 1) * size):
            left, right = run.start() - row * size, run.end() - row * size
            steps.append(f"m{left - at} {row - row_before}h{right - left}")
            at, row_before = right, row
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
    return f'{head}<path stroke="#000" d="M0 .5{"".join(steps)}"/></svg>'
