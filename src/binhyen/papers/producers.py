"""Who makes which file in the background: features above register a producer under the kind of the job.

A producer gets the job's parameters and a function to report progress (0 to 100), and gives a file's name and content.
It checks nothing about permission: whoever asks for the job did that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Report = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Produced:
    """A finished file."""

    file_name: str
    content: bytes


Producer = Callable[[Mapping[str, Any], Report], Produced]

_PRODUCERS: dict[str, Producer] = {}


def register(kind: str, producer: Producer) -> None:
    """Say who makes files of a kind."""
    _PRODUCERS[kind] = producer


def producer_of(kind: str) -> Producer:
    """Who makes files of this kind. Raises KeyError naming a kind that nobody registered."""
    return _PRODUCERS[kind]


def is_known(kind: str) -> bool:
    """Whether somebody makes files of this kind."""
    return kind in _PRODUCERS
