// What stands beside the picture: the form, what is found, what changed and how it goes out, the text of the file.

import { act, ask as fetched, preview, send, store } from "./store.js";
import { ask, button, element, fill, labelled, select, words } from "./dom.js";
import { Form } from "./form.js";

const post = (address, body) => send(address, body);

export class Panels {
  constructor(box, doing) {
    this.box = box; this.doing = doing; this.open = "form"; this.place = null; this.since = ""; this.published = "";
    this.tabs = element("div", undefined, { role: "tablist", class: "tabs" });
    this.panel = element("div", undefined, { role: "tabpanel", class: "panel", tabindex: "0" });
    box.replaceChildren(this.tabs, this.panel);
    this.forms = new Form(this.panel, action => doing(action));
  }

  get document() { return this.place?.document || (store.picture?.file ? store.shown.id : ""); }

  async draw() {
    this.box.setAttribute("aria-label", words(this.open));
    this.panel.setAttribute("aria-label", words(this.open));
    if (this.tabs.childElementCount === 0 || this.tabs.dataset.open !== this.open) {
      this.tabs.dataset.open = this.open;
      const had = this.tabs.contains(document.activeElement);
      this.tabs.replaceChildren(...["form", "findings", "changes", "source"].map(key => button(words(key), () => { this.open = key; this.draw(); }, { role: "tab", "aria-selected": String(key === this.open) })));
      if (had) this.tabs.querySelector("[aria-selected=true]").focus();
    }
    const turn = this.turn = {};
    await this[this.open](() => turn === this.turn);
  }

  async form(current) {
    const id = this.document;
    if (!id) { this.panel.replaceChildren(element("p", words("no_file"))); return; }
    let at = this.place ? [...this.place.at] : [];
    while (at.length && typeof at[at.length - 1] !== "number" && at[at.length - 1] !== "root") at.pop();
    if (!current()) return;
    await this.forms.show(id, at, current);
  }

  async findings(current) {
    const said = await fetched("api/findings");
    if (!current()) return;
    const file = store.picture?.file;
    const mine = said.findings.filter(one => !file || one.file === file), others = said.findings.length - mine.length;
    const shown = mine.slice(0, 100).map(one => {
      const row = element("article", undefined, { class: one.severity });
      row.append(element("strong", `${one.code} ${one.message}`), element("p", one.hint || ""), element("small", `${one.file}:${one.line ?? ""}`));
      if (!store.state.readOnly) for (const suggested of one.suggestions) row.append(button(suggested.sentence, () => this.remedy(suggested), { class: "remedy" }));
      return row;
    });
    this.panel.replaceChildren(...shown);
    if (!mine.length) this.panel.append(element("p", words("no_findings")));
    if (mine.length > 100) this.panel.append(element("p", fill("more_findings", { count: mine.length - 100 })));
    if (others > 0) this.panel.append(element("p", fill("elsewhere", { count: others })));
  }

  // Shown as sentences and lines first, written as one change.
  async remedy(suggested) { await this.sure(suggested.sentence, suggested.actions); }

  async sure(title, actions) {
    let said;
    try { said = await preview(actions); } catch (refusal) { this.doing.say(refusal.message); return false; }
    const body = [...said.sentences.slice(0, 30).map(one => element("p", one)), element("p", fill("files_changed", { count: said.files.length })), element("pre", said.diff.slice(0, 20000), { tabindex: "0" })];
    return await ask(title, body) ? this.doing(actions) : false;
  }

  async changes(current) {
    const said = await fetched(`api/changes?since=${encodeURIComponent(this.since)}`);
    if (!current()) return;
    const since = select([["", words("since_start")], ...(store.state.git ? [["HEAD", words("since_commit")]] : [])], this.since, { "aria-label": words("since") });
    since.addEventListener("change", () => { this.since = since.value; this.draw(); });
    const had = document.activeElement;
    this.panel.replaceChildren(since, ...(said.sentence ? [element("p", said.sentence)] : []), ...said.changes.map(one => element("p", one.told)));
    if (!said.changes.length) this.panel.append(element("p", words("no_changes")));
    if (store.state.readOnly) return;
    this.panel.append(...this.revision(), ...this.publish(), ...this.commit());
    if (this.panel.contains(had)) had.focus();
  }

  // A new revision: number, date from which it holds, and what changed, as one change.
  revision() {
    const id = this.document;
    if (!id) return [];
    // The fields stay those of the document, so that what is being typed outlives a drawing.
    if (this.revised?.id !== id) this.revised = { id, fields: ["text", "date", "text"].map(type => element("input", undefined, { type, autocomplete: "off" })) };
    const [number, effective, note] = this.revised.fields;
    const run = async () => {
      const said = await fetched(`api/document/${encodeURIComponent(id)}`);
      if (!number.value.trim() || !note.value.trim()) { this.doing.say(words("revision_needs")); return; }
      const row = { revision: number.value.trim(), ...(effective.value ? { date: effective.value } : {}), change: note.value.trim() };
      const history = said.values.document?.history, count = Array.isArray(history) ? history.length : history ? 1 : 0;
      const set = (key, value) => ({ do: "set", document: id, at: ["document", key], value });
      if (await this.doing([set("revision", row.revision), ...(effective.value ? [set("effective", effective.value)] : []), { do: "add", document: id, at: ["document", "history", count], value: row }])) this.revised.fields.forEach(one => { one.value = ""; });
    };
    return [element("h3", `${words("new_revision")} ${id}`), labelled(words("revision"), number), labelled(words("effective"), effective), labelled(words("change"), note), button(words("write_revision"), run)];
  }

  publish() {
    const boxes = ["html", "pdf", "xlsx"].map(name => element("input", undefined, { type: "checkbox", value: name, checked: name === "html" }));
    const run = async () => {
      this.published = words("publishing");
      try { await post("api/publish", { formats: boxes.filter(one => one.checked).map(one => one.value) }); } catch (refusal) { this.published = refusal.message; }
      this.told();
    };
    const said = element("pre", this.published, { role: "log", id: "published", tabindex: "0", "aria-label": words("publish") });
    return [element("h3", words("publish")), element("p", words("publish_text")), ...boxes.map(one => labelled(one.value.toUpperCase(), one)), button(words("publish"), run), button(words("stop"), () => post("api/publish", { stop: true })), said];
  }

  told() { const box = document.getElementById("published"); if (box) box.textContent = this.published; }

  commit() {
    if (!store.state.git) return [];
    const message = this.message ||= element("input", undefined, { autocomplete: "off" });
    const run = async () => {
      try { const said = await post("api/commit", { message: message.value }); this.doing.say(fill("committed", said)); message.value = ""; } catch (refusal) { this.doing.say(`${refusal.message} ${refusal.body?.said || ""}`); }
    };
    return [element("h3", words("commit")), ...store.state.touched.map(one => element("small", one, { class: "line" })), labelled(words("commit_message"), message), button(words("commit"), run)];
  }

  async source(current) {
    const id = store.shown.file || this.document;
    if (!id) { this.panel.replaceChildren(element("p", words("no_file"))); return; }
    const said = await fetched(`api/source/${encodeURIComponent(id)}`);
    const found = (await fetched("api/findings")).findings.filter(one => one.file === said.file && one.line);
    if (!current()) return;
    const numbers = element("pre", said.text.split("\n").map((_, number) => number + 1).join("\n"), { class: "numbers", "aria-hidden": "true" });
    const area = element("textarea", undefined, { class: "text", wrap: "off", spellcheck: "false", "aria-label": said.file, readonly: store.state.readOnly });
    area.value = said.text;
    area.rows = Math.min(60, said.text.split("\n").length + 1);
    area.addEventListener("scroll", () => { numbers.scrollTop = area.scrollTop; });
    area.addEventListener("input", () => { numbers.textContent = area.value.split("\n").map((_, number) => number + 1).join("\n"); });
    const save = () => this.doing([{ do: "text", document: said.file, at: [], value: area.value.replace(/\n/g, said.text.includes("\r\n") ? "\r\n" : "\n") }], { [said.file]: said.hash });
    area.addEventListener("keydown", event => { if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); save(); } });
    const jump = line => { const start = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0); area.focus(); area.setSelectionRange(start, area.value.indexOf("\n", start) < 0 ? area.value.length : area.value.indexOf("\n", start)); };
    this.panel.replaceChildren(element("p", said.file), element("div", undefined, { class: "source" }, numbers, area),
      ...(store.state.readOnly ? [] : [button(words("save_text"), save, { title: "Ctrl+S" })]),
      ...found.map(one => button(`${one.line}: ${one.code} ${one.message}`, () => jump(one.line), { class: "remedy" })));
  }
}
