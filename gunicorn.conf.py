"""How gunicorn serves the product: address, workers, time limits. Every figure can be set from the environment."""

import os
import sys

wsgi_app = "wsgi:app"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

workers = max(2, int(os.environ.get("WEB_CONCURRENCY", "2")))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
# Each worker listens for itself: on one shared socket the connections browsers keep alive pile up on one worker.
reuse_port = sys.platform.startswith("linux")

timeout = 60
graceful_timeout = 20
keepalive = 15

accesslog = os.environ.get("ACCESS_LOG") or None
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "warning")
control_socket_disable = True
