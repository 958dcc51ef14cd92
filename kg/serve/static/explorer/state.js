// The state of a view, and the address that tells it. What an address says is never trusted: keys are
// looked up in what the server sends, numbers are numbers or nothing.
const LISTS = { start: "e", steps: "s", hidden: "h", types: "ft", kinds: "fr", reports: "fd" };
const KEY = /^(~\d+)?[\w-]{8}(\*\d+)?$/;
const STEP = /^(~\d+)?[\w-]{8}(\*\d{1,2}|\.[\w-]{8})?$/;

export const state = empty();

export function empty() {
  return {
    entity: "", question: "", sparql: "", start: [], steps: [], hidden: [], types: [], kinds: [], reports: [],
    years: null, confidence: 0, pins: new Map(), camera: null, chosen: "", language: "",
  };
}

export function fromAddress() {
  const asked = new URLSearchParams(location.search);
  const found = empty();
  found.entity = asked.get("entity") ?? "";
  found.question = asked.get("q") ?? "";
  found.language = asked.get("lang") === "en" ? "en" : "";
  found.sparql = asked.get("sparql") ?? "";
  for (const [name, short] of Object.entries(LISTS)) found[name] = (asked.get(short) ?? "").split(",").filter(Boolean);
  found.start = found.start.filter((one) => KEY.test(one));
  found.hidden = found.hidden.filter((one) => KEY.test(one));
  found.steps = found.steps.filter((one) => STEP.test(one));
  const years = /^(\d{4})-(\d{4})$/.exec(asked.get("y") ?? "");
  if (years) found.years = [Number(years[1]), Number(years[2])];
  found.confidence = Math.min(Math.max(parseInt(asked.get("c") ?? "0", 10) || 0, 0), 100);
  for (const one of (asked.get("p") ?? "").split(",")) {
    const [key, x, y] = one.split(":");
    if (KEY.test(key) && Number.isFinite(+x) && Number.isFinite(+y)) found.pins.set(key, { x: +x, y: +y });
  }
  const camera = (asked.get("at") ?? "").split(",").map(Number);
  if (camera.length === 3 && camera.every(Number.isFinite) && camera[2] > 0) {
    found.camera = { x: camera[0], y: camera[1], scale: camera[2] };
  }
  found.chosen = asked.get("on") ?? "";
  Object.assign(state, found);
  return state;
}

function parameters(names) {
  const asked = new URLSearchParams();
  const put = (name, value) => { if (value && names.has(name)) asked.set(name, value); };
  put("entity", state.entity);
  put("q", state.question);
  put("sparql", state.sparql);
  for (const [name, short] of Object.entries(LISTS)) put(short, state[name].join(","));
  put("y", state.years ? state.years.join("-") : "");
  put("c", state.confidence ? String(state.confidence) : "");
  put("p", [...state.pins].map(([key, { x, y }]) => `${key}:${Math.round(x)}:${Math.round(y)}`).join(","));
  put("at", state.camera ? [Math.round(state.camera.x), Math.round(state.camera.y), state.camera.scale.toPrecision(3)].join(",") : "");
  put("on", state.chosen);
  put("lang", state.language);
  return asked;
}

const ALL = new Set(["entity", "q", "sparql", ...Object.values(LISTS), "y", "c", "p", "at", "on", "lang"]);
const SHOWN = new Set(["entity", "q", "sparql", "e", "s"]);
const FILTERS = new Set(["ft", "fr", "fd", "y", "c"]);

// The address of the view. Commas and colons need no escape in a query, and read better without.
export function address() {
  const asked = parameters(ALL).toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%7E", "~");
  return location.pathname + (asked ? "?" + asked : "");
}

// What the server is asked for; with filters only where they decide what it chooses.
export const question = (filtered) =>
  "/explore/view?" + parameters(filtered ? new Set([...SHOWN, ...FILTERS]) : SHOWN).toString();

export const filters = () => parameters(FILTERS).toString();

let waiting = 0;
// Put the state into the address: as a step one can go back from, or soon and silently.
export function keep(step) {
  clearTimeout(waiting);
  if (step) history.pushState(null, "", address());
  else waiting = setTimeout(() => history.replaceState(null, "", address()), 250);
}
export function keepNow() {
  clearTimeout(waiting);
  history.replaceState(null, "", address());
}
export const filtering = () => state.types.length + state.kinds.length + state.reports.length + (state.years ? 1 : 0) + (state.confidence ? 1 : 0);
