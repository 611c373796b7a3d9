"""Confirming places of an issued rulebook that stay the committee's word: the source is recorded, nothing changes."""

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.audit import services as audit
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.text import squeeze
from binhyen.programmes.models import Citation, Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.programmes.services.common import payload, require, subjects
from binhyen.rules.model.rulebook import Rulebook as CompiledRulebook
from binhyen.sheets.refusals import refused_text

SHORTEST_CITATION = 10


@transaction.atomic
def citation_record(*, by: User, rulebook: Rulebook, place: str, citation: str, act_key: str | None = None) -> Citation:
    """Confirm, with its source, one place that an issued rulebook marks to_confirm. Once given it stays.

    Raises InputProblems for a place that is not to confirm or an empty citation, RefusedByState if already confirmed.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.RULEBOOK_ISSUE, rulebook.programme)
    text = squeeze(citation)
    _refuse_citation(compiled(rulebook), place, text)
    given, is_new = Citation.objects.get_or_create(
        rulebook=rulebook, place=place, defaults={"citation": text, "confirmed_by": by.id}
    )
    if not is_new:
        raise RefusedByState("Nội dung này đã được xác nhận.", cure="Tải lại trang để xem căn cứ đã ghi.")
    told = {**payload(rulebook), "place": place, "citation": text}
    audit.record(by=by, verb="rulebook.confirmed", subjects=subjects(rulebook), payload=told, act_key=act_key)
    return given


def _refuse_citation(content: CompiledRulebook, place: str, citation: str) -> None:
    if place not in content.to_confirm():
        raise InputProblems([Problem("khong_can_xac_nhan", "Chỗ này không đánh dấu chờ xác nhận.", place)])
    if refused := refused_text(citation):
        raise InputProblems([Problem("noi_dung_bi_tu_choi", refused, "căn cứ", "Ghi văn bản được công bố.")])
    if len(citation) < SHORTEST_CITATION:
        cure = "Ghi văn bản, số, ngày và điều khoản, ví dụ “khoản 4 Điều 4 Thông tư số …”."
        raise InputProblems([Problem("thieu_can_cu", "Chưa ghi căn cứ.", "căn cứ", cure)])
