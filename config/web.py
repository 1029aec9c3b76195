"""Gunicorn's settings: `gunicorn -c python:config.web config.wsgi`."""

import gc
import os
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"

# While developing, a changed file restarts the workers; otherwise they share one import.
reload = os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}
preload_app = not reload

timeout = 60
graceful_timeout = 10
keepalive = 5
loglevel = "warning"
accesslog = None
control_socket_disable = True
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


def post_fork(server: Any, worker: Any) -> None:  # as gunicorn calls it
    """Let the collector pass over the program itself, as in the workers of the queue."""
    gc.freeze()
