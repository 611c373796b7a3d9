"""Writes docs/reference/rulebook.schema.json again from the models that read rulebooks."""

import json
from pathlib import Path

from binhyen.rules.loading import json_schema

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "rulebook.schema.json"

if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
