"""Typed readers for settings in the environment. A wrong value names itself and the cure."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from binhyen.kernel.errors import Misconfigured

_MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class Environment:
    """The process environment, read once, each value through a typed reader."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = os.environ if values is None else values

    def text(self, name: str, default: str = "") -> str:
        """The value as it stands; surrounding white space is dropped."""
        return self._values.get(name, default).strip()

    def flag(self, name: str, *, default: bool) -> bool:
        """true/false, yes/no, on/off, 1/0."""
        raw = self._values.get(name)
        if raw is None:
            return default
        if raw.strip().lower() in _YES:
            return True
        if raw.strip().lower() in _NO:
            return False
        raise Misconfigured(f"{name}={raw!r} is neither true nor false. Write {name}=true or {name}=false.")

    def whole(self, name: str, default: int, *, low: int, high: int) -> int:
        """A whole number between `low` and `high`."""
        raw = self._values.get(name, "").strip()
        if not raw:
            return default
        if not raw.isdigit() or not low <= int(raw) <= high:
            raise Misconfigured(
                f"{name}={raw!r} is not a whole number from {low} to {high}. Example: {name}={default}."
            )
        return int(raw)

    def address(self, name: str) -> str:
        """A web address without a slash at its end; empty when not set."""
        raw = self.text(name).rstrip("/")
        if raw and not raw.startswith(("https://", "http://")):
            raise Misconfigured(
                f"{name}={raw!r} is no web address. Write {name}=https://anantt.example, or leave it empty."
            )
        return raw

    def mail_server(self, name: str) -> dict[str, object]:
        """Django's settings for `smtp://user:password@host:port` (`smtps://` encrypts from the first byte, `smtp+tls://`
        after a greeting); an empty host when not set."""
        raw = self.text(name)
        parts = urlsplit(raw)
        if raw and (parts.scheme not in _MAIL_PORTS or not parts.hostname):
            # Never the value: it holds a password.
            raise Misconfigured(
                f"{name}=… is no mail server. Write {name}=smtp+tls://user:password@mail.example:587, or leave it empty."
            )
        return {
            "EMAIL_HOST": parts.hostname or "",
            "EMAIL_PORT": parts.port or _MAIL_PORTS.get(parts.scheme, 25),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
        }

    def items(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        """A list separated by commas."""
        raw = self._values.get(name)
        return list(default) if raw is None else [part.strip() for part in raw.split(",") if part.strip()]

    def folder(self, name: str, default: str) -> Path:
        """An absolute folder path; it is made when missing."""
        path = Path(self.text(name, default) or default).expanduser().resolve()
        try:
            # A folder that we make is for its owner alone: it will hold papers and password hashes.
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Misconfigured(
                f"{name}={path} cannot be made or entered ({error.strerror}). Choose another folder."
            ) from error
        return path


def database(url: str, data_dir: Path) -> dict[str, object]:
    """Django's database entry for `DATABASE_URL`; empty means SQLite in the data folder."""
    if not url:
        return _sqlite(data_dir / "binhyen.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in ("postgres", "postgresql"):
        raise Misconfigured(
            f"DATABASE_URL begins with {parts.scheme!r}. Write postgresql://user:password@host:5432/name, or leave it empty for SQLite."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or _socket_folder(parts.query),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _socket_folder(query: str) -> str:
    pairs = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
    return unquote(pairs.get("host", ""))


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "binhyen.config.sqlite",
        "NAME": str(path),
        "OPTIONS": {
            # Writers queue instead of failing half-way: take the write lock when a transaction begins.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was acknowledged is on the disk, also when the office's power fails; NORMAL waits for a checkpoint.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; "
            # What is erased is overwritten; not every build of SQLite does so by itself.
            "PRAGMA secure_delete=ON;",
        },
        "CONN_MAX_AGE": None,
    }
