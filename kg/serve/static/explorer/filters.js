// What is left out: kinds of entities and of relations, reports, uncertain facts; and the years.
import { graph } from "./graph.js";
import { corners } from "./look.js";
import { filtering, state } from "./state.js";
import { both, byId, make, told, word } from "./words.js";

const SHOWN = 60; // reports in the list
let act = {};
export const on = (actions) => { act = actions; };
let asked = "";

export function show() {
  byId("filtered").hidden = !filtering();
  byId("filtered").textContent = String(filtering());
  showTime();
  legend();
  const place = byId("filters");
  if (place.hidden) return;
  const kept = place.scrollTop;
  const held = document.activeElement?.id;
  place.replaceChildren(types(), kinds(), sure(), reports(), hidden());
  place.scrollTop = kept;
  if (held) byId(held)?.focus();
}

function check(id, label, on, change, count) {
  return make("li", {}, make("label", {}, make("input", { type: "checkbox", id, checked: on, onchange: ({ target }) => change(target.checked) }), " ", label, count === null ? null : make("small", {}, ` ${count}`)));
}

function flip(list, name, on) {
  const left = state[list].filter((one) => one !== name);
  state[list] = on ? left : [...left, name].sort();
  act.filtered();
}

function group(zh, en, list, ...children) {
  const head = make("h2", {}, both(zh, en), state[list]?.length ? make("button", { type: "button", class: "plain", onclick: () => { state[list] = []; act.filtered(); } }, both("全选", "All")) : null);
  return make("section", {}, head, ...children);
}

function counted() {
  const counts = new Map();
  for (const node of graph.nodes) {
    if (node.community) for (const [type, count] of node.types) counts.set(told.types[type].key, (counts.get(told.types[type].key) ?? 0) + count);
    else counts.set(node.type.key, (counts.get(node.type.key) ?? 0) + 1);
  }
  return counts;
}

// What colours and shapes mean, beside the picture; a press leaves a type out.
function legend() {
  const counts = counted();
  const held = document.activeElement?.dataset?.type;
  byId("legend").replaceChildren(...told.types.filter(({ key }) => counts.has(key) || state.types.includes(key)).map((type) => {
    const on = !state.types.includes(type.key);
    const edge = corners(document.documentElement.dataset.artist === "sigma" ? "dot" : type.shape);
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const shape = document.createElementNS("http://www.w3.org/2000/svg", edge.length ? "polygon" : "circle");
    icon.setAttribute("viewBox", "-1.4 -1.4 2.8 2.8");
    icon.setAttribute("aria-hidden", "true");
    if (edge.length) shape.setAttribute("points", edge.map((one) => one.join(",")).join(" "));
    else shape.setAttribute("r", "1");
    icon.append(shape);
    return make("li", {}, make("button", { type: "button", class: type.key, "data-type": type.key, "aria-pressed": String(on), onclick: () => flip("types", type.key, !on) }, icon, both(type.zh, type.en)));
  }));
  if (held) byId("legend").querySelector(`[data-type="${CSS.escape(held)}"]`)?.focus();
}

function types() {
  const counts = counted();
  return group("实体类型", "Types", "types", make("ul", { class: "checks" }, told.types.filter(({ key }) => counts.has(key) || state.types.includes(key)).map((type) =>
    check(`type-${type.key}`, make("span", { class: `type ${type.key}` }, both(type.zh, type.en)), !state.types.includes(type.key), (on) => flip("types", type.key, on), counts.get(type.key) ?? 0))));
}

function kinds() {
  const counts = new Map();
  for (const link of graph.links) for (const one of link.facts) counts.set(one[0], (counts.get(one[0]) ?? 0) + 1);
  return group("关系", "Relations", "kinds", make("ul", { class: "checks" }, graph.kinds.map(([key, zh, en], at) =>
    (counts.has(at) || !graph.whole || state.kinds.includes(key)) && check(`kind-${key}`, both(zh, en), !state.kinds.includes(key), (on) => flip("kinds", key, on), graph.whole ? counts.get(at) ?? 0 : null)).filter(Boolean)));
}

function sure() {
  const value = make("output", { for: "sure" }, `${state.confidence}%`);
  return group("置信度不低于", "Confidence at least", "", make("p", { class: "range" }, make("input", {
    type: "range", id: "sure", min: 0, max: 100, step: 5, value: state.confidence, "aria-label": "置信度 Confidence",
    oninput: ({ target }) => { value.textContent = `${target.value}%`; state.confidence = Number(target.value); act.filtered(true); },
  }), value));
}

function reports() {
  const wanted = graph.reports.filter((one) => !asked || one.title.includes(asked) || one.id.includes(asked));
  const list = make("ul", { class: "checks wide" }, wanted.slice(0, SHOWN).map((one) =>
    check(`report-${one.id}`, `${one.title}${one.year ? `（${one.year}）` : ""}`, state.reports.includes(one.id), (on) => {
      state.reports = on ? [...state.reports, one.id].sort() : state.reports.filter((id) => id !== one.id);
      act.filtered();
    }, null)));
  const field = graph.reports.length > 12 && make("input", { type: "search", id: "reports-asked", value: asked, placeholder: "报告标题", "aria-label": "查找报告 Find reports", onchange: ({ target }) => { asked = target.value.trim(); show(); } });
  return group("只看这些报告", "Only these reports", "reports", field, list, wanted.length > SHOWN ? make("p", { class: "soft" }, both(`共 ${wanted.length} 份，请查找。`, `${wanted.length} in all; search for one.`)) : null);
}

function hidden() {
  const names = state.hidden.map((key) => [key, graph.place.get(key)]);
  return make("section", {}, make("h2", {}, both("已隐藏", "Hidden"), " ", make("small", {}, String(names.length)), names.length ? make("button", { type: "button", class: "plain", id: "unhide", onclick: () => act.unhide() }, both("全部显示", "Show all")) : null),
    make("ul", { class: "lines" }, names.filter(([, node]) => node).map(([key, node]) => make("li", {}, node.n, " ", make("button", { type: "button", class: "plain", onclick: () => act.unhide(key) }, both("显示", "Show"))))));
}

// The years of all facts in the picture as columns, with a slider for each end.
let playing = 0;
export function showTime() {
  const place = byId("time");
  const counts = new Map(graph.years);
  for (const link of graph.whole ? graph.links : []) for (const one of link.facts) for (let year = one[2]; year && year <= one[3]; year += 1) counts.set(year, (counts.get(year) ?? 0) + 1);
  const known = [...counts.keys()];
  let [first, last] = [Math.min(...known), Math.max(...known)];
  if (state.years) [first, last] = [Math.min(first, state.years[0]), Math.max(last, state.years[1])];
  place.hidden = !known.length || first === last;
  if (place.hidden) return;
  const [from, to] = state.years ?? [first, last];
  const most = Math.max(...counts.values());
  const scale = [...Array(last - first + 1).keys()].map((at) => first + at);
  const now = place.querySelector("#year-from");
  const columns = make("div", { class: "columns", "aria-hidden": "true" }, scale.map((year) => {
    const level = Math.ceil(10 * (counts.get(year) ?? 0) / most);
    return make("i", { class: `h${level}${year < from || year > to ? " out" : ""}`, title: `${year}: ${counts.get(year) ?? 0}` });
  }));
  const text = make("output", {}, from === to ? String(from) : `${from}–${to}`);
  if (now && Number(now.min) === first && Number(now.max) === last) {
    place.querySelector(".columns").replaceWith(columns);
    place.querySelector("output").replaceWith(text);
    now.value = from;
    place.querySelector("#year-to").value = to;
    return;
  }
  const set = (which) => ({ target }) => {
    const [low, high] = state.years ?? [first, last];
    const value = Number(target.value);
    setYears(which === "from" ? [value, Math.max(value, high)] : [Math.min(low, value), value], first, last);
  };
  const slider = (id, value, label) => make("input", { type: "range", id, min: first, max: last, step: 1, value, "aria-label": label, oninput: set(id === "year-from" ? "from" : "to") });
  place.replaceChildren(
    make("button", { type: "button", id: "play", "aria-label": "逐年播放 Play year by year", onclick: () => play(first, last) }, "▶"),
    make("div", { class: "track" }, columns, slider("year-from", from, "从哪一年 From year"), slider("year-to", to, "到哪一年 To year")),
    text,
    make("button", { type: "button", class: "plain", id: "ever", onclick: () => setYears([first, last], first, last) }, both("全部年份", "All years")));
}

function setYears([from, to], first, last) {
  state.years = from <= first && to >= last ? null : [from, to];
  act.filtered(true);
}

// One year after the other; a second press ends it.
function play(first, last) {
  if (playing) {
    clearInterval(playing);
    playing = 0;
    return;
  }
  let year = first;
  const step = () => {
    if (year > last) {
      clearInterval(playing);
      playing = 0;
      setYears([first, last], first, last);
      return;
    }
    setYears([year, year], first - 1, last + 1);
    year += 1;
  };
  step();
  playing = setInterval(step, 1100);
}
export const say = () => (state.years ? word(`${state.years.join("–")} 年`, `years ${state.years.join("–")}`) : "");
