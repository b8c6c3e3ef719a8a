// Items and topics dragged to another place: within their list, to another leg, below another topic. What would happen is said in words.

import { fill } from "./dom.js";
import { child, listOf, same, starts } from "./places.js";
import { store } from "./store.js";

const FAR = 6;

export class Drag {
  constructor(stage) { this.stage = stage; }

  begin(event, place) {
    if (event.button !== 0 || store.state.readOnly || !listOf(place.at)) return;
    const from = [event.clientX, event.clientY];
    let target = null, moving = false;
    const move = now => {
      if (!moving && Math.hypot(now.clientX - from[0], now.clientY - from[1]) < FAR) return;
      moving = true;
      target?.host.element.classList.remove("target");
      target = this.target(place, now.clientX, now.clientY);
      target?.host.element.classList.add("target");
      this.stage.say(target ? fill("move_to", { place: target.host.text }) : "");
    };
    const end = () => { removeEventListener("pointermove", move); removeEventListener("pointerup", up); removeEventListener("keydown", stop, true); target?.host.element.classList.remove("target"); };
    const up = async () => { end(); if (moving && target && await this.stage.do({ do: "move", at: place.at, to: target.to })) this.stage.follow(Array.isArray(target.to) ? target.to : [...listOf(place.at).list, target.to], "enter"); };
    const stop = pressed => { if (pressed.key === "Escape") { end(); this.stage.say(""); } };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    addEventListener("keydown", stop, true);
  }

  // Where it would go: {host, to}, `to` an index in its own list or a place in another.
  target(place, x, y) {
    const mine = listOf(place.at);
    const under = this.stage.places.filter(one => one !== place && one.document === place.document).filter(one => { const box = one.element.getBoundingClientRect(); return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom; }).sort((a, b) => a.w * a.h - b.w * b.h)[0];
    if (!under || starts(under.at, place.at)) return null;
    const other = listOf(under.at);
    if (place.role.startsWith("topic")) { const to = under.role.startsWith("topic") && child(under, this.stage.places); return to ? { host: under, to: same(to.slice(0, -1), mine.list) ? to[to.length - 1] - 1 : to } : null; }
    if (other && same(other.list, mine.list)) return { host: under, to: other.index };
    if (place.role.startsWith("step") || under.role.startsWith("step")) return null;
    if (other && other.list.length === mine.list.length) return { host: under, to: under.at };
    return under.role.startsWith("leg") && under.at.length === 1 && !same(under.at, mine.list) ? { host: under, to: [...under.at, this.stage.places.filter(one => one.at.length === 2 && starts(one.at, under.at)).length] } : null;
  }
}
