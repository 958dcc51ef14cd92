"""How pages are made: templates, style sheets and scripts of our own, and the policy that admits
nothing else. A page links them when it is served, and holds them when it stands alone.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jinja2

from kg.notebook.style import MODIFIERS, STYLES
from kg.rdf.iris import BASE
from kg.rdf.joins import REASONS
from kg.resources import lexicon
from kg.serve.rows import number, percent, shown

HERE = Path(__file__).parent
SHEETS = {
    "reader": ("page.css", "reader.css"),
    "entity": ("page.css", "entity.css"),
    "search": ("page.css", "search.css"),
    "home": ("page.css", "home.css"),
    "plain": ("page.css", "plain.css"),
    "query": ("page.css", "series.css", "query.css"),
    "indicators": ("page.css", "indicators.css"),
    "indicator": ("page.css", "series.css", "indicator.css"),
    "explorer": ("page.css", "explorer.css"),
}
SCRIPTS = {
    "reader": ("page.js", "reader.js"),
    "entity": ("page.js",),
    "search": ("page.js",),
    "home": ("page.js",),
    "plain": ("page.js",),
    "query": ("page.js", "answer.js", "query.js"),
    "indicators": ("page.js", "indicators.js"),
    "indicator": ("page.js", "indicator.js"),
    "explorer": ("page.js",),  # and modules, see kg/serve/explorer.py
}
BUNDLES = ("editor.js",)  # made from npm, see kg/serve/frontend/
# The pages that every page leads to: address, kind, and what they are called.
PLACES = (
    ("/search", "search", "报告", "Reports"),
    ("/explore", "explorer", "图谱", "Explorer"),
    ("/indicators", "indicators", "指标", "Indicators"),
    ("/query", "query", "查询", "Query"),
)
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
LIGHT = """--page:#fff;--raised:#fff;--line:#dfe4ea;--ink:#17202b;--soft:#5a6675;
--faint:#f3f5f8;--accent:#0067ac;
--mark:#ffe58a;--mark-ink:#17202b;--number:#b58400;--bar:#9db8cd"""
DARK = """--page:#10151c;--raised:#171e27;--line:#2b3540;--ink:#e8edf3;--soft:#9aa7b6;
--faint:#1f2833;--accent:#6db6f0;
--mark:#7a5f00;--mark-ink:#fff6d6;--number:#e3bb4a;--bar:#3f5a70"""
LOWER = {type.lower(): type for type in STYLES}
TRUSTED = "require-trusted-types-for 'script'; trusted-types 'none'"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    f"form-action 'self'; frame-ancestors 'none'; {TRUSTED}"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
ASKING = HEADERS | {"content-security-policy": f"{POLICY}; connect-src 'self'"}  # a page that asks for more


@dataclass(frozen=True, slots=True)
class Dress:
    """What a page wears. style, script: addresses, or the texts themselves where there is a policy.

    base: of the IRIs that are links here. policy: of a page that stands alone.
    """

    style: str
    script: str
    base: str = BASE
    english: bool = False
    icon: str = ""
    policy: str = ""


def served(kind: str, base: str, *, english: bool = False) -> Dress:
    """For a page of the server; addresses change with what they name, and so may be kept."""
    style, script, icon = map(address, (f"{kind}.css", f"{kind}.js", "icon.svg"))
    return Dress(style, script, base, english, icon)


def alone(kind: str, base: str, *, english: bool = False) -> Dress:
    """For a page that is one file and asks nobody for anything."""
    style, script = sheet(kind), code(kind)
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        f"base-uri 'none'; form-action 'none'; {TRUSTED}"
    )
    return Dress(style, script, base, english, policy=policy)


def address(name: str) -> str:
    """Where the server has an asset; the address changes with it."""
    return f"/static/{name}?v={_version(name)}"


@cache
def sheet(kind: str) -> str:
    return colours() + _joined(SHEETS[kind])


@cache
def code(kind: str) -> str:
    return _joined(SCRIPTS[kind])


@lru_cache(64)
def asset(name: str) -> tuple[bytes, str] | None:
    """What `/static/NAME` holds, and its media type."""
    kind, _, ending = name.rpartition(".")
    if ending == "css" and kind in SHEETS:
        return sheet(kind).encode(), TYPES[".css"]
    if ending == "js" and kind in SCRIPTS:
        return code(kind).encode(), TYPES[".js"]
    if name in BUNDLES:
        return _joined((name,)).encode(), TYPES[".js"]
    return (_joined(("icon.svg",)).encode(), TYPES[".svg"]) if name == "icon.svg" else None


@cache
def colours() -> str:
    """The colours of the network page, as variables; a kind that is switched off has none."""
    light = "".join(
        f".{type}{{--c:{style.light}}}.{type}-out{{--o:{style.light}}}\n" for type, style in STYLES.items()
    )
    dark = "".join(
        f".{type}{{--c:{style.dark}}}.{type}-out{{--o:{style.dark}}}" for type, style in STYLES.items()
    )
    off = "".join(
        f"body:has(#show-{kind}:not(:checked)) .m.{kind}{{background:none;box-shadow:none}}\n"
        for kind in (*STYLES, "number")
    )
    return (
        f":root{{color-scheme:light dark;{LIGHT}}}\n"
        f"@media(prefers-color-scheme:dark){{:root{{{DARK}}}}}\n"
        f"{light}.number-out{{--o:var(--number)}}\n@media(prefers-color-scheme:dark){{{dark}}}\n{off}"
    )


@cache
def templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown": shown,
        "percent": percent,
        "brief": brief,
        "path": path,
        "kind": kind,
        "unit": unit,
        "known_by": known_by,
    }
    environment.globals |= {
        "styles": {type: asdict(style) for type, style in STYLES.items()},
        "modifiers": MODIFIERS,
        "nav": PLACES,
        "reasons": REASONS,
    }
    return environment


def render(name: str, dress: Dress, **values: Any) -> bytes:
    """A page of a template; all values are texts, never markup."""
    text = templates().get_template(f"{name}.html").render(page=dress, **values)
    return text.encode("utf-8", "replace")


def path(iri: str, base: str) -> str:
    """Where the server has the page of an IRI; nothing else is made a link."""
    return "/" + iri.removeprefix(base) if iri.startswith(base + "id/") else "#"


def kind(iri: str, base: str) -> str:
    """The entity type that an IRI names, for its colour; empty for none."""
    return LOWER.get(iri.removeprefix(base + "id/").partition("/")[0], "")


def unit(key: str) -> str:
    """The unit of a concept, as reports write it: `person` is 人."""
    return next((row["label_zh"] for row in lexicon("scheme_units") if row["key"] == key), key)


def known_by(iri: str, base: str) -> str:
    """What an entity's IRI says that it is known by, where the name alone tells nobody apart.

    >>> known_by("http://h/id/person/王涛/绍兴甲纺织有限公司", "http://h/")
    '绍兴甲纺织有限公司'
    """
    _, _, rest = iri.removeprefix(base + "id/").partition("/")
    return unquote(rest.partition("/")[2]) if iri.startswith(base + "id/") else ""


def brief(text: str) -> str:
    """A number that stands over a column.

    >>> brief("16000"), brief("721350.5"), brief("0.25")
    ('1.6万', '72.1万', '0.25')
    """
    value = number(text)
    if value is None:
        return text[:6]
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        if abs(value) >= size:
            return f"{float(value / size):.3g}".replace("e+03", "000") + unit
    return shown(text)


def _joined(names: Sequence[str]) -> str:
    return "\n".join((HERE / "static" / name).read_text("utf-8").replace("\r\n", "\n") for name in names)


@cache
def _version(name: str) -> str:
    found = asset(name)
    assert found is not None
    return sha256(found[0]).hexdigest()[:12]


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
