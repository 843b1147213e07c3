// The page's one Python, in a worker that all editors share. A request is answered, stopped by the
// reader, or ended after a while; then the worker is made anew by the next request.
import workerSource from "../worker.js" with { type: "text" };
import { NAMES, pythonFiles } from "./files.js";

const SECONDS = 60; // without a sign of life

// Python ended before it answered.
export class Stopped extends Error {}

// A worker, from its start to its end. It answers one request after the other.
class Interpreter {
  #worker = null;
  #current = null; // what is waited for
  #timer = 0;
  #watches = new Set();
  #told = () => {}; // tells a watch how far the start has come
  #queue;
  #fail;

  constructor(page) {
    this.ended = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.#queue = this.#start(page).catch((error) => this.end(error));
  }

  ask(request, watch) {
    this.#watches.add(watch);
    this.#told(watch);
    const turn = this.#queue.then(() => this.#send({ request: JSON.stringify(request) }, watch));
    this.#queue = turn;
    return Promise.race([turn, this.ended]).finally(() => this.#watches.delete(watch));
  }

  // Whatever is asked, or waits for its turn, fails with this error.
  end(error) {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#fail(error);
  }

  async #start(page) {
    const url = URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
    this.#worker = new Worker(url);
    URL.revokeObjectURL(url);
    this.#worker.onmessage = ({ data }) => this.#heard(data);
    this.#worker.onerror = ({ message }) => this.end(new Error(`Python cannot run here: ${message}`));
    const started = this.#answer({ names: NAMES });
    const files = pythonFiles(
      (...bytes) => this.#tell("progress", ...bytes),
      (name, parts) => this.#worker.postMessage({ file: { name, parts } }),
    );
    await Promise.race([this.ended, files]);
    this.#tell("starting");
    this.#wait();
    await started;
    this.#told = () => {};
    for (const told of await page) await this.#send({ request: JSON.stringify(told) });
  }

  #tell(what, ...values) {
    this.#told = (watch) => watch[what]?.(...values);
    this.#watches.forEach(this.#told);
  }

  #send(message, watch) {
    this.#wait();
    return this.#answer(message, watch);
  }

  #answer(message, watch = {}) {
    return new Promise((resolve) => {
      this.#current = { watch, resolve };
      this.#worker.postMessage(message);
    });
  }

  #wait() {
    clearTimeout(this.#timer);
    const error = new Stopped(`Ended after ${SECONDS} seconds without an answer.`);
    this.#timer = setTimeout(() => this.end(error), SECONDS * 1000);
  }

  #heard({ kind, text }) {
    const { watch, resolve } = this.#current;
    if (kind === "failed") this.end(new Stopped(text));
    if (kind === "output") watch.output?.(text);
    if (kind === "progress") {
      this.#wait();
      watch.part?.(Number(text));
    }
    if (kind === "answer") {
      clearTimeout(this.#timer);
      resolve(text);
    }
  }
}

class Python {
  #interpreter = null;
  #page = []; // a promise of what it is told first
  #lives = 0;

  // Another number means that the names of cells are gone.
  get lives() {
    return this.#lives;
  }

  get runs() {
    return this.#interpreter !== null;
  }

  // What each worker is told first: a promise of requests about the page.
  about(page) {
    page.catch(() => {}); // whoever asks is told
    this.#page = page;
  }

  // Starts Python, which will be asked.
  start() {
    this.#interpreter ??= this.#made();
  }

  // Resolves to the answer. `watch` may have progress(bytes, all) while Python is brought,
  // starting() when it starts, part(0 to 1) while it works, and output(text).
  async ask(request, watch = {}) {
    this.start();
    return JSON.parse(await this.#interpreter.ask(request, watch));
  }

  // Ends what is being answered, and what waits for its turn.
  stop() {
    this.#interpreter?.end(new Stopped("Stopped."));
  }

  #made() {
    const interpreter = new Interpreter(this.#page);
    interpreter.ended.catch(() => {
      this.#lives += 1;
      this.#interpreter = null;
    });
    return interpreter;
  }
}

export const python = new Python();
