// What the page knows of the project, and the one way in which it changes: edits go out one after the other.

const listeners = new Set();

export const store = {
  state: null, words: {}, picture: null, shown: { id: "", view: "" }, tab: Math.random().toString(36).slice(2), pending: Promise.resolve(),
};

export function onChange(listener) { listeners.add(listener); }
function changed(what) { for (const listener of listeners) listener(what); }

export class Refusal extends Error {
  constructor(status, body) { super(body.sentence || body.error || String(status)); this.status = status; this.body = body; }
}

async function asked(address, body) {
  const options = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(address, options);
  const said = answer.headers.get("content-type")?.includes("json") ? await answer.json() : { error: await answer.text() };
  if (!answer.ok) throw new Refusal(answer.status, said);
  return said;
}

export function ask(address) { return asked(address); }

export async function start() {
  store.words = await asked("api/words");
  await refresh();
  listen();
}

export async function refresh() {
  store.state = await asked("api/state");
  changed("state");
}

export async function show(id, view = "") {
  store.shown = { id, view };
  try {
    store.picture = await asked(`api/picture/${encodeURIComponent(id)}?view=${encodeURIComponent(view)}`);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    store.picture = { id, kind: "", sheets: [], views: [], sentence: refusal.message, findings: refusal.body.findings || [] };
  }
  changed("picture");
}

// One edit at a time, so that each is made for what the one before has left.
export function act(action) {
  const mine = store.pending.then(() => send("api/edit", { action, base: bases(action.document) }));
  store.pending = mine.catch(() => {});
  return mine;
}

export function undo() { return turn("api/undo"); }
export function redo() { return turn("api/redo"); }

function turn(address) {
  const mine = store.pending.then(() => send(address, {}));
  store.pending = mine.catch(() => {});
  return mine;
}

function bases(document) {
  const known = store.state.documents.find(one => one.id === document) || (store.state.settings.file === document ? store.state.settings : null);
  return known ? { [known.file]: known.hash } : {};
}

async function send(address, body) {
  const { id, view } = store.shown;
  const said = await asked(address, { ...body, tab: store.tab, picture: id ? { id, view } : undefined });
  store.state.undo = said.undo;
  store.state.redo = said.redo;
  for (const one of [...store.state.documents, store.state.settings]) if (said.files[one.file] !== undefined) one.hash = said.files[one.file];
  if (said.document && said.document !== id && address !== "api/edit") await show(said.document);
  else if (said.picture) { store.picture = { ...store.picture, ...said.picture }; changed("picture"); }
  changed("edited");
  refresh();
  return said;
}

function listen() {
  const events = new EventSource("api/events");
  events.addEventListener("changed", async event => {
    const said = JSON.parse(event.data);
    if (said.tab === store.tab) return;
    await refresh();
    if (store.shown.id) await show(store.shown.id, store.shown.view);
    changed("outside");
  });
  events.onerror = () => changed("offline");
  events.onopen = () => changed("online");
}
