// Search as you type. No tokenizer: every word of the query is looked for as a substring, which is exact for Chinese.
(function () {
  "use strict";
  var box = document.querySelector(".search");
  if (!box) return;
  var input = box.querySelector("input"), panel = box.querySelector(".results"), list = panel.querySelector("ul"), count = panel.querySelector(".count");
  var words = document.body.dataset, index = null, chosen = -1, SHOWN = 30;

  // Case and full-width forms do not matter. Length stays the same, so that places found fit the text shown.
  function folded(text) {
    var lower = text.toLowerCase();
    if (lower.length !== text.length) lower = text;
    return lower.replace(/[\uFF01-\uFF5E]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xFEE0).toLowerCase(); }).replace(/\u3000/g, " ");
  }

  function prepare(found) {
    index = {
      pages: found.pages.map(function (page) { return { address: page[0], code: page[1], title: page[2], kind: page[3], folded: folded(page[1] + " " + page[2]), id: folded(page[0].replace(/\.html$/, "").replace(/^#/, "")) }; }),
      parts: found.parts.map(function (part) { return { page: part[0], anchor: part[1], heading: part[2], text: part[3], foldedHeading: folded(part[2]), folded: folded(part[3]) }; }),
    };
  }

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
      pages.push(["#" + entry.id, entry.dataset.code, entry.dataset.title, entry.dataset.kindWord]);
      var part = [pages.length - 1, "", "", ""];
      parts.push(part);
      var walker = document.createTreeWalker(entry, NodeFilter.SHOW_TEXT);
      for (var node = walker.nextNode(); node; node = walker.nextNode()) {
        var heading = node.parentElement.closest("h3[id], h4[id], h5[id], h6[id]");
        if (heading && part[1] !== heading.id) { part = [pages.length - 1, heading.id, heading.textContent, ""]; parts.push(part); }
        else if (!heading && !(title && title.contains(node)) && node.data.trim()) part[3] += node.data.trim() + " ";
      }
    });
    return { pages: pages, parts: parts };
  }

  // What a word is worth in the id and title of a page; 0 if it is not there.
  function worth(page, term) {
    if (page.id === term || page.folded.split(" ")[0] === term) return 400;
    var at = page.folded.indexOf(term);
    if (at >= 0) return at === 0 ? 120 : 80;
    return page.id.indexOf(term) >= 0 ? 60 : 0;
  }

  // A page is found if each word stands somewhere in it. Ids weigh most, then titles, headings, text.
  function search(query) {
    var terms = folded(query).split(/\s+/).filter(Boolean), whole = folded(query).trim(), joined = terms.join("");
    var hits = index.pages.map(function (page, number) {
      var hit = { page: page, number: number, weight: page.folded.indexOf(whole) >= 0 ? 60 : 0, part: null, best: 0, missing: new Set(terms) };
      terms.forEach(function (term) {
        var found = worth(page, term);
        hit.weight += found;
        if (found) hit.missing.delete(term);
      });
      return hit;
    });
    index.parts.forEach(function (part) {
      var hit = hits[part.page], score = 0;
      terms.forEach(function (term) {
        var inHeading = part.foldedHeading.indexOf(term) >= 0, inText = part.folded.indexOf(term) >= 0;
        score += (inHeading ? 25 : 0) + (inText ? 10 : 0);
        if (inHeading || inText) hit.missing.delete(term);
      });
      if (score && terms.length > 1 && (part.folded.indexOf(whole) >= 0 || part.folded.indexOf(joined) >= 0)) score += 30;
      if (score > hit.best) { hit.best = score; hit.part = part; }
    });
    return hits.filter(function (hit) { return !hit.missing.size; })
      .sort(function (a, b) { return b.weight + b.best - a.weight - a.best || a.number - b.number; });
  }

  function addressOf(hit) {
    return hit.part && hit.part.anchor ? hit.page.address.replace(/#.*/, "") + "#" + encodeURIComponent(hit.part.anchor) : hit.page.address;
  }

  function marked(target, text, terms) {
    var low = folded(text), at = 0;
    while (at < text.length) {
      var next = -1, length = 0;
      terms.forEach(function (term) {
        var found = low.indexOf(term, at);
        if (found >= 0 && (next < 0 || found < next || (found === next && term.length > length))) { next = found; length = term.length; }
      });
      if (next < 0) break;
      target.append(text.slice(at, next));
      var mark = document.createElement("mark");
      mark.textContent = text.slice(next, next + length);
      target.append(mark);
      at = next + length;
    }
    target.append(text.slice(at));
  }

  // The words around the place where the query stands together, else around the longest of its words that is there.
  function snippet(part, terms) {
    var sought = [terms.join(" "), terms.join("")].concat(terms.slice().sort(function (a, b) { return b.length - a.length; }));
    var first = Math.max(0, sought.map(function (words) { return part.folded.indexOf(words); }).find(function (at) { return at >= 0; }) || 0);
    var from = Math.max(0, first - 24), to = Math.min(part.text.length, first + 90);
    return (from ? "…" : "") + part.text.slice(from, to) + (to < part.text.length ? "…" : "");
  }

  function show() {
    var query = input.value, terms = folded(query).split(/\s+/).filter(Boolean);
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    if (!terms.length) return close();
    load(function () {
      if (input.value !== query) return;
      var hits = search(query);
      list.replaceChildren.apply(list, hits.slice(0, SHOWN).map(function (hit, number) {
        var item = document.createElement("li"), title = document.createElement("b"), below = document.createElement("span");
        item.id = "_result-" + number;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.dataset.address = addressOf(hit);
        marked(title, (hit.page.code ? hit.page.code + " " : "") + hit.page.title, terms);
        item.append(title, " ");
        var kind = document.createElement("span");
        kind.className = "soft";
        kind.textContent = hit.page.kind + (hit.part && hit.part.heading ? " › " + hit.part.heading : "");
        item.append(kind);
        below.className = "snippet";
        if (hit.part) marked(below, snippet(hit.part, terms), terms);
        item.append(below);
        return item;
      }));
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

  function go(item) {
    close();
    location.href = item.dataset.address;
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
})();
