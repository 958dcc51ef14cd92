// Words in both languages. Text that the page shows stands in both, and the sheet hides one.
export const byId = (id) => document.getElementById(id);
export const told = JSON.parse(byId("told").textContent);
export const english = () => byId("en").checked;
export const word = (zh, en) => (english() ? en : zh);
export const dark = window.matchMedia("(prefers-color-scheme: dark)");
export const still = window.matchMedia("(prefers-reduced-motion: reduce)");

// An element; what is no element becomes text, never markup.
export function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const both = (zh, en) => [make("span", { lang: "zh" }, zh), make("span", { lang: "en" }, en)];
export const typeName = (type) => word(type.zh, type.en);
export const kindName = (kind) => word(kind[1], kind[2]);

// The path of an entity's page; only IRIs of this graph are links.
export function pageOf(iri) {
  return iri && iri.startsWith(told.base + "id/") ? "/" + iri.slice(told.base.length).split("/").map((part) => encodeURIComponent(decodeURI_(part))).join("/") : null;
}
function decodeURI_(part) {
  try { return decodeURIComponent(part); } catch { return part; }
}

export function announce(zh, en) {
  byId("note").replaceChildren(...both(zh, en));
}
