// Mind maps unfold by level and by topic. Topics are called t, t.1, t.1.2: what begins with a topic's name belongs under it.
(function () {
  "use strict";
  var words = document.body.dataset;

  document.querySelectorAll("figure.drawing[data-kind=mindmap]").forEach(function (figure) {
    var topics = [], wires = [];
    figure.querySelectorAll("svg g[id]").forEach(function (group) {
      var found = /-(t(?:\.\d+)*)$/.exec(group.id);
      if (found) topics.push({ name: found[1], level: Number((/level(\d+)/.exec(group.getAttribute("class")) || [0, 0])[1]), shown: group.closest("a") || group, group: group });
    });
    figure.querySelectorAll("svg g[data-to]").forEach(function (group) {
      var found = /-(t(?:\.\d+)*)$/.exec(group.dataset.to);
      if (found) wires.push({ name: found[1], shown: group });
    });
    var parents = topics.filter(function (topic) { return topic.level > 0 && topics.some(function (other) { return other.name.startsWith(topic.name + "."); }); });
    var deepest = Math.max.apply(null, topics.map(function (topic) { return topic.level; }));
    if (deepest < 2 || !parents.length) return;
    var closed = new Set();

    function paint() {
      topics.concat(wires).forEach(function (part) {
        var hidden = Array.from(closed).some(function (name) { return part.name.startsWith(name + "."); });
        part.shown.classList.toggle("folded", hidden);
      });
      parents.forEach(function (parent) { parent.group.setAttribute("aria-expanded", String(!closed.has(parent.name))); });
    }

    function toggle(parent) {
      if (!closed.delete(parent.name)) closed.add(parent.name);
      buttons.forEach(function (button) { button.setAttribute("aria-pressed", "false"); });
      paint();
    }

    parents.forEach(function (parent) {
      parent.group.dataset.fold = "";
      if (parent.shown !== parent.group) return; // a topic that is a link stays one; its level buttons fold it
      parent.group.setAttribute("tabindex", "0");
      parent.group.setAttribute("role", "button");
      parent.group.addEventListener("click", function () { toggle(parent); });
      parent.group.addEventListener("keydown", function (event) {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        toggle(parent);
      });
    });

    var line = document.createElement("div"), buttons = [];
    line.className = "levels";
    line.setAttribute("role", "group");
    line.setAttribute("aria-label", words.levels);
    line.append(words.levels + " ");
    for (var level = 1; level <= deepest; level += 1) (function (level) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = level === deepest ? words.allLevels : String(level);
      button.setAttribute("aria-pressed", String(level === deepest));
      button.addEventListener("click", function () {
        closed = new Set(parents.filter(function (parent) { return parent.level >= level; }).map(function (parent) { return parent.name; }));
        buttons.forEach(function (other) { other.setAttribute("aria-pressed", String(other === button)); });
        paint();
      });
      buttons.push(button);
      line.append(button);
    })(level);
    figure.prepend(line);
    paint();
  });
})();
