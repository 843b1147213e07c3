"""What Python imports in a page: its library, numpy, nnderiv, as archives of what is needed.

The modules that are imported when Python starts are there as bytecode, which makes it start in half
the time. They are compiled at build time by the very Python that runs in the page.
"""

import io
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from node_packages import NODE
from sphinx.errors import ExtensionError

ROOT = Path(__file__).parent.parent
COMPILER = ROOT / "live/bytecode.mjs"
LOCK = ROOT / "live/package-lock.json"  # names the Pyodide that compiles
KEPT = ROOT / ".wheels"
LIBRARY = "lib/python312.zip/"  # where modules lie in the page
SITE = "lib/python3.12/site-packages/"
CACHE = "cpython-312"
EPOCH = (1980, 1, 1, 0, 0, 0)
NOTEBOOK_ONLY = {"exercises", "explorers", "figures"}
# numpy's own tests, what builds packages on numpy, and what type checkers read.
NOT_NEEDED = {"tests", "f2py", "distutils", "_pyinstaller"}
NOT_READ = {".pyi", ".a", ".h", ".c", ".pxd", ".pyx"}


def archives(library: bytes, wheel: bytes, package: Path) -> dict[str, bytes]:
    """Return what the worker unpacks, by file name.

    Args:
        library: Pyodide's python_stdlib.zip.
        wheel: numpy's.
        package: the folder of nnderiv.
    """
    standard, numpy = unpacked(library), numpy_files(wheel)
    nnderiv = package_files(package)
    for path, code in bytecode(packed(numpy), packed(nnderiv)).items():
        if path.startswith(LIBRARY):
            _replace(standard, path.removeprefix(LIBRARY), code)
        elif (name := path.removeprefix(SITE)) in numpy:
            _replace(numpy, name, code)
        else:  # a reader may look at the source
            module = Path(name)
            cached = module.parent / "__pycache__" / f"{module.stem}.{CACHE}.pyc"
            nnderiv[cached.as_posix()] = code
    files = {"python_stdlib": standard, "numpy": numpy, "nnderiv": nnderiv}
    return {f"{name}.zip": packed(content) for name, content in files.items()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files, the same for the same files; it will be compressed as a whole."""
    archive = io.BytesIO()
    with ZipFile(archive, "w", ZIP_STORED) as target:
        for name, content in sorted(files.items()):
            target.writestr(ZipInfo(name, EPOCH), content)
    return archive.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    """Return the files of an archive by name."""
    with ZipFile(io.BytesIO(archive)) as source:
        return {one.filename: source.read(one) for one in source.infolist() if not one.is_dir()}


def package_files(package: Path) -> dict[str, bytes]:
    """Return the modules of nnderiv that need neither notebook nor figures."""
    paths = [path.relative_to(package) for path in package.rglob("*.py")]
    here = [path for path in paths if not NOTEBOOK_ONLY & set(path.parts)]
    return {f"{package.name}/{path.as_posix()}": (package / path).read_bytes() for path in here}


def numpy_files(wheel: bytes) -> dict[str, bytes]:
    """Return what computes of numpy's wheel, and its licence."""
    return {
        name: content
        for name, content in unpacked(wheel).items()
        if Path(name).suffix not in NOT_READ and not NOT_NEEDED & set(Path(name).parts)
    }


def bytecode(*archives: bytes) -> dict[str, bytes]:
    """Compile what `import nnderiv.live.bridge` imports; return it by path, such as lib/….py."""
    what = sha256(b"".join([COMPILER.read_bytes(), LOCK.read_bytes(), *archives])).hexdigest()
    kept = KEPT / f"bytecode-{what[:16]}.zip"
    if not kept.exists():
        for old in KEPT.glob("bytecode-*.zip"):
            old.unlink(missing_ok=True)
        _compile(archives, kept)
    return unpacked(kept.read_bytes())


def _compile(archives: Sequence[bytes], kept: Path) -> None:
    """Have the Python of the pages compile modules, under Node.

    Raises:
        ExtensionError: if it cannot; its own words say why.
    """
    with TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.zip") for number in range(len(archives))]
        for path, archive in zip(paths, archives, strict=True):
            path.write_bytes(archive)
        target = Path(folder, "bytecode.zip")
        done = subprocess.run(
            [NODE, COMPILER, target, *paths], capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode != 0:
            why = done.stderr[-1000:]
            raise ExtensionError(f"The Python of the pages could not be compiled: …{why}")
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(target, kept)


def _replace(files: dict[str, bytes], name: str, code: bytes) -> None:
    """Put bytecode in the place of a source."""
    del files[name]
    files[f"{name}c"] = code
