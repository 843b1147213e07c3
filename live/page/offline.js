// Keeps the page, what it has loaded and what is visited from now on, so that it is there offline.
// Called at the first click on something live, and once more when all of that is loaded: what the
// service worker keeps already is not fetched again.

// Resolves to whether it is kept: without a service worker (from the disk, in a private window)
// nothing is, and the page works all the same.
export async function keepForOffline() {
  if (!location.protocol.startsWith("http") || !navigator.serviceWorker) return false;
  const book = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
  try {
    await navigator.serviceWorker.register(new URL("offline.js", book), { scope: book });
    const { active } = await navigator.serviceWorker.ready;
    return await handOver(active);
  } catch {
    return false;
  }
}

function handOver(worker) {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const own = loaded.filter((url) => new URL(url).origin === location.origin);
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data === "kept");
    worker.postMessage([location.href, ...own], [port2]);
  });
}
