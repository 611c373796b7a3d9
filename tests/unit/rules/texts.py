"""Rulebook texts for tests."""

HEAD = """\
programme: mau
version: "1"
name: Mẫu
basis: [{title: Quyết định mẫu, date: 2026-01-05}]
valid_from: 2026-01-05
"""
FIGURES = """\
figures:
  ho_cu_tru: {name: Số hộ đang cư trú, answer: count, unit: hộ}
  ho_dang_ky: {name: Số hộ đăng ký, answer: count, unit: hộ}
  so_vu: {name: Số vụ, answer: count, unit: vụ}
  so_tien: {name: Số tiền, answer: amount, unit: đồng}
  nghi_quyet: {name: Nghị quyết, answer: document}
  khong_xay_ra: {name: Không để xảy ra, answer: confirmation}
  co_mo_hinh: {name: Có mô hình, answer: yes_no}
  quy_mo: {name: Quy mô, answer: choice, choices: [nhỏ, lớn]}
"""
WINDOW = """window: {from: {year: -1, day: "11-01"}, to: {year: 0, day: "10-31"}}"""


def rulebook_text(
    *,
    criteria: str = "[{code: '1', text: Một, rule: co_mo_hinh}]",
    levels: str = "[{code: dat, name: Đạt, rule: all_met}]",
    kind: str = "residential_area",
    window: str = WINDOW,
    figures: str = FIGURES,
    head: str = HEAD,
    more: str = "",
) -> str:
    """A rulebook for one kind of unit; `more` are further lines of the subject, indented by four."""
    return f"""{head}{figures}subjects:
  {kind}:
    {window}
    criteria: {criteria}
    levels: {levels}
{more}"""


def of_rule(rule: str, **others: str) -> str:
    """A rulebook with one criterion."""
    quoted = rule.replace("'", "''")
    return rulebook_text(criteria=f"[{{code: '1', text: Một, rule: '{quoted}'}}]", **others)
