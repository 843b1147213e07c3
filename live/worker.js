// Python in a worker: Pyodide with numpy and nnderiv. All files come from the page, in base64 and
// compressed, because a page that was opened from the disk can fetch nothing. When Python stands,
// whatever reaches beyond the worker is taken away: the reader's code runs here.
const LIMIT = 512 * 16; // of memory, in pages of 64 KB: 512 MB
const SPARE = 1 << 24; // bytes that must be left for the next request
const FULL = "The code filled the 512 MB of memory that it has in a page, which ended Python.";
const SITE = "/lib/python3.12/site-packages";
const HOST = "https://memory.invalid/"; // never asked: `fetch` is answered from memory

// What JavaScript itself has, and what Pyodide needs to run on: no network, no storage, no timer
// that runs a text, no other worker, no message to the page.
const KEPT = new Set(
  `Object Array Function Boolean Symbol Number BigInt Math Date String RegExp Promise Proxy Reflect
  Map Set WeakMap WeakSet WeakRef FinalizationRegistry ArrayBuffer SharedArrayBuffer DataView Atomics
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array BigInt64Array
  BigUint64Array Float32Array Float64Array JSON Intl Error AggregateError EvalError RangeError
  ReferenceError SyntaxError TypeError URIError globalThis Infinity NaN undefined isFinite isNaN
  parseFloat parseInt decodeURIComponent encodeURIComponent
  self WebAssembly TextDecoder TextEncoder performance crypto console`.split(/\s+/),
);

async function unpacked(parts) {
  const stream = new Blob(parts.map(bytes)).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function bytes(base64) {
  const letters = atob(base64);
  const all = new Uint8Array(letters.length);
  for (let i = 0; i < all.length; i += 1) all[i] = letters.charCodeAt(i);
  return all;
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
  for (let owner = self; owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) {
      if (!KEPT.has(name)) Reflect.deleteProperty(owner, name);
    }
  }
  makeNoCode();
}

// Text must not become code: that could import a module from elsewhere. The policy of a server
// sees to it, but a page from the disk has none.
function makeNoCode() {
  const refuse = function () {
    throw new TypeError("JavaScript is out of reach for the Python of this page");
  };
  refuse.prototype = Function.prototype;
  for (const kind of [() => {}, async () => {}, function* () {}, async function* () {}]) {
    const constructor = { value: refuse, writable: false, configurable: false };
    Object.defineProperty(Object.getPrototypeOf(kind), "constructor", constructor);
  }
  self.Function = refuse;
}

async function start(packed) {
  const files = new Map();
  for (const [name, parts] of packed) files.set(name, await unpacked(parts));
  boundMemory();
  answerFetches(files);
  run(files.get("pyodide.js"));
  run(files.get("pyodide.asm.js"));
  const nothing = () => null; // what a cell prints comes through nnderiv.live
  const streams = { stdin: nothing, stdout: nothing, stderr: nothing };
  const pyodide = await self.loadPyodide({ indexURL: HOST, jsglobals: Object.create(null), ...streams });
  for (const name of ["numpy.zip", "nnderiv.zip"]) {
    pyodide.unpackArchive(files.get(name), "zip", { extractDir: SITE });
  }
  const { answer } = pyodide.pyimport("nnderiv.live.bridge");
  lockUp();
  return { answer, memory: pyodide._module };
}

// What is full stays full, for the names of the cells hold it.
function isFull({ _malloc, _free }) {
  const spare = _malloc(SPARE);
  if (spare) _free(spare);
  return !spare;
}

// Why Python cannot go on, in the reader's words.
function reason({ name, message }) {
  if (name === "ExitStatus" || name === "Exit") return "The code ended Python itself.";
  if (/call stack/.test(message)) return "The code calls itself too deeply, which ended Python.";
  if (/out of memory|allocation failed/i.test(message)) return FULL;
  return `The code ended Python by an error that Python cannot survive: ${message.trim().split("\n").at(-1)}`;
}

const post = self.postMessage.bind(self);
const tell = (kind, text) => post({ kind: kind === "progress" ? kind : "output", text });
let python;

function reply(request) {
  const text = python.answer(request, tell);
  post(isFull(python.memory) ? { kind: "failed", text: FULL } : { kind: "answer", text });
}

self.onmessage = async ({ data: { files, request } }) => {
  try {
    if (request) reply(request);
    else {
      python = await start(files);
      post({ kind: "answer", text: "" });
    }
  } catch (error) {
    post({ kind: "failed", text: reason(error) });
  }
};
