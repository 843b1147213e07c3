// Python in a worker: Pyodide with numpy and nnderiv. All files come from the page, in base64 and
// compressed, because a page that was opened from the disk can fetch nothing. Python starts with
// those that are here while the others are on their way. When it stands,
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

const HEADER = 0x04034b50; // of a file in a zip archive

const arrived = new Map(); // promises of the files, by name
const deliver = new Map();

function expect(names) {
  for (const name of names) {
    const arrives = new Promise((resolve) => {
      deliver.set(name, resolve);
    });
    arrived.set(name, arrives);
  }
}

async function unpacked(parts) {
  const stream = new Blob(parts.map(decoded)).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function decoded(base64) {
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

function answerFetches() {
  self.fetch = async (url) => {
    const name = String(url).split("/").pop();
    if (!arrived.has(name)) throw new TypeError(`${name} is not one of the files of the page`);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(await arrived.get(name), { headers: { "content-type": type } });
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

// Writes the files of an archive, which holds them as they are, one after the other.
function writeFiles(FS, archive) {
  const view = new DataView(archive.buffer);
  for (let at = 0; view.getUint32(at, true) === HEADER; ) {
    const [size, length] = [view.getUint32(at + 18, true), view.getUint16(at + 26, true)];
    const name = new TextDecoder().decode(archive.subarray(at + 30, at + 30 + length));
    const content = at + 30 + length + view.getUint16(at + 28, true);
    const path = `${SITE}/${name}`;
    FS.mkdirTree(path.replace(/\/[^/]*$/, ""));
    FS.writeFile(path, archive.subarray(content, content + size), { canOwn: true });
    at = content + size;
  }
}

async function start() {
  boundMemory();
  answerFetches();
  run(await arrived.get("pyodide.js"));
  run(await arrived.get("pyodide.asm.js"));
  const nothing = () => null; // what a cell prints comes through nnderiv.live
  const streams = { stdin: nothing, stdout: nothing, stderr: nothing };
  const pyodide = await self.loadPyodide({ indexURL: HOST, jsglobals: Object.create(null), ...streams });
  for (const name of ["numpy.zip", "nnderiv.zip"]) writeFiles(pyodide.FS, await arrived.get(name));
  const { answer } = pyodide.pyimport("nnderiv.live.bridge");
  const { bytes } = pyodide.pyimport("builtins");
  lockUp();
  return { answer, bytes };
}

// What is full stays full, for the names of the cells hold it.
function isFull({ bytes }) {
  try {
    bytes(SPARE).destroy();
    return false;
  } catch {
    return true;
  }
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
  post(isFull(python) ? { kind: "failed", text: FULL } : { kind: "answer", text });
}

self.onmessage = async ({ data: { names, file, request } }) => {
  try {
    if (names) {
      expect(names);
      python = await start();
      post({ kind: "answer", text: "" });
    } else if (file) deliver.get(file.name)(await unpacked(file.parts));
    else reply(request);
  } catch (error) {
    post({ kind: "failed", text: reason(error) });
  }
};
