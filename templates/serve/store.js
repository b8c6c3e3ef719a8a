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

// Of several that are under way, the last that was asked counts: answers may overtake each other.
let asking = 0;
export async function refresh() {
  const mine = asking += 1, said = await asked(`api/state?version=${store.state?.version ?? ""}`);
  if (mine !== asking) return;
  store.state = said;
  changed("state");
}

const shows = (id, view) => store.shown.id === id && store.shown.view === view && !store.shown.grid;

export async function show(id, view = "") {
  store.shown = { id, view };
  let picture;
  try {
    picture = await asked(`api/picture/${encodeURIComponent(id)}?view=${encodeURIComponent(view)}`);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    picture = { id, kind: "", file: store.state.documents.find(one => one.id === id)?.file, sheets: [], views: [], sentence: refusal.message, findings: refusal.body.findings || [] };
  }
  if (!shows(id, view)) return; // gone elsewhere meanwhile
  store.picture = picture;
  changed("picture");
}

// One edit at a time, so that each is made for what the one before has left. Several actions are one change.
export function act(asked, base) {
  const actions = [asked].flat();
  const mine = store.pending.then(() => carry("api/edit", { actions, base: based(actions, base) }));
  store.pending = mine.catch(() => {});
  return mine;
}

export function preview(actions) { return asked("api/preview", { actions, base: based(actions) }); }
export function send(address, body) { return asked(address, body); }

export function undo() { return turn("api/undo"); }
export function redo() { return turn("api/redo"); }

function turn(address) {
  const mine = store.pending.then(() => carry(address, {}));
  store.pending = mine.catch(() => {});
  return mine;
}

// The versions that were seen: of every file that an action names, so that what others did meanwhile is kept. Read when the turn has come.
function based(actions, base) {
  if (base) return base;
  const found = {};
  for (const { document } of actions) {
    const known = [...store.state.documents, store.state.settings].find(one => one.id === document || one.file === document);
    if (known) found[known.file] = known.hash;
  }
  return found;
}

async function carry(address, body) {
  const { id, view } = store.shown;
  const said = await asked(address, { ...body, tab: store.tab, picture: id && !store.shown.grid ? { id, view } : undefined });
  store.state.version = said.version;
  store.state.undo = said.undo;
  store.state.redo = said.redo;
  for (const one of [...store.state.documents, store.state.settings]) if (said.files[one.file] !== undefined) one.hash = said.files[one.file];
  // What the same list writes next is written for this version: nobody is asked about an edit of his own.
  for (const file of Object.keys(body.base || {})) if (said.files[file] !== undefined) body.base[file] = said.files[file];
  if (said.document && said.document !== id && address !== "api/edit" && !store.shown.grid) await show(said.document);
  else if (said.picture && shows(id, view)) { store.picture = { ...store.picture, ...said.picture }; changed("picture"); }
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
    if (store.shown.id && !store.shown.grid) await show(store.shown.id, store.shown.view);
    changed("outside");
  });
  events.addEventListener("publish", event => { store.publish = JSON.parse(event.data); changed("publish"); });
  events.onerror = () => changed("offline");
  // What changed before somebody listened is asked for.
  events.onopen = async () => {
    changed("online");
    const { version } = store.state;
    await refresh();
    if (store.state.version !== version && store.shown.id && !store.shown.grid) await show(store.shown.id, store.shown.view);
  };
}
