"""The screens for certificates inside Wagtail's admin: administrators act, trainers read."""
