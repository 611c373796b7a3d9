"""A server that is ended with kill -9 at any moment loses nothing that it acknowledged, and leaves nothing half done.

Offices register villages and type numbers by HTTP without a pause, while processes are ended and others take their place.
`make test-kills KILLS=1000`.
"""

import http.client
import random
import socket
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.kills.installation import KILLS, installation, kill_all
from tests.kills.lender import Lender, lender
from tests.kills.office import ACCEPTED, FORM, TOKEN, Office, at_work, look, make_offices

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
SECONDS_TO_START = 60
# A fresh copy of the installation after so many, lest the acts run out.
KILLS_OF_A_ROUND = 125
OFFICES = 2
KILLS_IN_CI = 24


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def rounds(kills: int) -> Iterator[int]:
    for begun in range(0, kills, KILLS_OF_A_ROUND):
        yield min(KILLS_OF_A_ROUND, kills - begun)


def warm_up(lent: Lender, office: Office) -> None:
    """Let one village be registered and report, so that the lender has read all that an act needs."""
    common = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM, "HTTP_COOKIE": f"{office.cookie}; csrftoken={TOKEN}"}
    for act in office.acts[:2]:
        assert lent.ask(common | {"HTTP_HOST": "127.0.0.1", "PATH_INFO": act.address, "body": act.body}) == ACCEPTED
        office.done += 1


def seconds_of_an_act(offices: Sequence[Office]) -> float:
    """How long it takes now until everybody got an answer: machines differ, and what else they do."""
    began, before = time.monotonic(), [office.done for office in offices]
    while any(office.done == done for office, done in zip(offices, before, strict=True)):
        assert time.monotonic() < began + SECONDS_TO_START, [office.refused for office in offices]
        time.sleep(0.005)
    return time.monotonic() - began


def test_nothing_acknowledged_is_lost_and_nothing_is_half_done(tmp_path: Path) -> None:
    kills = KILLS or KILLS_IN_CI
    # Each sends about one act between two kills, three for a village.
    offices = make_offices(OFFICES, villages=10 + min(kills, KILLS_OF_A_ROUND) // 2)
    dice = random.Random(kills)
    for at, kills_now in enumerate(rounds(kills)):
        with installation(tmp_path / f"killed-{at}") as found:
            port = free_port()
            for office in offices:
                office.done = 0
            with lender(found, port) as lent:
                warm_up(lent, offices[0])
                process = lent.serve()
                with at_work(offices, port):
                    longest = seconds_of_an_act(offices)
                    for _ in range(kills_now):
                        time.sleep(dice.uniform(0.0, 2 * longest))
                        lent.end(process)
                        found.wait_until_alone()
                        look(found, offices)
                        process = lent.serve()
            found.wait_until_alone()
            look(found, offices)
            assert kills_now < sum(office.done for office in offices)
            assert all(office.done < len(office.acts) for office in offices)
            assert "nguyên vẹn" in found.run("verify-audit")


# --- the program that people start ---


def answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_START)
    try:
        line.request("HEAD", "/khong-co/")
        return line.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def wait_for_answer(port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while not answers(port):
        assert time.monotonic() < until, "the server does not start"
        time.sleep(0.1)


def test_a_server_that_is_ended_whole_starts_again_with_all_that_was_acknowledged(tmp_path: Path) -> None:
    offices = make_offices(1, villages=12)
    port = free_port()
    with installation(tmp_path / "served") as found, at_work(offices, port):
        server = found.start("serve", PORT=str(port))
        try:
            wait_for_answer(port)
            time.sleep(2 * seconds_of_an_act(offices))
            kill_all(server)
            found.wait_until_alone()
            look(found, offices)
            before = offices[0].done
            server = found.start("serve", PORT=str(port))
            wait_for_answer(port)
            seconds_of_an_act(offices)
        finally:
            kill_all(server)
        found.wait_until_alone()
        look(found, offices)
        assert offices[0].done > before
