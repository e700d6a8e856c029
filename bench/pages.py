"""How much a lesson page costs beside a bare page with session and user. Prints ratios of one run.

    python bench/pages.py [seconds per page]

Works on a database of its own, made beforehand by `make run` (var/amparo.sqlite3) and copied.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SOURCE = ROOT / "var" / "amparo.sqlite3"


def main() -> int:
    if not SOURCE.exists():
        print("Start the site once with `make run`: the bench copies its database.")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(SOURCE, Path(folder) / "amparo.sqlite3")
        os.environ |= {
            "AMPARO_DATA_DIR": folder,
            "AMPARO_STATIC_DIR": str(SOURCE.parent / "static"),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        }
        measure(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0)
    return 0


def measure(seconds: float) -> None:
    import django

    django.setup()
    from django.http import HttpResponse
    from django.test import Client
    from django.urls import path
    from django.utils import timezone

    import config.urls
    from accounts.models import User
    from courses.models import Cohort
    from courses.services import enrol

    def bare(request):  # type: ignore[no-untyped-def]
        return HttpResponse(f"{request.user.pk}")

    config.urls.urlpatterns.insert(0, path("bare/", bare))
    learner = User.objects.create_user("bench@example.org", "x" * 12, first_name="Bench")
    enrol(learner, Cohort.objects.get(is_self_paced=True), now=timezone.now(), language="es")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(learner)
    pages = {
        "bare page with session and user": "/bare/",
        "lesson": "/es/learn/first-response/c1-1/",
        "dashboard": "/es/my-learning/",
        "course": "/es/courses/first-response/",
        "catalogue": "/es/courses/",
        "instrument": "/es/library/tip-protocol-2000/",
    }
    rates = {name: rate(client, url, seconds) for name, url in pages.items()}
    reference = rates["bare page with session and user"]
    print(f"{'page':34}{'a second':>10}{'of bare':>10}")
    for name, value in rates.items():
        print(f"{name:34}{value:10.0f}{value / reference:10.2f}")


def rate(client, url: str, seconds: float) -> float:  # type: ignore[no-untyped-def]
    for _warm in range(3):
        assert client.get(url).status_code == 200, url
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        client.get(url)
        count += 1
    return count / (time.perf_counter() - began)


if __name__ == "__main__":
    raise SystemExit(main())
