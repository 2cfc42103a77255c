"""Nothing opens a connection unless it was asked to: every command runs where none can be opened.

A process is run with a hook that the interpreter asks before it connects or looks up a name, by
whatever library. The hook refuses, and notes that it was asked, since a refusal can be swallowed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from aeo_exchange import __version__
from aeo_exchange.resources import published
from running import run_within
from signing.tokens import URI
from trust.made_lists import made
from trust.made_world import NOW, attestation, claiming, status, trust

GUARD = """
import os, socket, sys

ASKED = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
         "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")

def refuse(event, arguments):
    if event not in ASKED:
        return
    first = arguments[0] if arguments else None
    # Workers talk to their parent by sockets of this machine that are files.
    if getattr(first, "family", None) == getattr(socket, "AF_UNIX", -1):
        return
    with open(os.environ["ASKED"], "a") as noted:
        noted.write(f"{event}\\n")
    raise OSError(f"{event} was asked for")

sys.addaudithook(refuse)
"""
# Each command gets a process of its own, a copy of one that has read every module of the package:
# most of the time of a command is that of its start. Says of each its code, what it printed, and
# what the hook was asked by then.
RUNNER = """
import gc, json, os, pkgutil, sys

import aeo_exchange

for module in pkgutil.walk_packages(aeo_exchange.__path__, "aeo_exchange."):
    if not module.name.endswith("__main__"):
        __import__(module.name)
# Read when first needed.
LATE = ("PIL.Image", "alembic.command", "duckdb", "pyarrow.parquet", "sqlalchemy.dialects.sqlite",
        "xmlschema")
for name in LATE:
    __import__(name)

from aeo_exchange.cli import main

def begin(arguments):
    said = os.open("said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for number, opened in ((0, os.open(os.devnull, os.O_RDONLY)), (1, said), (2, said)):
        os.dup2(opened, number)
    sys.argv = ["aeo", *arguments]
    try:
        main(arguments)
    except SystemExit as end:
        code = end.code or 0
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # nothing is taken apart, which costs a copy of all that is shared

gc.collect()
gc.freeze()
ended = []
for arguments in json.load(sys.stdin):
    child = os.fork()
    if not child:
        begin(arguments)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    asked = open(os.environ["ASKED"]).read() if os.path.exists(os.environ["ASKED"]) else ""
    ended.append((code, open("said", errors="replace").read(), asked))
json.dump(ended, sys.stdout)
"""
RECORD = str(published("samples/records/HK-AEO/TIER1.aeo.json"))
VIEW = str(published("samples/records/HK-AEO/TIER2.view-CN.aeo.xml"))
SHEET = str(Path(__file__).parents[1] / "tabular/files/tr-list/dirty.csv")
FOLDER = str(published("samples/records/HK-AEO"))
DECLARED = str(published("samples/declarations/wco-import.xml"))
PROFILE = str(published("samples/profiles/HK-JP.toml"))
ADAPTER = "python:aeo_exchange.conformance.adapters.own:answer"
SIGN = ("--key", "k.pem", "--issuer", "HK", "--full", "--at", "2026-11-01")
XML = ("--envelope", "xades", "--cert", "c.pem")
NEXT_ROOT = ("--new", "k3.pem", "--new-cert", "c3.pem", "-o", "handover.jwt")
VERIFIER = ("--role", "verifier")
KEYS = published("conformance/keys")
KID = next(
    key["kid"]
    for key in json.loads((KEYS / "keys.json").read_bytes())["keys"]
    if key["name"] == "hk"
)
PRODUCT = f'vendor="E"\nproduct="aeo-exchange"\nversion="{__version__}"\ncontact="c"\nadapter="a"\n'
RELY = ("--trust", "list.jwt", "--root", "root.pem", "--at", NOW)
STREAM = ("--profile", PROFILE, "--sender", "HK", "--audience", "JP")
ABOUT = ("--tin", "HK00000033", "--by", "JP", "--profile", PROFILE, "--from", FOLDER)
PUBLISHED = ("--profile", PROFILE, "--key", "k.pem")
FROM = ("--trust", "T.jwt", "--root", "c.pem", "--profile", PROFILE)
TAKEN = ("--stream", "jp", "--state", "seen-answers.json")
MATCHED = ("--profile", PROFILE, "--by", "JP", "--from", FOLDER, "--format", "ndjson")
# In their order: later ones use what earlier ones wrote.
COMMANDS = (
    ("validate", FOLDER),
    ("validate", FOLDER, "--jobs", "2"),
    ("convert", RECORD, "--to", "xml", "-o", "r.xml"),
    ("import", SHEET, "--layout", "tr-list", "--at", "2026-11-28"),
    ("export", RECORD, "--layout=hk-list", "--max-loss=listed", "--at=2026-11-01", "-o", "e.xlsx"),
    ("digest", RECORD, "r.xml"),
    ("diff", RECORD, "r.xml"),
    ("convert", RECORD, "--to", "xlsx", "-o", "r.xlsx"),
    ("convert", RECORD, "--to", "csv", "-o", "r.csv"),
    ("digest", "r.xlsx", "r.csv"),
    ("validate", "r.xlsx", "--annotate", "back.xlsx"),
    ("validate", "r.csv", "--annotate", "back2.xlsx", "--format", "csv"),
    ("template", "--programme", "IN-AEO", "-o", "t.xlsx"),
    ("status", RECORD, "--at", "2026-11-01"),
    ("profile", "new", "HK", "JP", "-o", "begun.toml"),
    ("profile", "list"),
    ("profile", "check", PROFILE, "--at", "2026-11-01"),
    ("profile", "show", PROFILE, "--format", "json"),
    ("profile", "digest", PROFILE),
    ("view", FOLDER, "--profile", PROFILE, "--for", "JP", "--at", "2026-11-01"),
    ("explain", "AEO-SIG-19"),
    ("schema", "list"),
    ("schema", "show", "aeo-record.xsd"),
    ("codes", "list"),
    ("codes", "show", "Role"),
    ("rules", "list"),
    ("programmes", "list"),
    ("programmes", "show", "HK-AEO"),
    ("programmes", "compare", "HK-AEO", "IN-AEO"),
    ("programmes", "stale", "HK-AEO", "--at", "2026-11-01"),
    ("programmes", "stats", RECORD, "--at", "2026-11-01"),
    ("identifier", "check", "FR-SIREN", "732829320"),
    ("identifier", "tin", "CN-AEO", "AEOCN0123456789"),
    ("identifier", "guess", "732829320"),
    ("identifier", "list"),
    ("classify", "--list"),
    ("key", "generate", "-o", "k.pem", "--cert", "c.pem", "--subject", "CN=Customs,C=HK"),
    ("key", "certify", "--key", "k.pem", "--cert", "c2.pem", "--subject", "CN=Customs,C=HK"),
    ("key", "show", "c.pem"),
    ("status-list", "create", "--uri", URI, "-o", "L.json"),
    ("status-list", "allocate", "L.json"),
    ("status-list", "set", "L.json", "--index", "0", "--status", "revoked", "--given-elsewhere"),
    ("sign", RECORD, *SIGN, "--status-list", "L.json", "-o", "new.sdjwt"),
    ("sign", RECORD, *SIGN, "--status-list", "L.json", "-o", "new/", "--jobs", "2"),
    ("sign", VIEW, *SIGN, "--status-list", "L.json", *XML, "-o", "new.xml"),
    ("status-list", "sign", "L.json", "--key", "k.pem", "-o", "L.jwt"),
    ("status-list", "show", "L.json"),
    ("present", "new.sdjwt", "-o", "less.sdjwt"),
    ("qr", "new.sdjwt", "-o", "new.svg"),
    ("qr", "new.sdjwt", "--card", "-o", "card.pdf"),
    ("qr", "a.sdjwt", "-o", "a.png"),
    ("trust", "build", "--authority", "HK=c.pem", "-o", "T.json"),
    ("trust", "sign", "T.json", "--key", "k.pem", "-o", "T.jwt"),
    ("trust", "check", "T.jwt", "--root", "c.pem"),
    ("snapshot", "create", FOLDER, *STREAM, "--key", "k.pem", "--at", "2026-11-01", "-o", "jp"),
    ("snapshot", "check", "jp", *FROM),
    ("snapshot", "create", FOLDER, *STREAM, "--key", "k.pem", "--at", "2026-11-02", "-o", "jp"),
    ("delta", "make", "jp/0000000001.head.jwt", "jp", "-o", "d"),
    ("delta", "check", "d", "--base", "jp/0000000001.head.jwt", *FROM),
    ("delta", "apply", "jp/0000000001.head.jwt", "d", *FROM, "-o", "applied"),
    ("publish", FOLDER, *PUBLISHED, "--at", "2026-11-01", "-o", "site"),
    ("publish", "--check", "site", *FROM[:4], "--at", "2026-11-01"),
    ("register", "init", "--db", "r.db"),
    ("register", "adopt", "--db", "r.db", "--profile", PROFILE),
    ("register", "apply", "jp", "--db", "r.db", *FROM[:-2]),
    ("register", "query", "--db", "r.db"),
    ("register", "history", "HK/HK-2021-0033", "--db", "r.db"),
    ("register", "check", "--db", "r.db"),
    ("register", "export", "--db", "r.db", "-o", "held.ndjson"),
    ("register", "export", "--db", "r.db", "--parquet", "--profile", PROFILE, "-o", "tables"),
    ("register", "purge", "--db", "r.db"),
    ("register", "affected", "--db", "r.db"),
    ("register", "add", FOLDER, "--db", "r.db", "--at", "2026-11-01"),
    ("register", "export", "--own", "all", "--db", "r.db", "-o", "own.ndjson"),
    ("publish", "--db", "r.db", *PUBLISHED, "--at", "2026-11-01", "-o", "site2"),
    ("recognise", *ABOUT),
    ("recognise", *ABOUT, "--receipt", "R.jwt", "--key", "k.pem"),
    ("answer", "make", "jp", *FROM, "--key", "k.pem", "-o", "A.jwt"),
    ("answer", "show", "A.jwt"),
    ("answer", "apply", FOLDER, "--answer", "A.jwt", *FROM, *TAKEN, "-o", "new.ndjson"),
    ("seal", "R.jwt", "--to", "c.pem", "-o", "R.jwt.jwe"),
    ("open", "R.jwt.jwe", "--key", "k.pem", "-o", "R.again.jwt"),
    ("receipt", "check", "R.jwt", "--trust", "T.jwt", "--root", "c.pem"),
    ("match", DECLARED, "--by", "JP", "--profile", PROFILE, "--from", FOLDER),
    ("match", DECLARED, *MATCHED, "-o", "decided.ndjson"),
    ("use", "decided.ndjson", "-o", "used"),
    ("trust", "show", "T.jwt"),
    ("key", "generate", "-o", "k3.pem", "--cert", "c3.pem", "--subject", "CN=Customs,C=HK"),
    ("trust", "rotate", "T.json", "--authority", "HK", "--cert", "c3.pem", "-o", "T2.json"),
    ("trust", "hand-over", "--old", "k.pem", "--old-cert", "c.pem", *NEXT_ROOT),
    ("trust", "build", "--authority", f"HK={KEYS / 'hk.cert.pem'}", "-o", "T3.json"),
    ("trust", "compromise", "T3.json", "--kid", KID, "-o", "T4.json"),
    ("verify", "a.sdjwt", *RELY, "--status-list", "status.jwt", "--record", "r.xml"),
    ("verify", "a.sdjwt", "local.sdjwt", *RELY),
    ("verify", "a.png", *RELY, "--status-list", "status.jwt"),
    ("verify", "new.xml", "new.sdjwt", *RELY, "--jobs", "2"),
    ("conformance", "smoke", "--adapter", ADAPTER, *VERIFIER),
    (
        "conformance",
        "run",
        "--adapter",
        ADAPTER,
        "--case",
        "AEO-TRU-01*",
        *VERIFIER,
        "-o",
        "r.json",
    ),
    ("conformance", "render", "r.json", "-o", "r.html"),
    ("conformance", "diff", "r.json", "r.json"),
    ("conformance", "list"),
    ("conformance", "coverage"),
    ("conformance", "statement", "r.json", "--product", "p.toml", "--progress", "-o", "p.json"),
    ("conformance", "verify", "p.json"),
    ("conformance", "adapter"),
    ("completion", "bash"),
    ("demo",),
)
NOT_POSITIVE = {
    ("register", "history", "HK/HK-2021-0033"): 2,  # no message named it
    ("register", "add", FOLDER): 2,  # one of them is a view
    ("publish", "--db", "r.db"): 1,  # so none is in it, and no stream begins with nobody
    ("recognise", "--tin", "HK00000033"): 4,  # nobody signed the records
    ("match", DECLARED, "--by"): 4,  # as above
    ("match", DECLARED, "--profile"): 4,
    ("receipt", "check", "R.jwt"): 1,  # the list speaks of Hong Kong alone
    ("answer", "apply", FOLDER): 1,  # so does it here
    ("import", SHEET, "--layout"): 1,  # some rows are no records
    ("verify", "a.sdjwt", "local.sdjwt"): 4,
    ("verify", "new.xml", "new.sdjwt"): 1,
    ("conformance", "verify", "p.json"): 2,  # it is read, and claims nothing to be checked
}


ONLINE = ("verify", "local.sdjwt", *RELY, "--online", "--no-state")
ANSWERED = range(5)  # codes of a command that came to an answer
Ended = tuple[int, str, str]  # its code, what it printed, and what the hook was asked by then


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made_in = tmp_path_factory.mktemp("alone")
    (made_in / "guard").mkdir()
    (made_in / "guard" / "sitecustomize.py").write_text(GUARD)
    local = {"status_list": {"idx": 7, "uri": "http://127.0.0.1:9/1"}}
    for name, content in {
        "a.sdjwt": attestation(),
        "local.sdjwt": claiming(status=local),
        "list.jwt": trust(),
        "root.pem": made("root").pem,
        "status.jwt": status(),
        "p.toml": PRODUCT.encode(),
    }.items():
        (made_in / name).write_bytes(content)
    return made_in


def homes(folder: Path) -> dict[str, str]:
    """Return where a command that runs in a folder keeps what it must remember."""
    return {name: str(folder / name) for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME")}


@pytest.fixture(scope="module")
def ended(folder: Path) -> list[Ended]:
    """Return how each command ended, and behind them one that asks for a connection."""
    paths = (str(folder / "guard"), os.environ.get("PYTHONPATH", ""))
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        input=json.dumps((*COMMANDS, ONLINE)),
        capture_output=True,
        text=True,
        cwd=folder,
        env={
            **os.environ,
            **homes(folder),
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "ASKED": str(folder / "asked"),
            "NO_COLOR": "1",
        },
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [tuple(words) for words in json.loads(done.stdout)]


def test_no_command_opens_a_connection_unless_it_was_asked_to(ended: list[Ended]) -> None:
    for command, (code, said, asked) in zip(COMMANDS, ended[:-1], strict=True):
        assert asked == "", command
        assert code == NOT_POSITIVE.get(command[:3], 0), (command, said)


def test_the_hook_would_have_noticed(ended: list[Ended]) -> None:
    code, _, asked = ended[-1]
    assert code == 4
    assert "socket.connect" in asked


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.server.asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_said: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    running.asked = []
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def test_no_document_makes_a_parser_fetch_anything(folder: Path, server) -> None:
    """The parser of XML is not Python, so the hook would not see it connect: a server would."""
    address = f"http://127.0.0.1:{server.server_port}"
    text = Path(VIEW).read_text(encoding="utf-8")
    head, _, rest = text.partition("?>")
    location = (
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="urn:aeo-exchange:1.0 {address}/schema.xsd" '
    )
    include = f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{address}/d"/>'
    documents = {
        "dtd.xml": f'{head}?><!DOCTYPE a SYSTEM "{address}/a.dtd">{rest}',
        "entity.xml": f'{head}?><!DOCTYPE a [<!ENTITY % b SYSTEM "{address}/b"> %b;]>{rest}',
        "style.xml": f'{head}?><?xml-stylesheet href="{address}/c.xsl" type="text/xsl"?>{rest}',
        "schema.xml": text.replace("<AeoRecord ", f"<AeoRecord {location}", 1),
        "include.xml": text.replace("</AeoRecord>", f"{include}</AeoRecord>"),
    }
    for name, document in documents.items():
        (folder / name).write_text(document, encoding="utf-8")
    commands = [
        *((word, name) for name in documents for word in ("validate", "verify", "digest")),
        *(("verify", "a.sdjwt", *RELY, "--record", name) for name in documents),
    ]
    codes = {run_within(folder, *command, **homes(folder)).returncode for command in commands}
    assert codes <= set(ANSWERED)
    assert server.asked == []
