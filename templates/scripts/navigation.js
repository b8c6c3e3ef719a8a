// Theme button, the menu of narrow screens, the place in the page's contents, and tables and figures that can be scrolled by keyboard.
(function () {
  "use strict";
  var root = document.documentElement;

  var theme = document.querySelector("button.theme");
  if (theme) theme.addEventListener("click", function () {
    var isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    try { localStorage.setItem("procdocs-theme", root.dataset.theme); } catch (refused) { /* not kept, but seen */ }
  });

  var menu = document.querySelector("button.menu"), navigation = document.getElementById("_navigation");
  if (menu) menu.addEventListener("click", function () {
    var isOpen = navigation.classList.toggle("open");
    menu.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) window.scrollTo(0, 0);
  });
  var current = navigation && navigation.querySelector("[aria-current]");
  if (current && navigation.scrollHeight > navigation.clientHeight) {
    navigation.scrollTop = Math.max(0, current.offsetTop - navigation.clientHeight / 3);
  }

  // What scrolls must be reachable by keyboard, and only that: an empty tab stop is a nuisance.
  function reachable() {
    document.querySelectorAll(".table, .stage, pre").forEach(function (box) {
      var scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (scrolls) box.tabIndex = 0; else box.removeAttribute("tabindex");
    });
  }
  reachable();
  window.addEventListener("resize", reachable);

  var links = new Map();
  document.querySelectorAll(".contents a").forEach(function (link) {
    var heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  });
  if (links.size) {
    var headings = Array.from(links.keys());
    var mark = function () {
      var here = headings.filter(function (heading) { return heading.getBoundingClientRect().top < 140; }).pop() || headings[0];
      links.forEach(function (link, heading) { link.classList.toggle("here", heading === here); });
    };
    var waiting = false;
    window.addEventListener("scroll", function () {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(function () { waiting = false; mark(); });
    }, { passive: true });
    mark();
  }
})();
