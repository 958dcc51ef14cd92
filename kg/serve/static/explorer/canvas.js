// Draws with vis-network, which pyvis brings: shapes, dragging, crisp lines, for some hundred entities.
import { graph } from "./graph.js";
import { colours, labels, linkLook, measure, nodeLook, paintLabels, paintRings } from "./look.js";
import { still } from "./words.js";
import "./vis-network.js";

const { vis } = globalThis;

export function open(area, call) {
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(area, { nodes, edges }, {
    physics: { enabled: false },
    layout: { improvedLayout: false },
    interaction: { hover: true, selectConnectedEdges: false, hideEdgesOnDrag: false, keyboard: false },
    nodes: { borderWidthSelected: 1 },
    edges: { smooth: false, selectionWidth: 0, hoverWidth: 0.5 },
  });
  for (const one of area.querySelectorAll("[tabindex]")) one.tabIndex = -1; // the keyboard is ours
  const scale = () => network.getScale();
  const toScreen = (x, y) => { const at = network.canvasToDOM({ x, y }); return [at.x, at.y]; };

  function nodeOf(node) {
    const { shape, fill, alpha, rim, width } = nodeLook(node);
    const both = { background: fill, border: rim };
    return {
      id: node.id, x: node.px, y: node.py, size: node.r, shape, hidden: !node.shown, opacity: alpha,
      borderWidth: width, borderWidthSelected: width, color: { ...both, highlight: both, hover: both }, label: undefined,
    };
  }
  function edgeOf(link) {
    const { colour, alpha, width, dashed, arrows: arrow } = linkLook(link);
    const forward = link.passing?.some((one) => one[1] === 1);
    const back = link.passing?.some((one) => one[1] === 0);
    return {
      id: link.id, from: link.a, to: link.b, hidden: !link.shown, width, dashes: dashed,
      color: { color: colour, highlight: colour, hover: colours().strong, opacity: alpha, inherit: false },
      arrows: { to: { enabled: Boolean(arrow && forward), scaleFactor: 0.5 }, from: { enabled: Boolean(arrow && back), scaleFactor: 0.5 } },
    };
  }

  const inPixels = (context, paint) => {
    const ratio = window.devicePixelRatio || 1;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint();
    context.restore();
  };
  network.on("beforeDrawing", (context) => inPixels(context, () => paintRings(context, toScreen, scale())));
  network.on("afterDrawing", (context) => inPixels(context, () => {
    const size = { width: area.clientWidth, height: area.clientHeight };
    paintLabels(context, labels(toScreen, scale(), size, measure));
  }));
  network.on("click", ({ nodes: hit, edges: lines, event }) => {
    if (hit.length) call("node", graph.nodes[hit[0]], event?.srcEvent);
    else if (lines.length) call("link", graph.links[lines[0]]);
    else call("nothing");
    network.unselectAll();
  });
  network.on("dragEnd", ({ nodes: hit }) => {
    network.unselectAll();
    if (hit.length) {
      const { x, y } = network.getPosition(hit[0]);
      call("moved", graph.nodes[hit[0]], x, y);
    } else call("camera");
  });
  network.on("zoom", () => { call("out"); call("camera"); });
  network.on("dragStart", () => call("out"));
  network.on("animationFinished", () => call("camera"));
  network.on("hoverNode", ({ node, pointer }) => call("over", graph.nodes[node], null, pointer.DOM.x, pointer.DOM.y));
  network.on("hoverEdge", ({ edge, pointer }) => call("over", null, graph.links[edge], pointer.DOM.x, pointer.DOM.y));
  network.on("blurNode", () => call("out"));
  network.on("blurEdge", () => call("out"));

  return {
    name: "vis",
    draw() {
      network.setData({ nodes: new vis.DataSet(), edges: new vis.DataSet() });
      nodes.clear();
      edges.clear();
      nodes.add(graph.nodes.map(nodeOf));
      edges.add(graph.links.map(edgeOf));
      network.setData({ nodes, edges });
    },
    refresh() {
      nodes.update(graph.nodes.map(nodeOf));
      edges.update(graph.links.map(edgeOf));
    },
    look({ x, y, scale: wanted }, animated) {
      network.moveTo({ position: { x, y }, scale: wanted, animation: animated && !still.matches ? { duration: 300, easingFunction: "easeInOutQuad" } : false });
    },
    camera: () => ({ ...network.getViewPosition(), scale: network.getScale() }),
    close: () => network.destroy(),
  };
}
