"""Open data of the movement: covenants, activities, pilots and stages that others published. Nothing invented, nothing
that only an office recorded."""

from collections.abc import Iterator
from datetime import date, timedelta

from binhyen.movement.models import Activity, Covenant, Recorded, Rollout, Stage
from binhyen.portal.selectors.open_tables import CODE, DAY, SOURCE_COLUMNS, WHOLE, WORDS, Column, Table, source_cells
from binhyen.programmes.models import Programme
from binhyen.sheets.writing import Cell
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import versions_of

_HEAD = (
    Column("record", CODE, "Mã của nội dung"),
    Column("programme", CODE, "Mã chương trình; trang chương trình: /chuong-trinh/<mã>/"),
    Column("unit", CODE, "Mã của đơn vị; trang đơn vị: /tra-cuu/<mã>/"),
    Column("unit_name", WORDS, "Tên đơn vị hiện nay hoặc cuối cùng"),
    Column("unit_code", CODE, "Mã đơn vị hành chính hiện nay hoặc cuối cùng"),
)
_NOTE = Column("note", WORDS, "Điều cần biết, như nguồn không nêu gì")
_TO = Column("to", DAY, "Ngày cuối; trống: chưa rõ hoặc đang tiếp tục")
_PUBLISHED = {"publication__isnull": False, "withdrawn": False, "is_sample": False}
_LINKED = ("programme", "publication")
_ORDER = ("programme__code", "key", "pk")
Rows = Iterator[tuple[Cell, ...]]


def _last(ends: date | None) -> date | None:
    return ends - timedelta(days=1) if ends else None


def _head(record: Recorded, programme: Programme | None, unit: UnitVersion | None) -> tuple[Cell, ...]:
    place: tuple[Cell, ...] = (str(unit.unit_id), unit.full_name, unit.code) if unit else ("", "", "")
    return (record.key or str(record.pk), programme.code if programme else "", *place)


def _tail(record: Recorded) -> tuple[Cell, ...]:
    return (record.note, *source_cells(record.publication))


def _covenant_rows() -> Rows:
    listed = list(Covenant.objects.filter(**_PUBLISHED).select_related(*_LINKED).order_by(*_ORDER))
    names = versions_of({one.host_id for one in listed})
    for one in listed:
        own = (one.year, one.title, one.signed_on, one.state)
        yield (*_head(one, one.programme, names.get(one.host_id)), *own, *_tail(one))


def _activity_rows() -> Rows:
    """One row for each host: a joint activity has several rows under one code."""
    chosen = Activity.objects.filter(**_PUBLISHED).select_related(*_LINKED).prefetch_related("hosts")
    listed = list(chosen.order_by(*_ORDER))
    names = versions_of({host.unit_id for one in listed for host in one.hosts.all()})
    for one in listed:
        own = (
            one.kind, one.title, " ".join(one.audiences), one.held_at, one.times, one.people, one.cases, one.settled,
            one.starts, _last(one.ends), one.when_said,
        )  # fmt: skip
        for host in one.hosts.all():
            yield (*_head(one, one.programme, names.get(host.unit_id)), *own, *_tail(one))


def _rollout_rows() -> Rows:
    listed = list(Rollout.objects.filter(**_PUBLISHED).select_related(*_LINKED).order_by(*_ORDER))
    names = versions_of({one.unit_id for one in listed})
    for one in listed:
        own = (one.phase, one.starts, _last(one.ends))
        yield (*_head(one, one.programme, names.get(one.unit_id)), *own, *_tail(one))


def _stage_rows() -> Rows:
    listed = list(Stage.objects.filter(**_PUBLISHED).select_related(*_LINKED).order_by(*_ORDER))
    names = versions_of({one.unit_id for one in listed})
    for one in listed:
        own = (one.name, one.from_year, one.to_year, one.form, one.summed_up_on)
        yield (*_head(one, one.programme, names.get(one.unit_id)), *own, *_tail(one))


MOVEMENT_TABLES = (
    Table(
        "giao-uoc",
        "Giao ước thi đua",
        "Giao ước đã được công bố ở nơi khác, kèm nguồn. Thành viên và nội dung chỉ có khi nguồn nêu.",
        (
            *_HEAD,
            Column("year", WHOLE, "Năm của giao ước"),
            Column("title", WORDS, "Tên giao ước, bằng lời của chúng tôi"),
            Column("signed_on", DAY, "Ngày ký"),
            Column("state", CODE, "signed: đang có hiệu lực; replaced: đã được giao ước khác thay"),
            _NOTE,
            *SOURCE_COLUMNS,
        ),
        _covenant_rows,
    ),
    Table(
        "hoat-dong",
        "Hoạt động",
        "Hội nghị, ngày hội, ký cam kết … đã được công bố, kèm nguồn. Hoạt động tổ chức chung có nhiều dòng cùng mã.",
        (
            *_HEAD,
            Column("kind", CODE, "Loại: conference hội nghị, security_day ngày hội 19/8, unity_day ngày hội 18/11 …"),
            Column("title", WORDS, "Nội dung, bằng lời của chúng tôi; trống: chính là loại"),
            Column("audiences", CODE, "Đối tượng tham gia, cách nhau bằng dấu cách; trống: nguồn không nêu"),
            Column("held_at", CODE, "Tổ chức ở loại đơn vị nào: residential_area, school, commune …"),
            Column("times", WHOLE, "Số cuộc; trống: nguồn không nêu"),
            Column("people", WHOLE, "Lượt người tham gia; trống: nguồn không nêu"),
            Column("cases", WHOLE, "Số vụ nhận hòa giải; trống: không có hoặc nguồn không nêu"),
            Column("settled", WHOLE, "Số vụ hòa giải thành; trống: không có hoặc nguồn không nêu"),
            Column("from", DAY, "Ngày đầu; trống: nguồn không nêu ngày"),
            _TO,
            Column("when_said", WORDS, "Nguồn nói về thời gian thế nào, khi không nêu ngày"),
            _NOTE,
            *SOURCE_COLUMNS,
        ),
        _activity_rows,
    ),
    Table(
        "lam-diem",
        "Làm điểm, nhân rộng",
        "Nơi làm điểm hoặc nhân rộng một chương trình đã được công bố, kèm nguồn.",
        (
            *_HEAD,
            Column("phase", CODE, "pilot: làm điểm; rollout: nhân rộng"),
            Column("from", DAY, "Ngày bắt đầu; trống: theo kế hoạch, nguồn không nêu ngày"),
            _TO,
            _NOTE,
            *SOURCE_COLUMNS,
        ),
        _rollout_rows,
    ),
    Table(
        "giai-doan",
        "Giai đoạn",
        "Những năm của một chương trình được sơ kết, tổng kết cùng nhau, đã được công bố, kèm nguồn.",
        (
            *_HEAD,
            Column("name", WORDS, "Tên giai đoạn, bằng lời của chúng tôi"),
            Column("from_year", WHOLE, "Năm đầu"),
            Column("to_year", WHOLE, "Năm cuối"),
            Column("form", CODE, "interim: sơ kết; final: tổng kết; trống: nguồn không nêu hội nghị"),
            Column("summed_up_on", DAY, "Ngày hội nghị; trống: nguồn không nêu"),
            _NOTE,
            *SOURCE_COLUMNS,
        ),
        _stage_rows,
    ),
)
