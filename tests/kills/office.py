"""Offices that send one act after the other by HTTP and note which were acknowledged; and what must then be found."""

import hashlib
import http.client
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.urls import reverse

from benchmarks.session import cookie_for
from binhyen.accounts.models import User
from binhyen.dossiers.models import Dossier
from tests.builders import dossiers_of, make_commune, make_cycle, make_office, typist_of
from tests.kills.installation import Installation

TOKEN = "k" * 32
FORM = "application/x-www-form-urlencoded"
ACCEPTED = 302
FIGURES = ("ho_cu_tru", "ho_ky_cam_ket")
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Act:
    """One submission: a registration of a dossier, or one number of its unit."""

    address: str
    said: dict[str, str]
    key: str
    dossier: UUID
    unit: UUID
    figure: str = ""
    number: int = 0

    @property
    def body(self) -> str:
        """As a browser sends it."""
        return urlencode(self.said | {"csrfmiddlewaretoken": TOKEN})


@dataclass
class Office:
    """Somebody at work: the acts still to be sent follow the `done` first ones, which were acknowledged."""

    cookie: str
    acts: Sequence[Act]
    port: int = 0
    done: int = 0
    refused: list[tuple[int, Act]] = field(default_factory=list)
    over: bool = False

    def work(self) -> None:
        """Send the next act; one that got no answer is sent again, with its key, as a browser's person would."""
        while not self.over and self.done < len(self.acts):
            status = self.send(self.acts[self.done])
            if status == ACCEPTED:
                self.done += 1
            elif status:
                self.refused.append((status, self.acts[self.done]))
                return
            else:
                time.sleep(0.01)

    def send(self, act: Act) -> int:
        """The answer's status; 0 when there was none."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
        headers = {"Cookie": f"{self.cookie}; csrftoken={TOKEN}", "Content-Type": FORM}
        try:
            line.request("POST", act.address, act.body, headers)
            return line.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            line.close()


def make_offices(count: int, villages: int) -> list[Office]:
    """So many communes with so many villages each: every village registers, then reports its numbers one by one."""
    offices = []
    for at in range(count):
        commune = make_commune(villages, name=f"Mẫu {at}")
        office = make_office(commune)
        listed = dossiers_of(make_cycle(by=office, commune=commune))
        typist = typist_of(office)
        acts = [act for number, dossier in enumerate(listed, 1) for act in _acts(typist, dossier, number)]
        offices.append(Office(cookie_for(typist), acts))
    return offices


def _acts(by: User, dossier: Dossier, number: int) -> Iterator[Act]:
    yield _act(by, dossier, reverse("dossier_act", args=[dossier.pk, "dang-ky"]), {"on": "12/01/2021"})
    for figure in FIGURES:
        cell = f"{dossier.pk}:{figure}"
        said = {"reported_by": "Trưởng thôn", "channel": "phone", f"v:{cell}": str(number), f"s:{cell}": ""}
        yield _act(by, dossier, reverse("figures_form", args=[dossier.pk]), said, figure, number)


def _act(by: User, dossier: Dossier, address: str, said: dict[str, str], figure: str = "", number: int = 0) -> Act:
    typed = uuid4().hex
    key = hashlib.sha256(f"{by.pk}:{typed}".encode()).hexdigest()
    return Act(address, said | {"act_key": typed}, key, dossier.pk, dossier.unit_id, figure, number)


@contextmanager
def at_work(offices: Sequence[Office], port: int) -> Iterator[None]:
    """The offices send their acts to this port, all at once, until the end of the block."""
    senders = [threading.Thread(target=office.work) for office in offices]
    for office in offices:
        office.port, office.over = port, False
    for sender in senders:
        sender.start()
    try:
        yield
    finally:
        for office in offices:
            office.over = True
        for sender in senders:
            sender.join()


def look(found: Installation, offices: Sequence[Office]) -> None:
    """Everything acknowledged is there once; of each office at most the act under way is there too; no act is half."""
    assert not [refused for office in offices for refused in office.refused]
    # Before the tables: what is acknowledged meanwhile is no fault.
    acknowledged = [list(office.acts[: office.done]) for office in offices]
    ((entries, last),) = found.rows("SELECT count(*), max(seq) FROM audit_logentry")
    assert entries == last
    logged = {str(key) for (key,) in found.rows("SELECT act_key FROM audit_logentry WHERE act_key IS NOT NULL")}
    registered = {
        UUID(str(dossier)) for (dossier,) in found.rows("SELECT id FROM dossiers_dossier WHERE state = 'registered'")
    }
    rows = found.rows(
        "SELECT unit_id, key, number FROM figures_figurevalue AS told JOIN programmes_figuredefinition AS known "
        "ON told.figure_id = known.id"
    )
    values = {(UUID(str(unit)), str(figure)): int(float(str(number))) for unit, figure, number in rows}
    assert len(values) == len(rows)
    expected = 0
    for office, acts in zip(offices, acknowledged, strict=True):
        under_way = office.acts[len(acts) : len(acts) + 1]
        there = [*acts, *(act for act in under_way if act.key in logged)]
        for act in there:
            assert act.key in logged
            assert (values[act.unit, act.figure] == act.number) if act.figure else (act.dossier in registered)
        expected += len(there)
    assert len(registered) + len(values) == expected
