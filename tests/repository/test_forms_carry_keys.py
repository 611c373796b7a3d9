"""Every form that changes something carries a key: sent twice it acts once, and an ended sign-in loses nothing typed."""

import re
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src" / "binhyen"
FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
KEYS = ("idempotency_key", "act_key")
# Forms that change nothing which a second press would do again, or where nothing typed may be kept.
WITHOUT = {
    "accounts/": "sign-in, passwords and second factors are the library's, and secrets are never kept",
    "shell/templates/shell/_account_links.html": "signing out",
    "shell/templates/shell/_typed_again.html": "carries the key of the form that it brings back",
    "links/templates/links/door.html": "the PIN; what was typed before it was asked is carried with its key",
    "links/templates/links/given.html": "prints slips from what the page shows; nothing is stored",
    "recognition/templates/recognition/family_certificates.html": "a list that is kept nowhere",
    "dossiers/templates/dossiers/import": "a table on its way, which nobody has looked at yet",
    "units/templates/units/import": "a table on its way, or carried out once by the number of its job",
    "units/templates/units/roster_import.html": "a table on its way; its last page carries a key",
    "shell/templates/shell/table_": "a table on its way, which nobody has looked at yet",
    "shell/templates/shell/_work.html": "stops the job that it names",
    "links/templates/links/home.html": "leaving a link",
}


def test_every_form_that_changes_something_carries_a_key() -> None:
    bare = [
        str(path.relative_to(SRC))
        for path in sorted(SRC.rglob("templates/**/*.html"))
        for form in FORM.findall(path.read_text(encoding="utf-8"))
        if not any(key in form for key in KEYS) and not str(path.relative_to(SRC)).startswith(tuple(WITHOUT))
    ]
    assert not bare
