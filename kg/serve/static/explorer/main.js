// The explorer: takes the state from the address, asks for the view, draws it, and does what people ask.
import { begin, speak } from "./begin.js";
import * as filters from "./filters.js";
import { chosenByFilter, graph, missing, other, settle, shownLinks, shownNodes, take } from "./graph.js";
import { keys } from "./keys.js";
import * as lists from "./lists.js";
import { nodeName, selection } from "./look.js";
import * as panel from "./panel.js";
import * as picture from "./picture.js";
import { save } from "./save.js";
import { empty, fromAddress, keep, keepNow, question, state } from "./state.js";
import { announce, byId, dark, kindName, told, word } from "./words.js";

const html = document.documentElement;
let turn = 0;

// Ask for the view of the state, and draw it. focus: what to bring into sight afterwards.
async function load({ camera = null, focus = null } = {}) {
  const mine = (turn += 1);
  html.dataset.ready = "no";
  for (let patience = 0; ; patience += 1) {
    const answer = await fetch(question(true), { headers: { accept: "application/json" } }).catch(() => null);
    if (mine !== turn) return false;
    if (answer?.status === 200) {
      const view = await answer.json();
      if (mine !== turn) return false;
      take(view);
      break;
    }
    if (answer?.status !== 202 || patience > 120) {
      const text = answer ? await answer.text() : "";
      announce("没有这个视图：实体不在库中，或查询有误。", "There is no such view: no such entity, or a wrong query.");
      html.dataset.ready = "yes";
      html.dataset.failed = text.slice(0, 80);
      return false;
    }
    announce("正在读取图谱…", "Reading the graph…");
    await new Promise((done) => { setTimeout(done, 1000); });
    if (mine !== turn) return false;
  }
  if (state.entity && graph.nodes.length) {
    state.start = [graph.nodes[0].k];
    if (!state.steps.length) state.steps = [graph.nodes[0].k];
    [state.entity, state.chosen] = ["", graph.nodes[0].k];
    keepNow();
    return load({ camera, focus });
  }
  selection.from = null;
  [selection.node, selection.link] = chosenOf(state.chosen);
  await picture.draw(camera);
  all();
  if (focus) {
    const node = graph.place.get(focus);
    const ring = graph.rings.find((one) => one.k === focus);
    if (ring) picture.reveal([{ px: ring.x, py: ring.y, r: ring.r }], 0.9);
    if (node) picture.reveal([node, ...node.links.filter((link) => link.shown).map((link) => other(link, node))]);
  }
  count();
  html.dataset.ready = "yes";
  return true;
}

function chosenOf(text) {
  const [a, b] = text.split(".").map((key) => graph.place.get(key));
  if (!a) return [null, null];
  if (!text.includes(".")) return [a, null];
  return [null, b ? a.links.find((link) => other(link, a) === b) ?? null : null];
}

function count() {
  const all = shownNodes();
  const parts = all.filter((node) => node.community).length;
  const [nodes, links] = [all.length - parts, shownLinks().length];
  const zh = [parts && `${parts} 个社区`, (nodes || !parts) && `${nodes} 个实体`, `${links} 条连线`].filter(Boolean).join("，");
  const en = [parts && `${parts} communities`, (nodes || !parts) && `${nodes} entities`, `${links} links`].filter(Boolean).join(", ");
  announce(zh, en);
  byId("picture").setAttribute("aria-label", word(`图：${zh}`, `Picture: ${en}`));
}

function all() {
  panel.show();
  lists.renew();
  filters.show();
}

function tab(name) {
  for (const other of ["chosen", "lists", "filters"]) {
    const on = other === name;
    byId(other).hidden = !on;
    byId(`tab-${other}`).setAttribute("aria-selected", String(on));
    byId(`tab-${other}`).tabIndex = on ? 0 : -1;
  }
  if (name === "lists") lists.renew();
  if (name === "filters") filters.show();
}

const act = {
  types: told.types,

  // Choose an entity. Where a path is being asked for, it is the other end.
  choose(node, reveal = false) {
    if (selection.from && selection.from !== node && !node.community) return act.path(selection.from.k, node.k);
    [selection.node, selection.link] = [node, null];
    state.chosen = node.k;
    keep(false);
    picture.refresh();
    tab("chosen");
    panel.show();
    if (reveal) picture.reveal([node]);
    return undefined;
  },
  chooseLink(link) {
    [selection.node, selection.link] = [null, link];
    state.chosen = `${graph.nodes[link.a].k}.${graph.nodes[link.b].k}`;
    keep(false);
    picture.refresh();
    tab("chosen");
    panel.show();
  },
  nothing() {
    if (!selection.node && !selection.link && !selection.from) return;
    selection.node = selection.link = selection.from = null;
    state.chosen = "";
    keep(false);
    picture.refresh();
    panel.show();
  },

  // Open an entity or a community; once more for the next of its neighbours.
  expand(node) {
    state.chosen = node.community ? "" : node.k;
    if (node.community) state.steps = [...state.steps, node.k];
    else {
      const at = state.steps.findIndex((one) => one.split("*")[0] === node.k);
      if (at < 0) state.steps = [...state.steps, node.k];
      else if (missing(node)) state.steps = state.steps.with(at, `${node.k}*${Number(state.steps[at].split("*")[1] ?? 1) + 1}`);
      else return undefined;
    }
    return act.changed(node.k);
  },
  collapse(node) {
    state.steps = state.steps.filter((one) => one.split("*")[0] !== node.k);
    return act.changed(null);
  },
  unstep(step) {
    state.steps = state.steps.filter((one) => one !== step);
    return act.changed(null);
  },
  path(a, b) {
    const step = `${a}.${b}`;
    state.steps = [...state.steps.filter((one) => one !== step), step];
    state.chosen = "";
    return act.changed(null).then(() => {
      const path = graph.paths.find((one) => graph.nodes[one.a].k === a && graph.nodes[one.b].k === b);
      const nodes = path ? [path.a, path.b, ...path.routes.flat()].map((at) => graph.nodes[at]) : [];
      picture.reveal(nodes);
      tab("chosen");
      if (path?.routes.length) announce(`最短路径 ${path.routes[0].length - 1} 步，${path.routes.length} 条`, `${path.routes.length} shortest paths of ${path.routes[0].length - 1} steps`);
      else announce("没有路径", "There is no path");
    });
  },
  pathFrom(node) {
    selection.from = selection.from === node ? null : node;
    picture.refresh();
    panel.show();
    if (selection.from) announce("再点另一个实体，或在上方搜索它", "Now click another entity, or search for it above");
  },
  changed(focus) {
    const camera = graph.nodes.length ? picture.camera() : null;
    state.camera = camera;
    keep(true);
    return load({ camera, focus });
  },

  hide(node) {
    state.hidden = [...state.hidden, node.k];
    if (selection.node === node) selection.node = null;
    state.chosen = "";
    act.settled(true);
    announce(`已隐藏 ${nodeName(node)}`, `${nodeName(node)} is hidden`);
  },
  unhide(key) {
    state.hidden = key ? state.hidden.filter((one) => one !== key) : [];
    act.settled(true);
  },
  pin(node) {
    if (node.pinned) state.pins.delete(node.k);
    else state.pins.set(node.k, { x: node.px, y: node.py });
    act.settled(true);
  },
  moved(node, x, y) {
    state.pins.set(node.k, { x: Math.round(x), y: Math.round(y) }); // as the link has it
    act.settled(true);
  },
  filtered(soon = false) {
    if (chosenByFilter()) {
      clearTimeout(act.waiting);
      keep(false);
      settle();
      picture.refresh();
      filters.show();
      act.waiting = setTimeout(() => load({ camera: picture.camera() }), soon ? 350 : 0);
    } else act.settled(!soon);
  },
  settled(step) {
    keep(step);
    settle();
    picture.refresh();
    all();
    count();
  },

  start(key) {
    Object.assign(state, empty(), { language: state.language, start: [key], steps: [key], types: state.types, kinds: state.kinds, reports: state.reports, years: state.years, confidence: state.confidence, chosen: key });
    keep(true);
    return load();
  },
  // An entity found by name: the other end of a path, or a new beginning.
  async found(iri) {
    if (selection.from) {
      const from = selection.from.k;
      const answer = await fetch(`/explore/view?${new URLSearchParams({ entity: iri })}`);
      if (answer.ok) return act.path(from, (await answer.json()).nodes[0].k);
      return undefined;
    }
    Object.assign(state, empty(), { language: state.language, entity: iri });
    keep(true);
    return load();
  },
  asked(name) {
    Object.assign(state, empty(), { language: state.language, question: name });
    keep(true);
    return load();
  },
};

function tip(node, link, x, y) {
  const box = byId("tip");
  selection.hovered = node;
  box.textContent = node
    ? `${node.community ? word("社区", "community") : word(node.type.zh, node.type.en)} · ${nodeName(node)}`
    : link.facts.length ? [...new Set(link.passing.map((one) => kindName(graph.kinds[one[0]])))].join(word("、", ", ")) : word(`${link.count} 条关系`, `${link.count} relations`);
  box.hidden = false;
  const { width } = byId("drawing").getBoundingClientRect();
  box.style.left = `${Math.max(8, Math.min(x + 14, width - 220))}px`;
  box.style.top = `${y + 16}px`;
}
const out = () => {
  selection.hovered = null;
  byId("tip").hidden = true;
};

function click(node) {
  out();
  if (selection.from && selection.from !== node) return act.choose(node);
  const opened = graph.opened.has(node.k);
  if (node.community || (graph.sort === "near" && !opened && missing(node) > 0)) {
    selection.node = node;
    return act.expand(node);
  }
  return act.choose(node);
}

panel.on(act);
lists.on(act);
filters.on(act);
picture.on({
  node: click,
  link: act.chooseLink,
  nothing: act.nothing,
  moved: act.moved,
  over: tip,
  out,
  camera() {
    state.camera = picture.camera();
    keep(false);
  },
});
begin(act);
keys({ ...act, click, tab, lists: () => { tab("lists"); byId("within")?.focus(); } });
for (const one of document.querySelectorAll("[data-zoom]")) one.addEventListener("click", () => picture.zoom(Number(one.dataset.zoom)));
for (const one of document.querySelectorAll("[data-save]")) one.addEventListener("click", () => { byId("save").open = false; save(one.dataset.save); });
for (const name of ["chosen", "lists", "filters"]) byId(`tab-${name}`).addEventListener("click", () => tab(name));
byId("back").addEventListener("click", () => history.back());
byId("en").addEventListener("change", () => { speak(); all(); count(); picture.refresh(); });
dark.addEventListener("change", () => picture.refresh());
window.addEventListener("popstate", () => { fromAddress(); speak(); load({ camera: state.camera }); });

fromAddress();
speak();
load({ camera: state.camera });
window.explorer = { graph, whereIs: picture.whereIs, camera: picture.camera };
