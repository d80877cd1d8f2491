"""gunicorn's settings: two workers, loaded before the fork so that they share memory."""

import os

bind = os.environ.get("GOVOPEN_BIND", "127.0.0.1:5000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = 2
preload_app = False
timeout = 120
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
limit_request_line = 8190
accesslog = None
errorlog = "-"
control_socket_disable = True
