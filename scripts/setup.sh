#!/bin/sh
# Makes .venv with the locked packages; does nothing when they are there already.
#   sh scripts/setup.sh run   what the product needs
#   sh scripts/setup.sh dev   that, and what tests and checks need, Spark among it
#   sh scripts/setup.sh spark what the product needs, and Spark (Java comes from the system)
set -eu

want=${1:-run}
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
stop() { say ""; say "Chưa cài đặt được / set-up stopped: $1"; say "→ $2"; exit 3; }

suits() {
    "$1" -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (4, 0) else 1)' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$candidate" >/dev/null 2>&1 && suits "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    stop "không thấy Python từ 3.11 trở lên / no Python 3.11 or newer was found" \
        "Debian, Ubuntu: sudo apt-get install python3 python3-venv. Có bản khác / another one: make run PYTHON=/path/to/python3.12"
}

make_venv() {
    python=$(find_python)
    "$python" -c 'import venv, ensurepip' >/dev/null 2>&1 || stop \
        "Python này thiếu venv / this Python lacks venv ($python)" "Debian, Ubuntu: sudo apt-get install python3-venv"
    say "· Tạo môi trường Python .venv / making the environment ($("$python" -V 2>&1))"
    rm -rf .venv
    "$python" -m venv .venv || stop "không tạo được .venv / .venv could not be made" "xem dòng lỗi ngay trên / see the line above"
}

# The stamp says which locks stand in .venv; a changed lock installs again, an equal one costs nothing.
stamp_of() { cat "$@" | cksum | tr ' ' '-'; }

install() {
    name=$1; shift
    stamp=.venv/.installed-$name
    now=$(stamp_of "$@")
    [ "$(cat "$stamp" 2>/dev/null || true)" = "$now" ] && return
    say "· Cài các gói đã khoá / installing locked packages: $*"
    # Spark comes as source that is packed here, by the locked builder and not by one fetched for it.
    [ "$name" = spark ] && by_ours=--no-build-isolation || by_ours=
    for lock in "$@"; do
        # shellcheck disable=SC2086  # an empty by_ours must vanish
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes $by_ours -r "$lock" ||
            stop "gói trong $lock không cài được / a package of $lock could not be installed" \
                "kiểm tra mạng rồi chạy lại; phần đã cài được giữ nguyên / check the network and run again"
    done
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation -e . ||
        stop "không cài được chính Bình Yên / the product itself could not be installed" "xem dòng lỗi ngay trên / see the line above"
    printf '%s' "$now" >"$stamp"
}

{ [ -x .venv/bin/python ] && suits .venv/bin/python; } || make_venv

case $want in
    run) [ -f .venv/.installed-dev ] || install run requirements/build.txt requirements/base.txt ;;
    spark) [ -f .venv/.installed-dev ] || install run requirements/build.txt requirements/base.txt ;;
    dev) ;;
    *) say "setup.sh: run | dev | spark"; exit 2 ;;
esac
# Where dev was installed once, a changed lock must renew dev, or run would leave an older mixture behind.
if [ "$want" = dev ] || [ -f .venv/.installed-dev ]; then
    install dev requirements/build.txt requirements/dev.txt
fi
if [ "$want" = dev ] || [ "$want" = spark ]; then install spark requirements/spark.txt; fi
command -v npm >/dev/null 2>&1 || install node requirements/node.txt
if [ -f scripts/assets.py ]; then .venv/bin/python scripts/assets.py; fi
