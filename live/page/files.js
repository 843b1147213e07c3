// Brings the files of live Python, and what a page tells of itself. Each is gzip in base64, cut into
// parts, and each part a classic script that calls `liveFile`: so they load from the disk as well.
/* global LIVE_FILES, LIVE_BYTES -- set when the bundle is made: names of parts by file, bytes of all */

const HERE = document.currentScript.src.replace(/[^/]*$/, "");
const arrived = new Map();
let brought = null;

window.liveFile = (name, text) => arrived.set(name, text);

async function part(name) {
  if (!arrived.has(name)) {
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${HERE}${name}`;
      script.addEventListener("load", resolve);
      script.addEventListener("error", () =>
        reject(new Error(`The file ${name} could not be loaded. Are you still online?`)),
      );
      script.addEventListener("loadend", () => script.remove());
      document.head.append(script);
    });
  }
  return arrived.get(name);
}

// The files of Python, as [name, base64]. `progress` is told how many bytes of how many are here.
export function pythonFiles(progress) {
  brought ??= bring(progress).catch((error) => {
    brought = null; // to be asked for again
    throw error;
  });
  return brought;
}

async function bring(progress) {
  let here = 0;
  progress(here, LIVE_BYTES);
  const file = async ([name, parts]) => {
    const texts = parts.map(async (one) => {
      const text = await part(one);
      progress((here += text.length), LIVE_BYTES);
      return text;
    });
    return [name, (await Promise.all(texts)).join("")];
  };
  return Promise.all(Object.entries(LIVE_FILES.python).map(file));
}

export async function unpacked(name) {
  const packed = Uint8Array.from(atob(await part(name)), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export const formulaFont = () => unpacked(LIVE_FILES.font);

// What a page has to say: the LaTeX of its derivations, the source of its cells.
export async function pageData(name) {
  return JSON.parse(new TextDecoder().decode(await unpacked(name)));
}
