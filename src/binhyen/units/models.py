"""A unit is an identity; what it was called, what it was and where it stood are dated versions."""

from datetime import date

from django.db import models

from binhyen.kernel.codes import new_id
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.papers.models import Paper
from binhyen.units.names import in_sentence

KIND_CHOICES = [(kind.value, kind.vietnamese) for kind in UnitKind]
# What a name may be long wherever one is kept, with its kind and where it stands.
LONGEST_NAME = 230


class Unit(models.Model):
    """Anything that can be judged, or that contains such. National units have the same id everywhere."""

    class Origin(models.TextChoices):
        """Where the unit comes from: the national list in which it first stands, or this installation."""

        LIST_2024 = "2024", "danh mục 30/06/2025"
        LIST_2025 = "2025", "danh mục 01/07/2025"
        LOCAL = "local", "do địa phương lập"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    origin = models.CharField(max_length=5, choices=Origin, default=Origin.LOCAL)
    # Invented for illustration; such a unit never appears on a real unit's pages, in feeds or in open data.
    is_sample = models.BooleanField("minh hoạ", default=False)

    def __str__(self) -> str:
        return str(self.id)


class UnitEvent(models.Model):
    """A dated act that changed the tree. Versions and successions say which act began or ended them."""

    class Kind(models.TextChoices):
        """What an act does to the units it names."""

        ESTABLISH = "establish", "Thành lập"
        RENAME = "rename", "Đổi tên"
        CHANGE_KIND = "change_kind", "Đổi loại"
        MOVE = "move", "Chuyển đơn vị cấp trên"
        MERGE = "merge", "Nhập"
        SPLIT = "split", "Chia"
        DISSOLVE = "dissolve", "Giải thể"
        REARRANGE = "rearrange", "Sắp xếp"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=11, choices=Kind)
    effective_on = models.DateField("có hiệu lực từ")
    # Empty only for acts of the national lists whose number the lists do not give.
    legal_act = models.CharField("văn bản", max_length=200, blank=True)
    summary = models.CharField("nội dung", max_length=400)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # Who signs what an ended unit still has to sign.
    signs_for = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # Acts of the national lists come with a release and are taken back only by one.
    is_listed = models.BooleanField("theo danh mục quốc gia", default=False)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True, blank=True)
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.UUIDField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-effective_on", "-recorded_at"]

    def __str__(self) -> str:
        return self.summary


class UnitVersion(models.Model):
    """What a unit was from one day (included) to another (excluded)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField("tên", max_length=200)
    full_name = models.CharField("tên đầy đủ", max_length=LONGEST_NAME)
    kind = models.CharField("loại", max_length=15, choices=KIND_CHOICES)
    code = models.CharField("mã đơn vị hành chính", max_length=5, blank=True, db_index=True)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # An open start says: true on the first day we know of, not verified before it.
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    legal_act = models.CharField("văn bản", max_length=200, blank=True)
    # Keys of name, full name and known other spellings between bars ("|bac hong|phuong bac hong|"), see names.py.
    folded = models.CharField(max_length=700)
    # Facts about the unit that eligibility asks for: {"size": "medium"}, {"school_level": "lower_secondary"}.
    attributes = models.JSONField("thuộc tính", default=dict, blank=True)
    # The acts at its two ends; empty where a unit was entered as people know it.
    begun_by = models.ForeignKey(UnitEvent, on_delete=models.PROTECT, related_name="begins", null=True, blank=True)
    ended_by = models.ForeignKey(UnitEvent, on_delete=models.PROTECT, related_name="ends", null=True, blank=True)

    class Meta:
        """Versions of a unit follow one another."""

        indexes = [
            models.Index(fields=["parent", "valid_from"], name="units_version_parent"),
            models.Index(fields=["kind", "valid_from"], name="units_version_kind"),
            models.Index(fields=["folded"], name="units_version_folded"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="units_version_ends_after_start",
            ),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="units_version_one_start"),
            # SQL lets NULL repeat; an open start is one start too.
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(valid_from__isnull=True), name="units_version_one_open_start"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def kind_word(self) -> str:
        """The official word for the kind ("phường", "tổ dân phố")."""
        return UnitKind(self.kind).vietnamese

    @property
    def name_in_sentence(self) -> str:
        """The full name as it stands inside a sentence: "phường Bắc Hồng Lĩnh", "Trường THCS Mẫu"."""
        return in_sentence(UnitKind(self.kind), self.name)

    @property
    def subject(self) -> SubjectKind:
        """What rulebooks call a unit of this kind."""
        return UnitKind(self.kind).subject

    def holds_on(self, day: date) -> bool:
        """Whether this version is the one in force on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


class Lineage(models.Model):
    """Who stood above whom and when, every level at once (depth 0 is the unit itself)."""

    ancestor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    descendant = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="lineage")
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    # The stretch ends because the unit does. Such a path stays the one by which an ended unit is reached.
    ends_with_unit = models.BooleanField(default=False)

    class Meta:
        """Read downwards for a scope, upwards for a path."""

        indexes = [models.Index(fields=["ancestor", "depth"], name="units_lineage_down")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.descendant_id} ({self.depth})"


class Succession(models.Model):
    """Predecessor to successor, with the legal act: a whole unit, or a part of a split one."""

    class Extent(models.TextChoices):
        """How much of the predecessor went to this successor."""

        WHOLE = "whole", "toàn bộ"
        PART = "part", "một phần"

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions_in")
    extent = models.CharField(max_length=5, choices=Extent)
    effective_on = models.DateField("có hiệu lực từ")
    legal_act = models.CharField("văn bản", max_length=200, blank=True)
    event = models.ForeignKey(UnitEvent, on_delete=models.PROTECT, related_name="successions", null=True, blank=True)

    class Meta:
        """One link per pair and day. A unit that kept its identity links to itself."""

        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "effective_on"], name="units_succession_once")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Identifier(models.Model):
    """A number people know a local unit by: tax code, school code, agency identifier."""

    class Scheme(models.TextChoices):
        """Whose number it is."""

        TAX = "tax", "mã số thuế"
        SCHOOL = "school", "mã trường"
        AGENCY = "agency", "mã định danh cơ quan"

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=10, choices=Scheme)
    value = models.CharField(max_length=40)

    class Meta:
        """A number belongs to one unit."""

        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="units_identifier_once")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class Authority(models.Model):
    """Who is competent for a unit, where that is not the commune in which it stands: a provincial agency, a school
    that the province manages. A claim holds once somebody who edits units on both sides has accepted it."""

    class State(models.TextChoices):
        """A claim until it is accepted or refused."""

        CLAIMED = "claimed", "Chờ xác định"
        IN_FORCE = "in_force", "Đang áp dụng"
        REFUSED = "refused", "Không chấp nhận"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="authorities")
    authority = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.CLAIMED)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    legal_act = models.CharField("văn bản", max_length=200, blank=True)
    claimed_at = models.DateTimeField()
    claimed_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)

    class Meta:
        """One competent authority at a time."""

        ordering = ["claimed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(state="in_force", valid_to__isnull=True),
                name="units_authority_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["unit", "authority"], condition=models.Q(state="claimed"), name="units_authority_claimed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="units_authority_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.authority_id}"


class Cluster(models.Model):
    """Units across the tree that compete with one another under one organiser."""

    class Kind(models.TextChoices):
        """What it calls itself."""

        CLUSTER = "cum", "Cụm thi đua"
        BLOCK = "khoi", "Khối thi đua"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("loại", max_length=4, choices=Kind, default=Kind.CLUSTER)
    name = models.CharField("tên", max_length=200)
    organiser = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    legal_act = models.CharField("văn bản", max_length=200, blank=True)
    ended_on = models.DateField("kết thúc từ ngày", null=True, blank=True)

    class Meta:
        """By name; an organiser has one of a name."""

        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organiser", "name"], name="units_cluster_name_once")]

    def __str__(self) -> str:
        return self.name


class ClusterMember(models.Model):
    """A unit in a cluster, from one day until another."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    joined_on = models.DateField("từ ngày")
    left_on = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        """A unit is in a cluster once at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "unit"], condition=models.Q(left_on__isnull=True), name="units_clustermember_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cluster_id}: {self.unit_id}"


class ClusterYear(models.Model):
    """Which member leads the cluster in a year."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField("năm")
    head = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One head a year, newest first."""

        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["cluster", "year"], name="units_clusteryear_once")]

    def __str__(self) -> str:
        return f"{self.cluster_id} {self.year}"


class Roster(models.Model):
    """How the households of an area registered in a year, by local running numbers alone.

    Which household has which number stands in the area's own book; here is neither name nor address. When the year's
    work is done the lines are erased, and the counts stay.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rosters")
    year = models.PositiveSmallIntegerField("năm")
    households = models.PositiveIntegerField("số hộ")
    # Kept beside the lines, so that a count outlives them.
    registered = models.PositiveIntegerField("số hộ đăng ký", default=0)
    # Counts per channel once the lines are gone: {"paper": 80, "meeting": 18}.
    by_channel = models.JSONField(default=dict, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """One for an area and year; nobody registers who is not there."""

        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="units_roster_once"),
            models.CheckConstraint(
                condition=models.Q(registered__lte=models.F("households")), name="units_roster_registered_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"


class RosterLine(models.Model):
    """One household by its number: whether it registered, on which day and how. Nothing tells who changed it when."""

    class Channel(models.TextChoices):
        """How the household registered."""

        PAPER = "paper", "giấy"
        QR = "qr", "QR"
        MEETING = "meeting", "họp dân"

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField("số")
    registered = models.BooleanField("đã đăng ký", default=False)
    day = models.DateField("ngày", null=True, blank=True)
    channel = models.CharField("hình thức", max_length=7, choices=Channel, blank=True)

    class Meta:
        """A number once; a day and a way belong to those that registered."""

        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "number"], name="units_rosterline_once"),
            models.CheckConstraint(
                condition=models.Q(registered=True, day__isnull=False) & ~models.Q(channel="")
                | models.Q(registered=False, day__isnull=True, channel=""),
                name="units_rosterline_day_and_way_of_registered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id}: {self.number}"
