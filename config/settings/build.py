"""For building the image: collects static files; no secret, no database."""

from config.settings.base import *  # noqa: F403

SECRET_KEY = "used-while-the-image-is-built-never-to-serve"  # noqa: S105
