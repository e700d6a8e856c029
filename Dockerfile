# One image for web, worker and beat.
FROM python:3.12-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev
COPY . .
RUN .venv/bin/python -m tools.compile_messages \
 && AMPARO_DATA_DIR=/app/var DJANGO_SETTINGS_MODULE=config.settings.build .venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PATH=/app/.venv/bin:$PATH DJANGO_SETTINGS_MODULE=config.settings.production \
    AMPARO_DATA_DIR=/data AMPARO_STATIC_DIR=/app/var/static
RUN useradd --system --uid 10001 --home /app amparo && mkdir /data && chown amparo /data
WORKDIR /app
COPY --from=build /app /app
USER amparo
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "3", "--threads", "8", "--access-logfile", "-"]
