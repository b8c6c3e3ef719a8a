// What a query finds: by numbers, words, pairs of characters, words that mean the same, and the sound of Chinese titles. Knows nothing of the page it runs on.
(function () {
  "use strict";
  var CJK = "\\u3040-\\u30FF\\u3400-\\u9FFF\\uAC00-\\uD7AF\\uF900-\\uFAFF";
  var RUNS = new RegExp("[" + CJK + "]+|[^" + CJK + "]+", "g"), IS_CJK = new RegExp("^[" + CJK + "]+$");
  // What stands between the words of a query; dots, strokes and hyphens belong to numbers.
  var BETWEEN = /[\s,;:!?()[\]{}"'`“”‘’，。、；：！？（）《》【】·…]+/;
  // What a section is worth: who makes a thing comes before those who use it, and these before lists of everybody's things.
  var SECTIONS = { outputs: 3, records: 2, control: 0.4, history: 0.3, inputs: 0.7, neighbours: 0.4 };
  // Who looks for a number wants what is kept under it.
  var NUMBERED = { records: 3, control: 0.4, history: 0.3, inputs: 0.7, neighbours: 0.4 };
  var IN_CODE = 12, IN_TITLE = 8, IN_HEADING = 2.5, IN_TEXT = 1, BY_SOUND = 6;
  // A register repeats what its sources say; only of numbers it is the list that is meant.
  var REPEATED = 0.5;
  // Of a query, this share of its weight must stand on a page.
  var ENOUGH = 0.45;

  // Case and full-width forms do not matter. Length stays the same, so that places found fit the text shown.
  function folded(text) {
    var lower = text.toLowerCase();
    if (lower.length !== text.length) lower = text;
    return lower.replace(/[\uFF01-\uFF5E]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xFEE0).toLowerCase(); }).replace(/\u3000/g, " ");
  }

  function escaped(text) { return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }

  // A function that writes the first word of each group for all of its words, so that they are found by one another.
  function sameWords(groups) {
    var first = new Map();
    groups.forEach(function (group) { group.forEach(function (word) { if (!first.has(folded(word))) first.set(folded(word), folded(group[0])); }); });
    if (!first.size) return function (text) { return text; };
    var words = Array.from(first.keys()).sort(function (a, b) { return b.length - a.length; });
    // English words are whole words: `plan` is not part of `plane`.
    var any = new RegExp(words.map(function (word) { return /^[\x00-\x7F]+$/.test(word) ? "\\b" + escaped(word) + "\\b" : escaped(word); }).join("|"), "g");
    return function (text) { return text.replace(any, function (word) { return first.get(word); }); };
  }

  // The index as the browser searches it, from `search-index.js` or from a manual in one file.
  function prepared(found, sounds) {
    var same = sameWords(found.synonyms || []);
    return {
      same: same, sounds: sounds, groups: (found.synonyms || []).map(function (group) { return group.map(folded); }),
      pages: found.pages.map(function (page) {
        var title = folded(page[2]), id = folded(page[0].replace(/\.html$/, "").replace(/^#/, ""));
        return { address: page[0], code: page[1], title: page[2], kind: page[3], repeating: !!page[6], codes: [folded(page[1]), folded(page[4] || ""), id], said: same(title + (page[5] ? " " + folded(page[5]) : "")), bare: same(title), sound: sounds.of(title) };
      }),
      parts: found.parts.map(function (part) {
        var name = part[1].replace(/^.*--/, "");
        return { page: part[0], anchor: part[1], heading: part[2], text: part[3], worth: SECTIONS[name] || 1, numbers: NUMBERED[name] || 1, foldedHeading: same(folded(part[2])), folded: same(folded(part[3])) };
      }),
    };
  }

  // The words of a query, and what of each is looked for: Chinese by pairs of characters, because nothing stands between its words.
  function termsOf(index, query) {
    var words = [];
    folded(query).split(BETWEEN).filter(Boolean).forEach(function (piece) { words = words.concat(index.same(piece).match(RUNS).filter(function (run) { return /[^\s\-_.\/]/.test(run); })); });
    return Array.from(new Set(words)).map(function (word) {
      var grams = [word];
      if (IS_CJK.test(word) && word.length > 2) { grams = []; for (var at = 0; at + 2 <= word.length; at++) grams.push(word.slice(at, at + 2)); }
      else if (/^[a-z]{4,}s$/.test(word)) grams = [word.replace(/(?:(ss|x|ch|sh)es|ies|s)$/, "$1")];
      return { word: word, grams: grams, numbered: /\d/.test(word) };
    });
  }

  function occurrences(text, word) {
    for (var count = 0, at = text.indexOf(word); at >= 0 && count < 64; at = text.indexOf(word, at + word.length)) count++;
    return count;
  }

  // Where one gram stands: for each page what it is worth in codes and title, and the parts that have it.
  function placesOf(index, gram, term) {
    var pages = new Map(), parts = [], on = new Set();
    index.pages.forEach(function (page, number) {
      var worth = 0, whole = term.grams.length === 1;
      if (whole && page.codes.indexOf(gram) >= 0) worth = 4 * IN_CODE;
      else if (whole && page.codes.some(function (code) { return code.indexOf(gram) === 0 && !/^\d/.test(code.slice(gram.length)); })) worth = IN_CODE;
      else if (page.said.indexOf(gram) >= 0) worth = IN_TITLE;
      else if (whole && page.codes.some(function (code) { return code.indexOf(gram) >= 0; })) worth = IN_TITLE / 2;
      else if (whole && index.sounds.match(page.sound, gram)) worth = BY_SOUND;
      if (worth) { pages.set(number, worth); on.add(number); }
    });
    index.parts.forEach(function (part, number) {
      var inHeading = part.foldedHeading.indexOf(gram) >= 0, inText = part.folded.indexOf(gram) >= 0;
      if (!inHeading && !inText) return;
      // Of numbers, a list that has many is meant before a text that has one.
      var often = term.numbered && inText ? 1 + Math.log2(occurrences(part.folded, gram)) : 1;
      var repeated = index.pages[part.page].repeating && !term.numbered ? REPEATED : 1;
      parts.push([number, ((inHeading ? IN_HEADING * Math.min(1, part.worth) : 0) + (inText ? IN_TEXT * (term.numbered ? part.numbers : part.worth) * often : 0)) * repeated]);
      on.add(part.page);
    });
    return { pages: pages, parts: parts, on: on };
  }

  // Pages with their best section, best first. A page is found if it has enough of each word; `whole` says that it has all.
  function found(index, terms) {
    var count = index.pages.length, partScores = new Float64Array(index.parts.length);
    var hits = index.pages.map(function (page, number) { return { page: page, number: number, part: null, score: 0, best: 0, covered: [] }; });
    var totals = terms.map(function (term, at) {
      var total = 0;
      var standing = term.grams.map(function (gram) { return placesOf(index, gram, term); });
      term.known = standing.every(function (places) { return places.on.size; });
      standing.forEach(function (places, gram) {
        // What stands on few pages tells more; what stands nowhere is a slip, and is held against nobody much.
        var weight = places.on.size ? 0.2 + Math.log(1 + count / places.on.size) / Math.log(1 + count) : 0.4;
        // A pair much rarer than both of its neighbours is the seam between two words, and tells next to nothing.
        if (gram && gram + 1 < standing.length && 3 * places.on.size <= Math.min(standing[gram - 1].on.size, standing[gram + 1].on.size)) weight /= 5;
        total += weight;
        places.on.forEach(function (number) { hits[number].covered[at] = (hits[number].covered[at] || 0) + weight; });
        places.pages.forEach(function (worth, number) { hits[number].score += weight * worth; });
        places.parts.forEach(function (place) { partScores[place[0]] += weight * place[1]; });
      });
      return total;
    });
    index.parts.forEach(function (part, number) {
      if (!partScores[number]) return;
      var score = partScores[number];
      terms.forEach(function (term) {
        if (term.grams.length < 2) return;
        if (part.foldedHeading.indexOf(term.word) >= 0) score += term.grams.length * IN_HEADING * Math.min(1, part.worth);
        else if (part.folded.indexOf(term.word) >= 0) score += term.grams.length * 2 * IN_TEXT * part.worth * (index.pages[part.page].repeating ? REPEATED : 1);
      });
      var hit = hits[part.page];
      if (score > hit.best) { hit.best = score; hit.part = part; }
    });
    hits = hits.filter(function (hit) {
      var share = totals.map(function (total, at) { return (hit.covered[at] || 0) / total; });
      if (share.some(function (one) { return one < ENOUGH; })) return false;
      var mean = share.reduce(function (sum, one) { return sum + one; }, 0) / share.length;
      terms.forEach(function (term) {
        if (hit.page.bare === term.word) hit.score += 4 * IN_CODE;
        else if (term.grams.length > 1 && hit.page.said.indexOf(term.word) >= 0) hit.score += term.grams.length * IN_TITLE;
      });
      var length = terms.reduce(function (sum, term) { return sum + term.word.length; }, 0);
      // A short title that has the words is about them; a long one may mention them.
      hit.score = (hit.score * (0.7 + 0.3 * Math.min(1, length / (hit.page.bare.length || 1))) + hit.best) * mean * mean;
      hit.whole = mean > 0.999;
      return true;
    });
    return hits.sort(function (a, b) { return b.score - a.score || a.number - b.number; });
  }

  // Every word or phrase of the manual with how often it stands there; made when a query was mistyped.
  function vocabularyOf(index) {
    if (!index.vocabulary) {
      var seen = index.vocabulary = new Map();
      var take = function (text, weight) { folded(text).split(BETWEEN).forEach(function (word) { if (word.length > 1 && word.length < 40) seen.set(word, (seen.get(word) || 0) + weight); }); };
      index.pages.forEach(function (page) { take(page.title, 5); });
      index.parts.forEach(function (part) { take(part.heading, 3); take(part.text, 1); });
    }
    return index.vocabulary;
  }

  // How many single changes (left out, too much, other, two exchanged) lie between two words, up to 2; 3 is more.
  function distance(a, b) {
    if (Math.abs(a.length - b.length) > 2) return 3;
    var before = [], row = [];
    for (var j = 0; j <= b.length; j++) row.push(j);
    for (var i = 1; i <= a.length; i++) {
      var above = row;
      row = [i];
      for (j = 1; j <= b.length; j++) {
        row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      before = above;
    }
    return Math.min(3, row[b.length]);
  }

  // Pieces of a phrase that a mistyped Chinese word may have meant: same sound, or one character of three or more is another.
  function alike(index, word, phrase, offer, often) {
    for (var at = 0; at + word.length <= phrase.length; at++) {
      var differ = 0, heard = 0, sounds = 0;
      for (var i = 0; i < word.length && differ - heard < 2; i++) {
        if (word[i] === phrase[at + i]) continue;
        differ++;
        if (index.sounds.same(word[i], phrase[at + i])) heard++;
      }
      if (i < word.length || !differ) continue;
      if (heard === differ) sounds = 1;
      if (sounds || (differ === 1 && word.length > 2)) offer(phrase.slice(at, at + word.length), (sounds ? 1e6 : 0) - 1e3 * differ + often);
    }
  }

  // The words the manual has instead of one it has not; "" if none is near.
  function meant(index, word) {
    var best = "", most = -Infinity, tally = new Map();
    var offer = function (said, weight) { var sum = tally.has(said) ? tally.get(said) + 1 : weight; tally.set(said, sum); if (sum > most) { most = sum; best = said; } };
    var chinese = IS_CJK.test(word), latin = /^[a-z]{4,}$/.test(word);
    vocabularyOf(index).forEach(function (often, said) {
      if (chinese) return (said.match(RUNS) || []).forEach(function (run) { if (run.length >= word.length && IS_CJK.test(run)) alike(index, word, run, offer, often); });
      if (!latin) return;
      if (/^[\x00-\x7F]+$/.test(said)) { var far = distance(word, said); if (far && far <= (word.length > 6 ? 2 : 1)) offer(said, 1e5 - 1e4 * far + often); }
      else if (said.length <= 12) { var heard = index.sounds.heard(said, word); if (heard) offer(heard, 1e6 - 1e2 * (said.length - heard.length) + often); }
    });
    return best;
  }

  // What a query finds: `hits`, and where nothing has all of it, `meant`, the query as it may have been meant; `instead` if the hits are those of that.
  function search(index, query) {
    var terms = termsOf(index, query), hits = terms.length ? found(index, terms) : [], changed = false;
    if (!terms.length || (hits.length && hits[0].whole)) return { hits: hits, terms: terms, meant: "", instead: false };
    var better = terms.map(function (term) {
      var other = term.known ? "" : meant(index, term.word);
      changed = changed || !!other;
      return other || term.word;
    }).join(" ");
    if (!changed) return { hits: hits, terms: terms, meant: "", instead: false };
    if (hits.length) return { hits: hits, terms: terms, meant: better, instead: false };
    terms = termsOf(index, better);
    return { hits: found(index, terms), terms: terms, meant: better, instead: true };
  }

  // All that is marked of a term in a text as it is written: the word, those that mean the same, else its pairs of characters.
  function marksOf(index, terms) {
    var words = [], pairs = [];
    terms.forEach(function (term) {
      words.push(term.word);
      index.groups.forEach(function (group) {
        var at = term.word.indexOf(group[0]);
        if (at >= 0) group.forEach(function (word) { words.push(term.word.slice(0, at) + word + term.word.slice(at + group[0].length)); if (term.grams.length > 1 || word === term.word) pairs.push(word); });
      });
      pairs = pairs.concat(term.grams);
    });
    return { words: Array.from(new Set(words)), pairs: Array.from(new Set(pairs)) };
  }

  window.procdocsMatching = { folded: folded, prepared: prepared, search: search, marksOf: marksOf };
})();
