"""What the sheet "Hướng dẫn" tells. It is never read back."""

from dataclasses import dataclass

from binhyen.sheets.rulebooks.layout import CHECKS, CRITERIA, FIGURES, LEVELS, SHEETS, SOURCES, SUBJECTS


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of two columns under a title; `look` is how the left column is written."""

    title: str
    lines: tuple[tuple[str, str], ...]
    look: str


TITLE = "Bộ tiêu chí viết bằng Excel"
PURPOSE = (
    "Điền các trang theo thứ tự, rồi tải tệp lên trang “Bộ tiêu chí” hoặc kiểm tra bằng lệnh check-rulebook.",
    "Phần mềm nêu từng chỗ sai bằng tên trang và ô. Trang này và trang “Danh mục” không được đọc.",
)
_STEPS = tuple((sheet.name, sheet.about) for sheet in SHEETS)

_HABITS = (
    ("Ô", "Mọi ô là chữ. Không dùng công thức Excel, không gộp ô, không ẩn dòng hay cột có nội dung."),
    ("Trang, cột", "Không đổi tên trang và tên cột. Có thể đổi độ rộng, màu sắc; thêm trang riêng để ghi nháp."),
    ("Mã", "Mã như 2.10 hay 01 phải giữ dạng chữ: nếu dán từ nơi khác, chọn dán giá trị (Paste Values)."),
    ("Ngưỡng", "Ngưỡng nào chưa đọc được trong văn bản thì chọn “chờ xác nhận”, không tự đặt số."),
    ("Con người", "Chỉ dùng số đếm, có/không và xác nhận ở cấp đơn vị; không hỏi tên, tuổi, địa chỉ của ai."),
)

_RULES = (
    ("ho_dang_ky = ho_cu_tru AND ho_cu_tru > 0", "Mọi hộ đều đăng ký (và có hộ để đăng ký)."),
    ("ho_dang_ky / ho_cu_tru >= 70%", "Ít nhất 70 % số hộ đăng ký; tính đúng, không làm tròn."),
    ("so_ho BETWEEN 5 AND 15", "Từ 5 đến 15 hộ, tính cả 5 và 15."),
    ("nghi_quyet AND nghi_quyet.date <= deadline('03-31')", "Có văn bản, ban hành không muộn hơn 31/03."),
    ("tngt_so_vu < previous(tngt_so_vu)", "Giảm so với năm trước; bằng năm trước là không giảm."),
    ("khong_phuc_tap", "Đã xác nhận không để xảy ra (số liệu kiểu xác nhận)."),
    ("quy_mo IN ('vừa', 'lớn')", "Một trong các lựa chọn; chữ đặt trong dấu nháy đơn."),
    ("met('1a') OR NOT khieu_kien", "Tiêu chí 1a đạt, hoặc trả lời không cho số liệu có/không."),
    ("units('recognised') / units('listed') >= 70%", "Ít nhất 70 % đơn vị thuộc diện đã được công nhận."),
    ("if(quy_mo = 'lớn', so_binh >= 10, so_binh >= 5)", "Ngưỡng khác nhau theo điều kiện."),
    ("all_met", "Ở trang “Mức”: mọi tiêu chí đạt. Ngoài ra: count_met >= 13, points >= 70."),
)

_EXAMPLE = (
    (FIGURES.name, "Mã số liệu: ho_dang_ky · Tên: Số hộ đăng ký · Cách trả lời: số đếm · Đơn vị tính: hộ"),
    (CHECKS.name, "Mã: ho · Quy tắc: ho_dang_ky <= ho_cu_tru · Câu hỏi: Số hộ đăng ký lớn hơn số hộ cư trú."),
    (SUBJECTS.name, "Đối tượng: khu dân cư · Từ: năm trước, 01/11 · Đến: năm xét, 31/10"),
    (CRITERIA.name, "Đối tượng: khu dân cư · Mã tiêu chí: 1 · Nội dung: Đăng ký · (nhóm, không có quy tắc)"),
    (CRITERIA.name, "Thuộc tiêu chí: 1 · Mã: 1a · Nội dung: Mọi hộ đăng ký · Quy tắc: ho_dang_ky = ho_cu_tru AND ho_cu_tru > 0"),
    (SOURCES.name, "Đối tượng: khu dân cư · Tiêu chí: 1a · Tên văn bản: Kế hoạch số … · Điều khoản: điểm a khoản 1 mục II"),
    (LEVELS.name, "Đối tượng: khu dân cư · Mã mức: dat · Tên mức: Đạt tiêu chuẩn · Quy tắc: all_met"),
)  # fmt: skip

_POINTS = (
    ("Điểm tối đa: 10, Quy tắc: …", "Đạt được 10 điểm, chưa đạt 0 điểm."),
    ("Điểm tối đa: 20, Cách tính điểm: ho_dang_ky * 20 / ho_cu_tru", "Điểm theo công thức, từ 0 đến 20."),
    ("Điểm tối đa: 16, Cách tính điểm: ban chỉ đạo chấm", "Ban Chỉ đạo ghi điểm khi xét duyệt."),
    ("Điểm tối đa: 24, Trừ điểm theo: so_vu_chay, Mỗi lần trừ: 6", "24 điểm, trừ 6 điểm mỗi vụ, không dưới 0."),
)

SECTIONS = (
    Section("Các trang", _STEPS, "term"),
    Section("Lưu ý khi điền", _HABITS, "term"),
    Section("Viết quy tắc", _RULES, "rule"),
    Section("Chấm điểm", _POINTS, "prose"),
    Section("Ví dụ: một tiêu chí qua các trang (trang này không được đọc)", _EXAMPLE, "term"),
)
