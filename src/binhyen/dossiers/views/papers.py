"""Papers as files: a decision for Word and for a spreadsheet, certificates, papers of a sitting, drafts of a dossier; scans."""

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from binhyen.accounts.signed_in import SignedInRequest, signed_in
from binhyen.dossiers.selectors.decisions import certified, file_name_of, holders_of, paper_of
from binhyen.dossiers.selectors.drafts import DRAFTS
from binhyen.dossiers.selectors.posting import postings_for
from binhyen.dossiers.selectors.scans import scan_of_dossier, scan_of_letter, scan_of_posting
from binhyen.dossiers.selectors.sittings import sitting_paper
from binhyen.dossiers.views.common import cycle_or_404, decision_or_404, dossier_or_404
from binhyen.kernel import clock
from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.text import fold
from binhyen.papers.downloads import open_bytes, open_paper
from binhyen.papers.formats import DOCX, PDF, XLSX
from binhyen.papers.models import Paper
from binhyen.recognition.models import Decision, Recognition
from binhyen.recognition.papers import DecisionContent, list_sheet
from binhyen.recognition.papers_certificates import certificates
from binhyen.rendering import certificates as certificate_writer
from binhyen.rendering import docx, pdf
from binhyen.rendering.documents import OfficialPaper
from binhyen.sheets.writing import workbook


@signed_in
@require_safe
def decision_docx(request: SignedInRequest, decision_id: UUID) -> FileResponse:
    """The decision with its list, to be edited in Word."""
    found = decision_or_404(request, decision_id)
    made = docx.render(paper_of(found), made_at=found.decided_at)
    return open_bytes(made, file_name=file_name_of(found, DOCX.suffix), content_type=DOCX.content_type)


@signed_in
@require_safe
def decision_xlsx(request: SignedInRequest, decision_id: UUID) -> FileResponse:
    """The list of a decision as a workbook."""
    found = decision_or_404(request, decision_id)
    word = "huy-bo-cong-nhan" if found.kind == Decision.Kind.CANCELLATION else "cong-nhan"
    made = workbook([list_sheet(paper_of(found))])
    return open_bytes(made, file_name=f"danh-sach-{word}-{found.year}{XLSX.suffix}", content_type=XLSX.content_type)


@signed_in
@require_safe
def decision_certificates(request: SignedInRequest, decision_id: UUID) -> FileResponse:
    """The certificates of all units that the decision recognises, as one PDF; cancelled ones are not printed again."""
    found = _recognising(request, decision_id)
    made = _certificates(request, found, list(certified(found)))
    return open_bytes(made, file_name=f"giay-cong-nhan-{found.year}{PDF.suffix}", content_type=PDF.content_type)


@signed_in
@require_safe
def decision_certificate(request: SignedInRequest, decision_id: UUID, recognition_id: UUID) -> FileResponse:
    """The certificate of one unit."""
    found = _recognising(request, decision_id)
    one = found.recognitions.filter(pk=recognition_id, granted=True).first()
    if one is None:
        raise Http404
    made = _certificates(request, found, [one] if one.cancelled_by_id is None else [])
    name = f"giay-cong-nhan-{slugify(fold(one.unit_name))}-{found.year}{PDF.suffix}"
    return open_bytes(made, file_name=name, content_type=PDF.content_type)


def _recognising(request: SignedInRequest, decision_id: UUID) -> Decision:
    found = decision_or_404(request, decision_id)
    if found.kind != Decision.Kind.RECOGNITION:
        raise Http404
    # Says why there is nothing to print where nobody is recognised.
    paper_of(found)
    return found


def _certificates(request: SignedInRequest, found: Decision, chosen: list[Recognition]) -> bytes:
    if not chosen:
        raise RefusedByState("Công nhận theo quyết định này đã bị hủy bỏ.", cure="Xem quyết định hủy bỏ.")
    # An officer may work under an address that citizens cannot reach; paper lasts longer than a request.
    base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    links = {one.pk: base + reverse("verify_recognition", args=[one.pk]) for one in chosen}
    content = DecisionContent.from_data(found.content)
    made = certificates(content, holders_of(found, links), number=found.number, signed_on=found.signed_on)
    return certificate_writer.render(made, made_at=found.decided_at)


@signed_in
@require_safe
def sitting_draft(request: SignedInRequest, cycle_id: UUID, record: UUID, paper: str, suffix: str) -> FileResponse:
    """The minutes of a sitting of the committee, or the proposal that follows from it."""
    seen = cycle_or_404(request, cycle_id)
    document = sitting_paper(seen, record, paper)
    if document is None:
        raise Http404
    return _draft(document, f"{paper}-{slugify(fold(seen.cycle.scope_name))}-{seen.cycle.year}", suffix)


@signed_in
@require_safe
def dossier_draft(request: SignedInRequest, dossier_id: UUID, paper: str, suffix: str) -> FileResponse:
    """A draft of one of the dossier's papers, to be printed (pdf) or completed in Word (docx)."""
    seen = dossier_or_404(request, dossier_id)
    draft = DRAFTS.get(paper)
    if draft is None:
        raise Http404
    name = f"{draft.slug}-{slugify(fold(seen.dossier.unit_name))}-{seen.dossier.cycle.year}"
    return _draft(draft.compose(seen), name, suffix)


@signed_in
@require_safe
def dossier_scan(request: SignedInRequest, dossier_id: UUID, paper_id: UUID) -> FileResponse:
    """The scan of a paper behind the dossier."""
    return _scan(scan_of_dossier(dossier_or_404(request, dossier_id).dossier, paper_id))


@signed_in
@require_safe
def posting_scan(request: SignedInRequest, posting_id: UUID, paper_id: UUID) -> FileResponse:
    """The scan of the minutes of a posted list."""
    return _scan(scan_of_posting(get_object_or_404(postings_for(request.user), pk=posting_id), paper_id))


@signed_in
@require_safe
def letter_scan(request: SignedInRequest, cycle_id: UUID, paper_id: UUID) -> FileResponse:
    """The scan of a letter that moved a day; whoever reads the whole cycle reads its letters."""
    seen = cycle_or_404(request, cycle_id)
    return _scan(scan_of_letter(seen.cycle, paper_id) if seen.is_whole else None)


def _scan(paper: Paper | None) -> FileResponse:
    if paper is None:
        raise Http404
    return open_paper(paper)


def _draft(document: OfficialPaper, name: str, suffix: str) -> FileResponse:
    if suffix == "docx":
        made = docx.render(document, made_at=clock.now())
        return open_bytes(made, file_name=f"{name}{DOCX.suffix}", content_type=DOCX.content_type)
    if suffix != "pdf":
        raise Http404
    made = pdf.render(document, made_at=clock.now())
    return open_bytes(made, file_name=f"{name}{PDF.suffix}", content_type=PDF.content_type)
