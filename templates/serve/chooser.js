// Below the field of a new input: what other processes give. Choosing one writes name, id and giver together.

import { ask as fetched } from "./store.js";
import { element, words } from "./dom.js";

export class Chooser {
  constructor(stage, area, pick) {
    this.area = area; this.pick = pick; this.rows = []; this.shown = []; this.at = -1;
    this.box = element("ul", undefined, { role: "listbox", id: "chooser", class: "chooser", hidden: true });
    stage.append(this.box);
  }

  get open() { return !this.box.hidden; }

  async begin(document_) {
    this.rows = (await fetched(`api/choices?named=output&mine=${encodeURIComponent(document_)}`)).outputs;
    if (document.activeElement === this.area) this.filter(this.area.value);
  }

  filter(text) {
    const asked = text.trim().toLowerCase();
    this.shown = this.rows.filter(one => `${one.name} ${one.from} ${one.process}`.toLowerCase().includes(asked)).slice(0, 8);
    this.at = -1;
    this.box.setAttribute("aria-label", words("outputs_first"));
    this.box.replaceChildren(...this.shown.map((one, number) => {
      const item = element("li", one.name, { role: "option", id: `chooser-${number}`, "aria-selected": "false" }, element("small", ` ${one.from} ${one.process}`));
      item.addEventListener("mousedown", event => { event.preventDefault(); this.at = number; this.choose(); });
      return item;
    }));
    this.box.hidden = !this.shown.length;
    Object.assign(this.area, { role: "combobox" });
    this.area.setAttribute("aria-expanded", String(this.open));
    this.area.setAttribute("aria-controls", "chooser");
    const { left, top, height } = this.area.style;
    Object.assign(this.box.style, { left, top: `${parseFloat(top) + parseFloat(height || 30)}px` });
  }

  move(step) {
    this.at = Math.max(-1, Math.min(this.shown.length - 1, this.at + step));
    [...this.box.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === this.at)));
    this.at < 0 ? this.area.removeAttribute("aria-activedescendant") : this.area.setAttribute("aria-activedescendant", `chooser-${this.at}`);
  }

  choose() { const one = this.shown[this.at]; this.end(); if (one) this.pick(one); return Boolean(one); }

  end() {
    this.box.hidden = true; this.rows = []; this.shown = []; this.at = -1;
    for (const name of ["role", "aria-expanded", "aria-controls", "aria-activedescendant"]) this.area.removeAttribute(name);
  }
}
