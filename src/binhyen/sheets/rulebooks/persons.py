"""Figures of a rulebook that would ask for data on persons: twelve digits would pass as a count."""

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.rules.model.rulebook import Rulebook
from binhyen.sheets.refusals import refused_header


def refuse_person_figures(rulebook: Rulebook) -> None:
    """Raise InputProblems for figures whose name gives away that they ask for data on a person."""
    found = [
        Problem(
            "so_lieu_ve_nguoi", "Tên số liệu cho thấy nó hỏi dữ liệu về một người; hệ thống không lưu loại này.",
            f"số liệu {figure.key}", "Chỉ hỏi số đếm, có/không, văn bản, xác nhận ở cấp đơn vị.",
        )
        for figure in rulebook.figures.values()
        if refused_header(figure.name)
    ]  # fmt: skip
    if found:
        raise InputProblems(found)
