"""Rulebooks with everything that a file may hold, in odd texts: what must survive a workbook and a YAML file."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from binhyen.kernel.kinds import SubjectKind

# What spreadsheets, YAML and XML each have a way to spoil.
ODD = (
    "=1+1", "+84", "-", "@x", "- gạch", "- một\n- hai", "  giữa\n\n  dòng", "a\r\nb", "_x000D_", "_x0041_", "'nháy'", '"kép"',
    "2.10", "00004", "1e5", "yes", "null", "~", "12:30", "2021-12-28", "28/12/2021", "TRUE", "#N/A", "{a: b}", "[x]", "&neo *tên",
    "# không phải chú thích", "a: b", "<t>&amp;</t>", "a\u2028b\x85c", "\ufeffđầu", "𝒳 nhà", "e\u0301 tổ hợp", "chờ xác nhận", "trang “Mức”",
    "năm trước", "ban chỉ đạo chấm", "\t trước", "x" * 300, "%", "|", ">-", "!thẻ", "\\n", "đ" * 3, "a\tb",
)  # fmt: skip
_CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_TEXTS = st.one_of(st.sampled_from(ODD), st.text(_CHARACTERS, min_size=1, max_size=20)).filter(
    lambda text: text.strip()
)
# Names and choices have less room than notes.
_SHORT = _TEXTS.map(lambda text: text[:20].strip() or "x")
_CODES = st.sampled_from(["a", "x-1", "00", "2_1", "mau", "9z"])
_CRITERION_CODES = st.sampled_from(["1", "1.0", "2.10", "2.1", "007", "Đ", "đ.1", "1e5", "I", "A-1", "2_2", "1.1.1"])
_DAYS = st.dates().map(lambda day: day.isoformat())
_MARKS = st.sampled_from(["0", "5", "10", "7.25", "99999"])
_RULES = st.sampled_from(
    ["dem_a >= 1", "dem_a / dem_b >= 70%", "muc IN ('khá', 'đ''ạt')", "giay AND giay.date <= deadline('03-31')", "NOT co",
     "units('recognised', 'school') > 0 OR  known(ngay)", "previous(tien) < tien\n  - 1", "(co)"]
)  # fmt: skip
_FIGURES: dict[str, dict[str, Any]] = {
    "dem_a": {"answer": "count"},
    "dem_b": {"answer": "count"},
    "tien": {"answer": "amount"},
    "diem": {"answer": "score", "max": "10"},
    "co": {"answer": "yes_no"},
    "giay": {"answer": "document"},
    "ngay": {"answer": "date"},
}


@st.composite
def rulebooks(draw: DrawFn) -> dict[str, Any]:
    """The data of a rulebook that the loader accepts."""
    figures = {
        key: _optional(draw, figure | {"name": draw(_SHORT)}, "owner", "note") for key, figure in _FIGURES.items()
    }
    figures["muc"] = {"name": draw(_SHORT), "answer": "choice", "choices": _choices(draw)}
    figures["dem_b"]["unit"] = draw(_SHORT)
    if draw(st.booleans()):
        figures["dem_a"]["counts"] = draw(st.sampled_from(["self", "review", "owner"]))
    first, last = sorted([draw(_DAYS), draw(_DAYS)])
    data = {
        "programme": draw(_CODES), "version": draw(_SHORT), "name": draw(_SHORT), "valid_from": first, "valid_to": last,
        "basis": draw(st.lists(_citations(), min_size=1, max_size=3)), "figures": figures, "checks": _checks(draw),
        "subjects": {kind.value: _subject(draw) for kind in draw(st.lists(st.sampled_from(SubjectKind), min_size=1, max_size=3, unique=True))},
    }  # fmt: skip
    return _optional(draw, data, "word", "owner", "note")


def _choices(draw: DrawFn) -> list[str]:
    further = draw(st.lists(_SHORT, max_size=3))
    return list(dict.fromkeys(text.strip() for text in ["đ'ạt", "khá", *further]))


def _checks(draw: DrawFn) -> list[dict[str, str]]:
    codes = draw(st.lists(_CODES, max_size=2, unique=True))
    return [{"code": code, "rule": "dem_a <= dem_b", "message": draw(_SHORT)} for code in codes]


def _subject(draw: DrawFn) -> dict[str, Any]:
    codes = draw(st.lists(_CRITERION_CODES, min_size=1, max_size=7, unique=True))
    subject: dict[str, Any] = {"window": _window(draw), "criteria": _tree(draw, codes), "levels": _levels(draw)}
    if draw(st.booleans()):
        subject |= {"eligible": "co", "basis": draw(st.lists(_citations(), max_size=2))}
    return _optional(draw, subject, "note")


def _window(draw: DrawFn) -> dict[str, Any]:
    if draw(st.booleans()):
        return {"status": "to_confirm"}
    window: dict[str, Any] = {
        "from": {"year": draw(st.sampled_from(["-10", "-1", "0"])), "day": "11-01"},
        "to": {"year": draw(st.sampled_from(["0", "1"])), "day": "12-31"},
    }
    return window | {"status": "to_confirm"} if draw(st.booleans()) else window


def _tree(draw: DrawFn, codes: list[str]) -> list[dict[str, Any]]:
    """Criteria, some of them groups of those that follow."""
    found = []
    left = list(codes)
    while left:
        code = left.pop(0)
        below = [left.pop(0) for _ in range(min(len(left), draw(st.integers(0, 3))))]
        found.append(_group(draw, code, below) if below else _leaf(draw, code))
    return found


def _group(draw: DrawFn, code: str, below: list[str]) -> dict[str, Any]:
    return _criterion(draw, code, {"items": _tree(draw, below)})


def _leaf(draw: DrawFn, code: str) -> dict[str, Any]:
    ways: list[SearchStrategy[dict[str, Any]]] = [
        st.builds(dict, rule=_RULES),
        st.just({"status": "to_confirm"}),
        st.builds(dict, points=_MARKS, score=st.sampled_from(["entered", "dem_a", "dem_a * 20 / dem_b"])),
        st.builds(dict, points=_MARKS, deduct=st.just({"count": "dem_a", "each": "2.25"})),
    ]
    return _criterion(draw, code, draw(st.one_of(ways)))


def _criterion(draw: DrawFn, code: str, way: dict[str, Any]) -> dict[str, Any]:
    part = way | {"code": code, "text": draw(_TEXTS)}
    if draw(st.booleans()):
        part |= {
            "applies": "co",
            "evidence": draw(st.lists(_TEXTS, max_size=3)),
            "basis": draw(st.lists(_citations(), max_size=2)),
        }
    return _optional(draw, part, "note")


def _levels(draw: DrawFn) -> list[dict[str, Any]]:
    levels: list[dict[str, Any]] = [
        {"code": "moc", "name": draw(_SHORT), "rule": "count_met >= 1", "milestone": "true"},
        {"code": "dat", "name": draw(_SHORT), "rule": "all_met", "basis": draw(st.lists(_citations(), max_size=2))},
        {"code": "cao", "name": draw(_SHORT), "status": "to_confirm", "cut_off": "points"},
    ]
    return levels[: 2 + draw(st.integers(0, 1))]


def _citations() -> SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {"title": _TEXTS}, optional={"date": _DAYS, "clause": _TEXTS, "url": _TEXTS, "note": _TEXTS}
    )


def _optional(draw: DrawFn, part: dict[str, Any], *keys: str) -> dict[str, Any]:
    return part | {key: draw(_TEXTS) for key in keys if draw(st.booleans())}
