"""The invented programme of the demo: like a real one whose thresholds nobody has read, with thresholds made up for it.

It belongs to an invented province, by which pages and open data keep it apart from programmes that exist.
"""

from importlib.resources import files

from django.db import transaction

from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import rulebook_of
from binhyen.programmes.services import programme_ensure, rulebook_import, rulebook_issue
from binhyen.rules.loading import load_rulebook
from binhyen.units.models import Unit

_CODE, _VERSION = "mau-dien-hinh", "2023"
_FILE = f"{_CODE}@{_VERSION}.yaml"


@transaction.atomic
def ensure_invented_rulebook(owner: Unit) -> Rulebook:
    """The rulebook of the invented programme, drafted and issued for its owner; one that exists is left as it is."""
    known = rulebook_of(_CODE, _VERSION)
    if known:
        return known
    text = (files("binhyen.config.demo") / _FILE).read_text(encoding="utf-8")
    told = load_rulebook(text, source=_FILE)
    programme_ensure(by=None, code=told.programme, name=told.name, word=told.word, owner=owner)
    return rulebook_issue(by=None, rulebook=rulebook_import(by=None, text=text, source=_FILE))
