"""A spreadsheet to try the import with: the second commune's 25 areas, of which 16 meet the standard and 9 do not."""

from pathlib import Path

from binhyen.config.demo.tables import rows
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.sheets.writing import Sheet, workbook

FILE = "so-lieu-xa-mau-yen-hoa-2021.xlsx"
_FIGURES = ("ho_cu_tru", "ho_ky_cam_ket", "trien_khai_day_du", "khong_phuc_tap")


def ensure_exercise(rulebook: Rulebook, folder: Path) -> Path:
    """The file in the data folder, written once."""
    path = folder / FILE
    if not path.exists():
        path.write_bytes(exercise(rulebook))
    return path


def exercise(rulebook: Rulebook) -> bytes:
    """The workbook: one line for each area, headings as the rulebook names its figures."""
    figures = compiled(rulebook).figures
    lines = [
        (line["unit"], int(line["ho_cu_tru"]), int(line["ho_ky_cam_ket"]), True, "không xảy ra")
        for line in rows("yen_hoa_2021.csv")
    ]
    headers = ("Đơn vị", *(figures[key].name for key in _FIGURES))
    return workbook([Sheet("Số liệu", headers, lines)])
