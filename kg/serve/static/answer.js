"use strict";
// Answers of the endpoint as a table, a chart or a network. Text goes in as text, never as markup.
globalThis.kgAnswer = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const NUMBERS = /^http:\/\/www\.w3\.org\/2001\/XMLSchema#(integer|decimal|double|float|int|long|short|nonNegativeInteger|positiveInteger)$/;
  const PAGE = 100, BARS = 60, NODES = 250;

  function make(name, attributes, ...inside) {
    const found = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) if (value !== null && value !== undefined) found.setAttribute(key, value);
    found.append(...inside);
    return found;
  }
  function draw(name, attributes, ...inside) {
    const found = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes || {})) if (value !== null && value !== undefined) found.setAttribute(key, value);
    found.append(...inside);
    return found;
  }
  const both = (zh, en) => [make("span", { lang: "zh" }, zh), make("span", { lang: "en" }, en)];
  const isNumber = (cell) => Boolean(cell) && cell.type === "literal" && NUMBERS.test(cell.datatype || "") && Number.isFinite(Number(cell.value));

  // N-Triples, which is all that CONSTRUCT and DESCRIBE answer with here, as a table of three columns.
  const TRIPLE = /^(<[^>]*>|_:\S+) (<[^>]*>) (<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?) \.$/;
  const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f", '"': '"', "'": "'", "\\": "\\" };
  const plain = (text) => text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) => (one ? ESCAPES[one] ?? one : String.fromCodePoint(parseInt(four || eight, 16))));
  function term(text) {
    if (text[0] === "<") return { type: "uri", value: plain(text.slice(1, -1)) };
    if (text[0] === "_") return { type: "bnode", value: text.slice(2) };
    const end = text.lastIndexOf('"'), rest = text.slice(end + 1);
    const found = { type: "literal", value: plain(text.slice(1, end)) };
    if (rest[0] === "@") found["xml:lang"] = rest.slice(1);
    if (rest[0] === "^") found.datatype = rest.slice(3, -1);
    return found;
  }
  function triples(text) {
    const rows = [];
    for (const line of text.split("\n")) {
      const found = TRIPLE.exec(line.trim());
      if (found) rows.push({ s: term(found[1]), p: term(found[2]), o: term(found[3]) });
    }
    return { columns: ["s", "p", "o"], rows, graph: true };
  }

  // names: how IRIs are shortened and linked.
  class Names {
    constructor(base, prefixes) {
      this.base = base;
      this.prefixes = Object.entries(prefixes).sort((one, other) => other[1].length - one[1].length);
    }
    short(iri) {
      for (const [name, start] of this.prefixes) if (iri.startsWith(start) && iri.length > start.length) return `${name}:${this.readable(iri.slice(start.length))}`;
      return iri;
    }
    local(iri) {
      if (iri.startsWith(this.base + "id/")) {  // a person's ends with what tells them apart
        const [, name] = iri.slice(this.base.length + 3).split("/");
        if (name) return this.readable(name);
      }
      return this.readable(iri.slice(Math.max(iri.lastIndexOf("/"), iri.lastIndexOf("#")) + 1)) || iri;
    }
    readable(text) {
      try { return decodeURIComponent(text); } catch { return text; }
    }
    kind(iri) {
      const found = iri.startsWith(this.base + "id/") ? iri.slice(this.base.length + 3).split("/")[0] : "";
      return found ? found[0].toUpperCase() + found.slice(1) : "";
    }
    // Where an IRI leads: to our own page of it, to the web, or nowhere. Nothing but http is followed.
    address(iri) {
      if (iri.startsWith(this.base + "id/")) return "/" + iri.slice(this.base.length);
      if (iri.startsWith(this.base + "ontology#")) return "/" + iri.slice(this.base.length);
      return /^https?:\/\/[^\s<>"]+$/.test(iri) ? iri : null;
    }
    link(iri, text) {
      const to = this.address(iri);
      if (!to) return text;
      return make("a", to[0] === "/" ? { href: to } : { href: to, rel: "noreferrer noopener", target: "_blank" }, text);
    }
  }

  function cellOf(cell, names) {
    if (!cell) return make("td");
    if (cell.type === "uri") return make("td", { title: cell.value }, names.link(cell.value, names.short(cell.value)));
    if (isNumber(cell)) return make("td", { class: "number", title: cell.value }, Number(cell.value).toLocaleString("en", { maximumFractionDigits: 6, useGrouping: Math.abs(Number(cell.value)) >= 10000 }));
    const more = cell["xml:lang"] ? [" ", make("small", {}, cell["xml:lang"])] : [];
    return make("td", {}, cell.type === "bnode" ? "_:" + cell.value : cell.value, ...more);
  }

  function before(one, other) {
    if (!one || !other) return one ? -1 : other ? 1 : 0;
    if (isNumber(one) && isNumber(other)) return Number(one.value) - Number(other.value);
    return one.value.localeCompare(other.value, "zh");
  }

  function table(answer, names) {
    let rows = answer.rows, sorted = null, down = false, shown = PAGE;
    const box = make("div"), body = make("tbody"), more = make("button", { type: "button" });
    const heads = answer.columns.map((name) => {
      const button = make("button", { type: "button" }, name);
      const head = make("th", { scope: "col" }, button);
      button.addEventListener("click", () => {
        down = sorted === name && !down;
        sorted = name;
        rows = [...answer.rows].sort((one, other) => (down ? -1 : 1) * before(one[name], other[name]));
        for (const each of heads) each.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        fill();
      });
      return head;
    });
    function fill() {
      body.replaceChildren(...rows.slice(0, shown).map((row) => make("tr", {}, ...answer.columns.map((name) => cellOf(row[name], names)))));
      more.hidden = rows.length <= shown;
      more.replaceChildren(...both(`再显示一些（还有 ${rows.length - shown} 行）`, `Show more (${rows.length - shown} rows left)`));
    }
    more.addEventListener("click", () => { shown += PAGE * 5; fill(); });
    fill();
    box.append(make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body), more);
    return box;
  }

  // What a chart can show: columns of numbers up, any other along, and one to tell lines apart.
  function axes(answer) {
    const bound = (name) => answer.rows.filter((row) => row[name]);
    const numbers = answer.columns.filter((name) => bound(name).length && bound(name).every((row) => isNumber(row[name])));
    const years = answer.columns.filter((name) => bound(name).length && bound(name).every((row) => /^\d{4}(-|\/|$)/.test(row[name].value)));
    const others = answer.columns.filter((name) => !numbers.includes(name) && !years.includes(name) && bound(name).length);
    const named = others.filter((name) => bound(name).some((row) => row[name].type === "literal"));
    return { numbers: numbers.filter((name) => !years.includes(name)).concat(numbers.filter((name) => years.includes(name))), years, others: [...named, ...others.filter((name) => !named.includes(name))] };
  }

  function chart(answer, names, chosen, changed) {
    const { numbers, years, others } = axes(answer);
    const along = [...others, ...years, ...answer.columns.filter((name) => numbers.includes(name))];
    if (!numbers.length || along.length < 2) {
      return make("p", { class: "soft" }, ...both("没有可以画的数字列。图表需要一列数字和另一列名称或年份。", "No column of numbers to draw. A chart needs one, and another of names or years."));
    }
    const y = numbers.includes(chosen.y) ? chosen.y : numbers[0];
    const series = new Set(years.map((name) => answer.rows.map((row) => row[name]?.value)).flat()).size > 2;
    const first = (years.length && series ? [...years, ...others] : [...others, ...years]).filter((name) => name !== y)[0] ?? along.find((name) => name !== y);
    const x = along.includes(chosen.x) && chosen.x !== y ? chosen.x : first;
    const by = [...others, ...years].includes(chosen.by) && ![x, y].includes(chosen.by) ? chosen.by : years.includes(x) && chosen.by !== "-" ? others.find((name) => name !== x) ?? "" : "";
    const pick = (zh, en, name, options, now) => {
      const box = make("select", { "data-axis": name }, ...options.map((one) => make("option", { value: one || "-" }, one || "–")));
      box.value = now || "-";
      box.addEventListener("change", () => changed({ x, y, by, [name]: box.value }));
      return make("label", {}, ...both(zh, en), " ", box);
    };
    const picks = make("p", { class: "pick" }, pick("数值", "Value", "y", numbers, y), pick("按", "Along", "x", along.filter((one) => one !== y), x), pick("分组", "Group", "by", ["", ...[...others, ...years].filter((one) => ![x, y].includes(one))], by));
    const said = (cell) => (!cell ? "–" : cell.type === "uri" ? names.local(cell.value) : cell.value);
    const points = answer.rows.filter((row) => row[y] && row[x]).map((row) => ({ x: said(row[x]), y: Number(row[y].value), by: by ? said(row[by]) : "" }));
    const drawn = years.includes(x) && new Set(points.map((one) => one.x)).size > 1 ? lines(points) : bars(points);
    return make("div", {}, picks, ...drawn);
  }

  const figure = (number) => (Math.abs(number) >= 1e8 ? `${+(number / 1e8).toPrecision(3)}亿` : Math.abs(number) >= 1e5 ? `${+(number / 1e4).toPrecision(3)}万` : number.toLocaleString("en", { maximumFractionDigits: 2 }));
  const clip = (text, most) => ([...text].length > most ? [...text].slice(0, most - 1).join("") + "…" : text);

  function bars(points) {
    const shown = points.slice(0, BARS), high = Math.max(...shown.map((one) => Math.abs(one.y)), 0) || 1;
    const left = 200, wide = 440, tall = 22, groups = [...new Set(shown.map((one) => one.by))];
    const found = draw("svg", { viewBox: `0 0 ${left + wide + 90} ${shown.length * tall + 8}`, width: left + wide + 90, role: "img", "aria-label": shown.map((one) => `${one.x} ${one.by} ${one.y}`).join("; ").slice(0, 2000) });
    shown.forEach((one, place) => {
      const long = Math.max(1, (Math.abs(one.y) / high) * wide), top = place * tall + 4;
      const label = [one.x, one.by].filter(Boolean).join(" · ");
      found.append(draw("g", {}, draw("title", {}, `${label} ${one.y}`),
        draw("text", { x: left - 8, y: top + 13, "text-anchor": "end" }, clip(label, 15)),
        draw("rect", { class: `fill s${groups.indexOf(one.by) % 8}`, x: left, y: top, width: long, height: tall - 7, rx: 3 }),
        draw("text", { x: left + long + 6, y: top + 13 }, figure(one.y))));
    });
    const rest = points.length - shown.length;
    return rest > 0 ? [found, make("p", { class: "soft" }, ...both(`只画了前 ${BARS} 行，共 ${points.length} 行。`, `The first ${BARS} of ${points.length} rows.`))] : [found];
  }

  function lines(points) {
    const times = [...new Set(points.map((one) => one.x))].sort();
    const groups = [...new Set(points.map((one) => one.by))].sort((one, other) => points.filter((each) => each.by === other).length - points.filter((each) => each.by === one).length);
    const shown = groups.slice(0, 8), drawn = points.filter((one) => shown.includes(one.by));
    const high = Math.max(...drawn.map((one) => one.y), 0) || 1, low = Math.min(...drawn.map((one) => one.y), 0);
    const left = 64, wide = Math.max(360, Math.min(760, times.length * 90)), top = 12, tall = 240;
    const px = (time) => left + 24 + (times.indexOf(time) * (wide - 48)) / Math.max(times.length - 1, 1);
    const py = (value) => top + tall - ((value - low) / (high - low || 1)) * tall;
    const found = draw("svg", { viewBox: `0 0 ${left + wide + 20} ${top + tall + 30}`, width: left + wide + 20, role: "img", "aria-label": drawn.map((one) => `${one.by} ${one.x} ${one.y}`).join("; ").slice(0, 2000) });
    for (let step = 0; step <= 4; step += 1) {
      const value = low + ((high - low) * step) / 4;
      found.append(draw("line", { class: "grid", x1: left, x2: left + wide, y1: py(value), y2: py(value) }), draw("text", { class: "soft", x: left - 8, y: py(value) + 4, "text-anchor": "end" }, figure(value)));
    }
    const every = Math.ceil(times.length / 12);
    times.forEach((time, place) => { if (place % every === 0) found.append(draw("text", { class: "soft", x: px(time), y: top + tall + 20, "text-anchor": "middle" }, time)); });
    shown.forEach((group, place) => {
      const own = drawn.filter((one) => one.by === group).sort((one, other) => (one.x < other.x ? -1 : 1));
      found.append(draw("path", { class: `stroke s${place}`, d: own.map((one, at) => `${at ? "L" : "M"}${px(one.x)},${py(one.y)}`).join("") }));
      for (const one of own) found.append(draw("circle", { class: `fill s${place}`, cx: px(one.x), cy: py(one.y), r: 4 }, draw("title", {}, `${one.by} ${one.x} ${one.y}`)));
    });
    const key = shown.length > 1 || shown[0] ? [make("p", { class: "pick" }, ...shown.map((group, place) => make("span", {}, dot(place), " ", clip(group || "–", 24))))] : [];
    const rest = groups.length - shown.length;
    return [found, ...key, ...(rest > 0 ? [make("p", { class: "soft" }, ...both(`只画了 8 组，共 ${groups.length} 组。`, `8 of ${groups.length} groups are drawn.`))] : [])];
  }
  const dot = (place) => draw("svg", { width: 10, height: 10 }, draw("circle", { class: `fill s${place}`, cx: 5, cy: 5, r: 5 }));

  // Nodes are IRIs. Of a graph each triple is a link; of a table the first column of IRIs is linked to
  // the others in its row, and a name beside a column (?union ?unionName, or ?name alone) labels it.
  function linksOf(answer) {
    const links = [], labels = new Map();
    if (answer.graph) {
      for (const { s, p, o } of answer.rows) {
        if (o.type === "literal") { if (/[#/](label|prefLabel)$/.test(p.value)) labels.set(s.value, o.value); }
        else if (!p.value.endsWith("#type") && s.type === "uri" && o.type === "uri") links.push([s.value, o.value, p.value]);
      }
      return { links, labels };
    }
    const iris = answer.columns.filter((name) => answer.rows.some((row) => row[name]?.type === "uri"));
    for (const row of answer.rows) {
      const found = iris.filter((name) => row[name]?.type === "uri");
      found.slice(1).forEach((name) => links.push([row[found[0]].value, row[name].value, name]));
      for (const name of found) {
        const label = [`${name}Label`, `${name}Name`, `${name}_name`, `${name}_label`, found.length === 1 || name === iris[0] ? "name" : ""].find((one) => row[one]?.type === "literal");
        if (label) labels.set(row[name].value, row[label].value);
      }
    }
    if (!links.length) {  // a table of names alone: the first two columns of words
      const [from, to] = axes(answer).others;
      for (const row of answer.rows) if (from && to && row[from] && row[to]) links.push([row[from].value, row[to].value, to]);
    }
    return { links, labels };
  }

  function network(answer, names, settle) {
    const { links, labels } = linksOf(answer);
    const degree = new Map(), merged = new Map();
    for (const [from, to, by] of links) {
      if (from === to) continue;
      merged.set(`${from} ${to}`, { source: from, target: to, by: [...new Set([...(merged.get(`${from} ${to}`)?.by ?? []), names.short(by)])] });
      for (const one of [from, to]) degree.set(one, (degree.get(one) ?? 0) + 1);
    }
    if (!degree.size) {
      return make("p", { class: "soft" }, ...both("没有可以连线的内容。网络需要一行里有两个事物，或用 CONSTRUCT。", "Nothing to link. A network needs two things in a row, or a CONSTRUCT."));
    }
    const kept = new Set([...degree.keys()].sort((one, other) => degree.get(other) - degree.get(one)).slice(0, NODES));
    const nodes = [...kept].map((id) => ({ id }));
    const lines = [...merged.values()].filter((one) => kept.has(one.source) && kept.has(one.target));
    settle(nodes, lines, nodes.length > 120 ? 160 : 300);
    const xs = nodes.map((one) => one.x), ys = nodes.map((one) => one.y), edge = 70;
    const [left, top] = [Math.min(...xs) - edge, Math.min(...ys) - edge / 2];
    const wide = Math.max(...xs) - left + edge, tall = Math.max(...ys) - top + edge / 2;
    const found = draw("svg", { class: "network", viewBox: `${left} ${top} ${wide} ${tall}`, height: Math.min(640, Math.max(260, tall)), role: "group", "aria-label": "网络 Network" });
    const drawnLinks = lines.map((one) => {
      const line = draw("line", { class: "link", x1: one.source.x, y1: one.source.y, x2: one.target.x, y2: one.target.y }, draw("title", {}, one.by.join(", ")));
      found.append(line);
      return { line, from: one.source.id, to: one.target.id };
    });
    const size = Math.max(11, Math.min(16, wide / 70)), groups = new Map();
    for (const one of nodes) {
      const label = labels.get(one.id) ?? names.local(one.id), to = names.address(one.id);
      const inside = [draw("title", {}, `${label}\n${names.short(one.id)}`), draw("circle", { class: names.kind(one.id), cx: one.x, cy: one.y, r: 5 + Math.min(9, Math.sqrt(degree.get(one.id)) * 1.6) }), draw("text", { x: one.x, y: one.y - 12, "font-size": size }, clip(label, 14))];
      const group = to && to[0] === "/" ? draw("a", { href: to }, ...inside) : draw("g", {}, ...inside);
      groups.set(one.id, group);
      const near = new Set([one.id, ...drawnLinks.flatMap(({ from, to: end }) => (from === one.id ? [end] : end === one.id ? [from] : []))]);
      const light = (on) => {
        for (const [id, each] of groups) each.classList.toggle("away", on && !near.has(id));
        for (const { line, from, to: end } of drawnLinks) {
          line.classList.toggle("on", on && (from === one.id || end === one.id));
          line.classList.toggle("away", on && from !== one.id && end !== one.id);
        }
      };
      for (const [event, on] of [["pointerenter", true], ["pointerleave", false], ["focus", true], ["blur", false]]) group.addEventListener(event, () => light(on));
      found.append(group);
    }
    const rest = degree.size - kept.size;
    const note = rest > 0 ? both(`${kept.size} 个节点，另有 ${rest} 个未画。`, `${kept.size} nodes; ${rest} more are not drawn.`) : both(`${kept.size} 个节点，${lines.length} 条连线；指上去看相邻的，点开看实体。`, `${kept.size} nodes, ${lines.length} links; point to see neighbours, click to open.`);
    return make("div", {}, found, make("p", { class: "soft" }, ...note));
  }

  return { table, chart, network, triples, axes, linksOf, Names, make, both };
})();
