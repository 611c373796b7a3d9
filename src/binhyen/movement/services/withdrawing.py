"""Taking out what was entered by mistake. It stays readable and in the log; it counts and shows nowhere."""

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.audit import services as audit
from binhyen.kernel.errors import RefusedByState
from binhyen.movement.models import Covenant, Recorded
from binhyen.movement.services.common import require_edit, title_of, units_about


@transaction.atomic
def record_withdraw(*, by: User, record: Recorded, act_key: str | None = None) -> None:
    """Withdraw an activity, a model, a pilot, a stage or the draft of a covenant.

    Raises NotAllowed; RefusedByState for what is withdrawn, was published by others, or was signed.
    """
    audit.refuse_repeat(act_key)
    units = units_about(record)
    require_edit(by, units)
    current = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if current.withdrawn:
        raise RefusedByState("Nội dung này đã được rút.")
    if current.publication_id:
        raise RefusedByState("Nội dung này do nơi khác công bố.", cure="Báo người quản trị nếu nguồn đã sửa.")
    if isinstance(current, Covenant) and current.state != Covenant.State.DRAFT:
        raise RefusedByState("Giao ước đã ký thì không rút được.", cure="Soạn giao ước mới thay nó.")
    current.withdrawn = True
    current.save(update_fields=["withdrawn"])
    # What a withdrawn draft was to replace may be replaced by another one.
    Covenant.objects.filter(pk=current.pk).update(replaces=None)
    subjects = [(current._meta.model_name or "", current.pk), *(("unit", unit) for unit in units)]
    payload = {"word": current.word, "title": title_of(current)}
    audit.record(by=by, verb="movement.withdrawn", subjects=subjects, payload=payload, act_key=act_key)
