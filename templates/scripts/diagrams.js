// Diagrams: zoom, pan, fit, full screen, PNG, and what a box is joined to. Without this they are pictures with links.
(function () {
  "use strict";
  var words = document.body.dataset, STEP = 1.25, MOST = 6;

  function tool(parent, text, label, act) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    if (label) { button.setAttribute("aria-label", label); button.title = label; }
    button.addEventListener("click", act);
    parent.append(button);
    return button;
  }

  function zoomable(figure, stage, svg, tools) {
    var scale = 1;

    // Keeps the point (x, y) of the stage, by default its middle, where it is.
    function zoom(factor, x, y) {
      var before = svg.getBoundingClientRect().width, base = before / scale;
      var wanted = Math.min(MOST, Math.max(1, scale * factor));
      if (wanted === scale) return;
      if (x === undefined) { x = stage.clientWidth / 2; y = stage.clientHeight / 2; }
      var left = stage.scrollLeft + x, top = stage.scrollTop + y, grown = wanted / scale;
      if (!stage.style.height) stage.style.height = Math.min(stage.offsetHeight, innerHeight * .85) + "px";
      scale = wanted;
      stage.classList.toggle("zoomed", scale > 1);
      svg.style.width = scale > 1 ? base * scale + "px" : "";
      svg.style.height = "auto";
      stage.scrollLeft = left * grown - x;
      stage.scrollTop = top * grown - y;
    }

    function fit() {
      scale = 1;
      stage.classList.remove("zoomed");
      stage.classList.add("fitted");
      svg.style.width = svg.style.height = stage.style.height = "";
    }

    tool(tools, "＋", words.zoomIn, function () { zoom(STEP); });
    tool(tools, "－", words.zoomOut, function () { zoom(1 / STEP); });
    tool(tools, words.fit, "", fit);
    if (figure.requestFullscreen) tool(tools, words.full, "", function () {
      fit();
      if (document.fullscreenElement) document.exitFullscreen(); else figure.requestFullscreen();
    });
    stage.addEventListener("wheel", function (event) {
      if (!event.ctrlKey && !event.metaKey && document.fullscreenElement !== figure) return; // the page scrolls as usual
      event.preventDefault();
      var place = stage.getBoundingClientRect();
      zoom(event.deltaY < 0 ? STEP : 1 / STEP, event.clientX - place.left, event.clientY - place.top);
    }, { passive: false });
    stage.addEventListener("keydown", function (event) {
      if (event.key === "+" || event.key === "=") zoom(STEP); else if (event.key === "-") zoom(1 / STEP); else if (event.key === "0") fit(); else return;
      event.preventDefault();
    });
    pannable(stage);
  }

  // Fingers pan by themselves; the mouse takes hold of the picture. A drag is no click on a link.
  function pannable(stage) {
    var held = null, moved = false;
    stage.addEventListener("pointerdown", function (event) {
      if (event.pointerType !== "mouse" || event.button !== 0) return;
      held = { x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: stage.scrollTop };
      moved = false;
    });
    window.addEventListener("pointermove", function (event) {
      if (!held) return;
      if (Math.abs(event.clientX - held.x) + Math.abs(event.clientY - held.y) > 4) { moved = true; stage.classList.add("dragged"); }
      if (moved) { stage.scrollLeft = held.left - event.clientX + held.x; stage.scrollTop = held.top - event.clientY + held.y; }
    });
    window.addEventListener("pointerup", function () { held = null; stage.classList.remove("dragged"); });
    stage.addEventListener("click", function (event) { if (moved) { event.preventDefault(); moved = false; } }, true);
    stage.addEventListener("dragstart", function (event) { event.preventDefault(); });
  }

  // A picture of the diagram as it is seen: colours become attributes, because the page's rules do not travel with it.
  function png(figure, svg) {
    var copy = svg.cloneNode(true), size = svg.viewBox.baseVal, scale = 3;
    var from = svg.querySelectorAll("*"), to = copy.querySelectorAll("*");
    from.forEach(function (element, number) {
      var seen = getComputedStyle(element);
      if (seen.display === "none") to[number].setAttribute("display", "none");
      else if (element.hasAttribute("class") || element.tagName === "text") {
        to[number].setAttribute("fill", seen.fill);
        to[number].setAttribute("stroke", seen.stroke);
        if (element.tagName === "text") to[number].setAttribute("font-family", seen.fontFamily);
      }
    });
    copy.setAttribute("width", size.width * scale);
    copy.setAttribute("height", size.height * scale);
    var image = new Image();
    image.onload = function () {
      var canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
      canvas.width = size.width * scale;
      canvas.height = size.height * scale;
      pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--paper");
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0);
      var link = document.createElement("a");
      link.download = figure.dataset.name + ".png";
      link.href = canvas.toDataURL("image/png");
      link.click();
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
  }

  // Pointing at a box lights up what it is joined to.
  function focusable(svg) {
    var arrows = Array.from(svg.querySelectorAll("g[data-from]"));
    if (!arrows.length) return;
    var boxes = new Map();
    svg.querySelectorAll("g[id]").forEach(function (group) { boxes.set(group.id, group); });
    var ends = new Set();
    arrows.forEach(function (arrow) { ends.add(arrow.dataset.from); ends.add(arrow.dataset.to); });
    ends.forEach(function (id) { if (boxes.has(id)) boxes.get(id).dataset.box = ""; });
    function light(id) {
      svg.querySelectorAll(".lit").forEach(function (lit) { lit.classList.remove("lit"); });
      svg.classList.toggle("focused", Boolean(id));
      if (!id) return;
      boxes.get(id).classList.add("lit");
      arrows.forEach(function (arrow) {
        if (arrow.dataset.from !== id && arrow.dataset.to !== id) return;
        arrow.classList.add("lit");
        [arrow.dataset.from, arrow.dataset.to].forEach(function (end) { if (boxes.has(end)) boxes.get(end).classList.add("lit"); });
      });
    }
    function boxOf(element) {
      var group = element.closest ? element.closest("g[data-box]") || element.querySelector("g[data-box]") : null;
      return group && svg.contains(group) ? group.id : "";
    }
    svg.addEventListener("pointerover", function (event) { light(boxOf(event.target)); });
    svg.addEventListener("pointerleave", function () { light(""); });
    svg.addEventListener("focusin", function (event) { light(boxOf(event.target)); });
    svg.addEventListener("focusout", function () { light(""); });
  }

  document.querySelectorAll("figure.drawing").forEach(function (figure) {
    var stage = figure.querySelector(".stage"), svg = stage.querySelector("svg"), tools = figure.querySelector(".tools");
    if (!svg) return;
    // On a narrow screen the picture begins at its heart.
    if (/^(octopus|turtle|mindmap)$/.test(figure.dataset.kind)) stage.scrollLeft = (stage.scrollWidth - stage.clientWidth) / 2;
    if (!tools) {
      tools = document.createElement("span");
      tools.className = "tools";
      figure.querySelector("figcaption").append(tools);
    }
    zoomable(figure, stage, svg, tools);
    tool(tools, words.png, "", function () { png(figure, svg); });
    if (figure.dataset.kind !== "mindmap") focusable(svg);
  });
})();
