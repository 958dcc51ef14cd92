// What is in the picture: the view that the server sent, with what filters, hiding and pins make of it.
import { state, filtering } from "./state.js";
import { told } from "./words.js";

export const graph = { nodes: [], links: [], reports: [], kinds: [], rings: [], paths: [], opened: new Set(), place: new Map(), sort: "near", whole: true, chosen: false, totals: [0, 0] };

const [KIND, FORWARD, FROM, TO, SURE, REPORTS] = [0, 1, 2, 3, 4, 5];
export const fact = { KIND, FORWARD, FROM, TO, SURE, REPORTS, SAID: 6, PLANNED: 7 };

export function take(view) {
  graph.nodes = view.nodes.map((node, id) => ({ ...node, id, links: [], type: told.types[node.t], community: node.k.startsWith("~") }));
  graph.links = view.links.map(([a, b, facts, count], id) => ({ id, a, b, facts, count }));
  for (const link of graph.links) {
    graph.nodes[link.a].links.push(link);
    graph.nodes[link.b].links.push(link);
  }
  graph.place = new Map(graph.nodes.map((node) => [node.k, node]));
  Object.assign(graph, {
    reports: view.reports, kinds: view.kinds, rings: view.rings ?? [], paths: view.paths, sort: view.sort,
    whole: view.whole ?? true, chosen: view.chosen, full: view.full, totals: view.totals,
    opened: new Set(view.opened), years: new Map(view.years ?? []),
    starts: new Set(view.sort === "near" ? graph.nodes.filter((node) => node.v === undefined).map((node) => node.id) : []),
  });
  graph.way = wayOf(view.paths);
  graph.most = graph.links.reduce((most, link) => (link.facts.length ? most : Math.max(most, link.count)), 1);
  settle();
}

// The links and entities on the paths that were asked for.
function wayOf(paths) {
  const links = new Set();
  const nodes = new Set();
  for (const path of paths) {
    nodes.add(path.a).add(path.b);
    for (const route of path.routes) {
      for (let at = 0; at < route.length; at += 1) {
        nodes.add(route[at]);
        const link = at && graph.nodes[route[at]].links.find((one) => one.a === route[at - 1] || one.b === route[at - 1]);
        if (link) links.add(link.id);
      }
    }
  }
  return { links, nodes };
}

export function passes(one) {
  if (one[SURE] < state.confidence) return false;
  if (state.years && one[TO] && (one[TO] < state.years[0] || one[FROM] > state.years[1])) return false;
  if (state.kinds.length && state.kinds.includes(graph.kinds[one[KIND]][0])) return false;
  return !state.reports.length || one[REPORTS].some((at) => state.reports.includes(graph.reports[at].id));
}

// What is shown, and where. Entities that lose their last link go too, unless one started from them.
export function settle() {
  const hidden = new Set(state.hidden);
  const types = new Set(state.types);
  const facts = state.kinds.length || state.reports.length || state.years || state.confidence;
  for (const node of graph.nodes) node.shown = !hidden.has(node.k) && (node.community || !types.has(node.type.key));
  for (const link of graph.links) {
    link.passing = link.facts.filter(passes);
    const said = link.facts.length === 0 || link.passing.length > 0; // bundles are counted by the server
    link.shown = said && graph.nodes[link.a].shown && graph.nodes[link.b].shown;
  }
  for (const node of graph.nodes) {
    if (!node.shown || node.community || graph.starts.has(node.id) || graph.way.nodes.has(node.id)) continue;
    const alone = !node.links.some((link) => link.shown);
    if (alone && (node.links.length > 0 || facts) && (graph.sort === "near" || facts)) node.shown = false;
  }
  for (const link of graph.links) link.shown &&= graph.nodes[link.a].shown && graph.nodes[link.b].shown;
  for (const node of graph.nodes) Object.assign(node, { px: undefined });
  for (const node of graph.nodes) put(node);
}

// A pinned entity stands where it was put, and what its opening brought moves along.
function put(node) {
  if (node.px !== undefined) return;
  const pin = state.pins.get(node.k);
  const from = node.v === undefined ? null : graph.nodes[node.v];
  if (from) put(from);
  node.pinned = Boolean(pin);
  node.px = pin ? pin.x : node.x + (from ? from.px - from.x : 0);
  node.py = pin ? pin.y : node.y + (from ? from.py - from.y : 0);
}

export const shownNodes = () => graph.nodes.filter((node) => node.shown);
export const shownLinks = () => graph.links.filter((link) => link.shown);
export const other = (link, node) => graph.nodes[link.a === node.id ? link.b : link.a];
// Neighbours that the graph has and the picture has not.
export const missing = (node) => (node.community ? 0 : Math.max(0, node.d - new Set(node.links.map((link) => other(link, node).id)).size));
// Whether the server must be asked again when a filter changes.
export const chosenByFilter = () => graph.chosen || state.steps.some((step) => step.includes("."));

export function box(nodes) {
  const found = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const node of nodes) {
    found.left = Math.min(found.left, node.px - node.r);
    found.right = Math.max(found.right, node.px + node.r);
    found.top = Math.min(found.top, node.py - node.r);
    found.bottom = Math.max(found.bottom, node.py + node.r + 18);
  }
  return found;
}
export { filtering };
