"""What the `binhyen` program answers and which exit code each ending has."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from binhyen.config import cli
from binhyen.kernel.errors import Conflict, InputProblems, Misconfigured, NotAllowed, Problem, RefusedByState

PROGRAM = Path(sys.executable).parent / "binhyen"


def ending(error: BaseException) -> int:
    def action() -> int:
        raise error

    return cli.guarded(action)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputProblems([Problem("x", "sai")]), 1),
        (Misconfigured("PORT='x'"), 2),
        (RefusedByState("đã có dữ liệu", cure="dùng thư mục khác"), 3),
        (Conflict(), 3),
        (NotAllowed(), 3),
        (ValueError("bất ngờ"), 3),
        (OSError("đĩa đầy"), 3),
        (KeyboardInterrupt(), 130),
        (SystemExit(2), 2),
        (SystemExit(), 0),
        (SystemExit("thông báo"), 3),
    ],
)
def test_every_way_to_end_has_one_exit_code(error: BaseException, code: int) -> None:
    assert ending(error) == code


def test_every_problem_of_an_input_is_listed_with_place_and_cure(capsys: pytest.CaptureFixture[str]) -> None:
    ending(InputProblems([Problem("a", "không phải số", "ô C9", "nhập số"), Problem("b", "trống", "ô C10")]))
    assert capsys.readouterr().err == "ô C9: không phải số → nhập số\nô C10: trống\n"


def test_an_unforeseen_failure_is_a_sentence_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    ending(ValueError("ô C9: Mẫu"))
    said = capsys.readouterr().err
    assert "không có gì bị thay đổi: ValueError\n" in said
    assert "Mẫu" not in said
    assert "Traceback" not in said
    ending(OSError("hết chỗ"))
    assert "OSError: hết chỗ" in capsys.readouterr().err


def test_an_unforeseen_failure_shows_its_traceback_when_debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINHYEN_DEBUG", "true")
    with pytest.raises(ValueError, match="bất ngờ"):
        ending(ValueError("bất ngờ"))


def test_help_lists_every_command_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--help"]) == 0
    said = capsys.readouterr().out
    assert [name for name in cli.COMMANDS if f"  {name} " not in said] == []
    assert "sao lưu toàn bộ dữ liệu" in said
    assert "write everything into one file" in said


def binhyen(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"BINHYEN_DATA_DIR": str(folder), "DATABASE_URL": ""} | settings
    return subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, check=False, env=environment, timeout=60
    )


def test_an_unknown_command_suggests_the_nearest_one(tmp_path: Path) -> None:
    told = binhyen(tmp_path, "bakcup")
    assert told.returncode == 2
    assert "Có phải: binhyen backup?" in told.stderr


def test_a_command_without_what_it_needs_is_wrong_usage(tmp_path: Path) -> None:
    assert binhyen(tmp_path, "backup").returncode == 2


def test_a_wrong_setting_names_itself(tmp_path: Path) -> None:
    told = binhyen(tmp_path, "serve", PORT="tám nghìn")
    assert told.returncode == 2
    assert told.stderr.startswith("PORT='tám nghìn'")


def test_commands_of_django_are_commands_of_the_program(tmp_path: Path) -> None:
    told = binhyen(tmp_path, "diffsettings")
    assert told.returncode == 0, told.stderr
    assert f"DATA_DIR = PosixPath('{tmp_path}')" in told.stdout


def test_commands_of_installed_apps_are_commands_of_the_program(tmp_path: Path) -> None:
    assert "--queue-name" in binhyen(tmp_path, "db_worker", "--help").stdout


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    told = subprocess.run(f"{PROGRAM} --help | head -1", shell=True, capture_output=True, text=True, check=False)
    assert told.stderr == ""
    assert told.returncode == 0


def test_a_data_folder_that_was_never_prepared_is_told_from_a_failure(tmp_path: Path) -> None:
    told = binhyen(tmp_path, "verify-audit")
    assert told.returncode == 3
    assert "chạy: binhyen prepare" in told.stderr
    assert "OperationalError" not in told.stderr
