"""An act worked out on the lives of the units it touches, before anything is written.

Versions are closed at the day of the act and others begun; what was true before that day stays as it was. Problems and
warnings are collected, never raised, so that a preview can show all of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from binhyen.kernel import text
from binhyen.kernel.codes import new_id
from binhyen.kernel.errors import Problem
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.units.acts import Act, ChangeKind, Dissolve, Establish, Merge, Move, Part, Rename, Split
from binhyen.units.models import Lineage, Succession, Unit, UnitEvent, UnitVersion
from binhyen.units.names import key, named, searchable
from binhyen.units.services.plans import LISTED_SUBJECTS, name_problems


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one unit: what it is until the act and from it on; None where it is not there yet or no more."""

    unit: UUID
    before: UnitVersion | None
    after: UnitVersion | None
    # Not named by the act: it follows the unit above it.
    follows: bool = False


@dataclass(slots=True)
class Reshaping:
    """The lives of some units while an act is worked out on them."""

    event: UnitEvent
    lives: dict[UUID, list[UnitVersion]]
    units: dict[UUID, Unit]
    children: dict[UUID, list[UUID]]
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    changes: dict[UUID, Change] = field(default_factory=dict)
    made: list[Unit] = field(default_factory=list)
    successions: list[Succession] = field(default_factory=list)

    @classmethod
    def of(cls, event: UnitEvent, units: Iterable[UUID], below: Iterable[UUID]) -> "Reshaping":
        """Read the units that an act names, what hangs below them, and the units below which it puts others."""
        asked = set(units)
        hanging = Lineage.objects.filter(ancestor__in=asked, valid_to__isnull=True).values_list(
            "descendant_id", flat=True
        )
        above = UnitVersion.objects.filter(unit__in=asked, parent__isnull=False).values_list("parent_id", flat=True)
        everyone = asked | set(hanging) | set(below) | set(above)
        lives: dict[UUID, list[UnitVersion]] = {}
        found: dict[UUID, Unit] = {}
        for version in UnitVersion.objects.filter(unit__in=everyone).select_related("unit"):
            lives.setdefault(version.unit_id, []).append(version)
            found[version.unit_id] = version.unit
        children: dict[UUID, list[UUID]] = {}
        for unit, versions in lives.items():
            versions.sort(key=lambda version: version.valid_from or date.min)
            if (parent := versions[-1].parent_id) and versions[-1].valid_to is None:
                children.setdefault(parent, []).append(unit)
        return cls(event, lives, found, children)

    @property
    def day(self) -> date:
        """From which day the act holds."""
        return self.event.effective_on

    def carry_out(self, act: Act) -> None:
        """Work the act out."""
        match act:
            case Establish():
                self._establish(act.name, act.kind, act.parent, act.attributes)
            case Rename():
                self._go_on(act.unit, name=act.name)
            case ChangeKind():
                self._change_kind(act)
            case Move():
                self._move(act)
            case Merge():
                self._merge(act)
            case Split():
                self._split(act)
            case Dissolve():
                self._dissolve(act)
        self._refuse_same_names()

    # ------------------------------------------------------------ the acts

    def _change_kind(self, act: ChangeKind) -> None:
        for unit in act.units:
            self._go_on(unit, kind=act.kind)
            for child in self.children.get(unit, ()):
                version = self.lives[child][-1]
                if act.areas_become and version.subject is SubjectKind.RESIDENTIAL_AREA:
                    self._go_on(child, kind=act.areas_become, follows=True)

    def _move(self, act: Move) -> None:
        for unit in act.units:
            if act.parent in self._at_and_below(unit):
                self._circle(unit)
            elif self._stands(act.parent):
                self._go_on(unit, parent=act.parent)

    def _merge(self, act: Merge) -> None:
        if len(set(act.units)) < 2:
            self._problem("it_don_vi", "Nhập cần ít nhất hai đơn vị.", "Chọn thêm đơn vị, hoặc dùng “đổi tên”.")
            return
        parents = {self.lives[unit][-1].parent_id for unit in act.units if unit in self.lives}
        parent = act.parent or (parents.pop() if len(parents) == 1 else None)
        if parent is None and act.parent is None and parents:
            self._problem("nhieu_cap_tren", "Các đơn vị thuộc nhiều cấp trên khác nhau.", "Ghi đơn vị mới thuộc đâu.")
            return
        if any(parent in self._at_and_below(unit) for unit in act.units):
            self._circle(act.units[0])
            return
        successor = self._establish(act.name, act.kind, parent, {}, instead_of=act.units)
        for unit in act.units:
            self._end(unit)
            self._succeed(unit, successor, Succession.Extent.WHOLE)
            for child in self.children.get(unit, ()):
                self._go_on(child, parent=successor, follows=True)

    def _split(self, act: Split) -> None:
        if len(act.parts) < 2:
            self._problem("it_phan", "Chia cần ít nhất hai đơn vị mới.", "Ghi thêm đơn vị mới.")
            return
        parent = self.lives[act.unit][-1].parent_id if act.unit in self.lives else None
        parts = [self._part(part, parent, act.unit) for part in act.parts]
        self._end(act.unit)
        for part in parts:
            self._succeed(act.unit, part, Succession.Extent.PART)
        for child in self.children.get(act.unit, ()):
            place = act.children.get(child, -1)
            if 0 <= place < len(parts):
                self._go_on(child, parent=parts[place], follows=True)
            else:
                self._homeless(child, act.unit)

    def _part(self, part: Part, parent: UUID | None, whole: UUID) -> UUID:
        return self._establish(part.name, part.kind, parent, {}, instead_of=(whole,))

    def _dissolve(self, act: Dissolve) -> None:
        for unit in act.units:
            self._end(unit)
            for child in self.children.get(unit, ()):
                new = act.children.get(child)
                if child in act.units:
                    continue
                if new is None or new in act.units or not self._stands(new):
                    self._homeless(child, unit)
                elif new in self._at_and_below(child):
                    self._circle(child)
                else:
                    self._go_on(child, parent=new, follows=True)

    # ------------------------------------------------------------ one unit

    def _establish(
        self, name: str, kind: UnitKind, parent: UUID | None, attributes: Mapping[str, Any], *,
        instead_of: tuple[UUID, ...] = (),
    ) -> UUID:  # fmt: skip
        short, full = named(kind, name)
        self.problems += name_problems(name, short)
        if parent is not None:
            self._stands(parent)
        above = self.units.get(parent) if parent else None
        first = self.units.get(instead_of[0]) if instead_of else None
        is_sample = any(unit.is_sample for unit in (above, first) if unit)
        if kind.subject in LISTED_SUBJECTS and not is_sample:
            self._problem(
                "don_vi_hanh_chinh",
                f"{full}: {kind.vietnamese} thuộc danh mục quốc gia, không lập tại địa phương.",
                "Chọn loại đơn vị dưới cấp xã.",
            )
        unit = Unit(id=new_id(), origin=Unit.Origin.LOCAL, is_sample=is_sample)
        version = UnitVersion(
            unit=unit, name=short, full_name=full, kind=kind, parent_id=parent, valid_from=self.day,
            legal_act=self.event.legal_act, folded=searchable([short, full]), attributes=dict(attributes),
            begun_by=self.event,
        )  # fmt: skip
        self.made.append(unit)
        self.units[unit.id] = unit
        self.lives[unit.id] = [version]
        self.changes[unit.id] = Change(unit.id, None, version)
        return unit.id

    def _go_on(
        self,
        unit: UUID,
        *,
        name: str | None = None,
        kind: UnitKind | None = None,
        parent: UUID | None = None,
        follows: bool = False,
    ) -> None:
        """The unit goes on under another name, as another kind or below another parent."""
        before = self._closing(unit)
        if before is None:
            return
        as_kind = kind or UnitKind(before.kind)
        short, full = named(as_kind, name if name is not None else before.name)
        if name is not None:
            self.problems += name_problems(name, short)
        after = UnitVersion(
            unit=before.unit, name=short, full_name=full, kind=as_kind, code=before.code,
            parent_id=parent or before.parent_id, valid_from=self.day, legal_act=self.event.legal_act,
            folded=searchable([short, full]), attributes=before.attributes, begun_by=self.event,
        )  # fmt: skip
        if (after.name, after.kind, after.parent_id) == (before.name, before.kind, before.parent_id):
            if not follows:
                self._problem("khong_doi_gi", f"{before.full_name}: không có gì thay đổi.", "Kiểm tra lại nội dung.")
            return
        self._close(before)
        self.lives[unit].append(after)
        self.changes[unit] = Change(unit, before, after, follows)

    def _end(self, unit: UUID) -> None:
        before = self._closing(unit)
        if before is not None:
            self._close(before)
            self.changes[unit] = Change(unit, before, None)

    def _close(self, version: UnitVersion) -> None:
        version.valid_to, version.ended_by = self.day, self.event

    def _succeed(self, old: UUID, new: UUID, extent: str) -> None:
        self.successions.append(
            Succession(
                predecessor_id=old, successor_id=new, extent=extent, effective_on=self.day,
                legal_act=self.event.legal_act, event=self.event,
            )
        )  # fmt: skip

    def _closing(self, unit: UUID) -> UnitVersion | None:
        """The version that the act closes; what speaks against it joins the problems."""
        if unit not in self.lives:
            self._problem("khong_co_don_vi", "Không có đơn vị này.", "Tìm lại đơn vị.")
            return None
        last = self.lives[unit][-1]
        if last.valid_to is not None:
            self._problem(
                "da_ket_thuc", f"{last.full_name} kết thúc từ ngày {text.day(last.valid_to)}.", "Chọn đơn vị kế tục."
            )
        elif last.valid_from is not None and last.valid_from >= self.day:
            self._problem(
                "da_doi_sau_ngay",
                f"{last.full_name} đã có thay đổi từ ngày {text.day(last.valid_from)}.",
                "Ghi ngày sau ngày đó, hoặc hoàn tác thay đổi đó trước.",
            )
        elif last.unit.origin != Unit.Origin.LOCAL:
            self._problem(
                "danh_muc_quoc_gia",
                f"{last.full_name} thuộc danh mục quốc gia, thay đổi theo bản cập nhật danh mục.",
                "Cài bản mới của chương trình; đơn vị trực thuộc sẽ đi theo.",
            )
        else:
            return last
        return None

    # ------------------------------------------------------------ looking around

    def _stands(self, parent: UUID) -> bool:
        """Whether something can be put below this unit from the day on."""
        lives = self.lives.get(parent)
        last = lives[-1] if lives else None
        if last is None or last.valid_to is not None or (last.valid_from is not None and last.valid_from > self.day):
            name = last.full_name if last else "Đơn vị cấp trên"
            self._problem("cap_tren_khong_con", f"{name} không có từ ngày {text.day(self.day)}.", "Chọn đơn vị khác.")
            return False
        return True

    def _at_and_below(self, unit: UUID) -> set[UUID]:
        found, waiting = {unit}, [unit]
        while waiting:
            below = [child for child in self.children.get(waiting.pop(), ()) if child not in found]
            found.update(below)
            waiting += below
        return found

    def _circle(self, unit: UUID) -> None:
        self._problem(
            "vong_tron",
            f"{self._name(unit)} không thể đặt dưới chính nó hoặc đơn vị trực thuộc.",
            "Chọn đơn vị cấp trên khác.",
        )

    def _homeless(self, child: UUID, unit: UUID) -> None:
        self._problem(
            "chua_ro_ve_dau", f"{self._name(child)}: chưa rõ về đâu khi {self._name(unit)} kết thúc.", "Chọn nơi về."
        )

    def _name(self, unit: UUID) -> str:
        lives = self.lives.get(unit)
        return lives[-1].full_name if lives else "Đơn vị"

    def _problem(self, code: str, message: str, cure: str = "") -> None:
        self.problems.append(Problem(code, message, "", cure))

    def _refuse_same_names(self) -> None:
        """Two units of a kind and name below one parent: an act that names one is refused, one that follows is told."""
        stays = {unit for unit, change in self.changes.items() if change.after is not None}
        parents = {self.lives[unit][-1].parent_id for unit in stays}
        changed = set(self.changes)
        seen: dict[tuple[UUID | None, str, str], UUID] = {}
        for version in UnitVersion.objects.filter(parent__in=parents - {None}, valid_to__isnull=True):
            if version.unit_id not in changed:
                seen[version.parent_id, version.kind, key(version.name)] = version.unit_id
        for unit in stays:
            version = self.lives[unit][-1]
            same = (version.parent_id, version.kind, key(version.name))
            if version.parent_id and seen.setdefault(same, unit) != unit:
                self._tell_same_name(self.changes[unit], version)

    def _tell_same_name(self, change: Change, version: UnitVersion) -> None:
        message = f"Có hai {version.name_in_sentence} trong cùng một đơn vị."
        if change.follows:
            self.warnings.append(Problem("trung_ten", message, "", "Đổi tên một trong hai.", "warning"))
        else:
            self._problem("trung_ten", message, "Ghi tên khác.")

    def begun(self) -> Iterator[UnitVersion]:
        """The versions that the act begins."""
        return (change.after for change in self.changes.values() if change.after is not None)

    def closed(self) -> Iterator[UnitVersion]:
        """The versions that the act closes."""
        return (change.before for change in self.changes.values() if change.before is not None)
