"""Rulebooks as files: the form, the workbook, the text, the annex and the amendment."""

from collections.abc import Callable
from uuid import UUID

from django.http import FileResponse, Http404
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from binhyen.accounts.signed_in import SignedInRequest, signed_in
from binhyen.kernel import clock
from binhyen.kernel.text import fold
from binhyen.papers.downloads import open_bytes
from binhyen.papers.formats import DOCX, PDF, XLSX
from binhyen.programmes.models import Rulebook
from binhyen.programmes.papers import amendment, annex
from binhyen.programmes.selectors import compiled, titles_asked
from binhyen.programmes.views.common import issued_of, rulebook_or_404
from binhyen.rendering import docx, pdf
from binhyen.rendering.annexes import Annex
from binhyen.rules.writing import rulebook_yaml
from binhyen.sheets.rulebooks import blank_rulebook_workbook, write_rulebook_workbook

_YAML = "application/yaml"


@signed_in
@require_safe
def blank_form(request: SignedInRequest) -> FileResponse:
    """The empty workbook in which criteria are written."""
    return open_bytes(
        blank_rulebook_workbook(), file_name=f"mau-bo-tieu-chi{XLSX.suffix}", content_type=XLSX.content_type
    )


@signed_in
@require_safe
def rulebook_file(request: SignedInRequest, rulebook_id: UUID, suffix: str) -> FileResponse:
    """The rulebook as a workbook or as text; the text is the one that was brought in, with its comments."""
    rulebook = rulebook_or_404(request, rulebook_id)
    name = _name(rulebook)
    if suffix == "xlsx":
        made = write_rulebook_workbook(compiled(rulebook))
        return open_bytes(made, file_name=f"{name}{XLSX.suffix}", content_type=XLSX.content_type)
    if suffix == "yaml":
        text = rulebook.source or rulebook_yaml(compiled(rulebook))
        return open_bytes(text.encode(), file_name=f"{name}.yaml", content_type=_YAML)
    raise Http404


@signed_in
@require_safe
def annex_file(request: SignedInRequest, rulebook_id: UUID, suffix: str) -> FileResponse:
    """The annex: what is signed is what runs."""
    rulebook = rulebook_or_404(request, rulebook_id)
    rules = compiled(rulebook)
    document = annex(rules, issued_of(rulebook), titles_asked(rules))
    return _answer(document, rulebook, f"phu-luc-{_name(rulebook)}", suffix)


@signed_in
@require_safe
def amendment_file(request: SignedInRequest, rulebook_id: UUID, other_id: UUID, suffix: str) -> FileResponse:
    """What the rulebook changes in another version of its programme."""
    rulebook, other = rulebook_or_404(request, rulebook_id), rulebook_or_404(request, other_id)
    if rulebook.programme_id != other.programme_id:
        raise Http404
    old, new = compiled(other), compiled(rulebook)
    document = amendment(old, new, issued_of(rulebook), titles_asked(old, new))
    return _answer(document, rulebook, f"sua-doi-{_name(rulebook)}", suffix)


def _answer(document: Annex, rulebook: Rulebook, name: str, suffix: str) -> FileResponse:
    writers: dict[str, tuple[Callable[..., bytes], str]] = {
        "pdf": (pdf.render_annex, PDF.content_type),
        "docx": (docx.render_annex, DOCX.content_type),
    }
    if suffix not in writers:
        raise Http404
    write, content_type = writers[suffix]
    # The same rulebook is the same file, whenever it is asked for: a draft is dated when it is looked at.
    made = write(document, made_at=rulebook.issued_at or clock.now())
    return open_bytes(made, file_name=f"{name}.{suffix}", content_type=content_type)


def _name(rulebook: Rulebook) -> str:
    return f"{rulebook.programme.code}-{slugify(fold(rulebook.version))}"
