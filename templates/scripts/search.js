// Search as you type: the box, its list, and the way to the page found and back. What a query finds is said by `matching.js`.
(function () {
  "use strict";
  var box = document.querySelector(".search");
  if (!box) return;
  var input = box.querySelector("input"), panel = box.querySelector(".results"), list = panel.querySelector("ul"), count = panel.querySelector(".count");
  var meant = line("meant"), kinds = line("kinds");
  var matching = window.procdocsMatching, marks = window.procdocsMarks, folded = matching.folded;
  var words = document.body.dataset, index = null, chosen = -1, kind = "", SHOWN = 30, PARAMETER = "q";

  // A line between the count and the list; made here, so that a template of the user's own needs to know nothing of it.
  function line(name) {
    var made = document.createElement("p");
    made.className = name;
    made.hidden = true;
    panel.insertBefore(made, list);
    return made;
  }

  function prepare(found) { index = matching.prepared(found, window.procdocsSounds); }

  // The index is a script, because pages opened from a disk may fetch nothing; a manual in one file is searched as it stands.
  function load(then) {
    if (index) return then();
    if (window.procdocsIndex) { prepare(window.procdocsIndex); return then(); }
    if (!box.dataset.index) { prepare(fromPage()); return then(); }
    var script = document.createElement("script");
    script.src = box.dataset.index;
    script.onload = function () { prepare(window.procdocsIndex); then(); };
    document.head.append(script);
  }

  function fromPage() {
    var pages = [], parts = [];
    document.querySelectorAll("main .entry").forEach(function (entry) {
      var title = entry.querySelector("h2");
      pages.push(["#" + entry.id, entry.dataset.code, entry.dataset.title, entry.dataset.kindWord, entry.dataset.number, entry.dataset.names || "", entry.classList.contains("register")]);
      var part = [pages.length - 1, "", "", ""];
      parts.push(part);
      var walker = document.createTreeWalker(entry, NodeFilter.SHOW_TEXT);
      for (var node = walker.nextNode(); node; node = walker.nextNode()) {
        var heading = node.parentElement.closest("h3[id], h4[id], h5[id], h6[id]");
        if (heading && part[1] !== heading.id) { part = [pages.length - 1, heading.id, heading.textContent, ""]; parts.push(part); }
        else if (!heading && !(title && title.contains(node)) && node.data.trim()) part[3] += node.data.trim() + " ";
      }
    });
    var synonyms = (box.dataset.synonyms || "").split("\n").filter(Boolean).map(function (line) { return line.split("="); });
    return { pages: pages, parts: parts, synonyms: synonyms };
  }

  // Where a hit leads: to its best section.
  function addressOf(hit) {
    return hit.part && hit.part.anchor ? hit.page.address.replace(/#.*/, "") + "#" + encodeURIComponent(hit.part.anchor) : hit.page.address;
  }

  // The words around the first place of a section where the query stands, as well as it does.
  function snippet(part, sought) {
    var low = folded(part.text);
    var first = Math.max(0, sought.words.concat(sought.pairs).map(function (word) { return low.indexOf(word); }).find(function (at) { return at >= 0; }) || 0);
    var from = Math.max(0, first - 24), to = Math.min(part.text.length, first + 90);
    return (from ? "…" : "") + part.text.slice(from, to) + (to < part.text.length ? "…" : "");
  }

  function rowOf(hit, number, query, sought) {
    var item = document.createElement("li"), title = document.createElement("b"), kind = document.createElement("span"), below = document.createElement("span");
    var mark = function (target, text) {
      var low = folded(text);
      marks.marked(target, text, low, sought.words.some(function (word) { return low.indexOf(word) >= 0; }) ? sought.words : sought.pairs);
    };
    item.id = "_result-" + number;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.address = addressOf(hit);
    item.dataset.query = query;
    mark(title, (hit.page.code ? hit.page.code + " " : "") + hit.page.title);
    kind.className = "soft";
    kind.textContent = hit.page.kind + (hit.part && hit.part.heading ? " › " + hit.part.heading : "");
    below.className = "snippet";
    if (hit.part) mark(below, snippet(hit.part, sought));
    item.append(title, " ", kind, below);
    return item;
  }

  // A button for each kind of page among the hits, where there is more than one.
  function showKinds(hits) {
    var counts = new Map();
    hits.forEach(function (hit) { counts.set(hit.page.kind, (counts.get(hit.page.kind) || 0) + 1); });
    if (!counts.has(kind)) kind = "";
    kinds.hidden = counts.size < 2;
    kinds.replaceChildren.apply(kinds, [""].concat(Array.from(counts.keys())).map(function (name) {
      var button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", String(name === kind));
      button.textContent = (name || words.allKinds) + " " + (name ? counts.get(name) : hits.length);
      button.addEventListener("click", function (event) { event.stopPropagation(); kind = name; show(); input.focus(); });
      return button;
    }));
  }

  // What may have been meant: said where its results are shown, else offered.
  function showMeant(found, query) {
    meant.hidden = !found.meant;
    meant.replaceChildren();
    if (!found.meant) return;
    if (found.instead) { meant.textContent = words.instead.replace("{query}", query).replace("{words}", found.meant); return; }
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = found.meant;
    button.addEventListener("click", function (event) { event.stopPropagation(); input.value = found.meant; show(); input.focus(); });
    var around = words.meant.split("{words}");
    meant.append(around[0], button, around[1] || "");
  }

  function show() {
    var query = input.value;
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    if (!query.trim()) { kind = ""; marks.clear(); return close(); }
    load(function () {
      if (input.value !== query) return;
      var found = matching.search(index, query), sought = matching.marksOf(index, found.terms);
      showMeant(found, query);
      showKinds(found.hits);
      var hits = found.hits.filter(function (hit) { return !kind || hit.page.kind === kind; });
      list.replaceChildren.apply(list, hits.slice(0, SHOWN).map(function (hit, number) { return rowOf(hit, number, found.instead ? found.meant : query, sought); }));
      count.textContent = hits.length ? words.results.replace("{count}", hits.length) : words.noResults;
      list.hidden = !hits.length;
      panel.hidden = false;
      input.setAttribute("aria-expanded", String(hits.length > 0));
      if (hits.length) choose(0);
    });
  }

  function choose(number) {
    var items = list.children;
    if (!items.length) return;
    if (items[chosen]) items[chosen].setAttribute("aria-selected", "false");
    chosen = (number + items.length) % items.length;
    items[chosen].setAttribute("aria-selected", "true");
    items[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[chosen].id);
  }

  function close() {
    panel.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  // Leaves for a hit with the query, so that its words can be marked there; the page left keeps it, so that Back shows it again.
  // In a manual in one file nothing is loaded anew.
  function go(item) {
    var address = item.dataset.address, at = address.indexOf("#"), page = at < 0 ? address : address.slice(0, at), anchor = at < 0 ? "" : address.slice(at);
    history.replaceState(Object.assign({}, history.state, { sought: input.value }), "");
    close();
    location.href = page ? page + "?" + PARAMETER + "=" + encodeURIComponent(item.dataset.query) + anchor : anchor;
    if (!page) paint(item.dataset.query, (document.getElementById(decodeURIComponent(anchor.slice(1))) || document.body).closest(".entry"));
  }

  function paint(query, within) {
    if (within) load(function () { marks.mark(within, matching.marksOf(index, matching.search(index, query).terms), folded); });
  }

  // On the page reached its words are marked; on the page come back to, the query and its list stand as they were left.
  function arrive() {
    var left = history.state && history.state.sought, sought = new URLSearchParams(location.search).get(PARAMETER);
    if (left) { input.value = left; show(); }
    else if (sought) { input.value = sought; paint(sought, document.querySelector("main")); }
  }


  input.addEventListener("input", show);
  input.addEventListener("focus", function () { load(function () { if (input.value) show(); }); });
  input.addEventListener("keydown", function (event) {
    if (event.isComposing) return; // the reader is still choosing Chinese characters
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen - 1); }
    else if (event.key === "Enter" && list.children[chosen] && !panel.hidden) { event.preventDefault(); go(list.children[chosen]); }
    else if (event.key === "Escape") { event.preventDefault(); if (panel.hidden) { input.value = ""; input.blur(); } else close(); }
  });
  list.addEventListener("click", function (event) {
    var item = event.target.closest("li");
    if (item) go(item);
  });
  document.addEventListener("click", function (event) { if (!box.contains(event.target)) close(); });
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); input.focus(); input.select(); }
  });
  window.addEventListener("pageshow", arrive);
})();
