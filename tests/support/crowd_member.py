"""One process of a crowd: does what it is told, when it is told, and says what came of it."""

import sys
from typing import Any

from app import clock
from app.extensions import Database
from app.policies.verdicts import Refused
from app.transaction import transaction
from tests.support.crowd import Act, Fault, Refusal, hear, say


def main() -> None:
    """Run acts from standard input until it ends."""
    while True:
        try:
            url, at, act = hear(sys.stdin.buffer)
        except EOFError:
            return
        database = Database(url)
        database.engine.connect().close()
        say(sys.stdout.buffer, "ready")
        hear(sys.stdin.buffer)
        with clock.freeze(at), database.scope():
            answer = _outcome(act)
        database.dispose()
        say(sys.stdout.buffer, answer)


def _outcome(act: Act) -> Any:
    try:
        with transaction():
            return act()
    except Refused as refused:
        return Refusal(refused.verdict.code)
    except Exception as error:
        return Fault(repr(error))


if __name__ == "__main__":
    main()
