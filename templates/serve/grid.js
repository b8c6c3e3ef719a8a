// One list of all files as a table: each cell is written where it lives. Arrows, typing, paste of a block, fill down; undo is that of the editor.

import { ask as fetched, store } from "./store.js";
import { element, select, words } from "./dom.js";

// What a spreadsheet puts on the clipboard: tabs between cells, CRLF between rows, quotes round cells with line ends.
export function cells(text) {
  const rows = [[""]];
  let quoted = false;
  const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let place = 0; place < body.length; place += 1) {
    const sign = body[place], row = rows[rows.length - 1];
    if (quoted) {
      if (sign === '"' && body[place + 1] === '"') { row[row.length - 1] += '"'; place += 1; }
      else if (sign === '"') quoted = false;
      else row[row.length - 1] += sign;
    } else if (sign === '"' && row[row.length - 1] === "") quoted = true;
    else if (sign === "\t") row.push("");
    else if (sign === "\n") rows.push([""]);
    else row[row.length - 1] += sign;
  }
  return rows;
}

export class Grid {
  constructor(box, act, say) { this.box = box; this.act = act; this.say = say; this.name = ""; this.where = [0, 0]; this.field = null; this.stale = false; this.asked = 0; }

  async show(name) {
    if (name !== this.name) { this.where = [0, 0]; this.field = null; }
    this.name = name;
    const mine = this.asked += 1, said = await fetched(`api/grid/${name}`);
    if (mine !== this.asked || store.shown.grid !== name) return;
    // What is being typed stays; the table is drawn again when it is written.
    this.stale = Boolean(this.field?.isConnected);
    if (this.stale) return;
    this.said = said;
    const hadFocus = this.box.contains(document.activeElement);
    const table = element("table", undefined, { role: "grid", "aria-label": said.title });
    const head = element("tr", undefined, {}, element("th", words("document"), { scope: "col" }), ...said.columns.map(one => element("th", one.label, { scope: "col" })));
    table.append(element("thead", undefined, {}, head));
    const body = element("tbody");
    this.rows = said.rows.map((row, number) => {
      const line = element("tr", undefined, {}, element("th", row.document, { scope: "row" }));
      const made = said.columns.map((column, place) => this.cell(row, column, number, place));
      line.append(...made);
      body.append(line);
      return made;
    });
    table.append(body);
    this.box.replaceChildren(element("h2", said.title), table, ...this.adder());
    if (hadFocus) this.focus(...this.where); else this.rove();
  }

  cell(row, column, number, place) {
    const made = element("td", row.cells[column.key] || "", { role: "gridcell", tabindex: "-1", "data-cell": `${number}.${place}` });
    made.addEventListener("focus", () => { this.where = [number, place]; this.rove(); });
    made.addEventListener("keydown", event => this.key(event, number, place));
    made.addEventListener("dblclick", () => this.edit(number, place));
    made.addEventListener("paste", event => { event.preventDefault(); this.paste(event.clipboardData.getData("text/plain"), number, place); });
    made.addEventListener("copy", event => { event.preventDefault(); event.clipboardData.setData("text/plain", made.textContent); });
    return made;
  }

  rove() { this.rows.flat().forEach(one => { one.tabIndex = one.dataset.cell === this.where.join(".") ? 0 : -1; }); }
  focus(row, column) { const found = this.rows[Math.max(0, Math.min(row, this.rows.length - 1))]; found?.[Math.max(0, Math.min(column, found.length - 1))]?.focus(); }

  key(event, row, column) {
    if (event.target.tagName !== "TD" || event.isComposing) return;
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") { event.preventDefault(); this.down(row, column); }
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === "F2" || event.key === "Enter") { event.preventDefault(); this.edit(row, column); }
    else if (steps[event.key]) { event.preventDefault(); this.focus(row + steps[event.key][0], column + steps[event.key][1]); }
    else if (event.key === "Delete") { event.preventDefault(); this.write([[row, column, ""]]); }
    else if (event.key.length === 1 || event.keyCode === 229) this.edit(row, column, true);
  }

  // The field takes the key that opened it, so that an input method loses none.
  edit(row, column, empty = false) {
    if (store.state.readOnly) return;
    const cell = this.rows[row][column], one = this.said.columns[column], old = cell.textContent;
    const field = one.choices ? select([["", "–"], ...one.choices], old) : element("textarea", undefined, { rows: 1 });
    field.setAttribute("aria-label", one.label);
    if (!one.choices) field.value = empty ? "" : old;
    let over = false;
    this.field = field;
    const end = (keep, [dr, dc] = [0, 0]) => {
      if (over) return;
      over = true;
      const said = field.value.trim();
      this.field = null;
      cell.textContent = old;
      this.focus(row + dr, column + dc);
      if (keep && said !== old) this.write([[row, column, said]]);
      else if (this.stale) this.show(this.name);
    };
    field.addEventListener("keydown", event => {
      event.stopPropagation();
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); end(true, [1, 0]); }
      if (event.key === "Tab") { event.preventDefault(); end(true, [0, event.shiftKey ? -1 : 1]); }
      if (event.key === "Escape") { event.preventDefault(); end(false); }
    });
    field.addEventListener("blur", () => end(true));
    cell.replaceChildren(field);
    field.focus();
    if (!empty && field.select) field.select();
  }

  action(row, column, text) {
    const one = this.said.columns[column], parts = text.split(/[,，、;；\s]+/).filter(Boolean);
    const { document, at } = this.said.rows[row];
    return { do: "set", document, at: [...at, one.key], value: one.sort === "words" && parts.length > 1 ? parts : text };
  }

  write(changes) {
    return this.carry(this.changed(changes));
  }

  // What cells are told, as actions; they say it from now on, and what they said before again when it is refused.
  changed(changes) {
    const told = changes.filter(([row, column, text]) => (this.said.rows[row].cells[this.said.columns[column].key] || "") !== text);
    for (const [row, column, text] of told) {
      this.said.rows[row].cells[this.said.columns[column].key] = text;
      this.rows[row][column].textContent = text;
    }
    return told.map(change => this.action(...change));
  }

  async carry(actions) {
    if (actions.length && !await this.act(actions, this.base())) this.show(this.name);
  }

  base() { return this.said.hashes; }

  // A block goes to the cells from here on; what is below the last row becomes new items of the last row's document.
  paste(text, row, column) {
    if (store.state.readOnly) return;
    const block = cells(text), set = [], add = [];
    block.forEach((line, down) => {
      const inside = row + down < this.said.rows.length;
      if (inside) line.forEach((said, across) => { if (column + across < this.said.columns.length) set.push([row + down, column + across, said.trim()]); });
      else if (this.said.homes.length) {
        const item = {};
        line.forEach((said, across) => { const one = this.said.columns[column + across]; if (one && said.trim()) item[one.key] = said.trim(); });
        const { document, at } = this.said.rows[this.said.rows.length - 1];
        if (Object.keys(item).length) add.push({ do: "add", document, at: [at[0], at[1] + 1 + add.length], value: item });
      }
    });
    this.carry([...this.changed(set), ...add]);
  }

  down(row, column) { if (row) this.write([[row, column, this.rows[row - 1][column].textContent]]); }

  adder() {
    if (!this.said.homes.length || store.state.readOnly) return [];
    const head = this.said.columns.find(one => one.head) || this.said.columns[0];
    const home = select(this.said.homes.map(one => [one.document, one.document]), "", { "aria-label": words("document") });
    const name = element("input", undefined, { "aria-label": `${words("add")}: ${head.label}`, placeholder: head.label });
    name.addEventListener("keydown", event => {
      if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || !name.value.trim()) return;
      const { count } = this.said.homes.find(one => one.document === home.value);
      this.act([{ do: "add", document: home.value, at: [this.said.name, Number(count)], value: { [head.key]: name.value.trim() } }], this.base());
    });
    return [element("div", undefined, { class: "add" }, home, name)];
  }
}
