"""The closed tables of the movement: what is done, and for whom. Counting needs words that everybody means alike."""

from dataclasses import dataclass

from django.db.models import TextChoices


class ActivityKind(TextChoices):
    """What is done. The festival days are held on a day of the year that the whole country knows."""

    CONFERENCE = "conference", "hội nghị"
    TRAINING = "training", "tập huấn"
    PROPAGANDA = "propaganda", "tuyên truyền, vận động"
    LAUNCH = "launch", "phát động thi đua"
    SECURITY_DAY = "security_day", "Ngày hội toàn dân bảo vệ an ninh Tổ quốc"
    UNITY_DAY = "unity_day", "Ngày hội đại đoàn kết dân tộc"
    PLEDGE = "pledge", "ký cam kết"
    MEDIATION = "mediation", "hòa giải"
    DRILL = "drill", "diễn tập, thực hành"
    MEETING = "meeting", "họp bình xét"
    REVIEW = "review", "sơ kết, tổng kết"
    OTHER = "other", "hoạt động khác"

    @property
    def day_of_year(self) -> str:
        """ "19/8"; empty for what has no day of its own."""
        festival = FESTIVALS.get(self)
        return f"{festival.day}/{festival.month}" if festival else ""


class Audience(TextChoices):
    """For whom it is done."""

    OFFICIALS = "officials", "cán bộ"
    PEOPLE = "people", "nhân dân"
    PUPILS = "pupils", "học sinh, sinh viên"
    TEACHERS = "teachers", "giáo viên"
    WORKERS = "workers", "người lao động"
    MEMBERS = "members", "đoàn viên, hội viên"
    FORCES = "forces", "lực lượng tại chỗ"


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day that returns every year."""

    month: int
    day: int


FESTIVALS = {
    ActivityKind.SECURITY_DAY: DayOfYear(8, 19),
    ActivityKind.UNITY_DAY: DayOfYear(11, 18),
}
