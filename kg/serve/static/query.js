"use strict";
(() => {
  const { make, both } = globalThis.kgAnswer;
  const byId = (id) => document.getElementById(id);
  const main = byId("main"), area = byId("query"), said = byId("said"), section = byId("answer"), view = byId("view");
  const base = main.dataset.base, asked = new URLSearchParams(location.search);
  const english = () => byId("en").checked;
  const accept = "application/sparql-results+json, application/n-triples;q=0.9";
  let words = { prefixes: {}, schemes: {}, terms: [], concepts: [], questions: [] };
  let names = new globalThis.kgAnswer.Names(base, {});
  let answer = null, running = null, ran = "", example = asked.get("example") || "";
  let state = { view: asked.get("view") || "table", x: asked.get("x") || "", y: asked.get("y") || "", by: asked.get("by") || "" };

  // Completion: names, and what they are called in Chinese and English.
  const KEYWORDS = "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS GROUP BY HAVING ORDER BY DESC ASC LIMIT OFFSET VALUES BIND AS COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT CONSTRUCT ASK DESCRIBE GRAPH PREFIX NOT EXISTS IN CONTAINS STRSTARTS REGEX LANG STR BOUND COALESCE IF YEAR".split(" ");
  const KINDS = { class: ["类", "class"], property: ["属性", "property"], concept: ["概念", "concept"] };

  function apply(name) {
    return (shown, _, from, to) => {
      const scheme = name.split(":")[0], start = words.schemes[scheme];
      const declared = new RegExp(`PREFIX\\s+${scheme}:`, "i").test(shown.state.doc.toString());
      const changes = [{ from, to, insert: name }];
      const line = start && !name.startsWith("<") && !declared ? `PREFIX ${scheme}: <${start}>\n` : "";
      if (line) changes.unshift({ from: 0, to: 0, insert: line });
      shown.dispatch({ changes, selection: { anchor: from + line.length + name.length } });
    };
  }
  function option(one) {
    const [zh, en] = KINDS[one.kind];
    const about = english() ? one.aboutEn : one.about;
    return {
      label: one.name.startsWith("<") ? one.name.slice(one.name.lastIndexOf("/", one.name.length - 2) + 1, -1) : one.name,
      detail: `${english() ? one.en : one.zh} · ${english() ? en : zh}`,
      info: about ? () => make("div", {}, about) : undefined,
      apply: apply(one.name),
    };
  }
  function complete(context) {
    const line = context.state.doc.lineAt(context.pos);
    const declaring = /^\s*PREFIX\s+([\w-]*)$/i.exec(line.text.slice(0, context.pos - line.from));
    if (declaring) {
      const all = { ...words.prefixes, ...words.schemes };
      return { from: context.pos - declaring[1].length, options: Object.entries(all).map(([name, iri]) => ({ label: `${name}: <${iri}>`, detail: "" })), validFor: /^[\w-]*$/ };
    }
    const typed = context.matchBefore(/[?$]?[\p{L}\p{N}_:\-]*/u);
    if (!typed || (typed.from === typed.to && !context.explicit)) return null;
    const text = typed.text.toLowerCase();
    if (/^[?$]/.test(text)) {
      const found = new Set(context.state.doc.toString().match(/[?$][\p{L}\p{N}_]+/gu) || []);
      found.delete(typed.text);
      return { from: typed.from, options: [...found].map((label) => ({ label })), validFor: /^[?$][\p{L}\p{N}_]*$/u };
    }
    const [head, tail] = text.includes(":") ? text.split(":") : ["", text];
    const fits = (one) => {
      const name = one.name.toLowerCase();
      if (head) {
        if (!name.startsWith(head + ":")) return 0;
        const local = name.slice(head.length + 1);
        if (local.startsWith(tail)) return 3;
        return local.includes(tail) || one.zh.includes(tail) ? 2 : 0;
      }
      if (!tail) return one.kind === "concept" ? 0 : 1;
      if (name.startsWith(tail)) return 3;
      if (one.zh.startsWith(tail) || one.en.toLowerCase().startsWith(tail)) return 3;
      return name.includes(tail) || one.zh.includes(tail) || one.en.toLowerCase().includes(tail) ? 2 : 0;
    };
    const ranked = [...words.terms, ...words.concepts].map((one) => ({ one, rank: fits(one) + (one.kind === "concept" ? 0 : 0.5) })).filter(({ rank }) => rank >= 1);
    ranked.sort((one, other) => other.rank - one.rank);
    const options = ranked.slice(0, 60).map(({ one }) => option(one));
    if (!head && tail && /^[a-z]+$/.test(tail)) {
      options.push(...KEYWORDS.filter((word) => word.toLowerCase().startsWith(tail)).map((label) => ({ label, detail: "SPARQL" })));
      options.push(...Object.keys(words.prefixes).filter((name) => name.startsWith(tail)).map((name) => ({ label: `${name}:`, detail: english() ? "prefix" : "前缀" })));
    }
    return { from: typed.from, options, filter: false };
  }

  const editor = globalThis.kgEditor.editor({
    parent: byId("editor"),
    doc: area.value,
    label: "SPARQL 查询 query",
    words: complete,
    complaint: () => (english() ? "Not understood from here on." : "从这里起看不懂。"),
    onRun: () => run(),
    onChange: () => { area.value = editor.text; },
  });
  byId("editor").hidden = false;
  area.hidden = true;
  byId("share").hidden = false;
  document.querySelector(".hint").hidden = false;

  // The address always says what is shown.
  function link() {
    const told = new URLSearchParams();
    const known = words.questions.find((one) => one.name === example);
    if (known && known.sparql === editor.text) told.set("example", example);
    else told.set("query", editor.text);
    if (state.view !== "table") told.set("view", state.view);
    if (state.view === "chart") for (const axis of ["x", "y", "by"]) if (state[axis]) told.set(axis, state[axis]);
    if (english()) told.set("lang", "en");
    return `/query?${told}`;
  }
  const remember = () => history.replaceState(null, "", link());

  const ADVICE = [
    [/^declare it with PREFIX.*$/, () => "用 PREFIX 声明，或用已有的前缀，如 uw:"],
    [/^expected here: (.*)$/, (found) => `这里可以是：${found[1]}`],
    [/^add LIMIT, or ask for less$/, () => "加上 LIMIT，或少问一些"],
    [/^this store answers from its own data only; take SERVICE out$/, () => "只回答本库的数据，请去掉 SERVICE"],
    [/^ask with SELECT, ASK, CONSTRUCT, DESCRIBE$/, () => "请用 SELECT、ASK、CONSTRUCT 或 DESCRIBE"],
  ];
  const FOUND = { "not understood": "看不懂", "unknown prefix": "没有声明的前缀" };
  function translated(told) {
    for (const [pattern, words] of ADVICE) { const found = pattern.exec(told); if (found) return words(found); }
    return told;
  }
  // Whether a place is where its line begins, after one that ends in no sign that ends a statement.
  function opensLine(place) {
    const lines = editor.text.split("\n");
    const above = lines.slice(0, place.line - 1).reverse().find((line) => line.trim() && !line.trim().startsWith("#")) || "{";
    return !lines[place.line - 1].slice(0, place.column - 1).trim() && !/[.;,{}]\s*$/.test(above);
  }
  // Where a prefix stands that nobody declared; the engine says where it gave up, which is later.
  function undeclared() {
    const plain = editor.text.replace(/<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, (found) => " ".repeat(found.length));
    const known = new Set(Object.keys(words.prefixes));
    for (const one of plain.matchAll(/\bPREFIX\s+([\p{L}\w-]*):/giu)) known.add(one[1]);
    const found = [...plain.matchAll(/(?<![?$\p{L}\w:-])([\p{L}\w-]*):/gu)].find((one) => !known.has(one[1]));
    if (!found) return {};
    const before = editor.text.slice(0, found.index).split("\n");
    return { line: before.length, column: [...before[before.length - 1]].length + 1 };
  }
  function wrong(told) {
    const lost = editor.faulty || !["unknown prefix", "not understood"].includes(told.error) ? {} : undeclared();
    if (lost.line) told = { ...told, ...lost, error: "unknown prefix", advice: "declare it with PREFIX, or use a predeclared one such as uw:" };
    const exact = told.error === "not understood" || !told.line;
    const place = told.line || told.where === "query" ? editor.mark(told.line, told.column, told.error || "") : null;
    const guessed = exact && place && told.line && (place.line !== told.line || place.column !== told.column);
    const advice = guessed ? "" : told.advice || "";
    said.className = "wrong";
    const parts = [];
    if (place) {
      const jump = make("button", { type: "button" }, ...both(`第 ${place.line} 行第 ${place.column} 个字`, `Line ${place.line}, column ${place.column}`));
      jump.addEventListener("click", () => editor.focus());
      const word = (editor.text.split("\n")[place.line - 1] || "").split("");
      const near = [...word.join("")].slice(place.column - 1).join("").match(/^\S{1,24}/);
      parts.push(jump, near ? make("span", {}, " ", make("code", {}, near[0])) : "", "：");
    } else if (told.where) parts.push(`${told.where}: `);
    parts.push(...both(FOUND[told.error] || told.error || "", told.error || ""));
    if (guessed && opensLine(place)) parts.push(" · ", ...both("上一行末尾可能少了 “.” 或 “;”", "the line above may lack a “.” or “;”"));
    if (advice) parts.push(" · ", ...both(translated(advice), advice));
    said.replaceChildren(...parts);
  }

  async function fetched(query, types, signal) {
    return fetch("/sparql", { method: "POST", headers: { accept: types, "content-type": "application/x-www-form-urlencoded;charset=UTF-8" }, body: new URLSearchParams({ query }), signal });
  }

  async function run() {
    if (running) running.abort();
    const own = new AbortController(), query = editor.text, began = performance.now();
    running = own;
    editor.clear();
    remember();
    byId("stop").hidden = false;
    said.className = "";
    said.replaceChildren(...both("正在查询……", "Asking…"));
    try {
      const response = await fetched(query, accept, own.signal);
      const text = await response.text();
      if (!response.ok) {
        section.hidden = true;
        let told;
        try { told = JSON.parse(text); } catch { told = { error: text.slice(0, 500) }; }
        wrong(told);
        return;
      }
      const graph = (response.headers.get("content-type") || "").startsWith("application/n-triples");
      const body = graph ? null : JSON.parse(text);
      answer = graph ? globalThis.kgAnswer.triples(text) : "boolean" in body ? { yes: body.boolean, columns: [], rows: [] } : { columns: body.head.vars, rows: body.results.bindings };
      ran = query;
      const seconds = ((performance.now() - began) / 1000).toFixed(2), count = answer.rows.length;
      said.replaceChildren(...("yes" in answer ? [] : graph ? both(`${count} 条三元组，${seconds} 秒`, `${count} triples, ${seconds} s`) : both(`${count} 行，${seconds} 秒`, `${count} rows, ${seconds} s`)));
      for (const button of section.querySelectorAll("[data-format]")) button.hidden = /turtle|ld/.test(button.dataset.format) !== graph;
      section.hidden = false;
      show();
    } catch (error) {
      if (error.name === "AbortError") { said.replaceChildren(...both("已停止。", "Stopped.")); return; }
      section.hidden = true;
      wrong({ where: "", error: english() ? "The server did not answer." : "服务器没有回答。" });
    } finally {
      if (running === own) { running = null; byId("stop").hidden = true; }
    }
  }

  function show() {
    for (const tab of section.querySelectorAll("[data-view]")) {
      const on = tab.dataset.view === state.view;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      if (on) view.setAttribute("aria-labelledby", tab.id);
    }
    view.replaceChildren("yes" in answer ? make("p", { class: "yes" }, ...(answer.yes ? both("是", "Yes") : both("否", "No")))
      : state.view === "chart" ? globalThis.kgAnswer.chart(answer, names, state, (axes) => { Object.assign(state, axes); remember(); show(); })
        : state.view === "network" ? globalThis.kgAnswer.network(answer, names, globalThis.kgEditor.settle)
          : globalThis.kgAnswer.table(answer, names));
    view.dataset.shown = state.view;
  }

  section.addEventListener("click", async (event) => {
    const tab = event.target.closest("[data-view]");
    if (tab) { state.view = tab.dataset.view; remember(); show(); }
    const format = event.target.closest("[data-format]");
    if (!format) return;
    const response = await fetched(ran, format.dataset.format);
    const body = await response.arrayBuffer();
    if (!response.ok) return;
    // A mark at its beginning tells Excel that the file is UTF-8.
    const parts = format.dataset.ending === "csv" ? ["\ufeff", body] : [body];
    const address = URL.createObjectURL(new Blob(parts, { type: format.dataset.format }));
    const anchor = make("a", { href: address, download: `${example || "query"}.${format.dataset.ending}` });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  });
  section.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = [...section.querySelectorAll("[data-view]")];
    const next = tabs[(tabs.findIndex((one) => one.dataset.view === state.view) + step + tabs.length) % tabs.length];
    next.click();
    next.focus();
  });
  byId("ask").addEventListener("submit", (event) => { event.preventDefault(); run(); });
  byId("stop").addEventListener("click", () => running && running.abort());
  byId("share").addEventListener("click", async () => {
    const whole = new URL(link(), location.href).href;
    try {
      await navigator.clipboard.writeText(whole);
      said.className = "";
      said.replaceChildren(...both("链接已复制。", "The link is copied."));
    } catch {
      const field = make("input", { value: whole, readonly: "", "aria-label": "链接 Link" });
      said.className = "";
      said.replaceChildren(field);
      field.select();
    }
  });

  function mark() {
    for (const one of document.querySelectorAll("#examples a")) {
      if (one.dataset.name === example) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current");
    }
  }
  byId("examples").addEventListener("click", (event) => {
    const chosen = event.target.closest("a[data-name]");
    const found = chosen && words.questions.find((one) => one.name === chosen.dataset.name);
    if (!found || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    example = found.name;
    state = { view: "table", x: "", y: "", by: "" };
    editor.text = found.sparql;
    mark();
    if (matchMedia("(max-width: 900px)").matches) byId("examples").open = false;
    run();
  });
  byId("examples").open = matchMedia("(min-width: 901px)").matches || !asked.has("query") && !example;
  mark();

  (async () => {
    try {
      const response = await fetch("/query/words", { headers: { accept: "application/json" } });
      if (response.ok) words = await response.json();
    } catch { /* the editor works without */ }
    names = new globalThis.kgAnswer.Names(base, words.prefixes);
    if (asked.has("query") || example) await run();
    document.documentElement.dataset.ready = "yes";
  })();
})();
