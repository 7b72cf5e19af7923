"""How gunicorn serves the program: `gunicorn wsgi:app` needs no other word."""

import gc
from typing import Any

from config import Config

gc.disable()  # loading makes only what stays: collecting meanwhile costs a fifth of the start

_config = Config.of_this_process()
bind = f"{_config.bind}:{_config.port}"
worker_class = "gthread"
workers, threads = 2, 4
timeout, graceful_timeout, keepalive = 60, 10, 5
preload_app = True  # loaded once; wsgi.py leaves no connection open that two processes would share
control_socket_disable = True  # it would listen for commands
accesslog = None  # the program logs what matters, without addresses
forwarded_allow_ips = "127.0.0.1" if _config.proxies else ""


def when_ready(_server: Any) -> None:
    """Keep what was loaded out of every later collection; the processes forked now share its memory."""
    gc.freeze()
    gc.enable()
