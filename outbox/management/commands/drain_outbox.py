"""The embedded set-up's background worker."""

import signal
import time
from types import FrameType
from typing import Any

from celery import current_app
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from outbox import services


class Command(BaseCommand):
    help = "Run the outbox's jobs as they come due, until stopped. With --once: until nothing is due."
    stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--pause", type=float, default=0.5, help="seconds between looks (default 0.5)")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        current_app.loader.import_default_modules()
        signal.signal(signal.SIGTERM, self.stop)
        while not self.stopping:
            ran = services.drain()
            close_old_connections()
            if not ran and once:
                break
            if not ran:
                time.sleep(pause)

    def stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True
