"""Take the pictures of the server's pages: python -m tests.browser.screenshots [OUT [STORE]].

Without a store one is built of the seeds. Each page is taken as on a desk and as on a phone, some
also in the dark and in English.
"""

from __future__ import annotations

import sys
import tempfile
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page

import kg
from kg.rdf.iris import mint
from kg.serve.atlas import key
from tests.browser.chromium import chromium
from tests.serve.servers import ROOT, Server, served

OUT = ROOT / "docs/screenshots"
WIDTHS = {"desktop": (1280, 860), "phone": (390, 844)}
UNION = quote("/id/union/" + mint("Union", "杭州市钱塘区总工会").rpartition("/")[2])
HUB = key(mint("Union", "杭州市钱塘区总工会"))
EXPLORE = f"/explore?e={HUB}&s={HUB}"


@dataclass(frozen=True)
class Shot:
    """A page. act: a selector that is clicked before the picture. extra: further looks at it."""

    name: str
    path: str
    act: str = ""
    ready: bool = True
    extra: tuple[str, ...] = ()


SHOTS = (
    Shot("start", "/", ready=False, extra=("english",)),
    Shot("search", "/search?q=" + quote("区总"), ready=False),
    Shot("entity", UNION, ready=False),
    Shot("reader", "/reader/qiantang-2023", act=".m.number", extra=("dark",)),
    Shot("explorer-all", "/explore", extra=("dark",)),
    Shot("explorer", EXPLORE + f"&on={HUB}", extra=("dark", "english")),
    Shot("explorer-path", EXPLORE + f",{HUB}.{key(mint('Union', '建德市总工会'))}"),
    Shot("indicators", "/indicators"),
    Shot("indicator", "/indicators/mutual-medical-participants", extra=("dark",)),
    Shot("evidence", "/indicators/mutual-medical-participants", act="tbody .number button"),
    Shot("query", "/query?example=q17&view=network", extra=("dark", "english")),
    Shot(
        "query-error",
        "/query?query=" + quote("SELECT ?union {\n  ?union a uw:Union\n  ?union rdfs:label ?name\n}"),
    ),
)


def take(browser: Browser, server: Server, shot: Shot, look: str, out: Path) -> None:
    """One picture. look: `desktop`, `phone`, or `dark` or `english` as on a desk."""
    width, height = WIDTHS.get(look, WIDTHS["desktop"])
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if look == "dark" else "light",
        reduced_motion="reduce",
        device_scale_factor=1,
    )
    page: Page = context.new_page()
    language = ("&" if "?" in shot.path else "?") + "lang=en" if look == "english" else ""
    page.goto(server.url + shot.path + language)
    if shot.ready:
        page.wait_for_selector("html[data-ready=yes]", state="attached")
    if shot.act:
        page.locator(shot.act).first.click()
    page.wait_for_timeout(400)
    told = {"format": "webp", "quality": 82}
    taken = context.new_cdp_session(page).send("Page.captureScreenshot", told)
    (out / f"{shot.name}-{look}.webp").write_bytes(b64decode(taken["data"]))
    context.close()


def main(out: Path = OUT, store: Path | None = None) -> None:
    """Take all of them."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        if store is None:
            store = Path(temporary) / "graph"
            kg.build(str(ROOT / "seeds"), str(store))
        with served(store, Path(temporary) / "log") as server, chromium() as browser:
            for shot in SHOTS:
                for look in (*WIDTHS, *shot.extra):
                    take(browser, server, shot, look, out)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
