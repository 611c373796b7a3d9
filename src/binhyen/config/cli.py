"""The `binhyen` program: our commands and Django's behind one door, with one meaning for each exit code.

0 done · 1 the input has problems, all listed · 2 wrong usage or a wrong setting · 3 something failed and nothing was changed.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from binhyen.config.commands.table import COMMANDS, Action, Command
from binhyen.config.memory import settle
from binhyen.kernel.errors import BinhYenError, InputProblems, Misconfigured

DONE, PROBLEMS, USAGE, FAILED, INTERRUPTED = 0, 1, 2, 3, 130


def main() -> None:
    """Entry point of the program: runs what the command line asks for and leaves with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line (without the program's name) and return its exit code. Nothing escapes as a traceback."""
    # There is one settings module; a value left over in the shell from another project must not be taken.
    os.environ["DJANGO_SETTINGS_MODULE"] = "binhyen.config.settings"
    return guarded(lambda: _dispatch(list(arguments)))


def guarded(action: Callable[[], int]) -> int:
    """Run `action` and translate every way it can end into an exit code, with a short message on stderr."""
    try:
        return action()
    except InputProblems as error:
        return _problems(error)
    except Misconfigured as error:
        return _say(str(error), USAGE)
    except BinhYenError as error:
        return _say(str(error), FAILED)
    except SystemExit as error:
        return _left(error)
    except KeyboardInterrupt:
        return _say("Đã dừng theo yêu cầu.", INTERRUPTED)
    except BrokenPipeError:
        # The reader (head, less) went away; what is left must not be flushed into a closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # the one place where an unforeseen failure becomes a sentence
        return _failed(error)


def _dispatch(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help"):
        print(_overview())
        return DONE
    name = arguments[0]
    if name in COMMANDS:
        return _ours(COMMANDS[name], arguments)
    return _django(name, arguments)


def _ours(command: Command, arguments: list[str]) -> int:
    if command.needs_django:
        _set_up_django()
    parser = ArgumentParser(prog="binhyen")
    command.load().add_parser(parser.add_subparsers(required=True))
    parsed = parser.parse_args(arguments)
    action: Action = parsed.run
    return action(parsed)


def _set_up_django() -> None:
    # Late on purpose: Django takes longer to import than `binhyen --help` or a rule command may take altogether.
    import django

    django.setup()
    settle()


def _django(name: str, arguments: list[str]) -> int:
    from django.core.management import ManagementUtility, get_commands

    _set_up_django()  # before it, only Django's own commands are known
    if name not in ("help", "version", "--version") and name not in get_commands():
        return _unknown(name, [*COMMANDS, *get_commands()])
    ManagementUtility(["binhyen", *arguments]).execute()
    return DONE


def _unknown(name: str, known: list[str]) -> int:
    guesses = get_close_matches(name, known, n=1)
    hint = f" Có phải: binhyen {guesses[0]}?" if guesses else ""
    return _say(f"Không có lệnh {name!r}.{hint} Gõ binhyen --help để xem các lệnh.", USAGE)


def _overview() -> str:
    width = max(map(len, COMMANDS)) + 2
    lines = ["binhyen <lệnh> …    phần mềm Bình Yên / the Bình Yên program", ""]
    lines += [
        f"  {name:<{width}}{command.vietnamese}\n  {'':<{width}}{command.english}" for name, command in COMMANDS.items()
    ]
    lines += [
        "",
        "  binhyen <lệnh> --help   cách dùng một lệnh / how to use one command",
        "  binhyen help            các lệnh của Django (migrate, shell, createsuperuser …) / Django's commands",
        "",
        "Mã thoát / exit codes: 0 xong · 1 dữ liệu vào có vấn đề · 2 gọi sai hoặc cấu hình sai · 3 hỏng, không thay đổi gì",
    ]
    return "\n".join(lines)


def _problems(error: InputProblems) -> int:
    for problem in error.problems:
        print(problem, file=sys.stderr)
    return PROBLEMS


def _left(error: SystemExit) -> int:
    if error.code is None or isinstance(error.code, int):
        return error.code or DONE
    return _say(str(error.code), FAILED)


def _failed(error: Exception) -> int:
    if os.environ.get("BINHYEN_DEBUG", "").strip().lower() in ("1", "true", "yes", "on"):
        raise error
    if type(error).__name__ in ("OperationalError", "ProgrammingError") and _is_behind():
        return _say(
            "Cơ sở dữ liệu chưa được chuẩn bị, hoặc còn của bản phần mềm cũ.\n→ Sao lưu rồi chạy: binhyen prepare",
            FAILED,
        )
    # What a machine says of its disk and its database helps; any other message may quote a row that was refused.
    told = f": {error}" if isinstance(error, OSError) or type(error).__name__ == "OperationalError" else ""
    return _say(
        f"Có lỗi, không có gì bị thay đổi: {type(error).__name__}{told}\n→ Chạy lại với BINHYEN_DEBUG=true để xem chi tiết.",
        FAILED,
    )


def _is_behind() -> bool:
    """Whether tables that this version needs are not made yet. False where the database cannot be asked at all."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        connection.close()
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return False


def _say(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code
