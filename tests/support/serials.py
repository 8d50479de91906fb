"""Numbers that tell things of a test apart; they begin anew with every emptied database."""

_last = 0


def next_serial() -> int:
    """The next number."""
    return set_serial(_last + 1)


def last_serial() -> int:
    """The number given last."""
    return _last


def set_serial(number: int) -> int:
    """Go on after a number."""
    global _last
    _last = number
    return number
