// Which facts, and so which entities and lines, are drawn.
const UNDATED = "undated";
const off = { types: new Set(), reports: new Set(), years: new Set() };
const extra = { isolated: false, reporters: false };
let forced = null; // an entity that was jumped to is drawn whatever the filters say
const visible = { entities: data.entities.map(() => true), links: links.map(() => true) };

const yearsOf = (said) => (said.years.length ? said.years : [UNDATED]);
const passes = (said) => !off.reports.has(said.d) && yearsOf(said).some((year) => !off.years.has(year));
const isolated = data.entities.map((_, id) => degree(id) === 0);
const showIsolated = () => extra.isolated || isolated.every(Boolean);

function refilter() {
  const narrowed = off.reports.size > 0 || off.years.size > 0;
  const facts = data.facts.map(passes);
  const numbers = data.observations.map(passes);
  const told = links.map((link) => link.facts.some((i) => facts[i]) || link.numbers.some((i) => numbers[i]));
  data.entities.forEach((entity, id) => {
    const reported = !entity.reports.length || entity.reports.some((report) => !off.reports.has(report));
    const said = isolated[id] ? showIsolated() && reported && !off.years.size : !narrowed || linksOf[id].some((i) => told[i]);
    const kept = !off.types.has(entity.type) && !(extra.reporters && entity.reporter);
    visible.entities[id] = (said && kept) || id === forced;
  });
  links.forEach((link, i) => {
    visible.links[i] = told[i] && visible.entities[link.a] && visible.entities[link.b];
  });
  const count = visible.entities.filter(Boolean).length;
  const held = data.facts.filter((fact, i) => facts[i] && visible.entities[fact.s] && visible.entities[fact.o]).length;
  byId("count").textContent = word("shown")(count, held);
  paint();
}

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function toggle(group, key, all) {
  if (off[group].has(key)) off[group].delete(key);
  else off[group].add(key);
  if (off[group].size === all.length) off[group].clear();
  renderFilters();
  refilter();
}

function only(group, key, all) {
  off[group] = new Set(all.filter((other) => other !== key));
  renderFilters();
  refilter();
}

function head(group, all) {
  const reset = make("button", { type: "button", class: "link", onclick: () => { off[group].clear(); renderFilters(); refilter(); } }, word("all"));
  reset.hidden = off[group].size === 0;
  return make("div", { class: "head" }, make("h2", {}, word(group)), reset);
}

function row(group, key, all, mark, text, count, title) {
  const box = make("input", { type: "checkbox", onchange: () => toggle(group, key, all) });
  box.checked = !off[group].has(key);
  box.dataset.key = key;
  const name = make("span", { class: "name", title: title ?? text }, text);
  const label = make("label", {}, box, mark, name, make("span", { class: "number" }, String(count)));
  const solo = make("button", { type: "button", class: "only", title: word("onlyTitle"), onclick: () => only(group, key, all) }, word("only"));
  return make("li", { class: off[group].has(key) ? "off" : "" }, label, solo);
}

function renderFilters() {
  const kept = document.activeElement?.dataset?.key;
  const group = document.activeElement?.closest?.("section")?.dataset.group;
  const types = tally(data.entities.map((entity) => entity.type));
  const keys = data.types.map((type) => type.key).filter((key) => types.has(key));
  const typeRows = keys.map((key) => row("types", key, keys, icon(key), typeName(key), types.get(key)));

  const reports = tally(data.facts.map((fact) => fact.d));
  const all = data.reports.map((_, i) => i);
  const reportRows = all.map((i) => {
    const report = data.reports[i];
    const when = report.period ?? report.published ?? "";
    return row("reports", i, all, null, reportName(report), reports.get(i) ?? 0, `${report.title}  ${report.id}  ${when}`);
  });

  const years = tally([...data.facts, ...data.observations].flatMap(yearsOf));
  const dates = [...years.keys()].sort((a, b) => (a === UNDATED) - (b === UNDATED) || a - b);
  const chips = dates.map((year) => {
    const chip = make("button", { type: "button", class: "chip", "aria-pressed": String(!off.years.has(year)), title: String(years.get(year)), onclick: () => pickYear(year, dates) },
      year === UNDATED ? word("undated") : String(year));
    chip.dataset.key = year;
    return chip;
  });

  const options = [["isolated", isolated.filter(Boolean).length], ["reporters", data.entities.filter((entity) => entity.reporter).length]]
    .filter(([, count]) => count > 0)
    .map(([key, count]) => {
      const box = make("input", { type: "checkbox", onchange: () => { extra[key] = box.checked; refilter(); } });
      box.checked = extra[key];
      box.dataset.key = key;
      return make("li", {}, make("label", {}, box, make("span", { class: "name" }, word(key)), make("span", { class: "number" }, String(count))));
    });

  const section = (name, ...children) => {
    const element = make("section", {}, ...children);
    element.dataset.group = name;
    return element;
  };
  byId("filters-title").textContent = word("filters");
  byId("groups").replaceChildren(
    section("types", head("types"), make("ul", {}, ...typeRows)),
    section("reports", head("reports"), make("ul", {}, ...reportRows)),
    section("years", head("years"), make("div", { class: "chips" }, ...chips)),
    section("options", make("ul", {}, ...options)),
  );
  if (kept !== undefined && group) byId("groups").querySelector(`section[data-group="${group}"] [data-key="${CSS.escape(kept)}"]`)?.focus();
}

// A report by its union and year, which tell more in a narrow column than the first words of a title.
function reportName(report) {
  const union = data.entities.find((entity) => entity.iri === report.union)?.name ?? report.union;
  const year = (report.period ?? report.published ?? "").split("/").map((date) => date.slice(0, 4));
  return union ? `${[...new Set(year)].filter(Boolean).join("–")} ${union}`.trim() : report.title;
}

// The first click on a year shows that year alone, later clicks add and take away.
function pickYear(year, all) {
  if (off.years.size === 0) only("years", year, all);
  else toggle("years", year, all);
}
