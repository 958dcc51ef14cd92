"""Take the picture of the README: python -m tests.browser.screenshot PAGE.html OUT.png [ENTITY [dark]]."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.browser.chromium import chromium


def take(page: Path, out: Path, entity: str = "", scheme: str = "light") -> None:
    """The page at 1440 × 900, one and a half pixels each, with an entity selected."""
    with chromium() as browser:
        tab = browser.new_page(
            viewport={"width": 1440, "height": 900},
            device_scale_factor=1.5,
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        tab.goto(page.resolve().as_uri())
        tab.wait_for_selector("html[data-ready=yes]", state="attached")
        if entity:
            tab.fill("#query", entity)
            tab.press("#query", "Enter")
        tab.wait_for_timeout(500)
        tab.screenshot(path=out)


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
