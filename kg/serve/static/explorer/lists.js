// All that is drawn as two tables: for the keyboard, for screen readers, and for reading.
import { graph, missing, shownLinks, shownNodes } from "./graph.js";
import { nodeName, selection } from "./look.js";
import { chip, said } from "./panel.js";
import { both, byId, make, word } from "./words.js";

const PAGE = 100;
let act = {};
export const on = (actions) => { act = actions; };
let entities = PAGE;
let facts = PAGE;
let asked = "";

export function show() {
  const place = byId("lists");
  if (place.hidden) return;
  const kept = place.scrollTop;
  const wanted = (node) => !asked || nodeName(node).includes(asked);
  const nodes = shownNodes().filter(wanted).sort((a, b) => b.d - a.d || (b.c ?? 0) - (a.c ?? 0) || a.id - b.id);
  const links = shownLinks().filter((link) => wanted(graph.nodes[link.a]) || wanted(graph.nodes[link.b]));
  const more = (count, shown, grow) => count > shown && make("button", { type: "button", onclick: () => { grow(); show(); } }, both(`再列 ${Math.min(PAGE, count - shown)} 个（共 ${count}）`, `${Math.min(PAGE, count - shown)} more of ${count}`));
  const field = place.querySelector("input") ?? make("input", {
    type: "search", id: "within", "aria-label": "图中查找 Find in the picture", placeholder: "图中查找", autocomplete: "off",
    oninput: ({ target }) => { asked = target.value.trim(); entities = facts = PAGE; show(); },
  });
  const table = make("table", { id: "entities" },
    make("caption", {}, both(`实体 ${nodes.length}`, `${nodes.length} entities`)),
    make("thead", {}, make("tr", {}, [["名称", "Name"], ["相邻", "Links"], ["操作", "Action"]].map((words) => make("th", { scope: "col" }, both(...words))))),
    make("tbody", {}, nodes.slice(0, entities).map((node) => make("tr", { class: selection.node === node ? "here" : null },
      make("th", { scope: "row" }, chip(node)),
      make("td", {}, node.community ? String(node.c) : String(node.d)),
      make("td", {}, node.community || (graph.sort === "near" && missing(node))
        ? make("button", { type: "button", onclick: () => act.expand(node), "aria-label": word(`展开 ${nodeName(node)}`, `Open ${nodeName(node)}`) }, both("展开", "Open")) : "")))));
  const lines = make("table", { id: "links" },
    make("caption", {}, both(`连线 ${links.length}`, `${links.length} links`)),
    make("tbody", {}, links.slice(0, facts).map((link) => make("tr", { class: selection.link === link ? "here" : null },
      make("td", {}, chip(graph.nodes[link.a])),
      make("td", {}, make("button", { type: "button", class: "relation", onclick: () => act.chooseLink(link) }, said(link, graph.nodes[link.a]))),
      make("td", {}, chip(graph.nodes[link.b]))))));
  const rest = [table, more(nodes.length, entities, () => { entities += PAGE; }), lines, more(links.length, facts, () => { facts += PAGE; })].filter(Boolean);
  if (field.isConnected) {
    while (field.nextSibling) field.nextSibling.remove();
    place.append(...rest);
  } else place.replaceChildren(field, ...rest);
  place.scrollTop = kept;
}

export function renew() {
  entities = facts = PAGE;
  show();
}
