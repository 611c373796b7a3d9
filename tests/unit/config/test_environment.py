"""Settings from the environment: typed, and loud when they are wrong."""

from pathlib import Path

import pytest

from binhyen.config.environment import Environment, database
from binhyen.kernel.errors import Misconfigured


@pytest.mark.parametrize(("raw", "meant"), [("true", True), ("1", True), ("Yes", True), ("off", False), ("0", False)])
def test_a_flag_reads_as_people_write_it(raw: str, meant: bool) -> None:
    assert Environment({"X": raw}).flag("X", default=not meant) is meant


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("X", "maybe", lambda env: env.flag("X", default=False)),
        ("X", "eight", lambda env: env.whole("X", 8000, low=1, high=65535)),
        ("X", "70000", lambda env: env.whole("X", 8000, low=1, high=65535)),
        ("X", "anantt.example", lambda env: env.address("X")),
    ],
)
def test_a_wrong_value_names_its_setting_and_a_right_one(name: str, value: str, read: object) -> None:
    with pytest.raises(Misconfigured) as refused:
        read(Environment({name: value}))  # type: ignore[operator]
    assert str(refused.value).count(name) >= 2
    assert value in str(refused.value)


def test_an_address_loses_the_slash_at_its_end() -> None:
    assert Environment({"X": "https://anantt.example/"}).address("X") == "https://anantt.example"


def test_a_mail_server_is_taken_apart_and_encrypts_as_it_says() -> None:
    read = Environment({"X": "smtp+tls://nhac%40mau:mat%2Fkhau@thu.mau.example"}).mail_server("X")
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_USE_TLS"]) == ("thu.mau.example", 587, True)
    assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == ("nhac@mau", "mat/khau")
    assert Environment({}).mail_server("X")["EMAIL_HOST"] == ""


def test_a_wrong_mail_server_is_refused_without_telling_its_password() -> None:
    with pytest.raises(Misconfigured) as refused:
        Environment({"X": "https://nhac:bimat@thu.mau.example"}).mail_server("X")
    assert "smtp+tls://" in str(refused.value)
    assert "bimat" not in str(refused.value)


def test_without_an_address_the_database_lies_in_the_data_folder(tmp_path: Path) -> None:
    assert database("", tmp_path)["NAME"] == str(tmp_path / "binhyen.sqlite3")


def test_a_postgresql_address_is_taken_apart_and_unquoted(tmp_path: Path) -> None:
    found = database("postgresql://mau:mat%20khau@db.example:5433/binhyen", tmp_path)
    assert {key: found[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")} == {
        "USER": "mau", "PASSWORD": "mat khau", "HOST": "db.example", "PORT": "5433", "NAME": "binhyen",
    }  # fmt: skip


def test_a_database_we_do_not_know_is_refused_with_the_form_to_write(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="postgresql://"):
        database("mysql://db.example/binhyen", tmp_path)
