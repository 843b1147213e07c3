// Keeps the page, what it has loaded and what is visited from now on, so that it is there offline.
// To be called at the first click on something live; later calls do nothing more.

let begun = null;

// Resolves to whether all that is loaded by now is kept: without a service worker (from the disk,
// in a private window) nothing is, and the page works all the same.
export function keepForOffline() {
  begun ??= begin().catch(() => {
    begun = null;
    return false;
  });
  return begun;
}

async function begin() {
  if (!location.protocol.startsWith("http") || !navigator.serviceWorker) return false;
  const book = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
  await navigator.serviceWorker.register(new URL("offline.js", book), { scope: book });
  const { active } = await navigator.serviceWorker.ready;
  // what was asked for before the service worker was there arrives later, too
  const observer = new PerformanceObserver((list) => handOver(active, list.getEntries()));
  observer.observe({ type: "resource" });
  const page = { name: location.href, workerStart: 0 };
  return handOver(active, [page, ...performance.getEntriesByType("resource")]);
}

// Asks the service worker to keep what did not come through it.
function handOver(worker, entries) {
  const missed = entries.filter(({ workerStart }) => workerStart === 0).map(({ name }) => name);
  const own = missed.filter((url) => new URL(url).origin === location.origin);
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data === "kept");
    worker.postMessage(own, [port2]);
  });
}
