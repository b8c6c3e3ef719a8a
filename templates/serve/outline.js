// The picture as a tree: a whole editor for the keyboard and for screen readers. It selects the places of the stage, whose keys do the rest.

import { element, words } from "./dom.js";
import { listOf, starts } from "./places.js";
import { store } from "./store.js";

export class Outline {
  constructor(box, stage) {
    this.box = box; this.stage = stage; this.closed = new Set(); this.depth = Infinity;
    box.addEventListener("keydown", event => this.key(event));
  }

  // Places in the order of the document; what lies below another is a level deeper.
  rows() {
    const places = this.stage.places.filter(one => one.at.length && (listOf(one.at) || one.role.startsWith("topic") || one.role.startsWith("leg")));
    const order = (a, b) => { for (let n = 0; n < Math.max(a.at.length, b.at.length); n += 1) { const x = a.at[n], y = b.at[n]; if (x === y) continue; if (x === undefined) return -1; if (y === undefined) return 1; return typeof x === "number" && typeof y === "number" ? x - y : 0; } return 0; };
    const seen = new Set(), heads = [...new Set(places.map(one => one.at[0]))];
    const rows = heads.flatMap(head => places.filter(one => one.at[0] === head).sort(order)).filter(one => { const key = JSON.stringify([one.document, one.at]); const fresh = !seen.has(key); seen.add(key); return fresh; });
    return rows.map(place => ({ place, key: JSON.stringify(place.at), level: 1 + rows.filter(other => other !== place && other.document === place.document && other.at.length < place.at.length && starts(place.at, other.at)).length }));
  }

  draw() {
    const had = this.box.contains(document.activeElement), all = this.rows();
    const shown = all.filter(row => row.level <= this.depth && ![...this.closed].some(key => key !== row.key && starts(row.place.at, JSON.parse(key))));
    const tree = element("div", undefined, { role: "tree", "aria-label": words("outline") });
    const current = this.stage.selected ? JSON.stringify(this.stage.selected.at) : this.last;
    const active = shown.some(row => row.key === current) ? current : shown[0]?.key;
    this.items = shown.map(row => {
      const parent = all.some(other => other.place !== row.place && starts(other.place.at, row.place.at) && other.place.at.length > row.place.at.length);
      const item = element("div", row.place.at.length === 1 && row.place.role.startsWith("leg") ? words(row.place.at[0]) : row.place.text, { role: "treeitem", "aria-level": row.level, "aria-selected": String(row.key === active), tabindex: row.key === active ? "0" : "-1", "aria-expanded": parent ? String(!this.closed.has(row.key)) : undefined, class: `l${Math.min(row.level, 9)}` });
      item.place = row.place; item.key = row.key;
      item.addEventListener("click", () => this.go(item));
      item.addEventListener("dblclick", () => { this.stage.select(row.place); this.stage.back = this; this.stage.edit(); });
      tree.append(item);
      return item;
    });
    this.box.replaceChildren(tree);
    if (had) this.items.find(item => item.key === active)?.focus();
  }

  go(item) {
    if (!item) return;
    this.items.forEach(one => { one.tabIndex = -1; one.setAttribute("aria-selected", "false"); });
    item.tabIndex = 0; item.setAttribute("aria-selected", "true"); item.focus();
    this.last = item.key;
    this.stage.mark(item.place);
  }

  key(event) {
    const item = event.target.closest("[role=treeitem]");
    if (!item || event.isComposing || event.keyCode === 229) return;
    const place = this.items.indexOf(item), open = item.getAttribute("aria-expanded");
    const moves = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: this.items.length - 1 };
    if (!event.altKey && event.key in moves) { event.preventDefault(); this.go(this.items[moves[event.key]]); }
    else if (!event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      if (open === null || (open === "true") === (event.key === "ArrowRight")) this.go(this.items[place + (event.key === "ArrowRight" ? 1 : -1)]);
      else { event.key === "ArrowRight" ? this.closed.delete(item.key) : this.closed.add(item.key); this.draw(); }
    } else if (["Enter", "Tab", "F2", "Delete", " "].includes(event.key) || event.altKey || event.ctrlKey || event.metaKey) {
      if (event.key === "Tab" && (event.shiftKey || store.state.readOnly)) return;
      this.stage.mark(item.place); this.stage.back = this;
      this.stage.key(event);
    } else if (event.key.length === 1) { this.stage.select(item.place); this.stage.back = this; }
  }

  // After an edit that began here, the focus comes back to where it was.
  focus(key) { this.draw(); this.go(this.items.find(item => item.key === key) || this.items[0]); }
}
