// The one text field of the stage. It is always there and focused while something is selected, so that the first key of an input method is
// not lost; it becomes visible when something is typed. What composes does not commit: neither by `isComposing` nor by the key code 229
// that some input methods send afterwards.

export class Field {
  constructor(stage, handlers) {
    this.handlers = handlers;
    this.area = document.createElement("textarea");
    this.area.className = "field";
    this.area.rows = 1;
    this.area.spellcheck = false;
    this.area.setAttribute("autocomplete", "off");
    stage.append(this.area);
    this.editing = false;
    this.area.addEventListener("compositionstart", () => this.begin(""));
    this.area.addEventListener("input", () => { if (!this.editing) this.begin(null); this.fit(); this.handlers.typed(this.area.value); });
    this.area.addEventListener("keydown", event => this.key(event));
    this.area.addEventListener("paste", event => this.paste(event));
    this.area.addEventListener("blur", () => { if (this.editing) this.commit("leave"); });
  }

  // Wait over a box, without being seen.
  wait(box, label) {
    this.editing = false;
    this.area.value = "";
    this.area.classList.remove("open");
    this.area.setAttribute("aria-label", label);
    this.over(box);
    this.area.style.height = box.height;
    this.area.focus({ preventScroll: true });
  }

  // Move over another box; what is typed stays.
  over(box) { Object.assign(this.area.style, { left: box.left, top: box.top, width: box.width }); }

  // Begin to edit: with a text, or with what was just typed (null).
  begin(text) {
    if (this.editing) return;
    this.editing = true;
    if (text !== null) this.area.value = text;
    this.area.classList.add("open");
    this.fit();
  }

  edit(text) {
    this.begin(text);
    this.area.select();
  }

  fit() {
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + 2}px`;
  }

  // Empty again, so that what is typed next begins a text of its own.
  close() {
    this.editing = false;
    this.area.value = "";
    this.area.classList.remove("open");
  }

  commit(how) {
    if (!this.editing) return;
    const text = this.area.value;
    this.close();
    this.handlers.commit(text, how);
  }

  cancel() {
    this.close();
    this.handlers.cancel();
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (!this.editing) { this.handlers.key(event); return; }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.handlers.step(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey && this.handlers.choose()) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.commit(event.ctrlKey || event.metaKey ? "next" : "enter"); }
    else if (event.key === "Tab") { event.preventDefault(); this.commit("tab"); }
    else if (event.key === "Escape") { event.preventDefault(); this.cancel(); }
    event.stopPropagation();
  }

  paste(event) {
    const text = event.clipboardData?.getData("text/plain") || "";
    const file = [...(event.clipboardData?.files || [])].find(one => one.type.startsWith("image/"));
    if (file && !this.editing && !text) { event.preventDefault(); this.handlers.picture(file); return; }
    if (this.editing || !/\n/.test(text.trim())) return;
    event.preventDefault();
    this.handlers.paste(text);
  }
}
