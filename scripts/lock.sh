#!/bin/sh
# Compiles the locks again. They hold hashes and no addresses; add -U to move to newer releases.
set -eu
cd "$(dirname "$0")/.."

compile() {
    out=$1; shift
    .venv/bin/uv pip compile "$@" --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --quiet -o "requirements/$out.txt"
}

UPGRADE=${1:-}
# shellcheck disable=SC2086  # an empty UPGRADE must vanish
compile base pyproject.toml $UPGRADE
# shellcheck disable=SC2086
compile dev pyproject.toml --extra dev $UPGRADE
for extra in build node spark; do
    # Only the extra itself: these are installed where the product is not yet there.
    .venv/bin/python -c "import sys, tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies'][sys.argv[1]], sep='\n')" "$extra" |
        # shellcheck disable=SC2086
        compile "$extra" - --no-annotate $UPGRADE
done
if command -v npm >/dev/null 2>&1; then
    npm install --package-lock-only --ignore-scripts --no-audit --no-fund --silent
    .venv/bin/python scripts/bare_lock.py
fi
