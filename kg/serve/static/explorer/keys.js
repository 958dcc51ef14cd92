// The picture from the keyboard, and the tabs beside it.
import { graph, shownNodes } from "./graph.js";
import { selection } from "./look.js";
import * as picture from "./picture.js";
import { announce, byId, word } from "./words.js";

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The nearest entity in a direction; one aside counts as further.
function next([dx, dy]) {
  const from = selection.node;
  let [best, least] = [null, Infinity];
  for (const node of shownNodes()) {
    if (node === from) continue;
    const [x, y] = [node.px - from.px, node.py - from.py];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (ahead <= 0 || aside > 2 * ahead) continue;
    if (ahead + 2 * aside < least) [best, least] = [node, ahead + 2 * aside];
  }
  return best;
}

export function keys(act) {
  byId("picture").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { node } = selection;
    const does = {
      Enter: () => node && act.click(node),
      h: () => node && act.hide(node),
      Delete: () => node && act.hide(node),
      p: () => node && !node.community && act.pin(node),
      l: () => act.lists(),
      "+": () => picture.zoom(1.4),
      "=": () => picture.zoom(1.4),
      "-": () => picture.zoom(0.71),
      0: () => picture.zoom(0),
      Escape: () => act.nothing(),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (WAYS[event.key]) {
      const found = node?.shown ? next(WAYS[event.key]) : shownNodes().sort((a, b) => b.d - a.d || b.r - a.r)[0];
      if (found) {
        act.choose(found, true);
        announce(...["zh", "en"].map((language) => `${language === "zh" ? found.type.zh : found.type.en} ${found.n}`));
        byId("picture").focus();
      }
    } else if (!does) return;
    else does();
    event.preventDefault();
  });
  byId("tabs").addEventListener("keydown", (event) => {
    const tabs = [...byId("tabs").querySelectorAll("[role=tab]")];
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const found = tabs[(to + tabs.length) % tabs.length];
    act.tab(found.id.slice(4));
    found.focus();
  });
}
export const described = () => word(`${graph.nodes.length} 个实体`, `${graph.nodes.length} entities`);
