# The image of web, worker, beat and sweep: one image, four commands (docker-compose.yml).
FROM python:3.11-slim-bookworm AS build

WORKDIR /app
COPY requirements.txt .
# Held to the hashes of the lock; the local broker and the test tools are not in it.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm

ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=rehab.settings \
    DEBUG=0 \
    ENV_FILE= \
    HOST=0.0.0.0 \
    PORT=8000 \
    STATE_DIR=/state

WORKDIR /app
RUN useradd --system --uid 10001 --create-home planner \
    && install --directory --owner planner --mode 700 /state
COPY --from=build /venv /venv
COPY . .
# Static files are hashed and compressed once, here. None of these values outlives the command.
RUN SECRET_KEY=collectstatic-needs-a-key-but-signs-nothing-with-it-at-all \
    DATABASE_URL=sqlite:////tmp/none REDIS_URL=redis://none EMAIL_URL=smtp://none \
    FROM_EMAIL=none@none.invalid ALLOWED_HOSTS=none.invalid BASE_URL=https://none.invalid \
    STATE_DIR=/tmp/state \
    python manage.py collectstatic --no-input --verbosity 0 \
    && rm -r /tmp/state

USER 10001
EXPOSE 8000
CMD ["gunicorn", "--config", "rehab/gunicorn.py", "rehab.wsgi"]
