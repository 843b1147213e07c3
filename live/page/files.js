// Brings the files of live Python, and what a page tells of itself. Each is gzip in base64, cut into
// parts, and each part a classic script that calls `liveFile`: so they load from the disk as well.
// The build sets LIVE_FILES, the names of parts by file, and LIVE_BYTES, the bytes of all.

import { bytesOf, through } from "./packing.js";

const HERE = document.currentScript.src.replace(/[^/]*$/, "");
const texts = new Map();
const parts = new Map(); // promises of the texts

window.liveFile = (name, text) => texts.set(name, text);

// A part that could not be had is tried once more at once, and again when it is asked for again.
function part(name) {
  if (!parts.has(name)) parts.set(name, loaded(name).catch(() => loaded(name)));
  parts.get(name).catch(() => parts.delete(name));
  return parts.get(name);
}

function loaded(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const settled = () => {
      script.remove();
      if (texts.has(name)) resolve(texts.get(name));
      else reject(new Error(`The file ${name} could not be loaded. Are you still online?`));
    };
    script.addEventListener("load", settled);
    script.addEventListener("error", settled);
    script.src = `${HERE}${name}`;
    document.head.append(script);
  });
}

// The names of the files of Python.
export const NAMES = Object.keys(LIVE_FILES);

// Brings the files of Python: `deliver` gets the name of each and its parts in base64, `progress` how
// many bytes of how many are here. What cannot be had is told when nothing is on its way any more,
// so that whoever asks again gets no answer to the question before.
export async function pythonFiles(progress, deliver) {
  let here = 0;
  const counted = async (name) => {
    const text = await part(name);
    here += text.length;
    progress(here, LIVE_BYTES);
    return text;
  };
  const file = async (name) => deliver(name, await whole(LIVE_FILES[name].map(counted)));
  await whole(NAMES.map(file));
}

// As Promise.all, but it waits for all also when one fails.
async function whole(promises) {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
  return settled.map(({ value }) => value);
}

// What a page has to say: the LaTeX of its derivations, the source of its cells.
export async function pageData(name) {
  const unpacked = await through(bytesOf(await part(name)), new DecompressionStream("gzip"));
  return JSON.parse(new TextDecoder().decode(unpacked));
}
