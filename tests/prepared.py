"""Empty tables on SQLite, made once for all runs: making them takes ten seconds, copying a file none."""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_KEPT = ROOT / "test-artefacts"


def copy_empty(target: Path) -> bool:
    """Put empty tables at `target`, where an earlier run of this very text of the migrations kept some."""
    kept = _kept()
    if not kept.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, target)
    return True


def keep_empty(database: Path) -> None:
    """Keep the tables of a database in which nothing was written yet. Several processes may do so at the same time."""
    kept = _kept()
    _KEPT.mkdir(exist_ok=True)
    for old in set(_KEPT.glob("empty-*.sqlite3")) - {kept}:
        old.unlink(missing_ok=True)
    number, name = tempfile.mkstemp(dir=_KEPT, suffix=".part")
    os.close(number)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(name)) as target:
        source.backup(target)
    Path(name).replace(kept)


def _kept() -> Path:
    """Named by what decides the tables: our migrations, and the locked versions of the packages that bring their own."""
    texts = [*sorted((ROOT / "src").glob("binhyen/*/migrations/*.py")), ROOT / "requirements" / "base.txt"]
    said = hashlib.sha256(b"\0".join(text.read_bytes() for text in texts)).hexdigest()
    return _KEPT / f"empty-{said[:16]}.sqlite3"
