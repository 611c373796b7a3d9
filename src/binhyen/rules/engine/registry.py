"""Engine name → factory. Filled by the configuration, the only place that names engines."""

from collections.abc import Callable
from typing import Any

from binhyen.kernel.errors import BinhYenError
from binhyen.rules.engine.port import Engine

_factories: dict[str, Callable[[], Engine[Any, Any]]] = {}


class UnknownEngine(BinhYenError):
    """No engine of that name is installed."""

    code = "khong_co_bo_may"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(f"Không có bộ máy tính '{name}'. Hiện có: {', '.join(known) or 'chưa có bộ nào'}.")


def register_engine(name: str, factory: Callable[[], Engine[Any, Any]]) -> None:
    """Make an engine available under a name. The factory is called once for each use; a later one replaces it."""
    _factories[name] = factory


def get_engine(name: str) -> Engine[Any, Any]:
    """A new engine of that name. Raises UnknownEngine, which lists the known ones."""
    if name not in _factories:
        raise UnknownEngine(name, engine_names())
    return _factories[name]()


def engine_names() -> tuple[str, ...]:
    """The names that can be asked for, sorted."""
    return tuple(sorted(_factories))
