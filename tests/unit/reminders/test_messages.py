"""The text for a chat: units grouped by what they owe and until when, and never a list that no chat could hold."""

from datetime import date, datetime

from binhyen.kernel.clock import VIETNAM
from binhyen.reminders.messages import group_text, grouped, names_in_words

AT = datetime(2026, 11, 22, 16, 30, tzinfo=VIETNAM)
OWED = [
    ("chưa nộp hồ sơ", None, "Thôn Mẫu 1"),
    ("chưa đăng ký", date(2026, 11, 25), "Thôn Mẫu 2"),
    ("chưa đăng ký", date(2026, 11, 25), "Thôn Mẫu 3"),
    ("chưa đăng ký", date(2026, 11, 20), "Thôn Mẫu 4"),
]


def test_units_that_owe_the_same_until_the_same_day_stand_together_the_earliest_first() -> None:
    assert [(one.words, one.names) for one in grouped(OWED)] == [
        ("chưa đăng ký", ("Thôn Mẫu 4",)),
        ("chưa đăng ký", ("Thôn Mẫu 2", "Thôn Mẫu 3")),
        ("chưa nộp hồ sơ", ("Thôn Mẫu 1",)),
    ]


def test_a_text_says_until_when_it_holds_and_how_many_days_are_left() -> None:
    late, soon, _ = grouped(OWED)
    assert group_text("đợt xét", soon, listed=24, office="Xã Mẫu P", at=AT).startswith(
        "Tính đến 16 giờ 30 ngày 22/11/2026, đợt xét: còn 2/24 đơn vị chưa đăng ký (hạn 25/11/2026, còn 3 ngày): "
        "Thôn Mẫu 2; Thôn Mẫu 3."
    )
    assert "quá hạn 2 ngày" in group_text("đợt xét", late, listed=24, office="Xã Mẫu P", at=AT)


def test_a_long_list_ends_with_how_many_more_there_are() -> None:
    assert names_in_words([f"Thôn Mẫu {at}" for at in range(100)]).endswith("Thôn Mẫu 59; và 40 đơn vị khác")
