// What Python wrote into the page, indexed; and how elements are made: from text, never from markup.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const data = read("data");
const byId = (id) => document.getElementById(id);
const TYPES = new Map(data.types.map((type) => [type.key, type]));
const links = data.links;

const factsOf = data.entities.map(() => []);
data.facts.forEach((fact, i) => {
  factsOf[fact.s].push(i);
  if (fact.o !== fact.s) factsOf[fact.o].push(i);
});
const numbersOf = data.entities.map(() => []);
const numbersAbout = data.entities.map(() => []);
data.observations.forEach((number, i) => {
  if (number.s !== null) numbersOf[number.s].push(i);
  for (const entity of number.about) if (entity !== number.s) numbersAbout[entity].push(i);
});
const linksOf = data.entities.map(() => []);
links.forEach((link, i) => {
  linksOf[link.a].push(i);
  linksOf[link.b].push(i);
});
const degree = (entity) => linksOf[entity].length;

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const short = (name, length) => {
  const chars = Array.from(name);
  return chars.length > length ? chars.slice(0, length - 1).join("") + "…" : name;
};

const OUTLINES = {
  square: "2.5,2.5 13.5,2.5 13.5,13.5 2.5,13.5",
  diamond: "8,1 15,8 8,15 1,8",
  triangle: "8,1.5 15,14 1,14",
  triangleDown: "8,14.5 15,2 1,2",
  hexagon: "4.5,1.9 11.5,1.9 15,8 11.5,14.1 4.5,14.1 1,8",
  star: "8,0.6 10,5.6 15.4,6 11.2,9.4 12.6,14.7 8,11.8 3.4,14.7 4.8,9.4 0.6,6 6,5.6",
};

function icon(key) {
  const type = TYPES.get(key);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const outline = OUTLINES[type.shape];
  const shape = document.createElementNS(svg.namespaceURI, outline ? "polygon" : "circle");
  if (outline) shape.setAttribute("points", outline);
  else for (const [name, value] of [["cx", 8], ["cy", 8], ["r", 6.2]]) shape.setAttribute(name, value);
  shape.setAttribute("fill", dark.matches ? type.dark : type.light);
  svg.append(shape);
  return svg;
}

const typeName = (key) => either(TYPES.get(key).zh, TYPES.get(key).en);
const relationName = (key) => either(...data.relations[key]);
