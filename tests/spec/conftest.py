"""The engines that every spec runs on."""

import pyarrow as pa
import pytest

from binhyen.engines.duckdb import DuckDBEngine
from binhyen.engines.reference import ReferenceEngine
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.engine import Engine
from binhyen.rules.model.rulebook import Rulebook
from tests.spec.sheet import Judge

ENGINES: dict[str, Engine[pa.Table, pa.Table]] = {
    "reference": ReferenceEngine(),
    "duckdb": DuckDBEngine(threads=1),
}


@pytest.fixture(params=ENGINES)
def judge(request: pytest.FixtureRequest) -> Judge:
    """Judges a table of facts with one of the engines."""
    engine = ENGINES[request.param]

    def run(rulebook: Rulebook, kind: SubjectKind, facts: pa.Table, year: int) -> pa.Table:
        return engine.evaluate(rulebook, kind, facts, year=year)

    return run
