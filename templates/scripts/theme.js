// Runs before the page is painted: says that scripts work, and puts on the theme the reader chose.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("scripted");
  try {
    var chosen = localStorage.getItem("procdocs-theme");
    if (chosen) root.dataset.theme = chosen;
  } catch (refused) { /* a browser may keep nothing for files: the system's theme stays */ }
})();
