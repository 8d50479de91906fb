"""A mail server on this machine that keeps what it is given, or refuses it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """Where it listens, and every letter it took."""

    address: str
    letters: list[str] = field(default_factory=list)
    refuses: bool = False


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Listen until the block ends; one connection after the other."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = MailServer(f"smtp://127.0.0.1:{listening.getsockname()[1]}")
        thread = threading.Thread(target=_serve, args=(listening, server), daemon=True)
        thread.start()
        yield server
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def _serve(listening: socket.socket, server: MailServer) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection, connection.makefile("rwb") as stream:
            _speak(stream, server)


def _speak(stream, server: MailServer) -> None:  # type: ignore[no-untyped-def]
    def say(line: str) -> None:
        stream.write(f"{line}\r\n".encode())
        stream.flush()

    say("220 ready")
    while line := stream.readline().decode().strip().upper():
        if line.startswith("EHLO"):
            say("250 here")
        elif line == "DATA":
            say("354 go on")
            server.letters.append(_letter(stream))
            say("250 taken")
        elif line.startswith("RCPT") and server.refuses:
            say("451 not now")
        elif line == "QUIT":
            say("221 bye")
            return
        else:
            say("250 well")


def _letter(stream) -> str:  # type: ignore[no-untyped-def]
    lines = []
    while (line := stream.readline().decode().rstrip("\r\n")) != ".":
        lines.append(line)
    return "\n".join(lines)
