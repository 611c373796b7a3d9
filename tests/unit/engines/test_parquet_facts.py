from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from binhyen.engines.parquet_facts import open_parquet, parquet_problems
from binhyen.kernel.errors import InputProblems
from binhyen.rules.model.facts import Column
from binhyen.rules.model.types import Answer

COLUMNS = (
    Column("a", Answer.COUNT),
    Column("m", Answer.AMOUNT),
    Column("s", Answer.SCORE, maximum=Decimal(10)),
    Column("q", Answer.CHOICE, choices=("tốt", "khá")),
    Column("y", Answer.YES_NO),
)
SOUND = {
    "unit": ["u1", "u2"],
    "a": pa.array([1, None], pa.int32()),
    "m": pa.array([Decimal("1.50"), None], pa.decimal128(18, 2)),
    "s": pa.array([10, 0], pa.int64()),
    "q": ["tốt", None],
    "y": [True, None],
}


def codes(folder: Path, **changed: object) -> list[tuple[str, str]]:
    path = folder / "f.parquet"
    pyarrow.parquet.write_table(pa.table(SOUND | changed), path)
    return [(problem.code, problem.place) for problem in parquet_problems(open_parquet(path), COLUMNS)]


def test_a_sound_file_has_no_problem(tmp_path: Path) -> None:
    assert codes(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        ("unit", ["u1", "u1"], "trung_don_vi"),
        ("unit", ["u1", None], "trung_don_vi"),
        ("a", pa.array([-1, 0], pa.int64()), "gia_tri_khong_hop_le"),
        ("a", pa.array([10**12 + 1, 0], pa.int64()), "gia_tri_khong_hop_le"),
        ("a", pa.array([Decimal("0.5"), None]), "gia_tri_khong_hop_le"),
        ("a", [0.5, 1.0], "sai_kieu_cot"),
        ("m", pa.array([Decimal("0.555"), None]), "gia_tri_khong_hop_le"),
        ("s", [11, 0], "gia_tri_khong_hop_le"),
        ("q", ["xấu", None], "gia_tri_khong_hop_le"),
        ("y", [1, 0], "sai_kieu_cot"),
    ],
)
def test_what_cannot_be_an_answer_is_found(tmp_path: Path, name: str, values: object, code: str) -> None:
    assert codes(tmp_path, **{name: values}) == [(code, f"cột '{name}'")]


def test_a_file_of_texts_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    pyarrow.parquet.write_table(pa.table({"unit": ["u1"], "a": ["2.412"], "q": [None]}), path)
    facts = open_parquet(path)
    assert facts.is_text(COLUMNS)
    assert facts.as_text() == [["unit", "a", "q"], ["u1", "2.412", ""]]


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(InputProblems, match="Parquet"):
        open_parquet(tmp_path / "f.parquet")
