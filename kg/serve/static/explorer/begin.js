// The way in: an entity by name, with suggestions as one types, or one of the questions.
import { state } from "./state.js";
import { byId, english, make, told, word } from "./words.js";

let hits = [];
let at = -1;
let turn = 0;
let waiting = 0;

export function begin(actions) {
  const field = byId("from");
  const list = byId("hits");
  const close = () => {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (hit) => {
    field.value = "";
    close();
    actions.found(hit.iri);
  };
  const mark = () => {
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    if (at >= 0) field.setAttribute("aria-activedescendant", `hit-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const look = async () => {
    const asked = field.value.trim();
    const mine = (turn += 1);
    if (!asked) return close();
    try {
      const answer = await fetch(`/search?${new URLSearchParams({ q: asked })}`, { headers: { accept: "application/json" } });
      if (!answer.ok || mine !== turn) return undefined;
      hits = (await answer.json()).slice(0, 12);
    } catch { return undefined; }
    if (mine !== turn) return undefined;
    const types = new Map(told.types.map((type) => [type.key, type]));
    list.replaceChildren(...hits.map((hit, place) => make("li", { role: "option", id: `hit-${place}`, "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); choose(hit); } },
      make("span", { class: `name ${hit.type}` }, hit.name), " ", make("small", {}, `${word(types.get(hit.type).zh, types.get(hit.type).en)} · ${hit.count}`))));
    if (!hits.length) list.replaceChildren(make("li", { class: "soft" }, word("没有找到", "Nothing found")));
    at = -1;
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    return undefined;
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.length && !list.hidden) at = (at + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden && hits.length) choose(hits[Math.max(at, 0)]);
      else look();
    } else if (event.key === "Escape") close();
  });
  field.addEventListener("blur", close);
  byId("question").addEventListener("change", ({ target }) => target.value && actions.asked(target.value));
}

// Options hold plain text only, so their language is set here.
export function speak() {
  const select = byId("question");
  for (const option of select.options) {
    if (option.value) option.textContent = english() ? option.dataset.en : option.dataset.zh;
    else option.textContent = word("从问题开始…", "Start from a question…");
  }
  select.value = state.question;
  byId("from").placeholder = word("从实体开始：名称、简称、拼音", "Start from an entity: name, short form");
}
