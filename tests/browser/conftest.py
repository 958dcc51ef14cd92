"""A real Chromium for the tests of pages; without one they fail, unless KG_SKIP_BROWSER=1 says so."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page

import kg
from kg.notebook.pictures import write_network
from tests.browser.chromium import chromium, program
from tests.serve.servers import Server, served


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: opens pages in a headless Chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if program() is None:
        if os.environ.get("KG_SKIP_BROWSER") == "1":
            pytest.skip("no Chromium, and KG_SKIP_BROWSER=1")
        pytest.fail("no Chromium found: install it, name it in KG_BROWSER, or set KG_SKIP_BROWSER=1")
    with chromium() as found:
        yield found


@dataclass
class Opened:
    """A page and all that it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def go(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Opens an address, as a new visitor. options: of the browser's context."""
    contexts = []

    def go_(url: str, width: int = 1440, height: int = 900, patience: int = 8000, **options: Any) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.set_default_timeout(patience)
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("console", lambda message: opened.complaints.append(message.text))
        opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.page.on("dialog", lambda dialog: (opened.complaints.append(dialog.message), dialog.dismiss()))
        opened.page.goto(url)
        return opened

    yield go_
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(go: Callable[..., Opened]) -> Callable[..., Opened]:
    """Opens a file with the network cable pulled."""

    def open_(path: Path, width: int = 1440, height: int = 900, scheme: str = "light") -> Opened:
        return go(path.as_uri(), width, height, 5000, color_scheme=scheme, offline=True)

    return open_


@pytest.fixture
def view(open_page: Callable[..., Opened], tmp_path: Path) -> Callable[..., Opened]:
    """Writes the page of a graph and opens it."""

    def view_(graph: nx.MultiDiGraph, **options: object) -> Opened:
        path = tmp_path / "network.html"
        window = {key: options.pop(key) for key in ("width", "height", "scheme") if key in options}
        write_network(graph, path, **options)  # type: ignore[arg-type]
        opened = open_page(path, **window)
        opened.page.wait_for_selector("html[data-ready=yes]", state="attached")
        return opened

    return view_


@pytest.fixture(scope="session")
def server(seeds_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`kg serve` over the facts of the seeds, as people read them."""
    with served(seeds_store, tmp_path_factory.mktemp("web") / "log", "--workers", "2") as running:
        yield running


@pytest.fixture(scope="session")
def bad_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same over a report that is full of markup."""
    from tests.browser.test_web_reader import hostile, seed

    folder = tmp_path_factory.mktemp("bad")
    with kg.open_store(folder / "graph") as opened:
        opened.replace(hostile(seed()))
    with served(folder / "graph", folder / "log", "--workers", "2") as running:
        yield running


def own(opened: Opened, server: Server) -> bool:
    """Whether all that a page asked for came from its server."""
    return all(request.startswith((server.url + "/", "blob:")) for request in opened.requests)
