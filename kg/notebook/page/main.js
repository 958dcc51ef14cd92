// What is selected, and what clicks and keys do.
const selection = { entities: [], link: null };

function selectEntity(id, { go = false, focus = false } = {}) {
  selection.entities = [id];
  selection.link = null;
  if (!visible.entities[id]) {
    forced = id;
    refilter();
  }
  renderPanel(focus);
  paint();
  if (go) goTo(id);
}

function selectLink(i) {
  selection.entities = [links[i].a, links[i].b];
  selection.link = i;
  renderPanel(false);
  paint();
}

function clearSelection() {
  const inside = byId("panel").contains(document.activeElement);
  selection.entities = [];
  selection.link = null;
  forced = null;
  network.unselectAll();
  renderPanel(false);
  refilter();
  if (inside) byId("query").focus();
}

network.on("click", ({ nodes: [node], edges: [edge] }) => {
  byId("tip").hidden = true;
  if (node !== undefined) selectEntity(node);
  else if (edge !== undefined) selectLink(edge);
  else clearSelection();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && selection.entities.length) clearSelection();
  else if (event.key === "/" && !event.target.closest("input")) {
    event.preventDefault();
    byId("query").focus();
  }
});

function translate() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  byId("query").placeholder = word("search");
  byId("query").setAttribute("aria-label", word("search"));
  byId("hits").setAttribute("aria-label", word("search"));
  byId("language").textContent = word("language");
  byId("picture").setAttribute("aria-label", word("picture"));
  for (const key of ["closer", "further", "whole"]) {
    byId(key).title = word(key);
    byId(key).setAttribute("aria-label", word(key));
  }
  byId("notes").hidden = data.notes.length === 0;
  byId("notes").textContent = data.notes.map((note) => either(note.zh, note.en)).join(" ");
  renderFilters();
  renderPanel(false);
  refilter();
}

byId("language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  translate();
});
byId("closer").addEventListener("click", () => zoomBy(1.3));
byId("further").addEventListener("click", () => zoomBy(1 / 1.3));
byId("whole").addEventListener("click", () => fit(true));
dark.addEventListener("change", () => translate());

if (window.matchMedia("(max-width: 760px)").matches) byId("filters").open = false;
translate();
fit(false);
if (data.start !== null) {
  selectEntity(data.start);
  fit(false);
}
window.network = Object.freeze({ select: selectEntity, whereIs, fit });
document.documentElement.dataset.ready = "yes";
