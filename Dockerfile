# syntax=docker/dockerfile:1

# --- Front-end packages ---------------------------------------------------------------------------
FROM node:24-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

# --- Python packages ------------------------------------------------------------------------------
FROM python:3.12-slim AS packages
RUN python -m venv /opt/venv
COPY requirements.lock /tmp/
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes --only-binary=:all: \
    -r /tmp/requirements.lock

# --- Application ----------------------------------------------------------------------------------
FROM python:3.12-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DONGBAN_VAR=/data
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin dongban \
    && install -d -o dongban -g dongban /app /data /data/beat /data/media
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY --from=front-end /app/node_modules ./node_modules
COPY . .
# Production settings name the static files by their content; the values below serve this step only.
RUN python -m config.translations compile \
    && DONGBAN_ENV=production SECRET_KEY=unused ALLOWED_HOSTS=unused \
       DATABASE_URL=postgres://unused REDIS_URL=redis://unused \
       python manage.py collectstatic --noinput --verbosity 0
USER dongban
ENV DONGBAN_ENV=production HOST=0.0.0.0 PORT=8000
EXPOSE 8000
VOLUME /data
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["python", "config/health_probe.py"]
CMD ["gunicorn", "-c", "python:config.web", "config.wsgi"]
