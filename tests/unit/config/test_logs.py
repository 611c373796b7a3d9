"""The log names the pattern of a page, never an address that somebody could use."""

import io
import logging

import pytest
from django.test import Client

from binhyen.config.logs import DiscreetFormatter


@pytest.mark.django_db
def test_the_secret_in_an_address_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "django.request"):
        assert Client().get("/lich/dia-chi-bi-mat.ics").status_code == 404
    (record,) = [one for one in caplog.records if one.name == "django.request"]
    written = DiscreetFormatter().format(record)
    assert "dia-chi-bi-mat" not in written
    assert written == "Not Found: /lich/<slug:token>.ics"


@pytest.mark.django_db
def test_an_address_that_is_none_of_ours_is_logged_as_it_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "django.request"):
        Client().get("/khong-co-trang-nay/")
    assert "/khong-co-trang-nay/" in DiscreetFormatter().format(caplog.records[-1])


def test_a_line_that_cannot_be_written_is_not_printed_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    closed = io.StringIO()
    closed.close()
    logger, handler = logging.getLogger("mau"), logging.StreamHandler(closed)
    logger.addHandler(handler)
    try:
        logger.error("kept to itself")
    finally:
        logger.removeHandler(handler)
    assert "kept to itself" not in capsys.readouterr().err
