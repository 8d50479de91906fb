"""The product behind a real address, for browser tests."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from wsgiref.types import WSGIApplication

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support.browser import Pages


@dataclass(frozen=True)
class LiveServer:
    """A server that answers on this machine until its block ends."""

    url: str


class _Silent(WSGIRequestHandler):
    """Writes no line for each request, and keeps connections, as the product's own server does."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def live_server(app: WSGIApplication, pages: Pages) -> Iterator[LiveServer]:
    """Serve the application to pages, in threads of this process, on a free port.

    The pages close before the server does: what a page still loads from a server that is gone would be a fault.
    """
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, name="live server", daemon=True)
    thread.start()
    try:
        yield LiveServer(f"http://127.0.0.1:{server.server_port}")
    finally:
        pages.close()
        server.shutdown()
        thread.join()
        server.server_close()
