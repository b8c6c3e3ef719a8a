// A part of a document as a small form: fields by their sort, made by the server from the models. Each is written when it is left.

import { ask as fetched, store } from "./store.js";
import { button, element, labelled, select, words } from "./dom.js";

const known = new Map();
function offered(named, mine) {
  const key = `${named} ${mine}`;
  if (!known.has(key)) known.set(key, fetched(`api/choices?named=${named}&mine=${encodeURIComponent(mine)}`).then(said => said.choices));
  return known.get(key);
}
export function forget() { known.clear(); }

export class Form {
  constructor(box, act) { this.box = box; this.act = act; this.document = ""; this.at = []; box.addEventListener("input", event => { event.target.dataset.typed = "1"; }); box.addEventListener("change", event => { delete event.target.dataset.typed; }); }

  // `current` says whether the answer, when it comes, is still to be shown here.
  async show(document_, at = [], current = () => true) {
    const same = this.document === document_ && JSON.stringify(at) === JSON.stringify(this.at);
    this.document = document_; this.at = at;
    let said;
    try { said = await fetched(`api/form/${encodeURIComponent(document_)}?at=${encodeURIComponent(JSON.stringify(at))}`); } catch (refusal) { if (current()) this.box.replaceChildren(element("p", refusal.message)); return; }
    if (!current()) return;
    // What is being typed stays: the field is looked for when the answer is there, not when it was asked for.
    const before = same && this.box.contains(document.activeElement) ? document.activeElement : null, again = before?.dataset.key;
    const head = element("h2", said.title || document_);
    const way = element("p", undefined, { class: "way" });
    if (at.length) way.append(button(`↑ ${words("whole")}`, () => this.show(document_, at.slice(0, typeof at[at.length - 1] === "number" ? -2 : -1))));
    this.box.replaceChildren(head, way, ...said.fields.map(field => this.field(field)));
    const field = again && this.box.querySelector(`[data-key="${CSS.escape(again)}"]`);
    if (!field) return;
    if (before.dataset.typed && field.value !== undefined) { field.value = before.value; field.dataset.typed = "1"; }
    field.focus();
  }

  place(key) { return [...this.at, key]; }
  set(key, value, more = {}) { return this.act({ do: "set", document: this.document, at: this.place(key), value, ...more }); }

  field(field) {
    const draw = this[`sort_${field.sort}`] || this.sort_plain;
    const made = draw.call(this, field);
    if (field.help) made.title = field.help;
    return made;
  }

  line(field, value, write, { long = false, lang, suffix = "" } = {}) {
    const control = element(long ? "textarea" : "input", undefined, { "data-key": `${field.key}${suffix}`, lang, rows: long ? 4 : undefined, autocomplete: "off", spellcheck: "false" });
    control.value = value;
    control.disabled = store.state.readOnly;
    control.addEventListener("change", () => write(control.value.trim()));
    control.addEventListener("keydown", event => { if (!long && event.key === "Enter" && !event.isComposing && event.keyCode !== 229) control.dispatchEvent(new Event("change")); });
    if (field.named) this.offer(control, field.named);
    return control;
  }

  async offer(control, named) {
    const list = element("datalist", undefined, { id: `l${Math.random().toString(36).slice(2)}` });
    for (const one of await offered(named, this.document)) list.append(element("option", one.name, { value: one.id }));
    control.setAttribute("list", list.id);
    control.after(list);
  }

  sort_text(field, long = false) {
    const box = element("div", undefined, { class: "languages" });
    const value = field.value || {};
    for (const lang of [...new Set([...store.state.languages, ...Object.keys(value)])]) {
      const control = this.line(field, value[lang] || "", said => { if (said !== (value[lang] || "")) this.set(field.key, said, { language: lang }); }, { long, lang, suffix: `.${lang}` });
      box.append(labelled(store.state.languages.length > 1 ? `${field.label} (${lang})` : field.label, control, field.help));
    }
    return box;
  }

  sort_long(field) { return this.sort_text(field, true); }
  sort_plain(field) { return labelled(field.label, this.line(field, field.value || "", said => { if (said !== field.value) this.set(field.key, said); }), field.help); }

  sort_words(field) {
    const value = field.value || [];
    const write = said => { const words_ = said.split(/[,，、;；\s]+/).filter(Boolean); this.set(field.key, words_.length > 1 ? words_ : words_[0] || ""); };
    return labelled(field.label, this.line(field, value.join(", "), said => { if (said !== value.join(", ")) write(said); }), field.help);
  }

  sort_choice(field) {
    const control = select([["", "–"], ...field.choices], field.value || "", { "data-key": field.key });
    control.disabled = store.state.readOnly;
    control.addEventListener("change", () => this.set(field.key, control.value));
    return labelled(field.label, control, field.help);
  }

  sort_flag(field) {
    const control = element("input", undefined, { type: "checkbox", "data-key": field.key, checked: field.value === true });
    control.disabled = store.state.readOnly;
    control.addEventListener("change", () => this.set(field.key, control.checked ? "true" : "false"));
    return labelled(field.label, control, field.help);
  }

  sort_group(field) {
    if (field.value) return labelled(field.label, button(words("open"), () => this.show(this.document, this.place(field.key))));
    return this.adder(field, value => this.set(field.key, value));
  }

  sort_list(field) {
    const box = element("fieldset", undefined, {}, element("legend", field.label));
    const list = element("ol");
    for (const [index, item] of (field.items || []).entries()) {
      const row = element("li");
      row.append(field.sort === "texts" ? this.line(field, item.label, said => this.act({ do: "set", document: this.document, at: item.at, value: said, was: undefined }), { suffix: `.${index}` }) : button(item.label || "–", () => this.show(this.document, item.at), { class: "item" }));
      if (field.sort === "texts") row.firstChild.setAttribute("aria-label", `${field.label} ${index + 1}`);
      if (!store.state.readOnly) row.append(
        button("↑", () => index && this.act({ do: "move", document: this.document, at: item.at, to: index - 1 }), { "aria-label": `${words("up")} ${item.label}` }),
        button("×", () => this.act({ do: "remove", document: this.document, at: item.at }), { "aria-label": `${words("remove")} ${item.label}` }));
      list.append(row);
    }
    box.append(list, this.adder(field, value => this.act({ do: "add", document: this.document, at: [...this.place(field.key), (field.items || []).length], value })));
    return box;
  }

  sort_texts(field) { return this.sort_list(field); }

  adder(field, add) {
    const box = element("div", undefined, { class: "add" });
    if (store.state.readOnly) return box;
    const needed = field.needed?.length ? field.needed : [[field.key, field.label]];
    const controls = needed.map(([key, label]) => element("input", undefined, { placeholder: label, "aria-label": `${words("add")}: ${field.label}, ${label}`, "data-key": `${field.key}+${key}`, autocomplete: "off" }));
    const run = () => {
      const said = controls.map(one => one.value.trim());
      if (!said.every(Boolean)) return;
      add(field.sort === "texts" || field.short ? said[0] : Object.fromEntries(needed.map(([key], number) => [key, said[number]])));
    };
    controls.forEach(one => one.addEventListener("keydown", event => { if (event.key === "Enter" && !event.isComposing && event.keyCode !== 229) { event.preventDefault(); run(); } }));
    box.append(...controls, button(`+ ${field.label}`, run));
    return box;
  }

  sort_exits(field) {
    const box = element("fieldset", undefined, {}, element("legend", field.label));
    const rows = [...(field.value || []), { to: "", label: "" }].map((one, number) => {
      const to = this.line({ key: field.key }, one.to, () => write(), { suffix: `.to${number}` }), label = this.line({ key: field.key }, one.label, () => write(), { suffix: `.label${number}` });
      to.setAttribute("aria-label", `${field.label} ${number + 1}`); label.setAttribute("aria-label", `${words("label")} ${number + 1}`); label.placeholder = words("label");
      box.append(element("div", undefined, { class: "add" }, to, label));
      return [to, label];
    });
    const write = () => {
      const said = rows.map(([to, label]) => ({ to: to.value.trim(), label: label.value.trim() })).filter(one => one.to);
      const labels = said.map(one => one.label);
      const value = labels.every(Boolean) && new Set(labels).size === labels.length && said.length ? Object.fromEntries(said.map(one => [one.label, one.to]))
        : labels.some(Boolean) ? said.map(one => (one.label ? one : one.to)) : said.length > 1 ? said.map(one => one.to) : said[0]?.to || "";
      this.set(field.key, value);
    };
    return box;
  }

  sort_map(field) {
    const box = element("fieldset", undefined, {}, element("legend", field.label));
    for (const [key, value] of Object.entries(field.value || {})) {
      const said = Array.isArray(value) ? value.join(", ") : value;
      box.append(labelled(key, this.line(field, said, text => {
        const parts = text.split(/[,，、;；\s]+/).filter(Boolean);
        if (text !== said) this.act({ do: "set", document: this.document, at: [...this.place(field.key), key], value: Array.isArray(value) && parts.length > 1 ? parts : text });
      }, { suffix: `.${key}` })));
    }
    return box;
  }
}
