// The picture that is edited: our own SVG, with places laid over it. Nothing is drawn here.

import { act, redo, Refusal, store, undo } from "./store.js";
import { Chooser } from "./chooser.js";
import { fill, words } from "./dom.js";
import { Drag } from "./drag.js";
import { Field } from "./field.js";
import { after, child, listOf, pasted, same, towards } from "./places.js";

const COLUMNS = ["id", "name", "from", "to", "document", "note", "number", "title", "target", "owner", "every", "formula", "unit", "keeper", "retention", "place", "competence", "role", "likelihood", "severity", "action", "due", "type"];
const heads = () => Object.fromEntries(COLUMNS.flatMap(key => [[words(key).toLowerCase(), key], [key, key]]));

export class Stage {
  constructor(element, say, onSelect) {
    this.element = element;
    this.say = say;
    this.onSelect = onSelect;
    this.selected = null;
    this.adding = null;
    this.places = [];
    this.turns = Promise.resolve();
    this.waiting = 0;
    this.field = new Field(element, {
      key: event => this.key(event), commit: (text, how) => this.inTurn(() => this.commit(text, how)), cancel: () => this.cancel(), paste: text => this.inTurn(() => this.paste(text)), picture: file => this.inTurn(() => this.picture(file)),
      typed: text => this.chooser.rows.length && this.chooser.filter(text), step: step => this.chooser.open && (this.chooser.move(step), true),
      choose: () => this.chooser.open && this.chooser.choose(),
    });
    this.chooser = new Chooser(element, this.field.area, one => this.inTurn(() => this.join(one)));
    this.drag = new Drag(this);
    this.field.area.addEventListener("focus", () => { if (!this.selected && this.places.length) this.select(this.places[0]); });
  }

  // One after the other: what is pressed while the one before is still being written is done where that one leads. Letters need not wait:
  // they are in the field, which moves there.
  inTurn(run) {
    const mine = this.waiting ? this.turns.then(run) : (async () => run())();
    this.waiting += 1;
    this.turns = mine.catch(() => {}).then(() => { this.waiting -= 1; });
    return mine;
  }

  draw(picture) {
    const before = this.selected;
    for (const sheet of this.element.querySelectorAll(".sheet, .empty")) sheet.remove();
    this.places = [];
    picture.sheets.forEach((sheet, number) => this.element.insertBefore(this.sheet(sheet, number), this.field.area));
    if (!picture.sheets.length) this.empty(picture);
    const again = before && this.places.find(one => same(one.at, before.at));
    if (this.field.editing) this.keep(again);
    else if (again) this.select(again, false);
    else this.selected = null;
  }

  // What is being typed stays, wherever its place has gone; if that is no more, the commit will say so.
  keep(place) {
    if (!place) return;
    this.selected = place;
    place.element.classList.add("selected");
    const box = this.boxOf(place.element);
    this.field.over(this.adding ? { ...box, top: `${parseFloat(box.top) + parseFloat(box.height)}px` } : box);
  }

  empty(picture) {
    const box = document.createElement("div");
    box.className = "empty";
    const said = document.createElement("p");
    said.textContent = picture.sentence || "";
    box.append(said);
    for (const one of picture.findings || []) { const line = document.createElement("p"); line.textContent = `${one.code} ${one.message}`; box.append(line); }
    this.element.insertBefore(box, this.field.area);
  }

  sheet(sheet, number) {
    const box = document.createElement("div");
    box.className = "sheet";
    // Parsed as XML, so that no text of a project can become markup of the page.
    const svg = new DOMParser().parseFromString(sheet.svg, "image/svg+xml").documentElement;
    for (const link of svg.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    box.append(document.importNode(svg, true));
    const layer = document.createElement("ul");
    layer.className = "places";
    layer.setAttribute("aria-label", sheet.title);
    const [, , width, height] = (svg.getAttribute("viewBox") || `0 0 ${sheet.width} ${sheet.height}`).split(/[ ,]+/).map(Number);
    for (const place of Object.values(sheet.places)) {
      if (!place.at.length && place.role === "body") continue;
      const item = document.createElement("li");
      item.className = "place";
      item.dataset.at = JSON.stringify(place.at);
      item.title = place.text;
      const share = (part, whole) => `${(100 * part / whole).toFixed(3)}%`;
      Object.assign(item.style, { left: share(place.x, width), top: share(place.y, height), width: share(place.w, width), height: share(place.h, height) });
      const known = { ...place, sheet: number, element: item };
      // What stands inside others is reached first.
      item.style.zIndex = String(Math.round(1e6 / (1 + place.w * place.h)));
      item.addEventListener("mousedown", event => { event.preventDefault(); this.press(event, known); });
      item.addEventListener("dblclick", event => { event.preventDefault(); this.edit(); });
      this.places.push(known);
      layer.append(item);
    }
    box.append(layer);
    return box;
  }

  // A click waits only for a text that was typed ahead and has no place yet; then it is no drag any more.
  async press(event, place) {
    const ahead = this.waiting && this.field.editing;
    if (ahead) await this.turns;
    const found = ahead ? this.places.find(one => same(one.at, place.at)) : place;
    this.field.commit("leave");
    if (found) this.select(found);
    if (!ahead) this.drag.begin(event, place);
  }

  // Show which place is meant, and leave the focus where it is.
  mark(place) {
    this.selected?.element.classList.remove("selected");
    this.selected = place;
    place.element.classList.add("selected");
    place.element.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.onSelect(place);
  }

  select(place, tell = true) {
    this.adding = null;
    this.chooser.end();
    this.selected?.element.classList.remove("selected");
    this.selected = place;
    place.element.classList.add("selected");
    if (this.field.editing) this.field.over(this.boxOf(place.element)); else this.field.wait(this.boxOf(place.element), place.text);
    place.element.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (tell) this.onSelect(place);
  }

  boxOf(element) {
    const outer = this.element.getBoundingClientRect(), inner = element.getBoundingClientRect();
    const left = inner.left - outer.left + this.element.scrollLeft, top = inner.top - outer.top + this.element.scrollTop;
    return { left: `${left}px`, top: `${top}px`, width: `${Math.max(inner.width, 60)}px`, height: `${inner.height}px` };
  }

  edit() {
    if (!this.selected || this.field.editing || store.state.readOnly) return;
    this.field.wait(this.boxOf(this.selected.element), this.selected.text);
    this.field.edit(this.selected.text);
  }

  key(event) {
    const { key } = event, command = event.ctrlKey || event.metaKey;
    const known = command ? "zyZY".includes(key) : key.startsWith("Arrow") || key === "Tab" && !event.shiftKey || key === " " && !event.altKey || ["Enter", "F2", "Delete", "Escape"].includes(key);
    if (!known || !command && !this.selected && !this.waiting) return;
    event.preventDefault();
    this.inTurn(() => this.pressed(event, command));
  }

  // A key, when its turn has come. The one before may have opened the field for something new: then it is a key of the field.
  pressed(event, command) {
    const { key } = event, place = this.selected;
    if (command) return this.turn(key.toLowerCase() === "y" || event.shiftKey ? redo : undo);
    if (this.field.editing && !this.field.area.value) return this.field.key(event);
    if (!place) return undefined;
    if (key.startsWith("Arrow")) return event.altKey ? this.move(place, key) : this.go(place, key);
    const keys = { Enter: () => this.begin(after(place, this.places)), Tab: () => this.begin(child(place, this.places) || after(place, this.places)), Delete: () => this.remove(place), Escape: () => this.leave() };
    return (keys[key] || (() => this.edit()))();
  }

  go(place, key) {
    const next = towards(place, this.places.filter(one => one.sheet === place.sheet), key) || this.neighbour(place, key);
    if (next) this.select(next);
  }

  neighbour(place, key) {
    const order = this.places.indexOf(place) + (key === "ArrowUp" || key === "ArrowLeft" ? -1 : 1);
    return this.places[order] || null;
  }

  leave() {
    this.selected?.element.classList.remove("selected");
    this.selected = null;
    this.field.area.blur();
    this.onSelect(null);
  }

  // A new item: the field opens under the place, the item comes when something is written.
  begin(at) {
    if (!at || store.state.readOnly) return;
    const box = this.boxOf(this.selected.element), ahead = this.field.editing;
    if (!ahead) this.field.wait(box, words("new_item"));
    this.adding = at;
    this.field.over({ ...box, top: `${parseFloat(box.top) + parseFloat(box.height)}px` });
    if (!ahead) this.field.edit("");
    if (at[0] === "inputs" && at.length === 2) this.chooser.begin(this.selected.document);
  }

  // What another process gives becomes the new input, or the giver of the one that is edited.
  async join(one) {
    const at = this.adding || this.selected.at, onto = !this.adding;
    this.adding = null;
    this.field.close();
    if (await this.do({ do: "join", at, value: { from: one.from, output: one.output, ...(onto ? { onto: true } : {}) } })) this.follow(at, "enter");
  }

  async picture(file) {
    const place = this.selected;
    if (!place?.role.startsWith("topic") || store.state.readOnly) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    let data = "";
    for (let start = 0; start < bytes.length; start += 32768) data += String.fromCharCode(...bytes.subarray(start, start + 32768));
    if (await this.do({ do: "picture", at: [...place.at, "image"], value: { name: file.name || "picture.png", data: btoa(data) } })) this.follow(place.at, "enter");
  }

  async commit(text, how) {
    // Opened by the one before for this very text, which was typed already.
    if (this.field.editing && !this.field.area.value) this.field.close();
    const place = this.selected, at = this.adding;
    this.adding = null;
    const said = text.trim();
    this.chooser.end();
    if (at && said) {
      const step = at[0] === "steps" && at.length === 2 && at[1] > 0 && store.picture.kind === "flowchart";
      if (await this.do(step ? { do: "step", at: ["steps", at[1] - 1], value: said } : { do: "add", at, value: said })) this.follow(at, how, place);
      else this.again(text, at);
    } else if (!at && place && said !== place.text.trim()) {
      if (await this.do({ do: "set", at: place.at, value: said, was: place.text })) this.follow(place.at, how, place);
      else this.again(text);
    } else if (place) {
      this.back ? this.home(place.at) : this.select(place, false);
      if (how === "tab" || how === "next") this.begin(how === "tab" ? child(place, this.places) || after(place, this.places) : after(place, this.places));
    }
  }

  // What was refused stays in the field, to be put right or given up.
  again(text, adding = null) {
    if (!this.selected) return;
    this.adding = adding;
    if (this.field.editing) this.field.area.value = text + this.field.area.value; else this.field.begin(text);
  }

  // Go where an edit leads, unless a click has led elsewhere meanwhile.
  follow(at, how, from = this.selected) {
    const place = this.places.find(one => same(one.at, at));
    if (!place || how === "leave" || this.selected && from && !same(this.selected.at, from.at)) return;
    if (this.back && how === "enter" && !this.field.editing) { this.home(at); return; }
    this.select(place);
    if (how === "tab") this.begin(child(place, this.places) || after(place, this.places));
    if (how === "next") this.begin(after(place, this.places));
  }

  home(at) { const back = this.back; this.back = null; back.focus(JSON.stringify(at)); }

  cancel() {
    this.adding = null;
    this.chooser.end();
    if (this.back) this.home(this.selected.at);
    else if (this.selected) this.select(this.selected, false);
  }

  async paste(text) {
    const place = this.selected;
    if (!place || store.state.readOnly) return;
    const topics = place.role.startsWith("topic");
    const at = topics ? child(place, this.places) : after(place, this.places);
    if (at) await this.do({ do: "add", at, value: pasted(text, topics, heads()) });
  }

  async remove(place) {
    const item = listOf(place.at);
    if (!item || store.state.readOnly) return;
    this.back = null;
    const next = this.places.find(one => same(one.at, [...item.list, Math.max(0, item.index - 1)]) && one !== place);
    if (await this.do({ do: "remove", at: place.at })) { const again = next && this.places.find(one => same(one.at, next.at)); if (again) this.select(again); }
  }

  async move(place, key) {
    const item = listOf(place.at);
    if (!item || store.state.readOnly) return;
    const siblings = this.places.filter(one => { const other = listOf(one.at); return other && same(other.list, item.list); }).length;
    const to = item.index + (key === "ArrowUp" ? -1 : key === "ArrowDown" ? 1 : 0);
    if (key === "ArrowUp" || key === "ArrowDown") {
      if (to >= 0 && to < siblings && await this.do({ do: "move", at: place.at, to })) this.follow([...item.list, to], "enter");
    } else if (place.role.startsWith("topic")) await this.indent(place, item, key);
  }

  // A topic goes below the one before it, or behind the one above it.
  async indent(place, item, key) {
    if (key === "ArrowRight" && item.index > 0) {
      const host = this.places.find(one => same(one.at, [...item.list, item.index - 1]));
      const to = host && child(host, this.places);
      if (to && await this.do({ do: "move", at: place.at, to })) this.follow(to, "enter");
    } else if (key === "ArrowLeft" && item.list.length > 2) {
      const above = listOf(item.list.slice(0, -1));
      const to = above && [...above.list, above.index + 1];
      if (to && await this.do({ do: "move", at: place.at, to })) this.follow(to, "enter");
    }
  }

  async do(action) {
    const document = this.selected?.document || store.shown.id;
    try {
      await act({ document, ...action });
      this.say("");
      return true;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.say(refusal.message);
      if (this.selected) this.select(this.selected, false);
      if (refusal.body?.conflict?.length && this.onConflict) return this.onConflict(refusal.body, { document, ...action });
      return false;
    }
  }

  async turn(which) {
    try { await which(); this.say(""); } catch (refusal) { if (!(refusal instanceof Refusal)) throw refusal; this.say(refusal.message); }
  }
}
