// Keeps the pages that a reader visits, and live Python, so that they can be read offline. A page
// registers this at the first click on something live (page/offline.js), and never before.

// The build writes the names of all its files here: another build is another script, which the
// browser finds when a page is opened, and starts when no page needs the older one any more.
const FILES = [];
const BOOK = self.registration.scope;
const LIVE = `${BOOK}_static/live/`; // where the names of scripts say what is in them, by a hash

// A query tells nothing here: Sphinx writes the version of a file there, and a search its words.
const keyOf = (url) => url.split(/[?#]/)[0];
const isNamed = (key) => key.startsWith(LIVE) && key.endsWith(".js");
const openCache = () => caches.open(BOOK);

async function keep(key, response) {
  if (response.status !== 200 || response.redirected) return;
  const cache = await openCache();
  await cache.put(key, response).catch(() => {}); // a full disk: it is read online all the same
}

// What has its content in its name cannot be out of date. All else comes from the network if it
// can, so that no page is ever stale.
async function answer(event, key) {
  const kept = async () => (await openCache()).match(key);
  const found = isNamed(key) && (await kept());
  if (found) return found;
  try {
    const response = await fetch(event.request);
    event.waitUntil(keep(key, response.clone()));
    return response;
  } catch {
    return (await kept()) ?? Response.error();
  }
}

// What a page loaded before this worker was there, out of the browser's own cache where it is.
async function keepLoaded(url) {
  const key = keyOf(url);
  if (!key.startsWith(BOOK)) return;
  if (isNamed(key) && (await (await openCache()).match(key))) return;
  await keep(key, await fetch(url, { cache: "force-cache" }));
}

async function dropOlderBuild() {
  const cache = await openCache();
  const files = new Set([BOOK, ...FILES.map((name) => new URL(name, BOOK).href)]);
  const older = (await cache.keys()).filter(({ url }) => !files.has(url));
  await Promise.all(older.map((request) => cache.delete(request)));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOlderBuild().then(() => self.clients.claim()));
});
self.addEventListener("message", (event) => {
  const kept = Promise.allSettled(event.data.map(keepLoaded));
  event.waitUntil(kept.then(() => event.ports[0].postMessage("kept")));
});
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(BOOK)) event.respondWith(answer(event, keyOf(url)));
});
