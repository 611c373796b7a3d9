"""Tables to fill in: the local units that a person looks after, in the columns that an import reads."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from binhyen.kernel.kinds import SubjectKind, kinds_of
from binhyen.kernel.text import sort_key
from binhyen.sheets.writing import Sheet
from binhyen.units.models import Identifier, Unit, UnitVersion
from binhyen.units.selectors.paths import in_scope, units_as_of, versions_of
from binhyen.units.typed_units import MEANINGS, SCHOOL_LEVELS, SIZES

# What a sheet asks of units of a kind, beside name, kind and parent.
ASKED = {
    SubjectKind.RESIDENTIAL_AREA: (),
    SubjectKind.SCHOOL: ("school_level", "school"),
    SubjectKind.AGENCY: ("armed_forces", "agency"),
    SubjectKind.ENTERPRISE: ("size", "tax"),
    SubjectKind.FAMILY_GROUP: (),
}
_LABELS = {meaning.code: meaning.label for meaning in MEANINGS}
_NOTES = (
    "Mỗi dòng một đơn vị. Sửa, thêm dòng rồi nhập lại tệp này: đơn vị đã có được bổ sung thông tin, không tạo trùng.",
    "Không thêm cột họ tên, số định danh, điện thoại cá nhân.",
)


def unit_sheet(subject: SubjectKind, scopes: Iterable[UUID], day: date) -> Sheet:
    """The units of one kind within these parts of the tree, in their order."""
    kinds = [kind.value for kind in kinds_of(subject)]
    local = (
        units_as_of(day)
        .select_related("unit")
        .filter(unit__in=in_scope(scopes, day), unit__origin=Unit.Origin.LOCAL, kind__in=kinds)
    )
    found = sorted(local, key=lambda version: sort_key(version.full_name))
    parents = versions_of({version.parent_id for version in found if version.parent_id})
    numbers = {
        (each.unit_id, each.scheme): each.value
        for each in Identifier.objects.filter(unit__in=[version.unit_id for version in found])
    }
    columns = ("name", "kind", "parent", *ASKED[subject])
    rows = [[_cell(version, says, parents, numbers) for says in columns] for version in found]
    # A sheet is passed on without its page: it says itself that its units are invented.
    of_samples = " (minh hoạ)" if any(version.unit.is_sample for version in found) else ""
    title = f"Danh sách {subject.vietnamese}{of_samples}"
    return Sheet(subject.vietnamese.capitalize(), [_LABELS[says] for says in columns], rows, title, _NOTES)


def _cell(
    version: UnitVersion, says: str, parents: dict[UUID, UnitVersion], numbers: dict[tuple[UUID, str], str]
) -> str | bool | None:
    match says:
        case "name":
            return version.name
        case "kind":
            return version.get_kind_display()
        case "parent":
            parent = parents.get(version.parent_id) if version.parent_id else None
            return (parent.code or str(parent.unit_id)) if parent else None
        case "size":
            return SIZES.get(version.attributes.get("size", ""))
        case "school_level":
            return SCHOOL_LEVELS.get(version.attributes.get("school_level", ""))
        case "armed_forces":
            armed: bool | None = version.attributes.get("armed_forces")
            return armed
        case _:
            return numbers.get((version.unit_id, says))
