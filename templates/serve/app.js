// The page: the list of documents, the stage, what is found and what changed.

import { ask, onChange, redo, show, start, store, undo } from "./store.js";
import { Stage } from "./stage.js";

const $ = id => document.getElementById(id);
const words = key => store.words[key] || key;
const say = text => { $("status").textContent = text; };
const stage = new Stage($("stage"), say, place => { side.place = place; side.draw(); });

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const VIEWS = ["landscape", "interaction", "organisation"];

function list() {
  const nav = $("list");
  nav.setAttribute("aria-label", words("documents"));
  const groups = new Map([["views", VIEWS.map(id => ({ id, title: words(id), kind: "view" }))]]);
  for (const one of store.state.documents) {
    const key = one.type || one.kind;
    groups.set(key, [...(groups.get(key) || []), one]);
  }
  nav.replaceChildren(...[...groups].map(([key, rows]) => {
    const box = element("section");
    box.append(element("h2", words(key)), ...rows.map(one => {
      const link = element("a", one.kind === "view" ? one.title : `${one.id} ${one.title}`, { href: `#${encodeURIComponent(one.id)}` });
      if (one.id === store.shown.id) link.setAttribute("aria-current", "page");
      if (one.findings) link.append(element("b", String(one.findings), { title: words("findings") }));
      return link;
    }));
    return box;
  }));
}

function tools() {
  $("title").textContent = store.state.organisation || "procdocs";
  $("mode").textContent = store.state.readOnly ? words("read_only") : "";
  const button = (key, run, enabled) => { const made = element("button", words(key), { type: "button", title: words(`${key}_key`) }); made.disabled = !enabled; made.addEventListener("click", () => stage.turn(run)); return made; };
  $("tools").replaceChildren(button("undo", undo, store.state.undo), button("redo", redo, store.state.redo));
}

function views() {
  const { picture, shown } = store;
  const known = picture.views || [];
  $("views").replaceChildren(...(known.length > 1 ? known : []).map(view => {
    const tab = element("button", words(view), { type: "button", role: "tab", "aria-selected": String(view === (shown.view || picture.kind)) });
    tab.addEventListener("click", () => show(shown.id, view));
    return tab;
  }));
}

const side = {
  place: null, open: "findings", rows: [],
  async draw() {
    const box = $("side");
    box.setAttribute("aria-label", words(this.open));
    const tabs = element("div", undefined, { role: "tablist", class: "tabs" });
    for (const key of ["findings", "changes", "source"]) {
      const tab = element("button", words(key), { type: "button", role: "tab", "aria-selected": String(key === this.open) });
      tab.addEventListener("click", () => { this.open = key; this.draw(); });
      tabs.append(tab);
    }
    const panel = element("div", undefined, { role: "tabpanel", class: "panel" });
    box.replaceChildren(tabs, panel);
    await this[this.open](panel);
  },
  async findings(panel) {
    const said = await ask("api/findings");
    const file = store.picture?.file;
    const mine = said.findings.filter(one => one.file === file), others = said.findings.length - mine.length;
    panel.replaceChildren(...(mine.length ? mine : []).map(one => {
      const row = element("article", undefined, { class: one.severity });
      row.append(element("strong", `${one.code} ${one.message}`), element("p", one.hint || ""), element("small", `${one.file}:${one.line ?? ""}`));
      return row;
    }));
    if (!mine.length) panel.append(element("p", words("no_findings")));
    if (others > 0) panel.append(element("p", words("elsewhere").replace("{count}", others)));
  },
  async changes(panel) {
    const said = await ask("api/changes");
    panel.replaceChildren(...said.changes.map(one => element("p", one.told)));
    if (!said.changes.length) panel.append(element("p", words("no_changes")));
  },
  async source(panel) {
    if (!store.picture?.file) { panel.append(element("p", words("no_file"))); return; }
    const said = await ask(`api/source/${encodeURIComponent(store.shown.id)}`);
    panel.append(element("p", said.file), element("pre", said.text, { tabindex: "0" }));
  },
};

onChange(what => {
  if (what === "state") { list(); tools(); }
  if (what === "picture") { stage.draw(store.picture); views(); list(); }
  if (what === "picture" || what === "edited" || what === "outside") side.draw();
  if (what === "edited") tools();
  if (what === "outside") say(words("outside"));
  if (what === "offline") say(words("offline"));
  if (what === "online") say("");
});

function follow() {
  const id = decodeURIComponent(location.hash.slice(1)) || "landscape";
  show(id);
}

addEventListener("hashchange", follow);
document.addEventListener("keydown", event => {
  if ((event.ctrlKey || event.metaKey) && !event.isComposing && event.key.toLowerCase() === "z" && event.target.tagName !== "TEXTAREA") { event.preventDefault(); stage.turn(event.shiftKey ? redo : undo); }
});

await start();
document.documentElement.lang = store.words.lang || "zh-Hans";
follow();
