// Draws with sigma.js over WebGL: thousands of entities as discs, their places from Python.
import { graph } from "./graph.js";
import { colours, labels, linkLook, measure, nodeLook, paintLabels, paintRings } from "./look.js";
import { Sigma, UndirectedGraph } from "./sigma.js";

// "#rrggbb" and an opacity, mixed with the page: sigma draws lines of one colour only without blending.
function mixed(colour, alpha) {
  if (alpha >= 1) return colour;
  const { page } = colours();
  const part = (text, at) => parseInt(text.slice(1 + 2 * at, 3 + 2 * at), 16);
  const mix = (at) => Math.round(alpha * part(colour, at) + (1 - alpha) * part(page, at));
  return `#${[0, 1, 2].map((at) => mix(at).toString(16).padStart(2, "0")).join("")}`;
}

const LEAST = 2.2; // pixels of the smallest disc

export function open(area, call) {
  let least = 0; // the same in places, at the zoom as it is
  let quiet = false;
  const held = new UndirectedGraph();
  const drawing = new Sigma(held, area, {
    autoRescale: true,
    renderLabels: false,
    enableEdgeEvents: true,
    hideEdgesOnMove: false,
    itemSizesReference: "positions",
    zoomToSizeRatioFunction: (ratio) => ratio,
    minCameraRatio: 0.0005,
    maxCameraRatio: 20,
    minEdgeThickness: 1,
    defaultDrawNodeHover: () => {},
    zIndex: true,
    allowInvalidContainer: true,
    nodeReducer: (key) => nodeOf(graph.nodes[key]),
    edgeReducer: (key) => edgeOf(graph.links[key]),
  });
  const nodeOf = (node) => {
    if (!node) return { hidden: true };
    const { fill, alpha, rim, width } = nodeLook(node);
    return { x: node.px, y: -node.py, size: Math.max(node.r, least), hidden: !node.shown, color: width > 2 ? rim : mixed(fill, alpha), zIndex: width > 2 ? 2 : 1 };
  };
  const edgeOf = (link) => {
    if (!link) return { hidden: true };
    const { colour, alpha, width } = linkLook(link);
    return { hidden: !link.shown, color: mixed(colour, alpha), size: width, zIndex: alpha > 0.8 ? 1 : 0 };
  };
  const toScreen = (x, y) => { const at = drawing.graphToViewport({ x, y: -y }); return [at.x, at.y]; };
  const scale = () => { const [a] = toScreen(0, 0); const [b] = toScreen(1000, 0); return (b - a) / 1000; };

  const layer = (name) => {
    const canvas = drawing.createCanvas(name, { beforeLayer: name === "rings" ? "edges" : "mouse" });
    canvas.style.pointerEvents = "none";
    return canvas;
  };
  const [rings, names] = [layer("rings"), layer("names")];
  drawing.on("afterRender", () => {
    const ratio = window.devicePixelRatio || 1;
    const { width, height } = drawing.getDimensions();
    for (const canvas of [rings, names]) {
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
      }
      const context = canvas.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
    }
    paintRings(rings.getContext("2d"), toScreen, scale());
    paintLabels(names.getContext("2d"), labels(toScreen, scale(), { width, height }, measure));
  });

  let dragged = null;
  let moved = false;
  drawing.on("clickNode", ({ node, event }) => { if (!moved) call("node", graph.nodes[node], event.original); });
  drawing.on("clickEdge", ({ edge }) => call("link", graph.links[edge]));
  drawing.on("clickStage", () => { if (!moved) call("nothing"); });
  drawing.on("enterNode", ({ node, event }) => call("over", graph.nodes[node], null, event.x, event.y));
  drawing.on("enterEdge", ({ edge, event }) => call("over", null, graph.links[edge], event.x, event.y));
  drawing.on("leaveNode", () => call("out"));
  drawing.on("leaveEdge", () => call("out"));
  drawing.on("downNode", ({ node }) => { dragged = graph.nodes[node]; moved = false; });
  drawing.on("downStage", () => { moved = false; });
  drawing.on("moveBody", ({ event, preventSigmaDefault }) => {
    if (!dragged) return;
    const at = drawing.viewportToGraph(event);
    if (!drawing.getCustomBBox()) drawing.setCustomBBox(drawing.getBBox());
    [dragged.px, dragged.py, moved] = [at.x, -at.y, true];
    held.setNodeAttribute(dragged.id, "x", at.x);
    held.setNodeAttribute(dragged.id, "y", at.y);
    preventSigmaDefault();
  });
  const drop = () => {
    if (dragged && moved) call("moved", dragged, dragged.px, dragged.py);
    dragged = null;
  };
  drawing.on("upNode", drop);
  drawing.on("upStage", drop);
  const adapt = () => {
    const now = LEAST / scale();
    if (Math.abs(now - least) < 0.02 * least) return;
    least = now;
    drawing.refresh({ skipIndexation: true, schedule: true });
  };
  drawing.getCamera().on("updated", () => {
    adapt();
    if (!quiet) call("camera");
  });

  return {
    name: "sigma",
    draw() {
      held.clear();
      for (const node of graph.nodes) held.addNode(node.id, { x: node.px, y: -node.py, size: node.r });
      for (const link of graph.links) if (!held.hasEdge(link.a, link.b)) held.addEdgeWithKey(String(link.id), link.a, link.b, {});
      drawing.setCustomBBox(null);
      drawing.refresh();
      drawing.setCustomBBox(drawing.getBBox()); // hiding must not move what stays
      adapt();
      drawing.refresh();
    },
    refresh() {
      for (const node of graph.nodes) held.mergeNodeAttributes(node.id, { x: node.px, y: -node.py });
      drawing.refresh();
    },
    look({ x, y, scale: wanted }, animated) {
      const camera = drawing.getCamera();
      const now = camera.getState();
      const at = drawing.viewportToFramedGraph(drawing.graphToViewport({ x, y: -y }));
      const next = { x: at.x, y: at.y, ratio: (now.ratio * scale()) / wanted, angle: 0 };
      if (animated) camera.animate(next, { duration: 300 });
      else {
        quiet = true;
        camera.setState(next);
        quiet = false;
      }
      drawing.refresh();
    },
    camera() {
      const { width, height } = drawing.getDimensions();
      const at = drawing.viewportToGraph({ x: width / 2, y: height / 2 });
      return { x: at.x, y: -at.y, scale: scale() };
    },
    close: () => drawing.kill(),
  };
}
