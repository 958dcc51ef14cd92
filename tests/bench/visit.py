"""A browser's visits to a server: how long until a page can be used, and what it weighs."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from playwright.sync_api import Page, Response

from tests.serve.servers import Server


class Visit:
    """A page in a browser, with what comes over the line for it."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server, self.bytes = page, server, 0
        page.on("response", self._count)

    def _count(self, response: Response) -> None:
        self.bytes += int(response.headers.get("content-length", 0))

    def open(
        self, path: str, wait: Callable[[Page], object], until: Literal["commit", "load"] = "commit"
    ) -> tuple[float, float]:
        """Seconds until a page can be used, and kilobytes until its network is quiet.

        wait: returns when the page can be used. until: what it first has to come to.
        """
        self.bytes, began = 0, time.perf_counter()
        self.page.goto(self.server.url + path, wait_until=until, timeout=300_000)
        wait(self.page)
        taken = time.perf_counter() - began
        self.page.wait_for_load_state("networkidle")
        return taken, self.bytes / 1000
