// Small makers of elements; all text goes in as text.

import { store } from "./store.js";

export const words = key => store.words[key] || key;
export const fill = (key, values) => words(key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

export function element(name, text, attributes = {}, ...children) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  made.append(...children);
  return made;
}

export function button(text, run, attributes = {}) {
  const made = element("button", text, { type: "button", ...attributes });
  made.addEventListener("click", run);
  return made;
}

let numbers = 0;
export function labelled(text, control, help) {
  control.id ||= `c${++numbers}`;
  const box = element("div", undefined, { class: "row" });
  box.append(element("label", text, { for: control.id, title: help }), control);
  return box;
}

export function select(choices, chosen, attributes = {}) {
  const made = element("select", undefined, attributes);
  for (const [value, text] of choices) made.append(element("option", text, { value, selected: value === chosen }));
  return made;
}

// A question in a window of its own: gives what `read` gives, or null where it was given up.
export function ask(title, body, read = () => true, yes = words("ok")) {
  return new Promise(done => {
    const window_ = element("dialog", undefined, { "aria-label": title });
    const form = element("form", undefined, { method: "dialog" });
    const buttons = element("div", undefined, { class: "buttons" });
    let result = null;
    form.append(element("h2", title), ...body, buttons);
    buttons.append(element("button", yes, { type: "submit", class: "first" }), button(words("cancel"), () => window_.close()));
    form.addEventListener("submit", event => { event.preventDefault(); result = read(); window_.close(); });
    window_.append(form);
    window_.addEventListener("close", () => { window_.remove(); done(result); });
    document.body.append(window_);
    window_.showModal();
  });
}
