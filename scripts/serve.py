"""Runs the web server and the worker side by side, until Ctrl-C or until one of them ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
NAMES = ("The worker", "The web server")
STOP_SECONDS = 30


class Stopped(Exception):
    """Somebody asked the programs to stop."""


def main() -> int:
    """Start both programs, say where they answer, and stop both together."""
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    if not _is_free(host, port):
        print(f"Port {port} is already in use. Choose another one: make run PORT={port + 1}", file=sys.stderr)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    programs: list[subprocess.Popen[bytes]] = []
    try:
        programs.append(_start("flask", "--app", "wsgi", "worker"))
        programs.append(_start("gunicorn", "--config", "gunicorn.conf.py"))
        _wait_until_open(host, port, programs)
        print(_welcome(os.environ.get("BASE_URL", f"http://{host}:{port}")), flush=True)
        return _wait_for_first_end(programs)
    except Stopped:
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        _end(programs)


def _is_free(host: str, port: int) -> bool:
    # Workers share the port among themselves, so a second server would start silently beside the first.
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _start(program: str, *arguments: str) -> "subprocess.Popen[bytes]":
    # In a session of its own a program does not get Ctrl-C itself: it is asked to end in order.
    return subprocess.Popen([PROGRAMS / program, *arguments], cwd=ROOT, start_new_session=True)


def _wait_until_open(host: str, port: int, programs: list["subprocess.Popen[bytes]"]) -> None:
    while all(program.poll() is None for program in programs):
        try:
            socket.create_connection((host, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)


def _wait_for_first_end(programs: list["subprocess.Popen[bytes]"]) -> int:
    while True:
        for program in programs:
            try:
                code = program.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                continue
            print(f"{NAMES[programs.index(program)]} ended with code {code}; stopping.", file=sys.stderr)
            return code or 1


def _end(programs: list["subprocess.Popen[bytes]"]) -> None:
    for program in programs:
        if program.poll() is None:
            program.terminate()
    for program in programs:
        try:
            program.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            program.kill()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _welcome(address: str) -> str:
    if os.environ.get("SURIAWASE_MODE") == "demo":
        english = "Sign in by choosing a post on the sign-in page: one click, no password."
        japanese = "サインインの画面で役職を選ぶと、そのまま入れます。"
    else:
        english = "Sign in with your e-mail address and password."
        japanese = "メールアドレスとパスワードでサインインしてください。"
    return f"\n  Suriawase すりあわせ  {address}\n  {english}\n  {japanese}\n  Ctrl-C stops it. 終了は Ctrl-C です。\n"


if __name__ == "__main__":
    sys.exit(main())
