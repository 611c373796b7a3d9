"""A plain line plot as SVG: enough to see whether something grows in proportion."""

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT, EDGE = 640, 320, 56
COLOURS = ("#0b6e63", "#5b6b68")


@dataclass(frozen=True, slots=True)
class Series:
    """A line: its name and its points."""

    name: str
    points: list[tuple[float, float]]


def write_plot(out: Path, *, title: str, series: list[Series]) -> None:
    """Lines over a common ground from (0, 0); what grows in proportion is straight."""
    right = max(x for one in series for x, _ in one.points)
    top = max(y for one in series for _, y in one.points)
    drawn = [_text(EDGE, 24, title)]
    drawn += [f'<path d="M{EDGE} {EDGE}V{HEIGHT - EDGE}H{WIDTH - EDGE}" fill="none" stroke="#e3e8e4"/>']
    drawn += [_text(EDGE - 8, EDGE + 4, f"{top:.1f} s", "end"), _text(EDGE - 8, HEIGHT - EDGE, "0", "end")]
    drawn += [_text(WIDTH - EDGE, HEIGHT - EDGE + 20, f"{right / 1e6:.0f} million units", "end")]
    for one, colour in zip(series, COLOURS, strict=True):
        places = [(_across(x, right), _up(y, top)) for x, y in one.points]
        path = "L".join(f"{x:.0f} {y:.0f}" for x, y in places)
        dots = "".join(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>' for x, y in places)
        drawn += [f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}']
        drawn += [_text(places[-1][0], places[-1][1] - 10, one.name, "end", colour)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">'
    out.write_text("\n".join([head, *drawn, "</svg>", ""]), encoding="utf-8")


def _across(x: float, right: float) -> float:
    return EDGE + x / right * (WIDTH - 2 * EDGE)


def _up(y: float, top: float) -> float:
    return HEIGHT - EDGE - y / top * (HEIGHT - 2 * EDGE)


def _text(x: float, y: float, words: str, anchor: str = "start", colour: str = "#14211f") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
