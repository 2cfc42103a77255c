"""Build the page for officers, web/verify, to one folder that any static host serves.

`make page` builds it with the published test keys, for trial. In earnest give a folder with
`config.json` and the roots and lists that it names: `--config FOLDER`. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from pathlib import Path

from page_configuration import CONFIG, hosts_of, lists_here, refusal_of

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "web" / "verify"
VERIFIER = ROOT / "packages" / "verifier"
READER = PAGE / "node_modules" / "zxing-wasm"
SAMPLES = ROOT / "samples" / "attestations"
SUMS = "SHA256SUMS"
WORKER = "service-worker.js"
ANY_HOST = b"connect-src 'self' https:;"
# What reads QR codes: its program, what that imports, and the module of WebAssembly.
READER_FILES = {
    "dist/es/reader/index.js": "zxing/reader/index.js",
    "dist/es/share.js": "zxing/share.js",
    "dist/reader/zxing_reader.wasm": "zxing/zxing_reader.wasm",
    "LICENSE": "zxing/LICENSE",
}


def main(arguments: list[str]) -> int:
    """Build into the folder given, which is made anew."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--config", type=Path, help="folder with config.json, roots and lists")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "build" / "verify")
    options = parser.parse_args(arguments)
    if not READER.is_dir():
        print(f"zxing-wasm is missing: npm ci --prefix {PAGE.relative_to(ROOT)}", file=sys.stderr)
        return 1
    files = _program()
    own = _configuration(options.config) if options.config else _trial()
    if refusal := refusal_of(own):
        print(f"{CONFIG} {refusal}", file=sys.stderr)
        return 1
    files |= own
    files["index.html"] = narrowed(files["index.html"], own)
    files[WORKER] = _worker(files, lists_here(own))
    files[SUMS] = _sums(files)
    if options.output.exists() and not (options.output / SUMS).is_file():
        print(f"{options.output} was not built here, and is left alone", file=sys.stderr)
        return 1
    _write(options.output, files)
    print(f"{options.output}: {len(files)} files; sums in {SUMS}")
    return 0


def _program() -> dict[str, bytes]:
    """Return the files of the page by their names, without configuration."""
    files = {
        name: (PAGE / name).read_bytes()
        for name in ("index.html", "page.css", "icon.svg", "manifest.webmanifest")
    }
    for folder, pattern, into in (
        (PAGE / "src", "*.mjs", "src"),
        (PAGE / "messages", "*.json", "messages"),
        # Rules over records stay behind: the page takes no record.
        (VERIFIER / "src", "*.mjs", "verifier"),
        (VERIFIER / "src" / "data", "*.mjs", "verifier/data"),
    ):
        files |= {f"{into}/{path.name}": path.read_bytes() for path in folder.glob(pattern)}
    files["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    return files | {name: (READER / path).read_bytes() for path, name in READER_FILES.items()}


def _trial() -> dict[str, bytes]:
    """Return a configuration that takes the published test keys, and says so loudly."""
    names = ("root.cert.pem", "trust-list.jwt", "status-list.jwt")
    files = {f"lists/{name}": (SAMPLES / name).read_bytes() for name in names}
    return files | {CONFIG: (PAGE / CONFIG).read_bytes()}


def _configuration(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def narrowed(page: bytes, files: dict[str, bytes]) -> bytes:
    """Return the page with a policy that lets it ask the hosts of the configuration alone.

    Without `hosts` it may ask any by HTTPS, since lists stand where administrations put them.
    """
    hosts = hosts_of(files)
    if hosts is None:
        return page
    assert page.count(ANY_HOST) == 1, "index.html has another policy"
    named = " ".join(("connect-src 'self'", *(f"https://{host}" for host in hosts)))
    return page.replace(ANY_HOST, f"{named};".encode())


def _worker(files: dict[str, bytes], lists: list[str]) -> bytes:
    """Return the service worker, which knows each file and changes when one of them does."""
    version = hashlib.sha256(_sums(files)).hexdigest()[:16]
    page = ["./", *sorted(name for name in files if name not in {*lists, "index.html"})]
    head = "".join(
        f"const {name} = {json.dumps(value)};\n"
        for name, value in (("VERSION", version), ("FILES", page), ("LISTS", lists))
    )
    return head.encode() + (PAGE / "src" / WORKER).read_bytes()


def _sums(files: dict[str, bytes]) -> bytes:
    """Return what `sha256sum --check` reads."""
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    ).encode()


def _write(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
