// A text in the fragment of a link, compressed: #live=derivation.3.eJxL…
const START = "#live=";

async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

export async function linkTo(place, text) {
  const packed = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  const letters = btoa(String.fromCharCode(...packed));
  const safe = letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${location.href.split("#")[0]}${START}${place}.${safe}`;
}

// The place and the text of the page's address; null if it has none, or one that was cut off.
export async function sharedText() {
  const found = location.hash.match(/^#live=([a-z]+\.\d+)\.([\w-]+)$/);
  if (!found) return null;
  try {
    const letters = atob(found[2].replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const bytes = await through(packed, new DecompressionStream("deflate-raw"));
    return { place: found[1], text: new TextDecoder().decode(bytes) };
  } catch {
    return null;
  }
}
