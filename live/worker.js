// Python in a worker: Pyodide with numpy and nnderiv. All files come from the page, in base64 and
// compressed, because a page that was opened from the disk can fetch nothing. When Python stands,
// what reaches the network or a storage is taken away: the reader's code runs here.
const LIMIT = 512 * 16; // of memory, in pages of 64 KB: 512 MB
const SITE = "/lib/python3.12/site-packages";
const HOST = "https://memory.invalid/"; // never asked: `fetch` is answered from memory
const REACH = /^(fetch|indexedDB|caches|importScripts|close|.*Worker|.*Socket.*|XMLHttpRequest|EventSource|WebTransport|BroadcastChannel|.*FileSystem.*|RTC.*|navigator)$/;

async function unpacked(base64) {
  const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function boundMemory() {
  const { Memory } = WebAssembly;
  WebAssembly.Memory = function (size) {
    return new Memory({ ...size, maximum: Math.min(size.maximum, LIMIT) });
  };
}

function answerFetches(files) {
  self.fetch = async (url) => {
    const name = String(url).split("/").pop();
    if (!files.has(name)) throw new TypeError(`${name} is not one of the files of the page`);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(files.get(name), { headers: { "content-type": type } });
  };
}

function run(script) {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  importScripts(url);
  URL.revokeObjectURL(url);
}

function lockUp() {
  for (let owner = self; owner; owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) {
      if (REACH.test(name)) delete owner[name];
    }
  }
}

async function start(parts) {
  const files = new Map();
  for (const [name, base64] of parts) files.set(name, await unpacked(base64));
  boundMemory();
  answerFetches(files);
  run(files.get("pyodide.js"));
  run(files.get("pyodide.asm.js"));
  const pyodide = await self.loadPyodide({ indexURL: HOST, jsglobals: Object.create(null) });
  for (const [name, bytes] of files) {
    if (name.endsWith(".whl")) pyodide.unpackArchive(bytes, "wheel");
  }
  pyodide.unpackArchive(files.get("nnderiv.zip"), "zip", { extractDir: SITE });
  const { answer } = pyodide.pyimport("nnderiv.live.bridge");
  lockUp();
  return answer;
}

const post = self.postMessage.bind(self);
let answer;

self.onmessage = async ({ data: { id, files, request } }) => {
  const send = (kind, text) => post({ id, kind, text });
  try {
    if (files) answer = await start(files);
    send("answer", files ? "" : answer(request, send));
  } catch (error) {
    send("failed", String(error?.message ?? error));
  }
};
