"""Fills the yardstick's table and signs somebody in: `python -m benchmarks.bare.fill` prints the session's cookie as JSON."""

import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"

import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command

from benchmarks.bare.models import Row
from benchmarks.session import cookie_for

ROWS = 2000


def fill() -> dict[str, str]:
    """Make the tables and the rows; return what a signed-in request needs."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    Row.objects.bulk_create(
        Row(position=i, name=f"Đơn vị Mẫu số {i}", state="Đã tự đánh giá", met=i % 15, total=14)
        for i in range(1, ROWS + 1)
    )
    user = User.objects.create_user("mau")
    return {"cookie": cookie_for(user), "list": "/?page=3"}


if __name__ == "__main__":
    print(json.dumps(fill()))
