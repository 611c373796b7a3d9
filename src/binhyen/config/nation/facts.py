"""Facts by formula: row i holds a hash of i for each column, so that every run and every machine has the same ones
(with one release of DuckDB: its hash is its own).

About one value in thirty is missing, and denominators are 0 now and then, as in life.
"""

from importlib.resources import files
from pathlib import Path

from binhyen.engines.connection import connected
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.rulebook import Rulebook

KIND = SubjectKind.RESIDENTIAL_AREA
YEAR = 2022
GROUP = "xa"
COMMUNES = 3321
NATION = 28_000_000

# Column: its formula over {h}, a hash of row and column; and how many of a hundred values are missing.
_COLUMNS = {
    "nghi_quyet": ("{h} % 20 < 19", 3),
    "nghi_quyet.date": ("DATE '2022-01-01' + ({h} % 110)::INTEGER", 8),
    "ho_cu_tru": ("({h} % 230)::BIGINT", 1),
    "ho_dang_ky": ("({h} % 200)::BIGINT", 2),
    "ho_dat": ("({h} % 200)::BIGINT", 2),
    "so_vu": ("({h} % 6)::BIGINT", 3),
    "previous.so_vu": ("({h} % 6)::BIGINT", 5),
    "khong_xay_ra": ("{h} % 20 < 19", 5),
    "kinh_phi": ("(({h} % 1000000000)::DECIMAL(18, 2) / 100)::DECIMAL(18, 2)", 2),
    "tuan_tra": ("{h} % 20 < 17", 5),
    "binh_chua_chay": ("({h} % 400)::BIGINT", 2),
    "buoi_hop": ("({h} % 13)::BIGINT", 2),
}


def rulebook() -> Rulebook:
    """The rulebook of the synthetic country."""
    return load_rulebook(files(__package__).joinpath("rulebook.yaml").read_text(encoding="utf-8"))


def used_columns() -> tuple[str, ...]:
    """The columns of facts that the rulebook looks at."""
    return tuple(_COLUMNS)


def write_facts(out: Path, *, rows: int) -> None:
    """A Parquet file: `unit`, the number of its commune as `xa`, and the facts."""
    formulas = [_formula(number, name) for number, name in enumerate(_COLUMNS)]
    chosen = ", ".join(["'mau-' || i AS unit", f"(i * {COMMUNES} // {rows})::INTEGER AS {GROUP}", *formulas])
    with connected() as connection:
        found = connection.sql(f"SELECT {chosen} FROM range({int(rows)}) numbers(i)")  # noqa: S608 - our own formulas
        found.write_parquet(str(out))


def _formula(number: int, name: str) -> str:
    formula, missing = _COLUMNS[name]
    column = f"hash(i * 64 + {number})"
    value = formula.replace("{h}", f"({column} >> 8)")
    return f'CASE WHEN {column} % 100 >= {missing} THEN {value} END AS "{name}"'
