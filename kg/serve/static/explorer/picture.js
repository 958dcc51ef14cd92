// The drawing area: vis-network as in pyvis for a few hundred entities, sigma.js for thousands.
// Both speak alike: draw, refresh, look, camera, size; and call back on what people do.
import { box, graph, shownNodes } from "./graph.js";
import { byId, still } from "./words.js";

const FEW = 500; // up to so many entities vis-network draws
const area = byId("drawing");
let artist = null;
let calls = {};

export const on = (handlers) => { calls = handlers; };

function capable() {
  try { return Boolean(document.createElement("canvas").getContext("webgl2")); } catch { return false; }
}

export async function draw(camera) {
  const name = graph.nodes.length > FEW && capable() ? "sigma" : "vis";
  if (artist?.name !== name) {
    artist?.close();
    area.replaceChildren();
    const made = name === "sigma" ? await import("./webgl.js") : await import("./canvas.js");
    artist = made.open(area, (event, ...rest) => calls[event]?.(...rest));
    document.documentElement.dataset.artist = name;
  }
  artist.draw();
  if (camera) artist.look(camera, false);
  else fit(false);
}

export const refresh = () => artist?.refresh();
export const camera = () => artist?.camera();

export function fit(animated = true) {
  const nodes = shownNodes();
  if (nodes.length && artist) show(box(nodes), animated, 1.6);
}

function show(inside, animated, most) {
  const { width, height } = area.getBoundingClientRect();
  const pad = width < 600 ? 20 : 44;
  const scale = Math.min(most, (width - 2 * pad) / (inside.right - inside.left), (height - 2 * pad - 20) / (inside.bottom - inside.top));
  go({ x: (inside.left + inside.right) / 2, y: (inside.top + inside.bottom) / 2, scale: Math.max(scale, 1e-4) }, animated);
}

// Move there, and tell; the end of a motion tells itself.
function go(camera, animated) {
  const moving = animated && !still.matches;
  artist.look(camera, moving);
  if (animated && !moving) calls.camera?.();
}

// Bring an entity into sight with what belongs to it, without moving more than needed.
export function reveal(nodes, fill = 0) {
  if (!nodes.length || !artist) return;
  const now = artist.camera();
  const { width, height } = area.getBoundingClientRect();
  const inside = box(nodes);
  const half = { x: width / 2 / now.scale, y: height / 2 / now.scale };
  const seen = inside.left > now.x - half.x && inside.right < now.x + half.x && inside.top > now.y - half.y && inside.bottom < now.y + half.y;
  if (seen && !fill && (inside.right - inside.left) * now.scale > 60) return;
  show(inside, true, fill ? 1.6 : Math.max(now.scale, 1.1));
}

export function zoom(factor) {
  if (!factor) return fit();
  const now = artist.camera();
  go({ ...now, scale: now.scale * factor }, true);
}

// Pixels of the page at which an entity is drawn, for tooltips and tests.
export function whereIs(node) {
  const { left, top, width, height } = area.getBoundingClientRect();
  const { x, y, scale } = artist.camera();
  return { x: left + width / 2 + (node.px - x) * scale, y: top + height / 2 + (node.py - y) * scale };
}
