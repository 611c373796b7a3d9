"""Rulebooks as workbooks: a form that an officer fills, read back without losing a letter."""

from binhyen.sheets.rulebooks.persons import refuse_person_figures
from binhyen.sheets.rulebooks.reading import check_rulebook_workbook, is_workbook, read_rulebook_workbook
from binhyen.sheets.rulebooks.writing import blank_rulebook_workbook, write_rulebook_workbook

__all__ = [
    "blank_rulebook_workbook",
    "check_rulebook_workbook",
    "is_workbook",
    "read_rulebook_workbook",
    "refuse_person_figures",
    "write_rulebook_workbook",
]
