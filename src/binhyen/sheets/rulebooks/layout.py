"""The form: which sheets a rulebook workbook has, which columns, and what each column holds.

A column's `key` is the path of the value inside its part of a rulebook file ("deduct.count"). Keys that begin with @
say where the row belongs: the kind of unit, the group around a criterion, what a source is the source of.
"""

from dataclasses import dataclass
from enum import Enum, auto

from binhyen.sheets.rulebooks import words
from binhyen.sheets.rulebooks.words import Words


class Form(Enum):
    """What a cell of a column looks like to a person."""

    TEXT = auto()
    CODE = auto()
    RULE = auto()
    WORD = auto()
    LINES = auto()
    DAY = auto()
    MONTH_DAY = auto()
    POINTS = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet, or one line of the card "Thông tin chung"."""

    key: str
    header: str
    note: str
    width: int = 16
    form: Form = Form.TEXT
    words: Words | None = None
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. A card has its labels in column A and the values beside them; other sheets have a header row."""

    name: str
    about: str
    columns: tuple[Column, ...]
    is_card: bool = False

    def column(self, key: str) -> Column:
        """The column of a key."""
        return next(column for column in self.columns if column.key == key)


KEY, SUBJECT, PARENT, CRITERION, LEVEL = "@key", "@subject", "@parent", "@criterion", "@level"

_KIND = Column(SUBJECT, "Đối tượng", "Loại đơn vị được xét. Chọn trong danh sách.", 30, Form.WORD, words.KINDS, True)
_STATUS_NOTE = "Để trống: đã kiểm chứng. “chờ xác nhận”: chưa đọc được nguyên văn, "
_NOTE = Column("note", "Ghi chú", "Điều người dùng cần biết thêm.", 40)

CARD = Sheet(
    "Thông tin chung",
    "Bộ tiêu chí này là gì, của ai, có hiệu lực khi nào.",
    (
        Column("programme", "Mã phong trào", "Chữ thường không dấu, số và dấu gạch, ví dụ an-toan-antt. Các phiên bản của một phong trào dùng chung mã.", is_required=True, form=Form.CODE),
        Column("version", "Phiên bản", "Số văn bản hoặc năm, ví dụ 124/2021.", is_required=True, form=Form.CODE),
        Column("name", "Tên bộ tiêu chí", "Tên đầy đủ, như trong văn bản.", is_required=True),
        Column("word", "Gọi là", "Phong trào, cuộc vận động, mô hình hay tiêu chuẩn.", form=Form.WORD, words=words.MOVEMENTS),
        Column("owner", "Cơ quan ban hành", "Cơ quan ban hành bộ tiêu chí."),
        Column("valid_from", "Có hiệu lực từ ngày", "Ngày/tháng/năm, ví dụ 10/02/2022.", is_required=True, form=Form.DAY),
        Column("valid_to", "Hết hiệu lực từ ngày", "Để trống nếu còn hiệu lực.", form=Form.DAY),
        Column("note", "Ghi chú", "Điều người dùng cần biết thêm."),
    ),
    is_card=True,
)  # fmt: skip

SOURCES = Sheet(
    "Căn cứ",
    "Văn bản làm căn cứ. Ba cột đầu để trống: căn cứ của cả bộ tiêu chí (cần ít nhất một).",
    (
        Column(SUBJECT, "Đối tượng", "Để trống nếu là căn cứ của cả bộ tiêu chí.", 24, Form.WORD, words.KINDS),
        Column(CRITERION, "Tiêu chí", "Mã tiêu chí, nếu là căn cứ riêng của một tiêu chí.", 12, Form.CODE),
        Column(LEVEL, "Mức", "Mã mức, nếu là căn cứ riêng của một mức công nhận.", 12, Form.CODE),
        Column("title", "Tên văn bản", "Loại, số, cơ quan ban hành.", 50, is_required=True),
        Column("date", "Ngày", "Ngày văn bản: ngày/tháng/năm.", 14, Form.DAY),
        Column("clause", "Điều khoản", "Ví dụ: điểm b khoản 2 Điều 4.", 26),
        Column("url", "Nơi đọc", "Địa chỉ trang đăng văn bản.", 30),
        _NOTE,
    ),
)

FIGURES = Sheet(
    "Số liệu",
    "Những gì đơn vị báo cáo. Quy tắc gọi số liệu bằng mã của nó.",
    (
        Column(KEY, "Mã số liệu", "Chữ thường không dấu, số và gạch dưới, ví dụ ho_dang_ky. Mã dùng chung cho mọi bộ tiêu chí.", 26, Form.CODE, is_required=True),
        Column("name", "Tên số liệu", "Như người báo cáo hiểu: Số hộ đăng ký.", 44, is_required=True),
        Column("answer", "Cách trả lời", "Chọn trong danh sách. Không có kiểu phần trăm: phần trăm tính từ hai số đếm.", 24, Form.WORD, words.ANSWERS, True),
        Column("unit", "Đơn vị tính", "hộ, vụ, người, buổi …", 14),
        Column("owner", "Ai nắm số liệu", "Cơ quan phụ trách, nếu không phải chính đơn vị, ví dụ police.", 18),
        Column("counts", "Tính số của ai", "Để trống: số đơn vị tự báo cáo. “ban chỉ đạo”: số đã thẩm định. “cơ quan phụ trách”: số của cơ quan ở cột bên.", 18, Form.WORD, words.SOURCES),
        Column("choices", "Các lựa chọn", "Chỉ cho kiểu “chọn một”: mỗi lựa chọn một dòng trong ô (Alt+Enter).", 26, Form.LINES),
        Column("max", "Điểm cao nhất", "Chỉ cho kiểu “điểm”.", 14, Form.POINTS),
        _NOTE,
    ),
)  # fmt: skip

CHECKS = Sheet(
    "Kiểm tra",
    "Điều không thể khác đi, hỏi lại trước khi nộp; không phải tiêu chí.",
    (
        Column("code", "Mã kiểm tra", "Chữ thường không dấu, ví dụ ho.", 16, Form.CODE, is_required=True),
        Column("rule", "Quy tắc", "Ví dụ: ho_dang_ky <= ho_cu_tru", 60, Form.RULE, is_required=True),
        Column("message", "Câu hỏi khi không đúng", "Ví dụ: Số hộ đăng ký lớn hơn số hộ cư trú.", 60, is_required=True),
    ),
)

SUBJECTS = Sheet(
    "Đối tượng",
    "Mỗi loại đơn vị được xét một dòng, với thời gian xét của loại đó (tính cả ngày đầu và ngày cuối).",
    (
        _KIND,
        Column("window.from.year", "Từ: năm", "năm trước, năm xét hay năm sau.", 14, Form.WORD, words.YEARS),
        Column("window.from.day", "Từ: ngày", "Ngày/tháng, ví dụ 01/11.", 12, Form.MONTH_DAY),
        Column("window.to.year", "Đến: năm", "năm trước, năm xét hay năm sau.", 14, Form.WORD, words.YEARS),
        Column("window.to.day", "Đến: ngày", "Ngày/tháng, ví dụ 31/10.", 12, Form.MONTH_DAY),
        Column("window.status", "Thời gian xét", f"{_STATUS_NOTE}ngày nêu ở đây chỉ để chạy thử.", 18, Form.WORD, words.STATUSES),
        Column("eligible", "Điều kiện được xét", "Quy tắc; để trống nếu mọi đơn vị loại này đều được xét.", 40, Form.RULE),
        Column("total", "Tổng điểm", "Tổng điểm tối đa, ví dụ 100; phần mềm cộng lại và so.", 12, Form.POINTS),
        _NOTE,
    ),
)  # fmt: skip

CRITERIA = Sheet(
    "Tiêu chí",
    "Mỗi tiêu chí một dòng, theo thứ tự của văn bản. Nhóm tiêu chí không có quy tắc: nhóm đạt khi mọi mục con đạt.",
    (
        _KIND,
        Column(PARENT, "Thuộc tiêu chí", "Mã của nhóm chứa tiêu chí này; để trống nếu ở tầng ngoài cùng.", 14, Form.CODE),
        Column("code", "Mã tiêu chí", "Như trong văn bản: 1, 1a, 2.10.", 14, Form.CODE, is_required=True),
        Column("text", "Nội dung", "Lời văn của tiêu chí.", 60, is_required=True),
        Column("rule", "Quy tắc", "Khi nào thì đạt. Ví dụ: ho_dang_ky / ho_cu_tru >= 70%", 46, Form.RULE),
        Column("applies", "Chỉ áp dụng khi", "Quy tắc; để trống nếu áp dụng cho mọi đơn vị.", 34, Form.RULE),
        Column("status", "Tình trạng", f"{_STATUS_NOTE}kết quả là ý kiến ghi nhận của Ban Chỉ đạo, không có quy tắc.", 18, Form.WORD, words.STATUSES),
        Column("points", "Điểm tối đa", "Nếu bộ tiêu chí chấm điểm.", 12, Form.POINTS),
        Column("score", "Cách tính điểm", "Để trống: đạt thì được đủ điểm. Công thức: điểm theo công thức. “ban chỉ đạo chấm”: chấm tay.", 34, Form.WORD, words.SCORES),
        Column("deduct.count", "Trừ điểm theo", "Số lần bị trừ: một số liệu hay công thức, ví dụ so_vu_chay.", 26, Form.RULE),
        Column("deduct.each", "Mỗi lần trừ", "Số điểm trừ mỗi lần; không trừ quá điểm tối đa.", 12, Form.POINTS),
        Column("evidence", "Minh chứng", "Giấy tờ cần giữ, mỗi loại một dòng trong ô (Alt+Enter).", 34, Form.LINES),
        _NOTE,
    ),
)  # fmt: skip

LEVELS = Sheet(
    "Mức",
    "Các mức công nhận, mức thấp đứng trước. Mức cao phải gồm cả điều kiện của mức thấp.",
    (
        _KIND,
        Column("code", "Mã mức", "Chữ thường không dấu, ví dụ dat, kha.", 14, Form.CODE, is_required=True),
        Column("name", "Tên mức", "Ví dụ: Đạt tiêu chuẩn.", 34, is_required=True),
        Column("rule", "Quy tắc", "all_met (mọi tiêu chí đạt), count_met >= 13 (số tiêu chí đạt), points >= 70 (điểm).", 46, Form.RULE),
        Column("status", "Tình trạng", f"{_STATUS_NOTE}mức không có quy tắc.", 18, Form.WORD, words.STATUSES),
        Column("cut_off", "Chờ ngưỡng của", "Chỉ cho mức chờ xác nhận: mức xét theo điều gì, khi mới thiếu con số.", 18, Form.WORD, words.CUT_OFFS),
        Column("milestone", "Chỉ là mốc", "“có” nếu chỉ là mốc đếm, không phải danh hiệu để công nhận.", 12, Form.WORD, words.FLAGS),
        _NOTE,
    ),
)  # fmt: skip

SHEETS = (CARD, SOURCES, FIGURES, CHECKS, SUBJECTS, CRITERIA, LEVELS)
GUIDE_NAME, LISTS_NAME = "Hướng dẫn", "Danh mục"
