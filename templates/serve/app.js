// The page: the list of documents, the stage with its outline, forms and tables, what is found and what changed.

import { act, onChange, redo, Refusal, show, start, store, undo } from "./store.js";
import { ask, button, element, labelled, select, words } from "./dom.js";
import { Form, forget } from "./form.js";
import { Outline } from "./outline.js";
import { Panels } from "./panels.js";
import { Stage } from "./stage.js";

const $ = id => document.getElementById(id);
const say = text => { $("status").textContent = text; };
const VIEWS = ["landscape", "interaction", "organisation"];

// Carries out actions; a refusal is a sentence, two opinions on one place are a question.
async function doing(actions, base) {
  try {
    await act(actions, base);
    say("");
    return true;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    say(refusal.message);
    if (refusal.body?.conflict?.length) return conflict(refusal.body, actions);
    return false;
  }
}
doing.say = say;

async function conflict(body, actions) {
  const show_ = value => (typeof value === "string" ? value : value === null ? "–" : JSON.stringify(value));
  const rows = body.conflict.flatMap(one => ["was", "mine", "theirs"].map(key => element("p", undefined, {}, element("b", `${words(key)}: `), show_(one[key]))));
  await reload();
  if (!await ask(words("conflict"), [element("p", body.sentence), ...rows], () => true, words("keep_mine"))) return false;
  return doing([actions].flat().map(one => ({ ...one, was: undefined })));
}

const stage = new Stage($("stage"), say, place => { panels.place = place; if (panels.open === "form") panels.draw(); });
stage.onConflict = (body, action) => conflict(body, action);
const panels = new Panels($("side"), doing);
const outline = new Outline($("outline"), stage);
let grid = null;
const sheet = new Form($("sheet"), action => doing(action));

function list() {
  const nav = $("list");
  nav.setAttribute("aria-label", words("documents"));
  const groups = new Map([["views", VIEWS.map(id => ({ id, title: words(id), kind: "view" }))]]);
  for (const one of store.state.documents) {
    const key = one.type || one.kind;
    groups.set(key, [...(groups.get(key) || []), one]);
  }
  groups.set("tables", (store.state.grids || []).map(([id, title]) => ({ id: `grid/${id}`, title, kind: "view" })));
  groups.set("files", [{ id: "file/procdocs.yaml", title: words("settings"), kind: "view" }, ...broken().map(path => ({ id: `file/${path}`, title: path, kind: "view", findings: 1 }))]);
  const current = location.hash.slice(1).split("/").map(decodeURIComponent);
  const had = nav.contains(document.activeElement) ? document.activeElement.getAttribute("href") : "";
  nav.replaceChildren(...[...groups].filter(([, rows]) => rows.length).map(([key, rows]) => {
    const box = element("section");
    box.append(element("h2", words(key)), ...rows.map(one => {
      const link = element("a", one.kind === "view" ? one.title : `${one.id} ${one.title}`, { href: `#${one.id.split("/").map(encodeURIComponent).join("/")}` });
      if (one.id === current.join("/") || one.id === store.shown.id && !store.shown.grid) link.setAttribute("aria-current", "page");
      if (one.findings) link.append(element("b", String(one.findings), { title: words("findings") }));
      return link;
    }));
    return box;
  }));
  if (had) nav.querySelector(`[href="${CSS.escape(had)}"]`)?.focus();
}

const broken = () => [...new Set((store.state.broken || []))];

function tools() {
  $("title").textContent = store.state.organisation || "procdocs";
  document.title = `${store.shown.id || "procdocs"} · ${store.state.organisation || ""}`;
  $("mode").textContent = store.state.readOnly ? words("read_only") : "";
  const tool = (key, run, enabled = true) => { const made = button(words(key), run, { title: store.words[`${key}_key`] }); made.disabled = !enabled; return made; };
  const one = store.picture?.file && store.shown.id, writing = !store.state.readOnly;
  const had = document.activeElement?.closest?.("#tools") ? [...$("tools").children].indexOf(document.activeElement) : -1;
  $("tools").setAttribute("aria-label", words("tools"));
  $("tools").replaceChildren(
    tool("undo", () => stage.turn(undo), Boolean(store.state.undo)), tool("redo", () => stage.turn(redo), Boolean(store.state.redo)),
    ...(writing ? [tool("new", create), tool("rename", rename, Boolean(one)), tool("delete", remove, Boolean(one))] : []),
    ...(store.picture?.sheets?.length ? [exports()] : []));
  if (had >= 0) $("tools").children[had]?.focus();
}

function exports() {
  const made = select([["", words("export")], ...(store.state.endings || []).map(one => [one, one.slice(1).toUpperCase()])], "", { "aria-label": words("export") });
  made.addEventListener("change", () => {
    if (made.value) element("a", "", { href: `api/export/${encodeURIComponent(store.shown.id)}?view=${encodeURIComponent(store.shown.view)}&ending=${made.value}`, download: "" }).click();
    made.value = "";
  });
  return made;
}

async function create() {
  const kind = select((store.state.kinds || []).map(one => [one, words(one)]), "process"), id = element("input", undefined, { required: true, autocomplete: "off", pattern: "[A-Za-z0-9][A-Za-z0-9._\\-]*" });
  const said = await ask(words("new"), [labelled(words("kind"), kind), labelled(words("id"), id)], () => ({ kind: kind.value, id: id.value.trim() }));
  if (said && await doing([{ do: "create", document: said.id, value: { kind: said.kind } }])) location.hash = encodeURIComponent(said.id);
}

async function rename() {
  const id = element("input", undefined, { required: true, autocomplete: "off" });
  id.value = store.shown.id;
  const old = store.shown.id, said = await ask(words("rename"), [labelled(words("id"), id)], () => id.value.trim());
  if (said && said !== old && await panels.sure(`${old} → ${said}`, [{ do: "rename", document: old, value: said }])) location.hash = encodeURIComponent(said);
}

async function remove() {
  const id = store.shown.id;
  if (await panels.sure(`${words("delete")} ${id}`, [{ do: "delete", document: id }])) location.hash = "landscape";
}

// The ways to look at a document: its pictures, its form, its page of the manual.
function views() {
  const { picture, shown } = store;
  const known = [...(picture.views || []), ...(picture.file ? ["sheet", "page"] : [])];
  const now = shown.mode || shown.view || picture.kind;
  const box = $("views"), had = box.contains(document.activeElement);
  const tabs = element("div", undefined, { role: "tablist", class: "tabs", "aria-label": words("views") });
  tabs.append(...known.map(view => button(words(view), () => turn(view), { role: "tab", "aria-selected": String(view === now) })));
  box.replaceChildren(...(known.length ? [tabs] : []));
  if (picture.sheets?.length) {
    const levels = select([["", words("all_levels")], ...[1, 2, 3, 4, 5].map(one => [String(one), `${words("levels")} ${one}`])], Number.isFinite(outline.depth) ? String(outline.depth) : "", { "aria-label": words("levels") });
    levels.addEventListener("change", () => { outline.depth = levels.value ? Number(levels.value) : Infinity; outline.draw(); });
    box.append(levels);
  }
  if (had) box.querySelector("[aria-selected=true]")?.focus();
}

function turn(view) {
  const id = store.shown.id;
  if (view === "sheet" || view === "page") { store.shown = { ...store.shown, mode: view }; drawn(); } else show(id, view);
}

function drawn() {
  const { shown, picture } = store, mode = shown.grid ? "grid" : shown.mode || (picture?.sheets?.length || !picture?.file ? "" : "sheet");
  $("stage").hidden = $("outline").hidden = Boolean(mode);
  $("sheet").hidden = !mode;
  if (!shown.grid) views(); else $("views").replaceChildren();
  if (mode === "grid") table(shown.grid);
  else if (mode === "sheet") sheet.show(shown.id, sheet.document === shown.id ? sheet.at : []);
  else if (mode === "page") page();
  else { stage.draw(picture); outline.draw(); }
}

// Tables are loaded when the first is looked at.
async function table(name) {
  const { Grid } = await import("./grid.js");
  grid ||= new Grid($("sheet"), doing, say);
  if (store.shown.grid === name) grid.show(name);
}

function page() {
  const { languages } = store.state, address = `manual/${languages[0]}/${encodeURIComponent(store.shown.id)}`;
  const frame = element("iframe", undefined, { src: `${address}.html?v=${store.state.version}`, title: words("page") });
  $("sheet").replaceChildren(element("p", undefined, {}, element("a", "PDF", { href: `manual/${languages[0]}/documents/${encodeURIComponent(store.shown.id)}.pdf`, target: "_blank" })), frame);
}

onChange(what => {
  if (what === "state") { list(); tools(); }
  if (what === "picture") { drawn(); list(); tools(); }
  if (what === "edited" || what === "outside") { forget(); if (store.shown.grid || !$("sheet").hidden) drawn(); }
  if (what === "picture" || what === "edited" || what === "outside") panels.draw();
  if (what === "edited") tools();
  if (what === "outside") say(words("outside"));
  if (what === "publish") { panels.published = store.publish.done ? `${words(store.publish.code ? "not_published" : "published")}\n${store.publish.line}` : store.publish.line; panels.told(); }
  if (what === "offline") say(words("offline"));
  if (what === "online") say("");
});

async function reload() { await show(store.shown.id, store.shown.view); }

function follow() {
  const [first, ...rest] = location.hash.slice(1).split("/").map(decodeURIComponent);
  panels.place = null;
  sheet.at = [];
  if (first === "grid") { store.shown = { id: "", view: "", grid: rest[0] }; store.picture = { sheets: [], views: [] }; drawn(); list(); tools(); panels.draw(); }
  else if (first === "file") { const path = rest.join("/"); store.shown = { id: path, view: "", mode: "sheet", file: path }; store.picture = { sheets: [], views: [], file: path }; if (path !== "procdocs.yaml") panels.open = "source"; drawn(); list(); tools(); panels.draw(); }
  else show(first || "landscape");
}

addEventListener("hashchange", follow);
document.addEventListener("keydown", event => {
  if (!(event.ctrlKey || event.metaKey) || event.isComposing || ["TEXTAREA", "INPUT"].includes(event.target.tagName)) return;
  const key = event.key.toLowerCase();
  if (key === "z" || key === "y") { event.preventDefault(); stage.turn(key === "y" || event.shiftKey ? redo : undo); }
});

await start();
document.documentElement.lang = store.words.lang || "zh-Hans";
$("stage").setAttribute("aria-label", words("picture"));
stage.field.area.setAttribute("aria-label", words("picture"));
$("outline").setAttribute("aria-label", words("outline"));
follow();
