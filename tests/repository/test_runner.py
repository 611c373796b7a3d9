"""The runner counts every pass, names what is missing, and lets nothing be skipped in CI."""

from pathlib import Path

import pytest

from scripts import test as runner

REPORT = """<testsuites><testsuite>
  <testcase name="a"/><testcase name="b"/>
  <testcase name="c"><failure message="sai"/></testcase>
  <testcase name="d"><error message="hỏng"/></testcase>
  <testcase name="e"><skipped message="this machine lacks pdffonts"/></testcase>
</testsuite></testsuites>"""


def test_passed_failed_and_skipped_are_counted_with_the_reasons(tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    report.write_text(REPORT, encoding="utf-8")
    count = runner._read(report)
    assert str(count) == "2 passed, 2 failed, 1 skipped"
    assert count.notes == ["  skipped: this machine lacks pdffonts"]


def test_a_pass_that_left_no_report_counts_nothing(tmp_path: Path) -> None:
    assert str(runner._read(tmp_path / "none.xml")) == "0 passed, 0 failed, 0 skipped"


@pytest.mark.parametrize(
    ("in_ci", "count", "verdict"),
    [
        (False, runner.Count(passed=3), 0),
        (False, runner.Count(passed=3, skipped=1), 0),
        (True, runner.Count(passed=3, skipped=1), 1),
        (True, runner.Count(passed=3), 0),
        (False, runner.Count(passed=3, failed=1), 1),
        (False, runner.Count(), 1),
    ],
)
def test_a_run_is_good_when_something_passed_and_in_ci_nothing_was_skipped(
    monkeypatch: pytest.MonkeyPatch, in_ci: bool, count: runner.Count, verdict: int
) -> None:
    monkeypatch.setattr(runner, "IN_CI", in_ci)
    assert runner._verdict(count) == verdict


def test_a_machine_without_chromium_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner.shutil, "which", lambda name: None)
    assert {one.name: one.absent for one in runner.passes()}["browser"] == "Chromium"


def test_what_a_machine_lacks_is_counted_as_skipped_by_name() -> None:
    lacking = runner.Pass("browser", "browser", 1, "Chromium")
    count = runner._missing(lacking, ["tests/functional/test_browser_ground.py"])
    assert str(count) == "0 passed, 0 failed, 3 skipped"
    assert count.notes == ["browser: skipped 3 tests, because this machine lacks Chromium"]
