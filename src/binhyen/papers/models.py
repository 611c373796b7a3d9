"""Papers by number and date; the paper itself stays in the office's folder or is a checked file. What others published."""

from django.db import models

from binhyen.kernel.codes import new_id


class Paper(models.Model):
    """A document that proves something: its number, date and issuer, and where the original lies."""

    class Kept(models.TextChoices):
        """Where the paper is. Paper in the office is full evidence."""

        OFFICE = "office", "Bản giấy lưu tại cơ quan"
        FILE = "file", "Tệp đính kèm"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # The unit whose folder it lies in; no foreign key, papers stand below units.
    owner_unit = models.UUIDField(db_index=True)
    title = models.CharField("trích yếu", max_length=300)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    kept = models.CharField("nơi giữ", max_length=10, choices=Kept, default=Kept.OFFICE)
    place_kept = models.CharField("cặp, hộp lưu", max_length=200, blank=True)
    file = models.FileField(upload_to="papers/", blank=True, max_length=200)
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.UUIDField(null=True, blank=True)

    class Meta:
        """A file is stored exactly when the paper says so."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(kept="office", file="") | (models.Q(kept="file") & ~models.Q(file="")),
                name="papers_paper_file_when_kept_as_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Publication(models.Model):
    """Who published something, when, and where to read it. Whatever quotes it refers to it.

    Nothing of its text is kept: a title, the number of the issue, the day, and what it rests on in turn.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(max_length=60, unique=True)
    publisher = models.CharField("nơi công bố", max_length=200)
    title = models.CharField("tên bài, văn bản", max_length=300)
    number = models.CharField("số, ký hiệu", max_length=120, blank=True)
    published_on = models.DateField("ngày công bố", null=True, blank=True)
    # How the source says its date, where that is no single day.
    published_when = models.CharField(max_length=120, blank=True)
    basis = models.CharField("văn bản mà nguồn dẫn", max_length=300, blank=True)
    address = models.URLField("nơi đọc", max_length=300, blank=True)

    class Meta:
        """A source says when, if only in its own words."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(published_on__isnull=False) | ~models.Q(published_when=""),
                name="papers_publication_says_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"


class Job(models.Model):
    """A file being produced in the background for one person: progress, result or the reason it failed."""

    class State(models.TextChoices):
        """Where the job stands."""

        WAITING = "waiting", "Đang chờ"
        RUNNING = "running", "Đang làm"
        DONE = "done", "Xong"
        FAILED = "failed", "Không làm được"
        CANCELLED = "cancelled", "Đã dừng"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    file = models.FileField(upload_to="jobs/", blank=True, max_length=200)
    file_name = models.CharField(max_length=200, blank=True)
    asked_by = models.UUIDField(db_index=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Percent done stays a percentage."""

        constraints = [models.CheckConstraint(condition=models.Q(progress__lte=100), name="papers_job_progress_0_100")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
