// The picture itself: vis-network draws nodes and lines, the labels are set here as on a map,
// the better connected first and none over another, at one size on the screen.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const CROWD = 30; // with more lines than this, arrows would only hide each other
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",system-ui,sans-serif';

const drawn = read("nodes").map((node) => ({ ...node, label: undefined }));
const places = drawn.map((node) => ({ x: node.x, y: node.y }));
const radius = drawn.map((node) => node.size);
const lines = read("edges");
const nodes = new vis.DataSet(drawn.map((node) => ({ ...node, ...look(node.id) })));
const edges = new vis.DataSet(lines.map((line) => ({ ...line, ...lineLook(line.id, "") })));
const network = new vis.Network(byId("network"), { nodes, edges }, {
  ...read("options"),
  interaction: { ...read("options").interaction, selectConnectedEdges: false },
});
const painted = { nodes: drawn.map(() => ""), edges: lines.map(() => "") };
const byRank = drawn.map((node) => node.id).sort((a, b) => degree(b) - degree(a) || a - b);
const widths = new Map();
let hovered = null;

function colours() {
  return dark.matches
    ? { line: "#8b98a8", strong: "#f2b24c", text: "#e8edf3", halo: "#10151c", rim: "#10151c" }
    : { line: "#8a97a6", strong: "#c2410c", text: "#17202b", halo: "#ffffff", rim: "#ffffff" };
}

function look(id) {
  const type = TYPES.get(data.entities[id].type);
  const fill = dark.matches ? type.dark : type.light;
  const rim = colours().rim;
  const both = { background: fill, border: colours().strong };
  return { color: { background: fill, border: rim, highlight: { background: fill, border: rim }, hover: both } };
}

function lineLook(id, state) {
  const { line, strong } = colours();
  const link = links[id];
  const colour = state === "near" ? strong : line;
  const crowded = state === "near" && degree(selection.entities[0]) > CROWD;
  const opacity = crowded ? 0.4 : state === "near" ? 0.9 : state === "far" ? 0.08 : link.facts.length ? 0.55 : 0.4;
  const arrows = state === "near" && !crowded;
  const to = arrows && link.facts.some((i) => data.facts[i].o === link.b);
  const from = arrows && link.facts.some((i) => data.facts[i].o === link.a);
  return {
    color: { color: colour, highlight: strong, hover: strong, opacity, inherit: false },
    arrows: { to: { enabled: to, scaleFactor: 0.45 }, from: { enabled: from, scaleFactor: 0.45 } },
  };
}

// Bring the drawing in line with the filters and the selection; touches only what changed.
function paint() {
  const chosen = new Set(selection.entities);
  const near = new Set(chosen);
  const active = chosen.size > 0;
  const mine = new Set(selection.link === null ? [] : [selection.link]);
  if (active && selection.link === null) {
    for (const i of linksOf[selection.entities[0]]) {
      if (!visible.links[i]) continue;
      mine.add(i);
      near.add(links[i].a).add(links[i].b);
    }
  }
  const mode = dark.matches ? "d" : "l";
  const nodeChanges = [];
  for (const { id } of drawn) {
    const hidden = !visible.entities[id];
    const faded = active && !near.has(id);
    const key = [mode, hidden, faded].join();
    if (painted.nodes[id] === key) continue;
    painted.nodes[id] = key;
    nodeChanges.push({ id, hidden, opacity: faded ? 0.16 : 1, ...look(id) });
  }
  const edgeChanges = [];
  for (const { id } of lines) {
    const hidden = !visible.links[id];
    const state = !active ? "" : mine.has(id) ? "near" : "far";
    const key = [mode, hidden, state, state === "near" ? selection.entities[0] : ""].join();
    if (painted.edges[id] === key) continue;
    painted.edges[id] = key;
    edgeChanges.push({ id, hidden, ...lineLook(id, state) });
  }
  emphasis = { active, near, chosen };
  if (nodeChanges.length) nodes.update(nodeChanges);
  if (edgeChanges.length) edges.update(edgeChanges);
  network.redraw();
}
let emphasis = { active: false, near: new Set(), chosen: new Set() };

function labelWidth(context, text, font) {
  const key = font + text;
  if (!widths.has(key)) {
    context.font = font;
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
}

function drawLabels(context) {
  const scale = network.getScale();
  const { clientWidth, clientHeight } = byId("network");
  const middle = network.getViewPosition();
  const ratio = context.canvas.width / clientWidth;
  const screen = (id) => [(places[id].x - middle.x) * scale + clientWidth / 2, (places[id].y - middle.y) * scale + clientHeight / 2];
  const taken = [];
  const free = (box) => taken.every((other) => box[0] >= other[2] || box[2] <= other[0] || box[1] >= other[3] || box[3] <= other[1]);
  const inside = (box) => box[0] >= 0 && box[2] <= clientWidth;
  const { text: ink, halo, strong } = colours();
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineJoin = "round";

  const first = [...emphasis.chosen, ...(hovered === null ? [] : [hovered])];
  const wanted = emphasis.active ? byRank.filter((id) => emphasis.near.has(id)) : byRank;
  const order = [...new Set([...first, ...wanted])];
  for (const id of order) {
    if (!visible.entities[id]) continue;
    const size = radius[id] * scale * 0.75;
    const [x, y] = screen(id);
    if (x > -60 && y > -20 && x < clientWidth + 60 && y < clientHeight + 20) taken.push([x - size, y - size, x + size, y + size]);
  }
  for (const id of emphasis.chosen) {
    const [x, y] = screen(id);
    context.beginPath();
    context.arc(x, y, radius[id] * scale + 5, 0, 2 * Math.PI);
    context.lineWidth = 2.5;
    context.strokeStyle = strong;
    context.stroke();
  }
  for (const id of order) {
    if (!visible.entities[id]) continue;
    const [x, y] = screen(id);
    if (x < -60 || y < -20 || x > clientWidth + 60 || y > clientHeight + 20) continue;
    const main = first.includes(id);
    const large = radius[id] >= 14;
    const px = main || large ? 14 : 12;
    const font = `${main || large ? "600 " : ""}${px}px ${FONT}`;
    const text = short(data.entities[id].name, main ? 40 : large ? 20 : 13);
    const width = labelWidth(context, text, font);
    const reach = radius[id] * scale + (main ? 7 : 3);
    const half = px * 0.62;
    const spots = [
      [x - width / 2, y + reach + half],
      [x + reach + 2, y],
      [x - reach - 2 - width, y],
      [x - width / 2, y - reach - half],
    ];
    const box = (spot) => [spot[0] - 3, spot[1] - half, spot[0] + width + 3, spot[1] + half];
    const spot = spots.find((candidate) => inside(box(candidate)) && free(box(candidate))) ?? (main || large ? spots[0] : null);
    if (!spot) continue;
    taken.push(box(spot));
    context.font = font;
    context.lineWidth = 3.5;
    context.strokeStyle = halo;
    context.strokeText(text, spot[0], spot[1]);
    context.fillStyle = ink;
    context.fillText(text, spot[0], spot[1]);
  }
  if (scale > 0.75) {
    context.font = `600 11px ${FONT}`;
    links.forEach((link, i) => {
      if (link.facts.length < 2 || !visible.links[i]) return;
      if (emphasis.active && !(emphasis.near.has(link.a) && emphasis.near.has(link.b))) return;
      const [ax, ay] = screen(link.a);
      const [bx, by] = screen(link.b);
      const text = `×${link.facts.length}`;
      const x = (ax + bx) / 2 - 8;
      const y = (ay + by) / 2;
      if (!free([x, y - 7, x + 18, y + 7])) return;
      taken.push([x, y - 7, x + 18, y + 7]);
      context.lineWidth = 3.5;
      context.strokeStyle = halo;
      context.strokeText(text, x, y);
      context.fillStyle = strong;
      context.fillText(text, x, y);
    });
  }
  context.restore();
}

network.on("afterDrawing", drawLabels);
network.on("dragging", ({ nodes: dragged }) => {
  const moved = network.getPositions(dragged);
  for (const id of dragged) places[id] = moved[id];
});

function motion() {
  return still.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
}

// The whole of what is visible, beside what covers the drawing area.
function fit(animated) {
  const ids = drawn.filter(({ id }) => visible.entities[id]).map(({ id }) => id);
  if (!ids.length) return;
  const { width, height, offset } = room();
  const xs = ids.map((id) => places[id].x);
  const ys = ids.map((id) => places[id].y);
  const box = [Math.min(...xs) - 30, Math.min(...ys) - 30, Math.max(...xs) + 30, Math.max(...ys) + 40];
  const scale = Math.min(1.6, width / (box[2] - box[0]), (height - 16) / (box[3] - box[1]));
  network.moveTo({
    position: { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 },
    scale,
    offset,
    animation: animated ? motion() : false,
  });
}

// What filters and panel leave of the drawing area: its size, and its middle beside the whole's.
function room() {
  const { width, height } = byId("picture").getBoundingClientRect();
  const filters = byId("filters").getBoundingClientRect();
  const panel = byId("panel").getBoundingClientRect();
  const left = filters.width < width * 0.4 && filters.height > height * 0.4 ? filters.width + 12 : 0;
  const right = panel.width > 0 && panel.width < width * 0.6 ? panel.width + 12 : 0;
  const bottom = panel.width >= width * 0.6 ? panel.height + 8 : 0;
  return { width: Math.max(width - left - right, 80), height: Math.max(height - bottom, 80), offset: { x: (left - right) / 2, y: -bottom / 2 } };
}

// An entity with all that it is connected with, the entity in the middle.
function goTo(entity) {
  const { width, height, offset } = room();
  const { x, y } = places[entity];
  let [dx, dy] = [1, 1];
  for (const i of linksOf[entity]) {
    if (!visible.links[i]) continue;
    const other = places[links[i].a === entity ? links[i].b : links[i].a];
    dx = Math.max(dx, Math.abs(other.x - x));
    dy = Math.max(dy, Math.abs(other.y - y));
  }
  const fits = Math.min((width - 160) / (2 * dx), (height - 110) / (2 * dy));
  network.moveTo({
    position: { x, y },
    scale: Math.min(1.25, Math.max(0.45, fits)),
    offset,
    animation: motion(),
  });
}

function zoomBy(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: still.matches ? false : { duration: 150, easingFunction: "linear" } });
}

function tip(event, text) {
  const box = byId("tip");
  box.textContent = text;
  box.hidden = false;
  box.style.left = `${Math.min(event.pointer.DOM.x + 14, byId("network").clientWidth - 200)}px`;
  box.style.top = `${event.pointer.DOM.y + 16}px`;
}

network.on("hoverNode", (event) => {
  hovered = event.node;
  const entity = data.entities[event.node];
  tip(event, `${typeName(entity.type)} · ${entity.name}`);
});
network.on("hoverEdge", (event) => {
  const link = links[event.edge];
  const said = new Set(link.facts.map((i) => relationName(data.facts[i].r)));
  if (link.numbers.length) said.add(`${word("numbers")} ${link.numbers.length}`);
  tip(event, [...said].join(word("list")));
});
for (const name of ["blurNode", "blurEdge", "dragStart", "zoom"]) {
  network.on(name, () => {
    hovered = null;
    byId("tip").hidden = true;
  });
}

// CSS pixels of an entity within the page.
function whereIs(id) {
  const box = byId("network").getBoundingClientRect();
  const { x, y } = network.canvasToDOM(places[id]);
  return { x: box.left + x, y: box.top + y };
}
