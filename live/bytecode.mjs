// Compiles the modules that Python imports when it starts in a page, with the Python of the page.
// Which archives hold modules, and where the result goes, is said on the command line.
import { readFile, writeFile } from "node:fs/promises";
import { loadPyodide } from "pyodide";

const [target, ...archives] = process.argv.slice(2);
const COMPILE = `
import io, marshal, nnderiv.live.bridge, sys, zipfile
from importlib.util import MAGIC_NUMBER, source_hash
UNCHECKED = (1).to_bytes(4, "little") # the source is not compared, and need not be there
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w") as bytecode:
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if file.endswith(".py") and hasattr(module.__spec__.loader, "get_data"): # not frozen
            source = module.__spec__.loader.get_data(file)
            code = marshal.dumps(compile(source, file, "exec", dont_inherit=True))
            bytecode.writestr(file[1:], MAGIC_NUMBER + UNCHECKED + source_hash(source) + code)
packed.getvalue()
`;

async function compile() {
  const python = await loadPyodide();
  for (const archive of archives) {
    const bytes = new Uint8Array(await readFile(archive));
    python.unpackArchive(bytes, "zip", { extractDir: "/lib/python3.12/site-packages" });
  }
  await writeFile(target, python.runPython(COMPILE).toJs());
}

// Node would print the line of the error, which is all of Pyodide.
compile().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
