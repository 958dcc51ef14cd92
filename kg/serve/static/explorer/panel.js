// What is chosen: an entity, a community or a link with the sentences behind it; else the way to begin.
import { graph, missing, other } from "./graph.js";
import { nodeName, selection } from "./look.js";
import { filters, state } from "./state.js";
import { both, byId, kindName, make, pageOf, word } from "./words.js";

const LINES = 200; // connections that are listed of one entity
let act = {};
export const on = (actions) => { act = actions; };

const button = (zh, en, onclick, more = {}) => make("button", { type: "button", onclick, ...more }, both(zh, en));
const typed = (node) => make("span", { class: `type ${node.type.key}` }, both(node.type.zh, node.type.en));

// An entity as a button that chooses it.
export function chip(node) {
  return make("button", { type: "button", class: `name ${node.type.key} chip`, onclick: () => act.choose(node, true) }, nodeName(node));
}

export function show() {
  const place = byId("chosen");
  const { node, link } = selection;
  place.replaceChildren(...(node ? (node.community ? ofCommunity(node) : ofNode(node)) : link ? ofLink(link) : beginning()));
  place.scrollTop = 0;
}

function beginning() {
  const [entities, facts] = graph.totals;
  const found = [
    make("p", { class: "soft" }, both(
      `全库 ${entities.toLocaleString("en")} 个实体、${facts.toLocaleString("en")} 条关系。${graph.whole ? "" : "圆是社区：联系紧密的实体；点开可见。"}`,
      `The store has ${entities.toLocaleString("en")} entities and ${facts.toLocaleString("en")} relations. ${graph.whole ? "" : "Discs are communities of closely connected entities; click to open one."}`,
    )),
  ];
  const rings = graph.rings.filter((ring) => state.steps.includes(ring.k));
  if (rings.length) {
    found.push(make("h2", {}, both("已打开的社区", "Open communities")), make("ul", { class: "lines" }, rings.map((ring) => make("li", {},
      `${ring.n} `, make("small", {}, String(ring.c)), button("关闭", "Close", () => act.unstep(ring.k), { class: "plain", "data-close": ring.k })))));
  }
  if (graph.paths.length) found.push(...graph.paths.map(ofPath));
  found.push(make("h2", {}, both("用法", "How to")), make("ul", { class: "how" },
    make("li", {}, both("点实体：展开它的相邻实体，并看到它的页面。", "Click an entity: it opens, and its page is linked here.")),
    make("li", {}, both("点连线：看原句和报告。", "Click a line: the sentences and reports behind it.")),
    make("li", {}, both("拖动实体：把它固定在那里。", "Drag an entity: it stays where you put it.")),
    make("li", {}, both("“列表”里有图中的一切，可用键盘。", "The list has all that is drawn, for the keyboard too.")),
    make("li", {}, both("地址栏随时是这个视图的链接。", "The address is a link to this view at any time.")),
  ));
  if (graph.full) found.push(make("p", { class: "warn" }, both("图已满（5,000 个实体）。", "The picture is full (5,000 entities).")));
  return found;
}

function ofPath(path) {
  const [a, b] = [graph.nodes[path.a], graph.nodes[path.b]];
  const step = `${a.k}.${b.k}`;
  const away = button("去掉", "Remove", () => act.unstep(step), { class: "plain" });
  const head = make("h2", {}, both("路径", "Path"), " ", make("small", {}, `${a.n} – ${b.n}`), " ", away);
  if (!path.routes.length) {
    return make("section", { class: "path" }, head, make("p", { class: "warn" }, both("没有路径（在当前筛选下）。", "No path, with these filters.")));
  }
  return make("section", { class: "path" }, head, make("ol", {}, path.routes.map((route) => make("li", {}, route.flatMap((at, place) => {
    const node = graph.nodes[at];
    const before = place && node.links.find((one) => one.a === route[place - 1] || one.b === route[place - 1]);
    return [before ? make("button", { type: "button", class: "relation", onclick: () => act.chooseLink(before) }, said(before, graph.nodes[route[place - 1]])) : null, chip(node)];
  })))));
}

// What connects, as seen from one end: an arrow for the way it is said.
export function said(link, from) {
  if (!link.facts.length) return word(`${link.count} 条关系`, `${link.count} relations`);
  const found = new Map();
  for (const one of link.passing?.length ? link.passing : link.facts) {
    const forward = (one[1] === 1) === (link.a === from.id);
    const text = kindName(graph.kinds[one[0]]);
    found.set(forward ? `${text} →` : `← ${text}`, true);
  }
  return [...found.keys()].join(word("、", ", "));
}

function ofNode(node) {
  const lines = node.links.filter((link) => link.shown).sort((a, b) => b.count - a.count || other(a, node).n.localeCompare(other(b, node).n, "zh"));
  const more = missing(node);
  const step = state.steps.find((one) => one === node.k || one.startsWith(node.k + "*"));
  const page = pageOf(node.i);
  return [
    make("p", {}, typed(node)),
    make("h2", { class: "title" }, page ? make("a", { href: page }, node.n) : node.n),
    make("p", { class: "actions" },
      graph.sort === "near" ? (more > 0 || !step) && button(more > 0 && step ? `再展开（还有 ${more}）` : "展开", more > 0 && step ? `Open more (${more} left)` : "Open", () => act.expand(node), { class: "main" }) : null,
      graph.sort === "near" && step ? button("收起", "Close", () => act.collapse(node)) : null,
      button("以此开始", "Start here", () => act.start(node.k)),
      button("隐藏", "Hide", () => act.hide(node)),
      button(node.pinned ? "取消固定" : "固定", node.pinned ? "Unpin" : "Pin", () => act.pin(node), { "aria-pressed": String(node.pinned) }),
      graph.sort === "near" ? button("找路径…", "Path to…", () => act.pathFrom(node), { "aria-pressed": String(selection.from === node) }) : null,
    ),
    page ? make("p", { class: "soft" }, make("a", { href: page }, both("实体页：名称、统计、原句", "Its page: names, numbers, sentences"))) : null,
    selection.from === node ? make("p", { class: "warn" }, both("再点另一个实体，或在上方搜索它。", "Now click another entity, or search for it above.")) : null,
    make("h3", {}, both("相邻", "Connections"), " ", make("small", {}, more ? word(`图中 ${lines.length}，共 ${node.d}`, `${lines.length} of ${node.d} here`) : String(lines.length))),
    make("ul", { class: "lines" }, lines.slice(0, LINES).map((link) => make("li", {},
      make("button", { type: "button", class: "relation", onclick: () => act.chooseLink(link) }, said(link, node)), " ", chip(other(link, node))))),
    ...graph.paths.map(ofPath),
  ].filter(Boolean);
}

function ofCommunity(node) {
  return [
    make("p", {}, make("span", { class: `type ${node.type.key}` }, both("社区", "Community"))),
    make("h2", { class: "title" }, nodeName(node)),
    make("p", { class: "actions" },
      button("打开", "Open", () => act.expand(node), { class: "main" }),
      node.s === "loose" ? null : button("以核心实体开始", "Start from its hub", () => act.start(node.h)),
      button("隐藏", "Hide", () => act.hide(node))),
    make("table", {}, make("tbody", {}, node.types.map(([type, count]) => make("tr", {},
      make("td", {}, make("span", { class: `type ${act.types[type].key}` }, both(act.types[type].zh, act.types[type].en))), make("td", {}, String(count)))))),
    make("h3", {}, both("相连的社区", "Connected with")),
    make("ul", { class: "lines" }, node.links.filter((link) => link.shown).sort((a, b) => b.count - a.count).slice(0, 40).map((link) =>
      make("li", {}, make("span", { class: "badge" }, String(link.count)), " ", chip(other(link, node))))),
  ];
}

let asked = 0;
function ofLink(link) {
  const [a, b] = [graph.nodes[link.a], graph.nodes[link.b]];
  const place = make("div", { id: "evidence", "aria-busy": "true" }, make("p", { class: "soft" }, both("正在读取原句…", "Reading the sentences…")));
  if (a.community || b.community) between(a, b, place);
  else load(a, b, place);
  return [make("h2", { class: "title pair" }, chip(a), make("span", { class: "soft" }, said(link, a)), chip(b)), place];
}

// What a line between communities is made of: pairs of entities, each with its sentences on demand.
async function between(a, b, place) {
  const turn = (asked += 1);
  try {
    const answer = await fetch(`/explore/between?${new URLSearchParams({ a: a.k, b: b.k })}&${filters()}`);
    if (answer.status !== 200) throw new Error(String(answer.status));
    const { pairs, count } = await answer.json();
    if (turn !== asked) return;
    const named = (node) => make("a", { class: `name ${act.types[node.t].key}`, href: pageOf(node.i) ?? "#" }, node.n);
    const words = (facts) => [...new Set(facts.map((one) => kindName(graph.kinds[one[0]])))].join(word("、", ", "));
    place.replaceChildren(
      make("p", { class: "soft" }, both(`${count} 对实体相连${count > pairs.length ? `，列出 ${pairs.length} 对` : ""}。`, `${count} pairs of entities are connected${count > pairs.length ? `, ${pairs.length} are listed` : ""}.`)),
      make("ul", { class: "facts" }, pairs.map(([one, two, facts]) => {
        const below = make("div", {});
        const show = make("button", { type: "button", class: "relation", onclick: () => load(one, two, below) }, words(facts));
        return make("li", {}, named(one), " ", show, " ", named(two), below);
      })));
  } catch {
    if (turn === asked) place.replaceChildren(make("p", { class: "warn" }, both("没有读到，请再点一次。", "Not read; click again.")));
  }
  place.setAttribute("aria-busy", "false");
}

async function load(a, b, place) {
  const turn = (asked += 1);
  try {
    const answer = await fetch(`/explore/evidence?${new URLSearchParams({ a: a.i, b: b.i })}`, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const facts = await answer.json();
    if (turn !== asked) return;
    place.replaceChildren(make("ul", { class: "facts" }, facts.map((one) => ofFact(one, a, b))));
    if (!facts.length) place.replaceChildren(make("p", { class: "soft" }, both("没有原句。", "No sentence.")));
  } catch {
    if (turn === asked) place.replaceChildren(make("p", { class: "warn" }, both("没有读到，请再点一次。", "Not read; click again.")));
  }
  place.setAttribute("aria-busy", "false");
}

function ofFact(one, a, b) {
  const [from, to] = one.forward ? [a, b] : [b, a];
  const kind = one.what === "number" ? null : graph.kinds.find(([key]) => key === one.relation);
  const what = one.what === "number"
    ? [one.indicator, " ", make("b", {}, both(one.modifier[0], one.modifier[1] && one.modifier[1] + " "), one.value, one.unit)]
    : one.what === "giver" ? [from.n, " ", both("授予", "gave"), " ", to.n]
      : [from.n, " ", kind ? both(kind[1], kind[2]) : one.relation, " ", to.n];
  return make("li", {}, make("p", {}, what, " ",
    one.post ? make("span", { class: "badge" }, one.post) : null, " ",
    one.time ? make("span", { class: "badge" }, one.time) : null,
    one.planned ? make("span", { class: "badge" }, both("计划", "planned")) : null),
  one.quotes.map((quote) => make("blockquote", { lang: "zh-Hans" },
    quote.pieces.map((text, at) => (at % 2 ? make("mark", {}, text) : text)),
    make("cite", {}, make("a", { href: `/reader/${encodeURIComponent(quote.report)}#${quote.stretch}` }, quote.title),
      quote.published ? ` · ${quote.published}` : "", " · ", make("code", {}, quote.rule), ` ${quote.confidence}`))));
}
