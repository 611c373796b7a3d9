"""The port for engines: what one has to do, and where they are looked up. This layer knows no engine."""

from binhyen.rules.engine.port import Engine
from binhyen.rules.engine.registry import UnknownEngine, engine_names, get_engine, register_engine

__all__ = ["Engine", "UnknownEngine", "engine_names", "get_engine", "register_engine"]
