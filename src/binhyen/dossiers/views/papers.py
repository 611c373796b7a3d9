"""Papers as files: a decision for Word and for a spreadsheet, its certificates, and drafts of a dossier's papers."""

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from binhyen.accounts.signed_in import SignedInRequest, signed_in
from binhyen.dossiers.selectors.drafts import DRAFTS
from binhyen.dossiers.selectors.scope import decisions_for
from binhyen.dossiers.views.common import dossier_or_404
from binhyen.kernel import clock
from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.kinds import UnitKind
from binhyen.kernel.text import fold
from binhyen.papers.downloads import open_bytes
from binhyen.papers.formats import DOCX, PDF, XLSX
from binhyen.programmes.selectors import compiled
from binhyen.recognition.models import Decision
from binhyen.recognition.papers import DecisionContent, decision_document, decision_sheet
from binhyen.recognition.papers_certificates import Holder, certificates
from binhyen.rendering import certificates as certificate_writer
from binhyen.rendering import docx, pdf
from binhyen.sheets.writing import workbook


@signed_in
@require_safe
def decision_docx(request: SignedInRequest, decision_id: UUID) -> FileResponse:
    """The decision with its list, to be edited in Word."""
    found = _decision_or_404(request, decision_id)
    paper = decision_document(_content(found), number=found.number, signed_on=found.signed_on)
    name = f"{'' if found.number else 'du-thao-'}quyet-dinh-{found.year}{DOCX.suffix}"
    made = docx.render(paper, made_at=found.decided_at)
    return open_bytes(made, file_name=name, content_type=DOCX.content_type)


@signed_in
@require_safe
def decision_xlsx(request: SignedInRequest, decision_id: UUID) -> FileResponse:
    """The list of a decision as a workbook."""
    found = _decision_or_404(request, decision_id)
    sheet = decision_sheet(_content(found), number=found.number, signed_on=found.signed_on)
    name = f"danh-sach-cong-nhan-{found.year}{XLSX.suffix}"
    return open_bytes(workbook([sheet]), file_name=name, content_type=XLSX.content_type)


@signed_in
@require_safe
def decision_certificates(request: SignedInRequest, decision_id: UUID) -> FileResponse:
    """The certificates of all units that the decision recognises, as one PDF; cancelled ones are not printed again."""
    found = _decision_or_404(request, decision_id)
    content, holders = _content(found), _holders(request, found)
    if not holders:
        raise RefusedByState("Mọi công nhận theo quyết định này đã bị hủy bỏ.", cure="Xem quyết định hủy bỏ.")
    made = certificate_writer.render(
        certificates(content, holders, number=found.number, signed_on=found.signed_on), made_at=found.decided_at
    )
    return open_bytes(made, file_name=f"giay-cong-nhan-{found.year}{PDF.suffix}", content_type=PDF.content_type)


def _decision_or_404(request: SignedInRequest, decision_id: UUID) -> Decision:
    return get_object_or_404(decisions_for(request.user).select_related("rulebook__programme"), pk=decision_id)


def _content(found: Decision) -> DecisionContent:
    if not found.content:
        raise RefusedByState(
            "Không có đơn vị nào được công nhận nên không có quyết định để in.", cure="Xem kết quả xét trong đợt xét."
        )
    return DecisionContent.from_data(found.content)


def _holders(request: SignedInRequest, found: Decision) -> list[Holder]:
    """Recognised units in the order of the list, each with the name of its own level."""
    rules = compiled(found.rulebook) if found.rulebook else None
    subjects = rules.subjects if rules else {}
    levels = {(kind, level.code): level.name for kind, subject in subjects.items() for level in subject.levels}
    places = {row.name: place for place, row in enumerate(_content(found).rows)}
    granted = found.recognitions.filter(granted=True, cancelled_by=None)
    # An officer may work under an address that citizens cannot reach; paper lasts longer than a request.
    base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    return [
        Holder(
            name=one.unit_name,
            level_name=levels.get((UnitKind(one.unit_kind).subject, one.level), ""),
            link=base + reverse("verify_recognition", args=[one.pk]),
        )
        for one in sorted(granted, key=lambda one: places[one.unit_name])
    ]


@signed_in
@require_safe
def dossier_draft(request: SignedInRequest, dossier_id: UUID, paper: str, suffix: str) -> FileResponse:
    """A draft of one of the dossier's papers, to be printed (pdf) or completed in Word (docx)."""
    seen = dossier_or_404(request, dossier_id)
    draft = DRAFTS.get(paper)
    if draft is None or suffix not in ("pdf", "docx"):
        raise Http404
    document = draft.compose(seen)
    name = f"{draft.slug}-{slugify(fold(seen.dossier.unit_name))}-{seen.dossier.cycle.year}.{suffix}"
    if suffix == "docx":
        made = docx.render(document, made_at=clock.now())
        return open_bytes(made, file_name=name, content_type=DOCX.content_type)
    return open_bytes(pdf.render(document, made_at=clock.now()), file_name=name, content_type=PDF.content_type)
