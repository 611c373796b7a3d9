import pytest

from binhyen.config.cli import run


def test_a_country_is_made_and_judged(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "nation", "--rows", "33210"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "33.210 đơn vị × 10 tiêu chí → 3.321 xã"
    counted = [int(part.rsplit(" ", 1)[1].replace(".", "")) for part in told[2].split(", ")]
    assert sum(counted) == 33210
    assert all(count > 0 for count in counted[:3])


def test_a_country_without_communes_is_refused() -> None:
    assert run(["bench", "nation", "--rows", "12"]) == 2
