// A file that the reader chose or dropped, as text, or an error that says what was wrong with it.
const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

const COMMAND = "nnderiv-proofread";

// `largest` is how many bytes are read.
export async function textOfFiles(files, largest) {
  if (files.length !== 1) {
    throw new Error(
      `One file is read at a time, and ${files.length} arrived. Open them one after the other, or ` +
        `read a whole folder on the command line: ${COMMAND} folder/`,
    );
  }
  const [file] = files;
  if (file.size > largest) {
    throw new Error(
      `${file.name} has ${megabytes(file.size)} MB; at most ${megabytes(largest)} MB are read. ` +
        "Split it into chapters.",
    );
  }
  return decoded(file.name, await bytesOf(file));
}

async function bytesOf(file) {
  try {
    return await file.arrayBuffer();
  } catch {
    throw new Error(
      `${file.name} cannot be read. If it is a folder, open its files one after the other, or read ` +
        `all of them on the command line: ${COMMAND} ${file.name}/`,
    );
  }
}

function decoded(name, bytes) {
  let text = "\0";
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // as a file with zero bytes
  }
  if (text.includes("\0")) {
    throw new Error(
      `Text in UTF-8 is read, and ${name} is none. If it is a text, save it in UTF-8; if it was made ` +
        "from one, as a PDF is, open the text that it was made from.",
    );
  }
  return text.replace(/\r\n?/g, "\n");
}
