// The page's one Python, in a worker that all editors share. A request is answered, stopped by the
// reader, or ended after a while; then the worker is made anew by the next request.
import workerSource from "../worker.js" with { type: "text" };
import { pythonFiles } from "./files.js";

const SECONDS = 60; // without a sign of life

export class Stopped extends Error {}

class Python {
  #worker = null;
  #starting = null;
  #current = null;
  #queue = Promise.resolve();
  #page = null;
  #lives = 0;

  // How many workers there have been: the names of cells live as long as one.
  get lives() {
    return this.#lives;
  }

  get runs() {
    return this.#worker !== null;
  }

  // What each worker is told first: the page whose derivations and cells it will be asked about.
  about(page) {
    this.#page = page;
  }

  // Resolves to the answer. `watch` may have progress(bytes, all) while Python is brought,
  // part(0 to 1) while it works, and output(text).
  ask(request, watch = {}) {
    const turn = this.#queue.then(async () => {
      await this.#start(watch);
      return JSON.parse(await this.#send({ request: JSON.stringify(request) }, watch));
    });
    this.#queue = turn.catch(() => {});
    return turn;
  }

  stop(reason = "Stopped.") {
    this.#worker?.terminate();
    this.#worker = this.#starting = null;
    this.#current?.reject(new Stopped(reason));
  }

  #start(watch) {
    this.#starting ??= this.#made(watch).catch((error) => {
      this.#starting = null;
      throw error;
    });
    return this.#starting;
  }

  async #made(watch) {
    const files = await pythonFiles((here, all) => watch.progress?.(here, all));
    watch.starting?.();
    const url = URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
    this.#worker = new Worker(url);
    URL.revokeObjectURL(url);
    this.#lives += 1;
    this.#worker.onmessage = ({ data }) => this.#heard(data);
    await this.#send({ files }, {});
    if (this.#page) await this.#send({ request: JSON.stringify(this.#page) }, {});
  }

  #send(message, watch) {
    return new Promise((resolve, reject) => {
      const id = crypto.getRandomValues(new Uint32Array(1))[0];
      const current = { id, watch, timer: 0 };
      const settled = (settle) => (value) => {
        clearTimeout(current.timer);
        if (this.#current === current) this.#current = null;
        settle(value);
      };
      this.#current = Object.assign(current, { resolve: settled(resolve), reject: settled(reject) });
      this.#wait(current);
      this.#worker.postMessage({ id, ...message });
    });
  }

  #wait(current) {
    clearTimeout(current.timer);
    const reason = `Ended after ${SECONDS} seconds without an answer.`;
    current.timer = setTimeout(() => this.stop(reason), SECONDS * 1000);
  }

  #heard({ id, kind, text }) {
    const current = this.#current;
    if (current?.id !== id) return;
    if (kind === "answer") current.resolve(text);
    if (kind === "failed") {
      this.#worker.terminate(); // nobody knows what state it is in
      this.#worker = this.#starting = null;
      current.reject(new Error(text));
    }
    if (kind === "output") current.watch.output?.(text);
    if (kind === "progress") {
      this.#wait(current);
      current.watch.part?.(Number(text));
    }
  }
}

export const python = new Python();
