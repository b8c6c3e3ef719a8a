// The words that were looked for, marked on the page that the search led to.
(function () {
  "use strict";
  var MOST = 300;

  // A text with its words in `mark` elements, appended to `target`; `low` is the text folded.
  function marked(target, text, low, words) {
    var at = 0, count = 0;
    while (at < text.length) {
      var next = -1, length = 0;
      words.forEach(function (word) {
        var found = word ? low.indexOf(word, at) : -1;
        if (found >= 0 && (next < 0 || found < next || (found === next && word.length > length))) { next = found; length = word.length; }
      });
      if (next < 0) break;
      target.append(text.slice(at, next));
      var mark = document.createElement("mark");
      mark.textContent = text.slice(next, next + length);
      target.append(mark);
      at = next + length;
      count++;
    }
    target.append(text.slice(at));
    return count;
  }

  function clear() {
    document.querySelectorAll("main mark").forEach(function (mark) { var parent = mark.parentNode; mark.replaceWith(mark.textContent); parent.normalize(); });
  }

  // Marks whole words where the page has them, else the pairs of characters of which the query is made.
  function mark(within, marks, folded) {
    clear();
    var nodes = [], walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT, { acceptNode: function (node) { return node.parentElement.closest("svg, script, nav, button, .tools, .hidden") || !node.data.trim() ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT; } });
    while (walker.nextNode()) nodes.push(walker.currentNode);
    var paint = function (words) {
      var count = 0;
      nodes.forEach(function (node) {
        var low = folded(node.data);
        if (count >= MOST || !words.some(function (word) { return low.indexOf(word) >= 0; })) return;
        var piece = document.createDocumentFragment();
        count += marked(piece, node.data, low, words);
        node.replaceWith(piece);
      });
      return count;
    };
    return paint(marks.words) || paint(marks.pairs);
  }

  window.procdocsMarks = { marked: marked, mark: mark, clear: clear };
})();
