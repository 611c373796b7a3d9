# Every command of Bình Yên. People, hooks and CI run these and nothing else.
#   make run PORT=8010 BINHYEN_DATA_DIR=/path/to/another/folder      two copies run side by side

PORT ?= 8000
PYTHON ?=
export PORT PYTHON
# Compiled modules are kept, whatever the shell says: without them each process reads two thousand files anew, two seconds of work.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-long test-kills check fix bench setup setup-dev lock

help:
	@echo "make run     cài đặt, tạo dữ liệu, mở trang web / set up, load data, serve on 127.0.0.1, port $(PORT)"
	@echo "make test    mọi phép thử / everything that tests      (make test ARGS=tests/unit/kernel)"
	@echo "make test-long   so các bộ máy tính trên rất nhiều bộ tiêu chí sinh ra / engines compared for hours (EXAMPLES=10000)"
	@echo "make test-kills  ngắt điện giả: kill -9 máy chủ và lệnh nhập rất nhiều lần / server and imports ended at random (KILLS=1000)"
	@echo "make check   định dạng, kiểu, lớp, mẫu / format, lint, types, imports, templates, migrations, browser floor"
	@echo "make fix     sửa định dạng / rewrite what format and lint can rewrite"
	@echo "make bench   đo tốc độ / benchmarks, printed and kept in docs/benchmarks.md"
	@echo "make lock    khoá lại các gói / compile requirements/*.txt again"

setup:
	@sh scripts/setup.sh run

setup-dev:
	@sh scripts/setup.sh dev

run: setup
	@.venv/bin/binhyen prepare
	@.venv/bin/binhyen demo
	@exec .venv/bin/binhyen serve

test: setup-dev
	@exec .venv/bin/python scripts/test.py $(ARGS)

test-long: setup-dev
	@BINHYEN_DIFFERENTIAL_EXAMPLES=$${EXAMPLES:-10000} exec .venv/bin/python -m pytest -q -n 2 --dist loadfile tests/differential $(ARGS)

test-kills: setup-dev
	@BINHYEN_TEST_KILLS=$${KILLS:-1000} exec .venv/bin/python scripts/test.py $${ARGS:-tests/integration/test_killed_server.py tests/integration/test_killed_imports.py}

check: setup-dev
	@exec .venv/bin/python scripts/check.py $(ARGS)

fix: setup-dev
	@.venv/bin/ruff check --fix-only --quiet . ; .venv/bin/ruff format --quiet .
	@find src -path '*/templates/*' -name '*.html' -print0 | xargs -0 .venv/bin/djade --target-version 5.2 >/dev/null 2>&1 || true

bench: setup-dev
	@exec .venv/bin/python -m benchmarks $(ARGS)

lock: setup-dev
	@sh scripts/lock.sh
