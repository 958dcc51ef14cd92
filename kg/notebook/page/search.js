// Search by name or alias; arrow keys and Enter choose, the picture goes there.
const HITS = 12;
const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s"'“”‘’「」『』《》]/g, "");
const searchable = data.entities.map((entity) => ({ name: folded(entity.name), aliases: entity.aliases.map(folded) }));
let hits = [];
let current = -1;

function search(text) {
  const wanted = folded(text);
  if (!wanted) return [];
  const found = [];
  searchable.forEach((entry, id) => {
    const alias = entry.aliases.findIndex((other) => other.includes(wanted));
    const rank = entry.name === wanted ? 0 : entry.aliases.includes(wanted) ? 1 : entry.name.startsWith(wanted) ? 2 : entry.name.includes(wanted) ? 3 : alias >= 0 ? 4 : -1;
    if (rank >= 0) found.push({ id, rank, alias: entry.name.includes(wanted) ? null : data.entities[id].aliases[alias] });
  });
  return found.sort((a, b) => a.rank - b.rank || degree(b.id) - degree(a.id) || a.id - b.id).slice(0, HITS);
}

function renderHits() {
  const query = byId("query");
  const list = byId("hits");
  const open = document.activeElement === query && query.value.trim() !== "";
  list.hidden = !open;
  query.setAttribute("aria-expanded", String(open));
  list.replaceChildren(...hits.map((hit, i) => {
    const entity = data.entities[hit.id];
    return make("li", {
      id: `hit-${i}`, role: "option", "aria-selected": String(i === current),
      onmousedown: (event) => { event.preventDefault(); choose(i); },
    }, icon(entity.type), make("bdi", { class: "name" }, entity.name), hit.alias ? make("bdi", { class: "alias" }, hit.alias) : null,
    make("span", { class: "kind" }, typeName(entity.type)));
  }));
  if (open && !hits.length) list.append(make("li", { class: "nothing" }, word("nothing")));
  if (current >= 0) {
    query.setAttribute("aria-activedescendant", `hit-${current}`);
    byId(`hit-${current}`).scrollIntoView({ block: "nearest" });
  } else query.removeAttribute("aria-activedescendant");
}

function choose(i) {
  const hit = hits[i];
  if (!hit) return;
  byId("query").value = data.entities[hit.id].name;
  hits = [];
  current = -1;
  byId("query").blur();
  renderHits();
  selectEntity(hit.id, { go: true, focus: true });
}

byId("query").addEventListener("input", (event) => {
  hits = search(event.target.value);
  current = hits.length ? 0 : -1;
  renderHits();
});
byId("query").addEventListener("focus", (event) => event.target.select());
byId("query").addEventListener("blur", () => { byId("hits").hidden = true; });
byId("query").addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (hits.length) current = (current + step + hits.length) % hits.length;
    renderHits();
  } else if (event.key === "Enter" && !event.isComposing) {
    choose(Math.max(current, 0));
  } else if (event.key === "Escape" && !byId("hits").hidden) {
    event.stopPropagation();
    byId("hits").hidden = true;
  }
});
