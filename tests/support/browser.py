"""A real Chromium for tests: found on the machine, quiet on the network, strict about errors of a page."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.support.missing import is_ci, missing

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome")
PLACES = ("/usr/bin/chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # a page that asks another host logs an error
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
)
INSTALL_SECONDS = 300
# A page that comes sooner is not waited for; a busy machine takes its time.
SECONDS_TO_ANSWER = 30
expect.set_options(timeout=SECONDS_TO_ANSWER * 1_000)


def find_chromium(playwright: Playwright) -> str | None:
    """The browser's program: the one CHROMIUM names, else the system's, else Playwright's own, else None."""
    if named := os.environ.get("CHROMIUM"):
        return named
    candidates = [*filter(None, map(shutil.which, NAMES)), *PLACES, playwright.chromium.executable_path]
    return next((candidate for candidate in candidates if Path(candidate).exists()), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the test process."""
    with sync_playwright() as playwright:
        program = find_chromium(playwright)
        if program is None:
            missing("Chromium", "Install it, or name it by the variable CHROMIUM.")
        sandbox = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        chromium = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *sandbox])
        yield chromium
        chromium.close()


class Pages:
    """Opens a page for one more person, each with cookies of its own, and remembers what went wrong on any."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def __call__(self, url: str, *, javascript: bool = True, locale: str = "ja-JP", **options: Any) -> Page:
        """A page of the server at an address: page_for(server.url, javascript=False, **context_options)."""
        context = self._browser.new_context(
            base_url=url,
            java_script_enabled=javascript,
            locale=locale,
            timezone_id="Asia/Tokyo",
            reduced_motion="reduce",
            **options,
        )
        self._contexts.append(context)
        context.set_default_timeout(SECONDS_TO_ANSWER * 1_000)
        context.on("weberror", lambda web_error: self.faults.append(f"script: {web_error.error}"))
        context.on("console", self._hear)
        return context.new_page()

    def _hear(self, line: ConsoleMessage) -> None:
        if _is_fault(line):
            self.faults.append(f"console: {line.text}")

    def close(self) -> None:
        """Close every page; called before the server goes away, or what a page still loads becomes an error."""
        while self._contexts:
            self._contexts.pop().close()


@pytest.fixture
def page_for(browser: Browser) -> Iterator[Pages]:
    """Open pages. When the test ends, an error on any of them fails it.

    An error is an exception in a script, a line in the console, a request to another host.
    """
    pages = Pages(browser)
    yield pages
    pages.close()
    assert not pages.faults, "\n".join(pages.faults)


def _is_fault(line: ConsoleMessage) -> bool:
    # A page that answers 403, 409 or 422 on purpose makes Chromium write a line of its own.
    on_purpose = line.text.startswith("Failed to load resource: the server responded")
    return line.type in ("error", "warning") and not on_purpose


def main() -> int:
    """Say which browser the tests will use; where there is none, try to install Playwright's."""
    with sync_playwright() as playwright:
        if program := find_chromium(playwright):
            print(f"browser tests use {program}")
            return 0
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        installed = subprocess.run(command, timeout=INSTALL_SECONDS, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        installed = False
    if not installed:
        print("no Chromium: browser tests will be skipped" if not is_ci() else "no Chromium", file=sys.stderr)
    return 1 if is_ci() and not installed else 0


if __name__ == "__main__":
    sys.exit(main())
