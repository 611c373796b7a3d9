"""A column that is refused leaves no trace: in no table, session, file, log, page or process, by whatever door it came."""

import html
import http.client
import json
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse

from benchmarks.session import cookie_for
from binhyen.accounts.models import User
from binhyen.config.cli import run
from binhyen.dossiers import typed_tables
from binhyen.figures.models import FigureValue
from binhyen.sheets.table import Table
from binhyen.sheets.writing import Sheet, workbook
from binhyen.shell.signed_forms import key_for
from binhyen.units.models import Unit, UnitVersion
from binhyen.units.services import importing
from tests.builders import dossiers_of, make_commune, make_cycle, make_office, register, signed_in
from tests.integration.test_killed_server import free_port, wait_for_answer
from tests.integration.traces import Watch, files_of, files_with
from tests.kills.installation import PROGRAM, installation, kill_all

# Committed for good: an uncommitted row would stand in no file.
pytestmark = [pytest.mark.django_db(transaction=True)]
BOUNDARY, TOKEN = "-" * 20 + "mau", "k" * 32
LETTERS = "bcdghklmnpqrstvx"
DOORS = ["units", "figures"]
# Lists of households come in by their page alone.
PAGES = [*DOORS, "rosters"]


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Watch:
    return Watch(tmp_path, monkeypatch, caplog)


def digits() -> str:
    return "001090" + "".join(secrets.choice("0123456789") for _ in range(6))


def letters() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(12))


@dataclass(frozen=True)
class Persons:
    """Three columns that are refused, one by its header, one by both, one by its cells, with what stands nowhere else."""

    marks: tuple[str, ...] = field(
        default_factory=lambda: (*(digits() for _ in range(3)), *(letters() for _ in range(5)))
    )

    @property
    def heads(self) -> Sequence[str]:
        return f"Số CCCD {self.marks[3]}", "Họ tên chủ hộ", "Ghi chú"

    def row(self, at: int) -> Sequence[str]:
        return f"giấy {self.marks[4]}", f"bà {self.marks[5 + at]}", self.marks[at]


@dataclass(frozen=True)
class Door:
    """A page and a command that take a table in: its address, what else the form says, the table without persons."""

    address: str
    command: Sequence[str]
    fields: dict[str, str]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    is_done: Callable[[], bool]
    office: User

    def table(self, persons: Persons) -> list[list[str]]:
        rows = [[*row, *persons.row(at)] for at, row in enumerate(self.rows)]
        return [[*self.heads, *persons.heads], *rows]

    def send(self, persons: Persons, way: str, client: Client | None = None) -> object:
        head, *rows = self.table(persons)
        text = "".join("\t".join(row) + "\n" for row in [head, *rows])
        sent: dict[str, object] = {"pasted": text}
        if way == "file":
            sent = {"file": SimpleUploadedFile("bang-mau.xlsx", workbook([Sheet("Bảng", head, rows)]))}
        return (client or signed_in(self.office)).post(self.address, self.fields | sent)


def make_door(name: str) -> Door:
    commune = make_commune(3)
    make = {"units": units_door, "figures": figures_door, "rosters": rosters_door}[name]
    return make(commune, make_office(commune))


def units_door(commune: Unit, office: User) -> Door:
    def is_done() -> bool:
        return UnitVersion.objects.filter(full_name="Thôn Mẫu Đông", parent=commune).exists()

    fields = {"parent": str(commune.pk), "as_of": "", "kind": ""}
    rows = [[f"Mẫu {side}", "thôn"] for side in ("Đông", "Tây", "Nam")]
    command = ["import-units", "--under", str(commune.pk)]
    return Door(reverse("unit_import"), command, fields, ["Tên", "Loại"], rows, is_done, office)


def figures_door(commune: Unit, office: User) -> Door:
    cycle = make_cycle(by=office, commune=commune)
    register(by=office, dossiers=dossiers_of(cycle))
    address = reverse("figures_import", args=[cycle.pk])
    fields = {"kind": "residential_area", "reported_by": "Trưởng thôn", "channel": "file"}
    rows = [[f"Thôn Mẫu {at}", "80", "79"] for at in (1, 2, 3)]
    command = ["import-figures", "--as-of", "2021-10-31", "--by", office.username]
    return Door(
        address, command, fields, ["Đơn vị", "ho_cu_tru", "ho_ky_cam_ket"], rows, FigureValue.objects.exists, office
    )


def rosters_door(commune: Unit, office: User) -> Door:
    area = UnitVersion.objects.get(parent=commune, full_name="Thôn Mẫu 1").unit
    fields = {"year": "2021", "day": "15/03/2021", "channel": "paper"}
    address, rows = reverse("roster_import", args=[area.pk]), [["1", "x"], ["2", ""], ["3", "x"]]
    return Door(address, [], fields, ["STT", "Đăng ký"], rows, area.rosters.exists, office)


def hidden(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def carried(page: str, name: str) -> str:
    """The table that travels in the page, unpacked."""
    return json.dumps(signing.loads(hidden(page, name), salt="table-on-its-way"), ensure_ascii=False)


def shown(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("way", ["pasted", "file"])
@pytest.mark.parametrize("name", PAGES)
def test_a_refused_column_is_dropped_without_a_trace_and_the_rest_goes_on(watch: Watch, name: str, way: str) -> None:
    door, persons = make_door(name), Persons()
    refused = door.send(persons, way)
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert shown(refused).count("hệ thống không lưu loại thông tin này") == 3
    assert watch.traces_of(persons.marks) == []
    client = signed_in(door.office)
    looked = client.post(door.address, door.fields | {"bang": hidden(shown(refused), "bang")})
    ready = door.fields | {"bang_da_ghep": hidden(shown(looked), "bang_da_ghep"), "confirm": "1"}
    done = client.post(door.address, ready, follow=True)
    assert door.is_done()
    told = [shown(refused), shown(looked), shown(done), carried(shown(refused), "bang")]
    assert [page for page in told if any(mark in page for mark in persons.marks)] == []
    assert watch.traces_of(persons.marks) == []


@pytest.mark.parametrize("name", DOORS)
def test_the_command_refuses_or_drops_a_column_without_a_trace(
    watch: Watch, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    door, persons = make_door(name), Persons()
    head, *rows = door.table(persons)
    # Beside the folders that are searched: the person's own file is theirs.
    file = tmp_path_factory.mktemp("nguoi-gui") / "bang-mau.xlsx"
    file.write_bytes(workbook([Sheet("Bảng", head, rows)]))
    command, *options = door.command
    assert run([command, str(file), *options]) == 1
    assert not door.is_done()
    assert run([command, str(file), *options, "--drop-refused"]) == 0
    assert door.is_done()
    said = capsys.readouterr()
    assert not any(mark in said.out + said.err for mark in persons.marks)
    assert watch.traces_of(persons.marks) == []


def failing(table: Table, **_: object) -> tuple[object, ...]:
    raise ValueError(f"cannot look at {table.rows!r}")


@pytest.mark.parametrize("name", DOORS)
def test_a_fault_of_the_program_in_the_middle_leaves_no_trace_either(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str], name: str,
) -> None:  # fmt: skip
    door, persons = make_door(name), Persons()
    for module in (importing, typed_tables):
        monkeypatch.setattr(module, "find_refused", failing)
    client = Client(raise_request_exception=False)
    client.force_login(door.office)
    answer = door.send(persons, "pasted", client)
    assert answer.status_code == 500  # type: ignore[attr-defined]
    file = tmp_path_factory.mktemp("nguoi-gui") / "bang-mau.csv"
    file.write_text("".join(";".join(row) + "\n" for row in door.table(persons)), "utf-8")
    command, *options = door.command
    assert run([command, str(file), *options]) == 3
    said = capsys.readouterr()
    assert not any(mark in shown(answer) + said.out + said.err for mark in persons.marks)
    assert watch.traces_of(persons.marks) == []
    # The operator is told where, and what kind of error it was.
    assert "builtins.ValueError" in watch.log.getvalue()
    assert "in failing" in watch.log.getvalue()


def test_a_large_table_is_never_spooled_to_a_disk(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    spooled: list[object] = []
    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", lambda *told, **more: spooled.append(told))
    door, persons = make_door("units"), Persons()
    sent = {"file": SimpleUploadedFile("bang-mau.csv", large(door, persons))}
    answer = signed_in(door.office).post(door.address, door.fields | sent)
    assert answer.status_code == 422
    assert "hệ thống không lưu loại thông tin này" in shown(answer)
    assert not spooled
    assert watch.traces_of(persons.marks) == []


def large(door: Door, persons: Persons) -> bytes:
    """The table as CSV, padded beyond what servers usually keep in memory."""
    head, first, *rows = door.table(persons)
    wide = [[*head, *(f"Cột {at}" for at in range(30))], [*first, *["x" * 100_000] * 30], *rows]
    return "".join(";".join(row) + "\n" for row in wide).encode()


@pytest.mark.parametrize("name", PAGES)
def test_a_table_that_arrives_after_the_sign_in_ended_is_not_kept_for_later(watch: Watch, name: str) -> None:
    door, persons = make_door(name), Persons()
    client = signed_in(door.office)
    door.fields["act_key"] = key_for(door.office.pk)
    client.cookies.pop("sessionid")
    assert door.send(persons, "pasted", client).status_code == 302  # type: ignore[attr-defined]
    assert client.session["typed_again"]["is_partial"]
    assert watch.traces_of(persons.marks) == []


def test_a_server_that_fails_and_is_ended_in_the_middle_left_nothing_of_what_it_was_sent(tmp_path: Path) -> None:
    # No static files are collected here, so that the page of the refusal fails, and the log says so.
    door, persons, port = make_door("units"), Persons(), free_port()
    headers = {
        "Cookie": f"{cookie_for(door.office)}; csrftoken={TOKEN}",
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
    }
    temporary, log = tmp_path / "tmp", tmp_path / "log"
    temporary.mkdir()
    with installation(tmp_path / "data") as found, log.open("wb") as said:
        settings = {"PORT": str(port), "TMPDIR": str(temporary), "BINHYEN_LOG_LEVEL": "DEBUG"}
        server = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "serve"], env=found.environment | settings, stdout=said, stderr=said,
            start_new_session=True,
        )  # fmt: skip
        try:
            wait_for_answer(port)
            body = multipart(door.fields | {"csrfmiddlewaretoken": TOKEN}, large(door, persons))
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            line.request("POST", door.address, body, headers)
            answer = line.getresponse()
            page = answer.read()
            assert answer.status == 500
            assert not any(mark.encode() in page for mark in persons.marks)
            # Half of another one is on its way when the server ends.
            line.putrequest("POST", door.address)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                line.putheader(name, value)
            line.endheaders(body[: len(body) // 2])
            time.sleep(1)
        finally:
            kill_all(server)
        assert b"Traceback" in log.read_bytes()
        assert files_with(persons.marks, files_of(tmp_path)) == []
        assert files_with(persons.marks, Path("/dev/shm").glob("*")) == []


def multipart(fields: dict[str, str], file: bytes) -> bytes:
    """A form with a file, as a browser sends it; the file first."""
    sent = {'file"; filename="bang-mau.csv': file} | {name: value.encode() for name, value in fields.items()}
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    parts = [f'{head}{name}"\r\n\r\n'.encode() + value for name, value in sent.items()]
    return b"\r\n".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
