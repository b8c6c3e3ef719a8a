// What the keys do at a place: which list it is in, where its neighbours and children come.

export function listOf(at) {
  const last = at[at.length - 1];
  return typeof last === "number" ? { list: at.slice(0, -1), index: last } : null;
}

// The place of a new item behind this one; of a whole leg, at its end.
export function after(place, places) {
  const item = listOf(place.at);
  if (item) return [...item.list, item.index + 1];
  return place.role.startsWith("leg") ? [...place.at, children(place, places).length] : null;
}

// The place of a new child; only topics have some.
export function child(place, places) {
  return place.role.startsWith("topic") ? [...place.at, "children", below(place, places).length] : null;
}

function below(place, places) {
  return places.filter(one => starts(one.at, [...place.at, "children"]) && one.at.length === place.at.length + 2);
}

function children(place, places) {
  return places.filter(one => starts(one.at, place.at) && one.at.length === place.at.length + 1);
}

export function starts(at, head) {
  return at.length >= head.length && head.every((step, index) => at[index] === step);
}

export function same(one, other) {
  return one.length === other.length && starts(one, other);
}

// Indented lines as topics with children; lines of a list without their bullets and numbers.
export function pasted(text, asTopics, heads = {}) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").filter(line => line.trim());
  const clean = line => line.trim().replace(/^(?:[-–—•·*●○▪]|\(?\d{1,3}[.)、）]|[一二三四五六七八九十]{1,3}、)\s*/, "");
  if (!asTopics) return columns(lines, heads) || lines.map(line => clean(line.replace(/\t+/g, " ")));
  const width = line => line.match(/^[\t \u3000]*/)[0].replace(/\t/g, "    ").replace(/\u3000/g, "  ").length;
  const root = { children: [] };
  const open = [{ width: -1, topic: root }];
  for (const line of lines) {
    const topic = { text: clean(line), children: [] };
    while (open.length > 1 && open[open.length - 1].width >= width(line)) open.pop();
    open[open.length - 1].topic.children.push(topic);
    open.push({ width: width(line), topic });
  }
  return root.children.map(bare);
}

// A block of cells whose first row names what the columns hold: an item a row, with these keys.
function columns(lines, heads) {
  const keys = lines[0].split("\t").map(head => heads[head.trim().toLowerCase()]);
  if (lines.length < 2 || !keys.every(Boolean)) return null;
  return lines.slice(1).map(line => Object.fromEntries(line.split("\t").map((cell, number) => [keys[number], cell.trim()]).filter(([key, cell]) => key && cell)));
}

function bare(topic) {
  return topic.children.length ? { text: topic.text, children: topic.children.map(bare) } : topic.text;
}

// From one place in the direction of an arrow key, to the nearest place that lies there.
export function towards(from, places, key) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const middle = one => [one.x + one.w / 2, one.y + one.h / 2];
  const [x, y] = middle(from);
  let best = null, least = Infinity;
  for (const one of places) {
    const [ox, oy] = middle(one);
    const along = (ox - x) * dx + (oy - y) * dy, across = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    const cost = along + 3 * across;
    if (one !== from && along > 1 && cost < least) { best = one; least = cost; }
  }
  return best;
}
