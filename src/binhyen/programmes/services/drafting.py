"""Drafts: from a file, replaced by a further file, settled place by place, or thrown away."""

import json
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.kernel.errors import RefusedByState
from binhyen.programmes.models import Programme, Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.programmes.services.common import payload, refuse_disagreement, require, subjects
from binhyen.rules.loading import Confirmation, load_rulebook, with_confirmed
from binhyen.rules.model.rulebook import Rulebook as CompiledRulebook
from binhyen.sheets.rulebooks import refuse_person_figures
from binhyen.units.models import Unit


@transaction.atomic
def programme_ensure(
    *, by: User | None, code: str, name: str, word: str = "", owner: Unit | None = None, summary: str = ""
) -> Programme:
    """The programme with this code, made when there is none. An existing one is left as it is.

    `word` is what it calls itself ("phong trào", "tiêu chuẩn"); an unknown word counts as "phong trào".
    """
    words = {label: value for value, label in Programme.Word.choices}
    programme, is_new = Programme.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "word": words.get(word, Programme.Word.MOVEMENT.value),
            "owner": owner,
            "summary": summary,
        },
    )
    if is_new:
        require(by, Act.RULEBOOK_DRAFT, programme)
        told = {"code": code, "name": name}
        audit.record(by=by, verb="programme.created", subjects=[("programme", programme.id)], payload=told)
    return programme


@transaction.atomic
def rulebook_import(*, by: User | None, text: str, source: str = "", act_key: str | None = None) -> Rulebook:
    """Store a rulebook file in YAML as a draft; `source` is the file's name, for places in problems.

    Raises InputProblems with every problem of the file, else what `rulebook_draft` raises.
    """
    return rulebook_draft(by=by, content=load_rulebook(text, source=source), source=text, act_key=act_key)


@transaction.atomic
def rulebook_draft(
    *, by: User | None, content: CompiledRulebook, source: str = "", act_key: str | None = None
) -> Rulebook:
    """Store a rulebook as a draft; `source` is the text it was read from, empty where that was no text.

    What is already stored with the same content is returned as it is; a draft of the same version is replaced. A new
    programme belongs to the unit in whose name the person works. Raises RefusedByState for a version issued with other
    content, InputProblems for figures that this installation knows otherwise, or that ask for data on persons.
    """
    audit.refuse_repeat(act_key)
    owner = _unit_of(by)
    programme = programme_ensure(by=by, code=content.programme, name=content.name, word=content.word, owner=owner)
    require(by, Act.RULEBOOK_DRAFT, programme)
    existing = Rulebook.objects.select_for_update().filter(programme=programme, version=content.version).first()
    if existing and existing.content_hash == content.content_hash:
        return existing
    if existing and existing.state != Rulebook.State.DRAFT:
        raise RefusedByState(
            f"Bộ tiêu chí {existing} đã ban hành, nội dung không thay đổi được nữa.",
            cure="Đặt số phiên bản mới cho nội dung sửa đổi, bổ sung.",
        )
    refuse_person_figures(content)
    refuse_disagreement(content, besides=existing)
    rulebook = existing or Rulebook(programme=programme, version=content.version)
    _fill(rulebook, content, source)
    rulebook.save()
    audit.record(
        by=by, verb="rulebook.drafted", subjects=subjects(rulebook), payload=payload(rulebook), act_key=act_key
    )
    return rulebook


def _unit_of(by: User | None) -> Unit | None:
    """The unit for which a person drafts; None for the installation itself and for whoever drafts for several."""
    scopes = powers_of(by).scopes(Act.RULEBOOK_DRAFT) if by else ()
    return Unit.objects.filter(pk__in=scopes).first() if len(scopes) == 1 else None


def _fill(rulebook: Rulebook, content: CompiledRulebook, source: str) -> None:
    rulebook.name = content.name
    rulebook.source = source
    # In the order of the file: the hash does not depend on it, and people read kinds and figures as they were written.
    rulebook.canonical = json.dumps(content.canonical(), ensure_ascii=False)
    rulebook.content_hash = content.content_hash
    rulebook.valid_from = content.valid_from
    rulebook.valid_to = content.valid_to
    rulebook.to_confirm_count = len(content.to_confirm())


@transaction.atomic
def rulebook_confirm(
    *,
    by: User,
    rulebook: Rulebook,
    confirmations: Sequence[Confirmation],
    version: str = "",
    act_key: str | None = None,
) -> Rulebook:
    """A draft in which these places have the rule or number that was found, with its source (docs/rules.md, §5).

    A draft is settled in itself; of an issued rulebook a draft of a new `version` is made. So what is issued is what
    runs. Raises InputProblems for what does not fit the place, RefusedByState for a version that is there already (it may
    hold what was settled before), else what `rulebook_draft` raises.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.RULEBOOK_ISSUE, rulebook.programme)
    known = compiled(rulebook)
    if rulebook.state == Rulebook.State.DRAFT:
        # A confirmed rulebook is a new version; a draft keeps its number, because nobody runs on it yet.
        known, version = replace(known, version=""), known.version
    elif Rulebook.objects.filter(programme=rulebook.programme_id, version=version).exists():
        raise RefusedByState(
            f"Đã có phiên bản {version} của chương trình này.",
            cure="Ghi tiếp vào dự thảo ấy, hoặc đặt số phiên bản khác.",
        )
    settled = with_confirmed(known, confirmations, version=version)
    draft = rulebook_draft(by=by, content=settled)
    told = {**payload(draft), "places": [given.place for given in confirmations]}
    audit.record(by=by, verb="rulebook.settled", subjects=subjects(draft), payload=told, act_key=act_key)
    return draft


@transaction.atomic
def rulebook_discard(*, by: User, rulebook: Rulebook, act_key: str | None = None) -> None:
    """Throw a draft away; what was issued stays for ever (RefusedByState). The log keeps its name and hash."""
    audit.refuse_repeat(act_key)
    require(by, Act.RULEBOOK_DRAFT, rulebook.programme)
    draft = Rulebook.objects.select_for_update().get(pk=rulebook.pk)
    if draft.state != Rulebook.State.DRAFT:
        raise RefusedByState("Bộ tiêu chí đã ban hành, không bỏ được.", cure="Bãi bỏ hoặc thay thế bằng một văn bản.")
    told, about = payload(draft), subjects(draft)
    draft.delete()
    audit.record(by=by, verb="rulebook.discarded", subjects=about, payload=told, act_key=act_key)
