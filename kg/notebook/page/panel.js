// The side panel: an entity with its facts and numbers, or the facts between two entities.
const AT_FIRST = 5;

const quote = (pieces) => {
  const marked = pieces.map((piece, i) => (piece === "" ? null : i % 2 ? make("mark", {}, piece) : piece));
  return make("blockquote", {}, ...marked);
};

function source(said) {
  const report = data.reports[said.d];
  const sure = said.c === null || said.c === undefined ? "" : ` · ${word("confidence")} ${Number(said.c).toFixed(2)}`;
  const text = report ? [report.published, report.title].filter(Boolean).join(" · ") : "";
  return make("cite", { title: `${text}\n${word("rule")} ${said.rule ?? "–"}${sure}` }, text);
}

function entityLink(id) {
  const entity = data.entities[id];
  return make("button", { type: "button", class: "entity", onclick: () => selectEntity(id, { go: true, focus: true }) }, icon(entity.type), make("bdi", {}, entity.name));
}

function badges(fact) {
  const list = [];
  if (fact.t) list.push(make("span", { class: "badge" }, fact.t));
  if (fact.post) list.push(make("span", { class: "badge" }, fact.post));
  if (fact.planned) list.push(make("span", { class: "badge plan" }, word("planned")));
  return list;
}

function giver(fact) {
  if (!fact.giver) return null;
  const name = fact.by === null ? make("bdi", {}, fact.giver) : entityLink(fact.by);
  return make("div", { class: "giver" }, `${word("by")} `, name);
}

function factItem(fact, other) {
  const ends = other === null
    ? [entityLink(fact.s), make("span", { class: "relation" }, `${relationName(fact.r)} →`), entityLink(fact.o)]
    : [entityLink(other)];
  return make("li", {}, make("div", { class: "line" }, ...ends, ...badges(fact)), giver(fact), quote(fact.q), source(fact));
}

function amount(number) {
  const value = number.v >= 1e8 ? `${+(number.v / 1e8).toFixed(4)} 亿` : number.v >= 1e4 ? `${+(number.v / 1e4).toFixed(4)} 万` : String(number.v);
  const digits = language === "zh" ? value : number.v.toLocaleString("en");
  return `${either(...(data.modifiers[number.m] ?? ["", ""]))}${language === "zh" ? "" : " "}${digits} ${number.u}`.trim();
}

function numberItem(number, from) {
  const others = number.about.filter((id) => id !== from);
  if (number.s !== null && number.s !== from) others.unshift(number.s);
  return make("li", {},
    make("div", { class: "line" }, make("span", { class: "indicator" }, number.i), make("strong", {}, amount(number)), number.t ? make("span", { class: "badge" }, number.t) : null),
    others.length ? make("div", { class: "giver" }, ...others.map(entityLink)) : null,
    quote(number.q), source(number));
}

// A heading with its items; a long list opens in steps, so that a large union opens at once.
function group(title, items, build) {
  const list = make("ul", { class: "facts" }, ...items.slice(0, AT_FIRST).map(build));
  const box = make("section", {}, make("h3", {}, title, make("span", { class: "number" }, String(items.length))), list);
  if (items.length > AT_FIRST) {
    const more = make("button", { type: "button", class: "more", onclick: () => {
      list.append(...items.slice(AT_FIRST).map(build));
      list.children[AT_FIRST].querySelector("button")?.focus();
      more.remove();
    } }, word("rest")(items.length - AT_FIRST));
    box.append(more);
  }
  return box;
}

function entityPanel(id) {
  const entity = data.entities[id];
  const groups = new Map();
  for (const i of factsOf[id]) {
    const fact = data.facts[i];
    const out = fact.s === id;
    const key = `${fact.r} ${out}`;
    if (!groups.has(key)) groups.set(key, { title: out ? `${relationName(fact.r)} →` : `← ${relationName(fact.r)}`, items: [] });
    groups.get(key).items.push([fact, out ? fact.o : fact.s]);
  }
  const rows = [];
  if (entity.aliases.length) rows.push(detail(word("aliases"), make("bdi", {}, entity.aliases.join(word("list")))));
  const titles = entity.reports.map((report) => make("span", { class: "report" }, data.reports[report].title));
  if (titles.length) rows.push(detail(word("in"), ...titles));
  rows.push(detail(word("iri"), make("code", {}, entity.iri)));
  return [
    title(make("span", { class: "type" }, icon(entity.type), typeName(entity.type), ` · ${word("connections")(degree(id))}`), make("h2", { tabindex: "-1" }, make("bdi", {}, entity.name))),
    make("dl", {}, ...rows.flat()),
    ...[...groups.values()].map(({ title: heading, items }) => group(heading, items, ([fact, other]) => factItem(fact, other))),
    numbersOf[id].length ? group(word("numbers"), numbersOf[id], (i) => numberItem(data.observations[i], id)) : null,
    numbersAbout[id].length ? group(word("aboutIt"), numbersAbout[id], (i) => numberItem(data.observations[i], id)) : null,
    groups.size || numbersOf[id].length || numbersAbout[id].length ? null : make("p", { class: "none" }, word("none")),
  ];
}

function linkPanel(i) {
  const link = links[i];
  return [
    title(make("span", { class: "type" }, word("between")), make("h2", { tabindex: "-1", class: "pair" }, entityLink(link.a), entityLink(link.b))),
    link.facts.length ? group(word("facts"), link.facts, (at) => factItem(data.facts[at], null)) : null,
    link.numbers.length ? group(word("numbers"), link.numbers, (at) => numberItem(data.observations[at], null)) : null,
  ];
}

const detail = (name, ...values) => [make("dt", {}, name), make("dd", {}, ...values)];

function title(above, heading) {
  const close = make("button", { type: "button", class: "close", "aria-label": word("close"), title: `${word("close")} (Esc)`, onclick: () => clearSelection() }, "×");
  return make("div", { class: "title" }, above, close, heading);
}

function renderPanel(focus) {
  const panel = byId("panel");
  const [entity] = selection.entities;
  panel.hidden = entity === undefined;
  if (panel.hidden) {
    panel.replaceChildren();
    return;
  }
  const content = selection.link === null ? entityPanel(entity) : linkPanel(selection.link);
  panel.replaceChildren(...content.filter((part) => part !== null));
  panel.scrollTop = 0;
  if (focus) panel.querySelector("h2").focus({ preventScroll: true });
}
