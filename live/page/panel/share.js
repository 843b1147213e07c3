// A text in the fragment of a link, compressed: #live=derivation.3.eJxL…
import { bytesOf, through } from "../packing.js";

const START = "#live=";
const LONGEST = 8000; // characters: what mail, chats and servers pass on as a whole

export const TOO_LONG = `This text is too long for a link, which has ${LONGEST} characters at most. Copy it instead.`;
const DAMAGED = "The text in this link is damaged: some of it was cut off or changed on the way. Ask for the link again.";

const address = () => location.href.split("#")[0];

// The link, which stands in the address bar from now on; null if the text is too long for one.
export async function linkTo(place, text) {
  const packed = await through(new TextEncoder().encode(text), new CompressionStream("deflate"));
  const letters = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
  const safe = letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const link = `${address()}${START}${place}.${safe}`;
  if (link.length > LONGEST) return null;
  history.replaceState(null, "", link);
  return link;
}

// What is typed from now on is not what the link holds: a reload must not bring that back.
export function leaveLink() {
  if (location.hash.startsWith(START)) history.replaceState(null, "", address());
}

// The place and the text of the page's address, which begins as a link to a text does.
export async function sharedText() {
  const { hash } = location;
  const found = hash.length <= LONGEST && hash.match(/^#live=([a-z]+\.\d+)\.([\w-]+)$/);
  if (!found) throw new Error(DAMAGED);
  try {
    const packed = bytesOf(found[2].replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = await through(packed, new DecompressionStream("deflate")); // has a checksum
    return { place: found[1], text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    throw new Error(DAMAGED);
  }
}
