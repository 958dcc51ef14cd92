// How things look, for the screen and for files alike.
import { graph } from "./graph.js";
import { dark, word } from "./words.js";

export const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",system-ui,sans-serif';
const CROWD = 30; // with more lines than this, arrows would only hide each other
export const selection = { node: null, link: null, hovered: null, from: null };

export function colours() {
  return dark.matches
    ? { line: "#8b98a8", strong: "#f2b24c", way: "#ff7a59", text: "#e8edf3", halo: "#10151c", page: "#10151c", ring: "#2b3540" }
    : { line: "#8a97a6", strong: "#c2410c", way: "#d6330f", text: "#17202b", halo: "#ffffff", page: "#ffffff", ring: "#dfe4ea" };
}

export const fill = (node) => (dark.matches ? node.type.dark : node.type.light);

export function nodeLook(node) {
  const { strong, page, text } = colours();
  const chosen = selection.node === node || selection.from === node;
  const way = graph.way.nodes.has(node.id);
  return {
    shape: node.community ? "dot" : node.type.shape,
    fill: fill(node),
    alpha: node.community ? 0.35 : 1,
    rim: chosen || way ? strong : node.pinned ? text : page,
    width: chosen ? 4 : way ? 3 : node.pinned ? 2 : 1.2,
  };
}

export function linkLook(link) {
  const { line, strong, way } = colours();
  const on = graph.way.links.has(link.id);
  const near = selection.node && (link.a === selection.node.id || link.b === selection.node.id);
  const chosen = selection.link === link;
  const crowded = near && selection.node.links.length > CROWD;
  const bundle = link.facts.length === 0;
  const plain = bundle ? 0.08 + (0.5 * link.count) / graph.most : graph.links.length > 1200 ? 0.4 : 0.5;
  return {
    colour: on ? way : chosen || near ? strong : line,
    alpha: chosen || on ? 1 : near ? (crowded ? 0.55 : 0.85) : plain,
    arrows: !bundle && (chosen || on || (near && !crowded)),
    width: (chosen ? 2 : 0) + (on ? 2 : 0) + Math.min(5, 0.8 + 0.7 * Math.log2(1 + (link.passing?.length || link.count))),
    dashed: link.facts.length > 0 && link.facts.every((one) => graph.kinds[one[0]][0] === "ABOUT"),
  };
}

export function nodeName(node) {
  if (!node.community) return node.n;
  if (node.s === "loose") return word(`无关系实体 ${node.c}`, `${node.c} without facts`);
  if (node.s === "rest") return word(`其余 ${node.c}`, `${node.c} others`);
  return word(`${node.n} 等 ${node.c}`, `${node.n} and ${node.c - 1} more`);
}

// Corners of a shape about (0, 0), of radius 1; none for a disc.
export function corners(shape) {
  const round = (count, turn, radius = 1) => Array.from({ length: count }, (_, at) => {
    const angle = turn + (2 * Math.PI * at) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  switch (shape) {
    case "square": return [[-0.89, -0.89], [0.89, -0.89], [0.89, 0.89], [-0.89, 0.89]];
    case "diamond": return [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]];
    case "triangle": return [[0, -1.15], [1.05, 0.72], [-1.05, 0.72]];
    case "triangleDown": return [[0, 1.15], [1.05, -0.72], [-1.05, -0.72]];
    case "hexagon": return round(6, 0);
    case "star": return Array.from({ length: 10 }, (_, at) => {
      const radius = at % 2 ? 0.55 : 1.3;
      return [radius * Math.sin((at * Math.PI) / 5), -radius * Math.cos((at * Math.PI) / 5)];
    });
    default: return [];
  }
}

// The labels that find room, the best connected first: as on a map, none lies over another.
// toScreen: from places to pixels. measure: width of a text in pixels.
export function labels(toScreen, scale, size, measure, most = 260) {
  const ranked = graph.nodes
    .filter((node) => node.shown)
    .sort((a, b) => rank(b) - rank(a) || b.r - a.r || a.id - b.id);
  const taken = [];
  const found = [];
  for (const node of ranked) { // a label may lie over a line, not over a large entity
    const radius = node.r * scale * 0.8;
    if (radius < 9 || node.community) continue;
    const [x, y] = toScreen(node.px, node.py);
    taken.push([x - radius, y - radius, x + radius, y + radius, node]);
  }
  for (const node of ranked) {
    if (found.length >= most) break;
    const [x, centre] = toScreen(node.px, node.py);
    const radius = node.r * scale;
    if (x < -60 || centre < -60 || x > size.width + 60 || centre > size.height + 60) continue;
    if (radius < 2.2 && !rank(node) && !graph.starts.has(node.id)) continue;
    const text = shortened(nodeName(node), selection.node === node || selection.hovered === node ? 60 : 16);
    const width = measure(text) / 2 + 3;
    const y = node.community && radius > 16 ? centre - 6 : centre + radius + 3;
    const area = [x - width, y - 1, x + width, y + 14];
    if (!rank(node) && taken.some((one) => one[4] !== node && one[0] < area[2] && area[0] < one[2] && one[1] < area[3] && area[1] < one[3])) continue;
    taken.push(area);
    found.push({ text, x, y, node });
  }
  return found;
}
const rank = (node) => (selection.node === node || selection.hovered === node ? 3 : selection.from === node ? 2 : graph.way.nodes.has(node.id) ? 1 : 0);
export const shortened = (text, most) => ([...text].length > most ? [...text].slice(0, most - 1).join("") + "…" : text);

export function paintLabels(context, found) {
  const { halo, text } = colours();
  context.save();
  context.font = `12.5px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = halo;
  context.fillStyle = text;
  for (const one of found) {
    context.strokeText(one.text, one.x, one.y);
    context.fillText(one.text, one.x, one.y);
  }
  context.restore();
}

export function paintRings(context, toScreen, scale) {
  if (!graph.rings.length) return;
  context.save();
  context.strokeStyle = colours().ring;
  context.lineWidth = 1.5;
  for (const ring of graph.rings) {
    const [x, y] = toScreen(ring.x, ring.y);
    context.beginPath();
    context.arc(x, y, ring.r * scale * 1.04, 0, 2 * Math.PI);
    context.stroke();
  }
  context.restore();
}

const canvas = document.createElement("canvas").getContext("2d");
const widths = new Map();
export function measure(text) {
  if (!widths.has(text)) {
    canvas.font = `12.5px ${FONT}`;
    widths.set(text, canvas.measureText(text).width);
  }
  return widths.get(text);
}
