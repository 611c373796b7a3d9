"""The words by which a header gives away what its column holds. Data only; `refusals` gives them their meaning.

A word is written with its diacritics. A header's word matches when it is the same, or when it carries no diacritics
at all and reads the same without them ("tien an" is read as tiền án, "tiền ăn" is not).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of column that is not stored.

    `counted` says that a plain count of it is welcome ("Số người nghiện": yes; "Số căn cước" is no count), `is_number`
    that what it holds of a person is a number itself ("Năm sinh": 1985): cells of digits are then no sign of a count.
    """

    code: str
    name: str
    words: tuple[str, ...]
    counted: bool
    alone: tuple[str, ...] = ()
    is_number: bool = False


IDENTITY = Category(
    "giay_to_tuy_than",
    "số giấy tờ tùy thân (căn cước, CMND, hộ chiếu, thẻ bảo hiểm)",
    (
        "cccd", "cmnd", "cmtnd", "cmt", "căn cước", "cc cd", "chứng minh thư", "chứng minh nhân dân", "hộ chiếu", "passport",
        "định danh cá nhân", "số định danh", "mã định danh công dân", "giấy tờ tùy thân", "số giấy tờ", "mã số bhxh", "số bhxh",
        "bảo hiểm xã hội", "thẻ bhyt", "số bhyt", "mã bhyt", "bảo hiểm y tế", "thẻ đảng", "sổ hộ khẩu", "số hộ khẩu",
        "giấy phép lái xe", "gplx", "giấy khai sinh", "vneid", "biển số xe", "số tài khoản", "stk", "đdcn", "sổ bhxh", "biển kiểm soát", "số tk", "tk ngân hàng",
        "mã số thuế cá nhân", "mst cá nhân",
    ),
    counted=False,
    alone=("định danh", "hộ khẩu"),
)  # fmt: skip
PHONE = Category(
    "dien_thoai",
    "số điện thoại của cá nhân",
    ("điện thoại", "số đt", "sđt", "sdt", "đtdđ", "dtdd", "đt dđ", "di động", "phone", "mobile", "zalo", "số phone", "tel", "số máy liên hệ", "số máy liên lạc"),
    counted=False,
    alone=("đt", "liên lạc"),
)  # fmt: skip
BIRTH = Category(
    "nhan_than",
    "nhân thân (ngày sinh, quê quán, nơi ở, giới tính)",
    (
        "ngày sinh", "năm sinh", "ngày tháng năm sinh", "sinh ngày", "sinh năm", "nơi sinh", "quê quán", "nguyên quán",
        "nơi thường trú", "địa chỉ thường trú", "hktt", "hộ khẩu thường trú", "nơi ở hiện nay", "chỗ ở hiện nay", "nơi ở hiện tại", "chỗ ở hiện tại", "nơi tạm trú",
        "địa chỉ hộ", "địa chỉ gia đình", "địa chỉ nhà", "địa chỉ chủ hộ", "địa chỉ cá nhân", "nhà riêng",
        "giới tính", "ns", "tọa độ nhà", "nam nữ", "độ tuổi của", "vị trí nhà", "tình trạng hôn nhân", "nghề nghiệp bản thân", "dob", "date of birth",
    ),
    counted=True,
    alone=("tuổi", "số nhà", "nơi ở", "chỗ ở", "quê", "giới"),
    is_number=True,
)  # fmt: skip
NAMES = Category(
    "ho_ten",
    "họ tên cá nhân",
    (
        "họ và tên", "họ tên", "họ đệm", "tên chủ hộ", "chủ hộ", "tên người", "tên công dân", "tên cá nhân", "tên vợ", "tên chồng",
        "tên cha", "tên mẹ", "tên bố", "tên con", "bí danh", "tên thành viên", "người đại diện hộ", "đại diện hộ",
        "đại diện gia đình", "danh sách hộ", "danh sách người", "danh sách nhân khẩu", "danh sách cá nhân", "full name", "fullname",
    ),
    counted=False,
    alone=("tên hộ", "danh sách"),
)  # fmt: skip
MINORS = Category(
    "tre_em",
    "trẻ em, học sinh theo từng người",
    (
        "tên học sinh", "họ tên học sinh", "tên trẻ", "tên trẻ em", "tên cháu", "danh sách học sinh", "danh sách trẻ",
        "học sinh cá biệt", "học sinh vi phạm", "học sinh hư", "học sinh bị", "trẻ vi phạm", "trẻ em vi phạm", "trẻ em hư",
        "trẻ hư", "trẻ bị xâm hại", "trẻ em bị xâm hại", "thanh thiếu niên hư", "thiếu niên hư", "tên phụ huynh",
        "mã học sinh", "học lực học sinh", "học sinh bị kỷ luật",
    ),
    counted=True,
)  # fmt: skip
CREED = Category(
    "dan_toc_ton_giao_chinh_kien",
    "dân tộc, tôn giáo, chính kiến",
    (
        "tôn giáo", "theo đạo", "tín đồ", "giáo dân", "chính kiến", "quan điểm chính trị", "tư tưởng chính trị của",
        "xu hướng chính trị", "thành phần chính trị", "thái độ chính trị", "là đảng viên", "lý lịch", "hộ dân tộc", "người dân tộc",
        "thành phần dân tộc", "dân tộc gì", "chức sắc", "tà đạo", "đạo lạ",
    ),
    counted=True,
    alone=("dân tộc", "đảng viên", "đạo", "đạo gì", "tín ngưỡng", "dt thiểu số", "dân tộc thiểu số"),
)  # fmt: skip
CRIME = Category(
    "vi_pham",
    "người liên quan đến tội phạm, ma túy, kỷ luật, bệnh tâm thần",
    (
        "tiền án", "tiền sự", "nghiện", "người nghiện", "con nghiện", "sử dụng ma túy", "bị can", "bị cáo", "nghi can", "nghi phạm",
        "người phạm tội", "can phạm", "phạm nhân", "thủ phạm", "hung thủ", "kẻ gian", "nạn nhân", "bị hại", "người bị hại",
        "người vi phạm", "hộ vi phạm", "tên vi phạm", "lầm lỗi", "tù tha", "mãn hạn tù", "chấp hành xong", "án treo",
        "cải tạo không giam giữ", "đặc xá", "tái hòa nhập", "hình thức kỷ luật", "người bị kỷ luật", "cán bộ bị kỷ luật", "đảng viên bị kỷ luật",
        "mức kỷ luật", "tâm thần", "ngáo đá", "hiv", "mại dâm", "người bán dâm", "truy nã", "người bị", "nghi vấn", "tội danh",
        "nợ xấu", "côn đồ", "giang hồ", "cờ bạc người", "người cai nghiện", "cai nghiện", "methadone", "người đánh bạc", "tats", "chất ma túy", "người sau cai", "đt hình sự",
    ),
    counted=True,
)  # fmt: skip
TARGET = Category("doi_tuong", "đối tượng theo nghĩa quản lý, theo dõi", ("đối tượng",), counted=True)
REPORTS = Category(
    "to_giac",
    "tố giác, tố cáo, khiếu nại, hòa giải theo từng người",
    (
        "tố giác", "tố cáo", "người báo tin", "người cung cấp tin", "nguồn tin báo", "người khiếu nại", "người khiếu kiện",
        "người bị khiếu nại", "người phản ánh", "hòm thư", "đơn thư của", "người gửi đơn", "các bên hòa giải", "bên tranh chấp",
        "các bên tranh chấp", "người mâu thuẫn", "bên mâu thuẫn", "hộ mâu thuẫn", "hộ tranh chấp", "người được hòa giải",
        "cơ sở bí mật", "cộng tác viên bí mật", "đặc tình",
    ),
    counted=True,
)  # fmt: skip
NARRATIVE = Category(
    "tuong_thuat",
    "tường thuật vụ việc",
    (
        "diễn biến", "nội dung vụ việc", "nội dung vụ", "mô tả vụ", "mô tả sự việc", "tóm tắt vụ", "tóm tắt sự việc", "chi tiết vụ",
        "chi tiết sự việc", "tình tiết", "tường trình", "tường thuật", "lời khai", "nội dung đơn", "nội dung phản ánh", "nội dung hòa giải",
        "nội dung mâu thuẫn", "nội dung tranh chấp", "hành vi vi phạm", "nội dung vi phạm", "vụ việc cụ thể", "tên vụ", "sự việc xảy ra",
    ),
    counted=True,
)  # fmt: skip
IMAGES = Category(
    "hinh_anh",
    "ảnh, hình camera, sinh trắc của người",
    (
        "ảnh chân dung", "ảnh thẻ", "ảnh người", "ảnh mặt", "khuôn mặt", "ảnh camera", "hình camera", "trích xuất camera",
        "ảnh căn cước", "ảnh cccd", "ảnh cắt từ camera", "ảnh từ camera", "ảnh cmnd", "ảnh hộ", "ảnh chủ hộ", "ảnh đối tượng", "ảnh học sinh", "vân tay", "sinh trắc",
        "facebook", "fb", "tiktok", "tài khoản mạng xã hội", "mạng xã hội cá nhân", "giọng nói", "mống mắt",
    ),
    counted=True,
    alone=("ảnh", "hình", "hình ảnh", "photo", "ảnh 3x4", "ảnh 4x6"),
)  # fmt: skip
LOYALTY = Category(
    "xep_hang_ho",
    "đánh giá, xếp hạng từng hộ, từng người",
    (
        "hộ chưa an toàn", "hộ không an toàn", "hộ chưa đạt", "hộ không đạt", "hộ chưa ký", "hộ không ký", "hộ chưa đăng ký",
        "hộ không đăng ký", "hộ không cam kết", "hộ chưa cam kết", "hộ chống đối", "hộ cá biệt", "hộ phức tạp", "xếp loại hộ", "xếp hạng hộ", "phân loại hộ",
        "đánh giá hộ", "chấm điểm hộ", "điểm từng hộ", "điểm của hộ", "hộ cần theo dõi", "hộ cần lưu ý", "người cần theo dõi", "xếp hạng gia đình",
        "xếp loại gia đình", "gia đình chưa đạt", "gia đình cá biệt", "mức độ trung thành", "người không ký", "người chưa ký",
        "lý do không ký", "lý do hộ", "gia đình không ký",
    ),
    counted=True,
)  # fmt: skip

# The first that fits names the column; the narrower ones stand before the wider ones.
CATEGORIES = (IDENTITY, MINORS, IMAGES, CRIME, REPORTS, NARRATIVE, LOYALTY, CREED, TARGET, BIRTH, PHONE, NAMES)

# "Số …" is a count only when what follows can be counted: "Số căn cước" is a number on a card.
COUNTABLE = (
    "lượng", "lượt", "người", "hộ", "công dân", "nhân khẩu", "vụ", "vụ việc", "trường hợp", "đối tượng", "học sinh", "trẻ", "trẻ em", "cán bộ",
    "đảng viên", "cuộc", "buổi", "tin", "đơn", "thẻ", "gia đình", "cá nhân", "máy", "camera", "điểm", "nhóm", "tổ", "cơ sở", "thành viên",
    "chủ hộ", "nạn nhân", "con nghiện", "bị can", "nữ", "nam", "chủ", "đầu", "quần chúng", "hội viên", "đoàn viên", "giáo viên", "nhân viên",
    "công nhân", "lao động",
)  # fmt: skip
COUNT_STARTS = ("số", "tổng số", "tổng", "sl", "tỷ lệ", "tỉ lệ", "lượt", "bình quân", "tăng giảm")
# Numbers that only look like counts: what follows "số" here is written on a card, a book or a door.
NOT_COUNTS = (
    "số hộ chiếu",
    "số hộ khẩu",
    "số điện thoại",
    "số thẻ bhyt",
    "số thẻ đảng",
    "số thẻ bảo hiểm",
    "số thẻ căn cước",
    "số máy",
)
UNITS_OF_MEASURE = (
    "người",
    "hộ",
    "vụ",
    "tin",
    "đơn",
    "lượt",
    "trường hợp",
    "lượt người",
    "em",
    "học sinh",
    "cuộc",
    "cái",
    "%",
)

# Who may be named or called: whoever stands for a unit in office.
OFFICES = (
    "trưởng thôn", "trưởng bản", "trưởng ấp", "trưởng khu", "trưởng khóm", "trưởng xóm", "trưởng buôn", "tổ trưởng", "hiệu trưởng", "giám đốc",
    "trưởng ban", "trưởng đơn vị", "trưởng phòng", "trưởng công an", "trưởng ca", "cơ quan", "đơn vị", "ủy ban", "ubnd", "chủ tịch", "thủ trưởng", "người đứng đầu",
    "lãnh đạo", "phụ trách", "đầu mối", "trực ban", "thường trực", "đường dây nóng", "công an xã", "công an phường", "văn phòng", "nhà trường", "doanh nghiệp",
    "công ty", "người lập", "người báo cáo", "người nhập", "người ký", "người duyệt", "bí thư", "cán bộ tổng hợp", "cán bộ phụ trách", "người tổng hợp",
    "trụ sở", "trường", "bảo vệ dân phố", "tổ bảo vệ", "nhà văn hóa", "người liên hệ", "người đại diện pháp luật", "đại diện đơn vị", "kế toán", "văn thư",
)  # fmt: skip
# "Đối tượng" as everybody says it: those whom an activity is for.
EVERYDAY_TARGETS = (
    "đối tượng được", "đối tượng tham gia", "đối tượng tham dự", "đối tượng dự", "đối tượng tuyên truyền", "đối tượng tập huấn",
    "đối tượng áp dụng", "đối tượng thụ hưởng", "đối tượng hưởng", "đối tượng phục vụ", "đối tượng thi đua", "đối tượng khen thưởng", "đối tượng phổ biến",
    "đối tượng bồi dưỡng", "đối tượng đăng ký", "đối tượng xét", "đối tượng công nhận", "đối tượng đào tạo", "đối tượng hướng dẫn", "đối tượng báo cáo",
    "đối tượng ký cam kết", "đối tượng vận động", "đối tượng nghe", "đối tượng đánh giá", "đối tượng hỗ trợ", "đối tượng chính sách", "đối tượng thuộc diện",
)  # fmt: skip
# Phrases that only share a word with something refused; they are taken out before the rest is read.
HARMLESS = (
    "mã định danh cơ quan", "mã định danh đơn vị", "mã định danh điện tử", "định danh cơ quan", "định danh đơn vị", "mã định danh tổ chức",
    "định danh điện tử", "ban dân tộc", "phòng dân tộc", "dân tộc nội trú", "dân tộc bán trú", "đoàn kết dân tộc", "cơ sở tôn giáo", "ban tôn giáo",
    "công tác tôn giáo", "tổ chức tôn giáo", "tài khoản đơn vị", "cơ sở cai nghiện", "tổ hòa giải", "hình ảnh hoạt động", "ảnh hoạt động", "ảnh hưởng",
    "công tác dân tộc", "hộ khẩu thường trú của đơn vị", "hội người",
)  # fmt: skip
# A header that speaks of a paper, a measure or an act of the unit is about the unit, whatever its subject is.
PAPERS_AND_ACTS = (
    "quy chế", "quy định", "nội quy", "quy ước", "hương ước", "kế hoạch", "nghị quyết", "chương trình", "chuyên đề", "hội nghị", "tập huấn", "tuyên truyền", "văn bản",
    "phòng chống", "phòng ngừa", "không để xảy ra", "không xảy ra", "không có", "mô hình", "câu lạc bộ", "báo cáo", "biên bản", "quyết định", "cam kết", "bản đăng ký",
    "ban chỉ đạo", "phổ biến", "vận động", "tiếp nhận", "công tác", "phong trào", "tiêu chí", "xác nhận", "phòng, chống",
)  # fmt: skip
# Sums have nine digits and more, and never begin with a zero.
MONEY = (
    "tiền", "kinh phí", "đồng", "vnđ", "vnd", "ngân sách", "doanh thu", "thu nhập", "giá trị",
    "trị giá", "chi phí", "quỹ", "mức thưởng", "thành tiền", "đóng góp", "ủng hộ", "vốn", "diện tích", "m2", "thiệt hại",
)  # fmt: skip
# Ten digits that may begin like a mobile number.
CODES_OF_UNITS = (
    "mã số thuế", "mst", "mã số doanh nghiệp", "mã số dn", "mã định danh", "mã quan hệ ngân sách", "mã đơn vị", "mã trường",
)  # fmt: skip
JOINED_CODES = frozenset(("masothue", "masothuedn", "madonvi", "matruong", "masodn"))
# Columns of units and places, which bear names of people too.
UNITS_AND_PLACES = (
    "đơn vị", "xã", "phường", "thị trấn", "huyện", "quận", "tỉnh", "thành phố", "thôn", "bản", "ấp", "buôn", "khóm", "xóm", "khu dân cư",
    "khu phố", "tổ dân phố", "tdp", "địa phương", "địa bàn", "địa điểm", "địa chỉ", "nơi", "trường", "đường", "phố", "tuyến", "ngõ", "cơ quan", "doanh nghiệp",
    "công ty", "hợp tác xã", "chi bộ", "chi hội", "cụm", "khối", "tổ liên gia", "trụ sở", "cầu", "chợ",
)  # fmt: skip
SEXES = frozenset(("nam", "nu", "gioi tinh nam", "gioi tinh nu"))
# The ethnic groups and creeds as cells name them.
CREEDS = frozenset((
    "kinh", "tày", "thái", "mường", "khmer", "khơ me", "hoa", "nùng", "h'mông", "hmông", "mông", "dao", "gia rai", "ê đê", "ba na", "sán chay",
    "chăm", "cơ ho", "xơ đăng", "sán dìu", "hrê", "ra glai", "mnông", "thổ", "xtiêng", "stiêng", "khơ mú", "bru vân kiều", "bru - vân kiều", "cơ tu", "giáy",
    "tà ôi", "mạ", "giẻ triêng", "co", "chơ ro", "xinh mun", "hà nhì", "chu ru", "lào", "la chí", "kháng", "phù lá", "la hủ", "la ha", "pà thẻn",
    "lự", "ngái", "chứt", "lô lô", "mảng", "cơ lao", "bố y", "cống", "si la", "pu péo", "rơ măm", "brâu", "ơ đu", "cao lan", "vân kiều",
    "công giáo", "thiên chúa", "thiên chúa giáo", "phật giáo", "tin lành", "cao đài", "hòa hảo", "hoà hảo", "phật giáo hòa hảo", "hồi giáo", "bà la môn",
    "lương", "giáo", "theo đạo", "không theo đạo", "đạo phật", "đạo thiên chúa",
))  # fmt: skip
RECORDS = (
    "tiền án", "tiền sự", "nghiện", "đang nghiện", "tâm thần", "án treo", "đang hưởng án treo", "mãn hạn tù", "tù tha", "đặc xá",
    "đang chấp hành", "cai nghiện", "sau cai", "nhiễm hiv", "hiv", "trầm cảm", "ngáo đá", "sử dụng ma túy", "có tiền án", "có tiền sự",
)  # fmt: skip
