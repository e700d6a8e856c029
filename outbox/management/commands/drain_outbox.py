"""The embedded set-up's background worker."""

import signal
import time
from types import FrameType
from typing import Any, cast

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from outbox import services


class Command(BaseCommand):
    help = "Run the outbox's jobs as they come due, until stopped. With --once: until nothing is due."
    stopping = False
    last_run: dict[str, float]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_run = {}

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--pause", type=float, default=0.5, help="seconds between looks (default 0.5)")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        current_app.loader.import_default_modules()
        signal.signal(signal.SIGTERM, self.stop)
        while not self.stopping:
            ran = services.drain()
            self.run_periodic()
            close_old_connections()
            if not ran and once:
                break
            if not ran:
                time.sleep(pause)

    def run_periodic(self) -> None:
        """Run what Celery beat runs on a server, by the same schedule; the sweep is draining itself."""
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
            is_due = time.monotonic() - self.last_run.get(name, 0.0) >= cast(float, entry["schedule"])
            if is_due and entry["task"] != "outbox.sweep":
                self.last_run[name] = time.monotonic()
                current_app.tasks[str(entry["task"])].run()

    def stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True
