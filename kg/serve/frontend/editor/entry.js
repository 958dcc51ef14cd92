// The editor of the query page, and the forces of its network. It draws in a shadow root: there
// CodeMirror adopts its style sheets, where in the page it would need inline styles, which our policy
// does not admit.
import { autocompletion, completionKeymap, closeBrackets, closeBracketsKeymap, snippetCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { forceLinting, linter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword, tags.modifier], color: "var(--code-word)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.literal], color: "var(--code-number)" },
  { tag: [tags.variableName, tags.propertyName], color: "var(--code-name)" },
  { tag: [tags.url, tags.namespace, tags.labelName, tags.typeName], color: "var(--code-iri)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);
const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--raised)", fontSize: "13.5px", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--faint)", color: "var(--soft)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent) 7%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent)",
  },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--raised)", border: "1px solid var(--line)", borderRadius: "8px", maxWidth: "min(560px, 92vw)" },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--ink)", backgroundColor: "var(--faint)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal", marginLeft: "10px" },
  ".cm-completionInfo": { padding: "6px 10px", fontFamily: "system-ui, sans-serif", fontSize: "13px", maxWidth: "300px" },
  ".cm-diagnostic": { padding: "6px 10px", fontFamily: "system-ui, sans-serif" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy #d33 1.5px", backgroundColor: "#d333" },
  ".cm-lintPoint-error": { backgroundColor: "#d333" },
});

// The first place where the text is no SPARQL, from the parser of the editor, which is exact; the
// store's says where it gave up, often some words later. null where all is well.
function fault(state) {
  let found = null;
  syntaxTree(state).iterate({
    enter(node) {
      if (found) return false;
      if (node.type.isError) found = { from: node.from, to: node.to };
      return undefined;
    },
  });
  if (!found) return null;
  let { from, to } = found;
  const text = state.doc;
  if (to <= from) to = Math.min(from + 1, text.length);
  if (to <= from) from = Math.max(0, to - 1);
  return { from, to };
}

// Code points of a line, as the server counts columns, to a place in the text.
function placeOf(state, line, column) {
  const found = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  const points = [...found.text].slice(0, Math.max(column - 1, 0)).join("").length;
  return Math.min(found.from + points, found.to);
}

function lineOf(state, place) {
  const line = state.doc.lineAt(place);
  return { line: line.number, column: [...line.text.slice(0, place - line.from)].length + 1 };
}

// Where typed text replaces coloured words, the browser would give it an inline style, which our policy
// refuses with a complaint. So the editor replaces them itself.
function replaced(event, view) {
  if (event.inputType !== "insertText" || !event.data || view.composing || view.state.selection.main.empty) return false;
  event.preventDefault();
  const { from, to } = view.state.selection.main;
  const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  if (!view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, event.data, insert))) view.dispatch(insert());
  return true;
}

// words: () => options as CodeMirror has them, each with `zh` beside its label. onRun, onChange: calls.
function editor({ parent, doc, label, words, complaint, onRun, onChange }) {
  const root = parent.attachShadow({ mode: "open" });
  let held = null;  // what the server found, which this parser may not see; until the text changes
  const lint = linter((view) => {
    const found = fault(view.state), text = view.state.doc.toString();
    if (found && text.trim()) return [{ ...found, severity: "error", message: complaint() }];
    return held && held.text === text ? [held.mark] : [];
  }, { delay: 900 });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc,
      extensions: [
        lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(),
        highlightActiveLine(), highlightActiveLineGutter(), indentUnit.of("  "),
        SparqlLanguage, syntaxHighlighting(colours), look, lint, EditorView.lineWrapping,
        autocompletion({ override: [words], maxRenderedOptions: 60, icons: false }),
        EditorView.contentAttributes.of({ "aria-label": label, autocapitalize: "off", autocorrect: "off" }),
        EditorView.domEventHandlers({ beforeinput: replaced }),
        EditorView.updateListener.of((update) => { if (update.docChanged) onChange(); }),
        keymap.of([
          { key: "Mod-Enter", run: () => { onRun(); return true; }, preventDefault: true },
          ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap,
        ]),
      ],
    }),
  });
  return {
    get text() { return view.state.doc.toString(); },
    set text(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true });
    },
    get faulty() { return Boolean(fault(view.state)); },
    // Marks a place, and says which line and column it is. The editor's own comes first.
    mark(line, column, message) {
      const found = fault(view.state) ?? (line ? { from: placeOf(view.state, line, column) } : null);
      if (!found) return null;
      const word = /^\S*/.exec(view.state.sliceDoc(found.from, found.from + 60))[0].length;
      const to = Math.min(Math.max(found.to ?? 0, found.from + Math.max(word, 1)), view.state.doc.length);
      const from = Math.min(found.from, Math.max(to - 1, 0));
      held = { text: view.state.doc.toString(), mark: { from, to, severity: "error", message } };
      view.dispatch(setDiagnostics(view.state, [held.mark]));
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      return lineOf(view.state, found.from);
    },
    clear() { held = null; view.dispatch(setDiagnostics(view.state, [])); },
    check() { forceLinting(view); },
    focus() { view.focus(); },
  };
}

// Coordinates for nodes and links, the same for the same graph.
function settle(nodes, links, ticks) {
  const simulation = forceSimulation(nodes)
    .force("link", forceLink(links).id((one) => one.id).distance(90))
    .force("charge", forceManyBody().strength(-260).distanceMax(500))
    .force("apart", forceCollide(26))
    .force("x", forceX().strength(0.06))
    .force("y", forceY().strength(0.08))
    .stop();
  simulation.tick(ticks);
}

globalThis.kgEditor = { editor, settle, snippet: snippetCompletion };
