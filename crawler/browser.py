"""Which Chromium-like browser this machine has, if any."""

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from storage.settings import Settings

KNOWN_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
OWN_NAMES = ("chrome-headless-shell", "headless_shell", "chrome", "Chromium", "Google Chrome for Testing")
OWN_FOLDERS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")


def find_browser(settings: Settings) -> Path | None:
    """The browser to use: that of the settings, of CHROMIUM, one on the path, or Playwright's own; else None."""
    if not (find_spec("playwright") and find_spec("scrapy_playwright")):
        return None
    return next((path for path in _candidates(settings.crawl.browser) if os.access(path, os.X_OK)), None)


def _candidates(chosen: str) -> Iterator[Path]:
    if chosen:
        yield Path(chosen).expanduser()
        return  # a browser that was chosen is not replaced by another one
    for name in (os.environ.get("CHROMIUM", ""), *KNOWN_NAMES):
        if found := shutil.which(name):
            yield Path(found)
    for folder in (os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""), *OWN_FOLDERS):
        place = Path(folder).expanduser()
        if folder and place.is_dir():
            yield from (path for name in OWN_NAMES for path in sorted(place.glob(f"chromium*/**/{name}")))
