// Tables of registers, and long ones anywhere, can be sorted by a column and filtered by words.
(function () {
  "use strict";
  var words = document.body.dataset, LONG = 20, FEW = 2;
  var isRegister = Boolean(document.querySelector("main.register, main.concern"));
  var compare = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true, sensitivity: "base" }).compare;

  function textOf(row, column) {
    return row.cells[column] ? row.cells[column].textContent.trim() : "";
  }

  function sortable(table, groups) {
    var order = groups.map(function (body) { return Array.from(body.rows).filter(function (row) { return !row.classList.contains("group"); }); });
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.title = words.sort;
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () {
        var was = head.getAttribute("aria-sort"), now = was === "ascending" ? "descending" : was === "descending" ? "" : "ascending";
        Array.from(table.tHead.rows[0].cells).forEach(function (other) { other.removeAttribute("aria-sort"); });
        if (now) head.setAttribute("aria-sort", now);
        groups.forEach(function (body, number) {
          var rows = order[number].slice();
          if (now) rows.sort(function (a, b) {
            var x = textOf(a, column), y = textOf(b, column);
            if (!x !== !y) return x ? -1 : 1; // empty cells stay at the end both ways
            return (now === "ascending" ? 1 : -1) * compare(x, y);
          });
          body.append.apply(body, rows);
        });
      });
    });
  }

  function filterable(box, table, groups) {
    var line = document.createElement("div"), label = document.createElement("label"), input = document.createElement("input"), count = document.createElement("span");
    line.className = "filter";
    count.className = "soft";
    count.setAttribute("role", "status");
    input.type = "search";
    label.append(words.filter + " ", input);
    line.append(label, count);
    box.before(line);
    var rows = groups.flatMap(function (body) { return Array.from(body.rows).filter(function (row) { return !row.classList.contains("group"); }); });
    var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
    input.addEventListener("input", function () {
      var terms = input.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
      rows.forEach(function (row, number) {
        var fits = terms.every(function (term) { return texts[number].indexOf(term) >= 0; });
        row.classList.toggle("filtered-out", !fits);
        if (fits) shown += 1;
      });
      groups.forEach(function (body) {
        var head = body.querySelector("tr.group");
        if (head) head.classList.toggle("filtered-out", !Array.from(body.rows).some(function (row) { return row !== head && !row.classList.contains("filtered-out"); }));
      });
      count.textContent = terms.length ? words.rows.replace("{shown}", shown).replace("{all}", rows.length) : "";
    });
  }

  document.querySelectorAll(".table > table").forEach(function (table) {
    var groups = Array.from(table.tBodies), box = table.parentElement;
    var rows = groups.reduce(function (sum, body) { return sum + body.rows.length; }, 0);
    if (!table.tHead || rows < 2 || (rows <= LONG && !isRegister)) return;
    if (rows > LONG) box.classList.add("long");
    sortable(table, groups);
    if (rows > FEW) filterable(box, table, groups);
  });
})();
