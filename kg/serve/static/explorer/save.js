// The view as a file: PNG and SVG drawn from the same places, GraphML of what is shown, a pyvis page.
import { box, graph, shownLinks, shownNodes } from "./graph.js";
import { FONT, colours, corners, labels, linkLook, measure, nodeLook } from "./look.js";
import { address, filters } from "./state.js";
import { announce, kindName } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDE = 2400; // pixels of a saved picture
const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const clean = (text) => String(text).replace(NOT_IN_XML, " ");

function download(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// The whole of what is shown on a sheet: its size, and where places come to stand.
function sheet() {
  const inside = box(shownNodes());
  const scale = Math.min(1.6, (WIDE - 120) / Math.max(inside.right - inside.left, 1), (WIDE - 120) / Math.max(inside.bottom - inside.top, 1));
  const width = Math.max(420, Math.ceil((inside.right - inside.left) * scale) + 120);
  const height = Math.max(320, Math.ceil((inside.bottom - inside.top) * scale) + 120);
  const [dx, dy] = [(width - (inside.right - inside.left) * scale) / 2, (height - (inside.bottom - inside.top) * scale) / 2];
  const to = (x, y) => [(x - inside.left) * scale + dx, (y - inside.top) * scale + dy];
  return { width, height, scale, to };
}

function png() {
  const { width, height, scale, to } = sheet();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  context.fillStyle = colours().page;
  context.fillRect(0, 0, width, height);
  for (const link of shownLinks()) {
    const { colour, alpha, width: thick, dashed } = linkLook(link);
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = Math.max(0.4, thick * scale);
    context.setLineDash(dashed ? [5, 4] : []);
    context.beginPath();
    context.moveTo(...to(graph.nodes[link.a].px, graph.nodes[link.a].py));
    context.lineTo(...to(graph.nodes[link.b].px, graph.nodes[link.b].py));
    context.stroke();
  }
  context.setLineDash([]);
  for (const node of shownNodes()) {
    const { shape, fill, alpha, rim, width: thick } = nodeLook(node);
    const [x, y] = to(node.px, node.py);
    const r = Math.max(1, node.r * scale);
    context.beginPath();
    const edge = corners(shape);
    if (!edge.length) context.arc(x, y, r, 0, 2 * Math.PI);
    edge.forEach(([dx, dy], at) => context[at ? "lineTo" : "moveTo"](x + dx * r, y + dy * r));
    context.closePath();
    context.globalAlpha = alpha;
    context.fillStyle = fill;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = rim;
    context.lineWidth = thick * Math.min(1, scale);
    context.stroke();
  }
  context.font = `12.5px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  for (const one of labels(to, scale, { width, height }, measure, 1500)) {
    context.lineWidth = 3.5;
    context.strokeStyle = colours().halo;
    context.strokeText(one.text, one.x, one.y);
    context.fillStyle = colours().text;
    context.fillText(one.text, one.x, one.y);
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function element(name, properties, text) {
  const found = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(properties)) found.setAttribute(key, clean(typeof value === "number" ? Math.round(value * 100) / 100 : value));
  if (text !== undefined) found.textContent = clean(text);
  return found;
}

function svg() {
  const { width, height, scale, to } = sheet();
  const root = element("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FONT, "font-size": 12.5 });
  root.append(element("title", {}, document.title), element("desc", {}, location.origin + address()), element("rect", { width, height, fill: colours().page }));
  for (const link of shownLinks()) {
    const { colour, alpha, width: thick, dashed } = linkLook(link);
    const [x1, y1] = to(graph.nodes[link.a].px, graph.nodes[link.a].py);
    const [x2, y2] = to(graph.nodes[link.b].px, graph.nodes[link.b].py);
    root.append(element("line", { x1, y1, x2, y2, stroke: colour, "stroke-opacity": alpha, "stroke-width": Math.max(0.4, thick * scale), ...(dashed ? { "stroke-dasharray": "5 4" } : {}) }));
  }
  for (const node of shownNodes()) {
    const { shape, fill, alpha, rim, width: thick } = nodeLook(node);
    const [x, y] = to(node.px, node.py);
    const r = Math.max(1, node.r * scale);
    const paint = { fill, "fill-opacity": alpha, stroke: rim, "stroke-width": thick * Math.min(1, scale) };
    const edge = corners(shape);
    const drawn = edge.length
      ? element("polygon", { points: edge.map(([dx, dy]) => `${(x + dx * r).toFixed(1)},${(y + dy * r).toFixed(1)}`).join(" "), ...paint })
      : element("circle", { cx: x, cy: y, r, ...paint });
    drawn.append(element("title", {}, node.n));
    root.append(drawn);
  }
  const { halo, text } = colours();
  for (const one of labels(to, scale, { width, height }, measure, 1500)) {
    root.append(element("text", { x: one.x, y: one.y + 11, "text-anchor": "middle", fill: text, stroke: halo, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }, one.text));
  }
  return new Blob([new XMLSerializer().serializeToString(root)], { type: "image/svg+xml" });
}

const NODE_KEYS = { label: "string", type: "string", iri: "string", x: "double", y: "double", count: "int" };
const EDGE_KEYS = { label: "string", relation: "string", time: "string", reports: "string", confidence: "double", planned: "boolean", count: "int" };

function graphml() {
  const space = "http://graphml.graphdrawing.org/xmlns";
  const root = document.implementation.createDocument(space, "graphml", null);
  const add = (parent, name, properties, text) => {
    const found = root.createElementNS(space, name);
    for (const [key, value] of Object.entries(properties)) found.setAttribute(key, clean(value));
    if (text !== undefined) found.textContent = clean(text);
    parent.append(found);
    return found;
  };
  const top = root.documentElement;
  for (const [scope, keys] of [["node", NODE_KEYS], ["edge", EDGE_KEYS]]) {
    for (const [name, type] of Object.entries(keys)) add(top, "key", { id: `${scope[0]}-${name}`, for: scope, "attr.name": name, "attr.type": type });
  }
  const body = add(top, "graph", { id: "view", edgedefault: "directed" });
  const data = (parent, scope, values) => {
    for (const [name, value] of Object.entries(values)) if (value !== "" && value !== undefined) add(parent, "data", { key: `${scope}-${name}` }, value);
  };
  for (const node of shownNodes()) {
    data(add(body, "node", { id: node.i ?? node.k }), "n", { label: node.n, type: node.community ? "Community" : node.type.key, iri: node.i, x: Math.round(node.px), y: Math.round(node.py), count: node.c });
  }
  for (const link of shownLinks()) {
    const [a, b] = [graph.nodes[link.a], graph.nodes[link.b]].map((node) => node.i ?? node.k);
    if (!link.facts.length) data(add(body, "edge", { source: a, target: b }), "e", { count: link.count });
    for (const one of link.passing ?? []) {
      const ends = one[1] ? { source: a, target: b } : { source: b, target: a };
      const reports = one[5].map((at) => graph.reports[at].id).join("; ");
      data(add(body, "edge", ends), "e", { label: kindName(graph.kinds[one[0]]), relation: graph.kinds[one[0]][0], time: one[6], reports, confidence: one[4] / 100, planned: Boolean(one[7]) });
    }
  }
  return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}`], { type: "application/xml" });
}

async function pyvis() {
  const nodes = shownNodes().filter((node) => !node.community);
  const body = JSON.stringify({ title: document.title, nodes: nodes.map((node) => [node.k, Math.round(node.px), Math.round(node.py)]) });
  const answer = await fetch(`/explore/page?${filters()}`, { method: "POST", headers: { "content-type": "application/json" }, body });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.blob();
}

const WAYS = { png: [png, "view.png"], svg: [svg, "view.svg"], graphml: [graphml, "view.graphml"], pyvis: [pyvis, "view.html"] };

export async function save(way) {
  try {
    if (way === "link") {
      await navigator.clipboard.writeText(location.origin + address());
      return announce("链接已复制", "Link copied");
    }
    const [make, name] = WAYS[way];
    announce("正在保存…", "Saving…");
    download(name, await make());
    return announce(`已保存 ${name}`, `${name} saved`);
  } catch {
    return announce(way === "link" ? "请从地址栏复制链接" : "没有保存成功", way === "link" ? "Please copy the address" : "Not saved");
  }
}
