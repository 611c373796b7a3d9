"""Kinds of unit: the official ones, what rulebooks speak of, and the one table between them."""

from enum import StrEnum


class SubjectKind(StrEnum):
    """What a rulebook judges."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    RESIDENTIAL_AREA = "residential_area"
    AGENCY = "agency"
    ENTERPRISE = "enterprise"
    SCHOOL = "school"
    FAMILY_GROUP = "family_group"

    @property
    def vietnamese(self) -> str:
        """The word used where several official kinds are meant at once."""
        return _SUBJECT_WORDS[self]

    @property
    def place(self) -> int:
        """Where it stands in a list: as people think of a commune, its areas first, the levels above last."""
        return _IN_ORDER.index(self)


class UnitKind(StrEnum):
    """The official kind of a unit, as its papers call it."""

    TINH = "tinh"
    THANH_PHO_TW = "thanh_pho_tw"
    QUAN = "quan"
    HUYEN = "huyen"
    THI_XA = "thi_xa"
    THANH_PHO = "thanh_pho"
    XA = "xa"
    PHUONG = "phuong"
    THI_TRAN = "thi_tran"
    DAC_KHU = "dac_khu"
    THON = "thon"
    LANG = "lang"
    BAN = "ban"
    AP = "ap"
    BUON = "buon"
    PHUM = "phum"
    SOC = "soc"
    KHOM = "khom"
    XOM = "xom"
    TO_DAN_PHO = "to_dan_pho"
    KHU_PHO = "khu_pho"
    CO_QUAN = "co_quan"
    DOANH_NGHIEP = "doanh_nghiep"
    HOP_TAC_XA = "hop_tac_xa"
    TRUONG_HOC = "truong_hoc"
    TO_LIEN_GIA = "to_lien_gia"

    @property
    def vietnamese(self) -> str:
        """The official word, lower case, as it stands inside a sentence."""
        return _KINDS[self][0]

    @property
    def subject(self) -> SubjectKind:
        """What rulebooks call a unit of this kind."""
        return _KINDS[self][1]

    @property
    def has_seal(self) -> bool:
        """Whether units of this kind issue papers with a seal and a number of their own."""
        return self.subject not in (SubjectKind.RESIDENTIAL_AREA, SubjectKind.FAMILY_GROUP)


_SUBJECT_WORDS = {
    SubjectKind.PROVINCE: "tỉnh, thành phố",
    SubjectKind.DISTRICT: "huyện, quận, thị xã, thành phố thuộc tỉnh",
    SubjectKind.COMMUNE: "xã, phường, thị trấn, đặc khu",
    SubjectKind.RESIDENTIAL_AREA: "khu dân cư",
    SubjectKind.AGENCY: "cơ quan",
    SubjectKind.ENTERPRISE: "doanh nghiệp",
    SubjectKind.SCHOOL: "nhà trường",
    SubjectKind.FAMILY_GROUP: "tổ liên gia",
}

_IN_ORDER = (
    SubjectKind.RESIDENTIAL_AREA,
    SubjectKind.AGENCY,
    SubjectKind.ENTERPRISE,
    SubjectKind.SCHOOL,
    SubjectKind.FAMILY_GROUP,
    SubjectKind.COMMUNE,
    SubjectKind.DISTRICT,
    SubjectKind.PROVINCE,
)
_AREA = SubjectKind.RESIDENTIAL_AREA

_KINDS: dict[UnitKind, tuple[str, SubjectKind]] = {
    UnitKind.TINH: ("tỉnh", SubjectKind.PROVINCE),
    UnitKind.THANH_PHO_TW: ("thành phố", SubjectKind.PROVINCE),
    UnitKind.QUAN: ("quận", SubjectKind.DISTRICT),
    UnitKind.HUYEN: ("huyện", SubjectKind.DISTRICT),
    UnitKind.THI_XA: ("thị xã", SubjectKind.DISTRICT),
    UnitKind.THANH_PHO: ("thành phố", SubjectKind.DISTRICT),
    UnitKind.XA: ("xã", SubjectKind.COMMUNE),
    UnitKind.PHUONG: ("phường", SubjectKind.COMMUNE),
    UnitKind.THI_TRAN: ("thị trấn", SubjectKind.COMMUNE),
    UnitKind.DAC_KHU: ("đặc khu", SubjectKind.COMMUNE),
    UnitKind.THON: ("thôn", _AREA),
    UnitKind.LANG: ("làng", _AREA),
    UnitKind.BAN: ("bản", _AREA),
    UnitKind.AP: ("ấp", _AREA),
    UnitKind.BUON: ("buôn", _AREA),
    UnitKind.PHUM: ("phum", _AREA),
    UnitKind.SOC: ("sóc", _AREA),
    UnitKind.KHOM: ("khóm", _AREA),
    UnitKind.XOM: ("xóm", _AREA),
    UnitKind.TO_DAN_PHO: ("tổ dân phố", _AREA),
    UnitKind.KHU_PHO: ("khu phố", _AREA),
    UnitKind.CO_QUAN: ("cơ quan", SubjectKind.AGENCY),
    UnitKind.DOANH_NGHIEP: ("doanh nghiệp", SubjectKind.ENTERPRISE),
    UnitKind.HOP_TAC_XA: ("hợp tác xã", SubjectKind.ENTERPRISE),
    UnitKind.TRUONG_HOC: ("trường học", SubjectKind.SCHOOL),
    UnitKind.TO_LIEN_GIA: ("tổ liên gia", SubjectKind.FAMILY_GROUP),
}


def kinds_of(subject: SubjectKind) -> tuple[UnitKind, ...]:
    """The official kinds that a rulebook means by `subject`."""
    return tuple(kind for kind, (_, is_subject) in _KINDS.items() if is_subject is subject)
