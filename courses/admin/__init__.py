"""The course tools in Wagtail's admin: my courses, readiness, releases, cohorts that move on."""
