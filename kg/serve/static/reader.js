"use strict";
(() => {
  const text = document.getElementById("text"), lists = document.getElementById("lists"), sheet = document.getElementById("sheet");
  const byId = (id) => (id ? document.getElementById(id) : null);
  const entries = [...lists.querySelectorAll(".entry")];
  const key = (entry) => entry.querySelector(".body").id;
  const words = (value) => (value || "").split(" ").filter(Boolean);
  const stretches = (entry) => words(entry.dataset.s).map(byId).filter(Boolean);
  const small = matchMedia("(max-width: 980px)");
  const speaks = new Map();  // stretch -> entries that rest on it
  for (const entry of entries) for (const id of words(entry.dataset.s)) speaks.set(id, [...(speaks.get(id) || []), entry]);
  const keysOf = (mark) => words(mark.dataset.k).concat(mark.dataset.k ? [] : [mark.hash.slice(1)]);
  const marks = [...text.querySelectorAll("a.m, p > a.told")];
  const marksOf = new Map();
  for (const mark of marks) for (const one of keysOf(mark)) marksOf.set(one, [...(marksOf.get(one) || []), mark]);
  sheet.hidden = false;
  let chosen = null;

  const open = (wanted) => sheet.setAttribute("aria-expanded", String(wanted));
  sheet.addEventListener("click", () => open(sheet.getAttribute("aria-expanded") !== "true"));

  function clear() {
    for (const one of document.querySelectorAll(".on, .sel")) one.classList.remove("on", "sel");
    chosen = null;
  }

  // entry: in the list. from: where the choice was made, and so what need not be scrolled to.
  function choose(entry, from, mark) {
    if (chosen && chosen !== entry) chosen.querySelector("details").open = false;
    clear();
    chosen = entry;
    entry.classList.add("sel");
    entry.querySelector("details").open = true;
    const places = stretches(entry);
    for (const one of places) one.classList.add("on");
    const own = marksOf.get(key(entry)) || [];
    for (const one of own) one.classList.add("sel");
    for (const name of words(entry.dataset.n)) {
      for (const one of marksOf.get(name) || []) if (places.some((place) => place.contains(one))) one.classList.add("sel");
    }
    if (from !== "list") {
      open(true);
      const head = entry.getBoundingClientRect(), box = lists.getBoundingClientRect();
      lists.scrollTop += head.top - box.top - 52;
    }
    const target = mark || own[0] || places[0];
    if (target && (from !== "text" || small.matches)) {
      const at = target.getBoundingClientRect();
      const bottom = small.matches && sheet.getAttribute("aria-expanded") === "true" ? innerHeight * 0.42 : innerHeight - 60;
      if (at.top < 70 || at.bottom > bottom) scrollTo({ top: scrollY + at.top - (small.matches ? 110 : innerHeight / 3) });
    }
    history.replaceState(null, "", "#" + key(entry));
  }

  const entryOf = (id) => { const body = byId(id); return body && body.closest(".entry"); };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && !event.metaKey && !event.ctrlKey) {
      const keys = keysOf(link), place = chosen ? keys.indexOf(key(chosen)) : -1;
      // a second click goes on to what lies around or beside
      const entry = entryOf(keys[(place + 1) % keys.length]);
      if (entry) {
        event.preventDefault();
        choose(entry, text.contains(link) ? "text" : "link", text.contains(link) ? link : null);
        if (!event.detail && text.contains(link)) entry.querySelector("summary").focus({ preventScroll: true });
      } else if (link.matches(".back")) {
        event.preventDefault();
        if (small.matches) open(false);
        const target = byId(link.hash.slice(1));
        if (target) { target.scrollIntoView({ block: "center" }); (target.matches("a") ? target : target.parentElement).focus({ preventScroll: true }); }
      }
      return;
    }
    const summary = event.target.closest("summary");
    if (summary && summary.closest(".entry")) {
      const entry = summary.closest(".entry");
      event.preventDefault();
      if (entry.querySelector("details").open) { entry.querySelector("details").open = false; clear(); } else choose(entry, "list");
      return;
    }
    const stretch = event.target.closest(".s");
    if (stretch && speaks.has(stretch.id) && !String(getSelection())) {
      const found = speaks.get(stretch.id);
      choose(found[(found.indexOf(chosen) + 1) % found.length], "text", stretch);
    }
  });

  const hot = (elements, on) => { for (const one of elements) one.classList.toggle("hot", on); };
  for (const on of [true, false]) {
    lists.addEventListener(on ? "pointerover" : "pointerout", (event) => {
      const entry = event.target.closest(".entry");
      if (entry) hot(stretches(entry), on);
    });
    text.addEventListener(on ? "pointerover" : "pointerout", (event) => {
      const stretch = event.target.closest(".s");
      if (stretch) hot([stretch, ...(speaks.get(stretch.id) || [])], on && speaks.has(stretch.id));
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (sheet.getAttribute("aria-expanded") === "true") open(false);
    const back = chosen && (marksOf.get(key(chosen)) || [])[0];
    clear();
    if (back && lists.contains(document.activeElement)) back.focus({ preventScroll: true });
  });

  // #f… an entry; #char=148,152 a stretch of the raw text, as the graph names it (RFC 5147)
  function arrive() {
    const id = decodeURIComponent(location.hash.slice(1));
    const entry = entryOf(id);
    if (entry) return choose(entry, "");
    const asked = /^char=(\d+),(\d+)$/.exec(id);
    if (!asked) return;
    const all = [...text.querySelectorAll(".s")].filter((one) => Number(one.id.slice(1)) <= Number(asked[1]));
    const last = all[all.length - 1];
    const exact = text.querySelector(`[id^="m${asked[1]}-${asked[2]}-"]`);
    const target = exact || last;
    if (last) last.classList.add("on");
    if (target) target.scrollIntoView({ block: "center" });
  }
  addEventListener("hashchange", arrive);
  arrive();
  document.documentElement.dataset.ready = "yes";
})();
