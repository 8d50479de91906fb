"""Reading pages of ballots in tests: the words as people read them, and forms as a page carries them."""

import re
from html import unescape


def plain(page: str) -> str:
    """The words of a page as they are read, with one space between them."""
    page = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def hidden(page: str, name: str) -> str:
    """The value of the last hidden field of this name on a page."""
    tags = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
    found = [re.search(r'value="([^"]*)"', tag) for tag in tags]
    return unescape(next(match for match in reversed(found) if match)[1])
