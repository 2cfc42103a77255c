"""Mutants of the implementations, each asked the vendor suite: what is caught, and what survives.

    python tools/mutants/run.py                       a sample of each package
    python tools/mutants/run.py --sample all          every mutant
    python tools/mutants/run.py --only src/aeo_exchange/rules/lifecycle.py --sample all

What was found is kept under build/mutants until the mutant, the package or the cases change, so
a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from judging import Judge, ended
from mutations import Draft, Mutant, python_mutants
from products import ROOT, JavaScript, Python, javascript_mutants
from reached import EVERY, cases_reaching

from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.suite.cases import load_suite

KEPT = ROOT / "build" / "mutants"
SOURCE = "src/aeo_exchange"
# What a record and an attestation are judged by; the network and the tools beside it are not.
PACKAGES: dict[str, tuple[str, ...]] = {
    "rules": (f"{SOURCE}/rules",),
    "size classes": (f"{SOURCE}/msme",),
    "model": (f"{SOURCE}/model",),
    "formats": (f"{SOURCE}/formats",),
    "signing": (f"{SOURCE}/signing",),
    "trust": (f"{SOURCE}/trust",),
    "identifiers": (f"{SOURCE}/reference/identifiers",),
    "exchange": (f"{SOURCE}/exchange",),
    "matching": tuple(
        f"{SOURCE}/declarations/{name}.py"
        for name in (
            "answer",
            "assembly",
            "declaration",
            "holders",
            "links",
            "lookups",
            "matching",
            "moments",
            "names",
            "near",
            "near_names",
            "party_answers",
        )
    ),
    "JavaScript": ("conformance/implementations/node", "packages/verifier/src"),
}
# Sentences for people beside an answer; no product has to use these words.
SENTENCES = frozenset(
    f"{SOURCE}/{name}.py" for name in ("msme/assumptions", "rules/attestations", "trust/words")
)
# Packages of others, and what is printed from the schemas.
LEFT_ASIDE = frozenset({"node_modules", "data"})
USUAL = "30"


class MutantFate(NamedTuple):
    """A mutant and what became of it: caught, survived, or reached by no case."""

    path: str
    line: int
    change: str
    state: str
    case: str


def main() -> int:
    """Print the score of each package and its survivors."""
    options = _options()
    today = datetime.now(UTC).strftime("%d %B %Y")
    print(f"seed {options.seed}, sample {options.sample}, {today}", flush=True)
    suite_digest = load_suite().release.case_set
    tasks = [
        (name, chosen, options.seed, _state_of_things(suite_digest, name))
        for name, paths in _packages(options.only).items()
        if (chosen := _drawn(paths, options))
    ]
    fates = {}
    with ProcessPoolExecutor(options.jobs) as pool:
        for name, fates[name] in pool.map(_judged, tasks):
            _print(name, fates[name])
    print("", *table(fates), sep="\n", flush=True)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", action="append", default=[], metavar="PATH")
    parser.add_argument("--sample", default=USUAL, help="mutants of a package, or all")
    parser.add_argument("--by-file", action="store_true", help="draw a sample of each file")
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


def _packages(only: list[str]) -> dict[str, tuple[str, ...]]:
    if only:
        return {name: (name,) for name in only}
    return PACKAGES


def _drawn(paths: Iterable[str], options: argparse.Namespace) -> list[Mutant]:
    by_file = [list(_drafts(file)) for path in paths for file in _files(ROOT / path)]
    whole = by_file if options.by_file else [[draft for drafts in by_file for draft in drafts]]
    chosen = [draft.make() for drafts in whole for draft in _sample(drafts, options)]
    return sorted(chosen, key=lambda mutant: (mutant.path, mutant.line))


def _sample(drafts: list[Draft], options: argparse.Namespace) -> list[Draft]:
    if options.sample == "all" or len(drafts) <= int(options.sample):
        return drafts
    return random.Random(options.seed).sample(drafts, int(options.sample))  # noqa: S311 no secret


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    inside = [file for suffix in ("py", "mjs") for file in path.rglob(f"*.{suffix}")]
    return sorted(
        file
        for file in inside
        if not LEFT_ASIDE.intersection(file.relative_to(ROOT).parts)
        and file.relative_to(ROOT).as_posix() not in SENTENCES
    )


def _drafts(path: Path) -> Iterator[Draft]:
    name = path.relative_to(ROOT).as_posix()
    make = javascript_mutants if path.suffix == ".mjs" else python_mutants
    yield from make(name, path.read_text("utf-8"))


def _state_of_things(suite_digest: str, name: str) -> str:
    """Return a digest of all that an answer depends on, but the mutant itself."""
    digest = hashlib.sha256(suite_digest.encode())
    of_node = PACKAGES["JavaScript"]
    homes = of_node if name == "JavaScript" or name.startswith(of_node) else (SOURCE,)
    judged = [file for home in homes for file in _files(ROOT / home)]
    for path in [*judged, Path(__file__).parent / "judging.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _judged(task: tuple[str, list[Mutant], int, str]) -> tuple[str, list[MutantFate]]:
    name, mutants, seed, state = task
    known = _known()
    keys = [_key(mutant, state) for mutant in mutants]
    left = [mutant for mutant, key in zip(mutants, keys, strict=True) if key not in known]
    if left:
        for mutant, fate in _asked(name, left, seed, state):
            known[_key(mutant, state)] = fate
            with (KEPT / "fates.ndjson").open("a", encoding="utf-8") as stream:
                stream.write(json.dumps([_key(mutant, state), *fate]) + "\n")
    return name, [known[key] for key in keys]


def _known() -> dict[str, MutantFate]:
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / "fates.ndjson"
    if not path.exists():
        return {}
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {key: MutantFate(*fate) for key, *fate in lines}


def _key(mutant: Mutant, state: str) -> str:
    return hashlib.sha256(f"{state} {mutant.path} {mutant.source}".encode()).hexdigest()


def _asked(
    name: str, mutants: list[Mutant], seed: int, state: str
) -> Iterator[tuple[Mutant, MutantFate]]:
    products = JavaScript() if mutants[0].path.endswith(".mjs") else Python()
    judge = Judge(load_suite(), seed)
    failed = _set_aside(judge, products, state)
    if failed:
        print(f"{name}: left out, since it fails them unchanged: {' '.join(failed)}", flush=True)
    reaching = cases_reaching(_coverage(state)) if isinstance(products, Python) else None
    for mutant in mutants:
        cases = reaching(mutant) if reaching else frozenset({EVERY})
        yield mutant, _one(products, judge, mutant, cases)
    products.close()


def _set_aside(judge: Judge, products: JavaScript | Python, state: str) -> list[str]:
    """Leave out what the product fails unchanged; it is asked once for all packages of it."""
    kept = KEPT / f"{state}.json"
    if not kept.exists():
        watched = isinstance(products, Python)
        made = KEPT / f"{state}.{os.getpid()}"
        with products.changed(None, made if watched else None) as product:
            failed = judge.set_aside(product, watched=watched)
        products.close()
        if watched:
            made.rename(_coverage(state))
        kept.write_text(json.dumps({"asked": judge.names, "failed": failed}), "utf-8")
    told = json.loads(kept.read_text("utf-8"))
    judge.keep(frozenset(told["asked"]))
    return list(told["failed"])


def _coverage(state: str) -> Path:
    return KEPT / f"{state}.coverage"


def _one(
    products: JavaScript | Python, judge: Judge, mutant: Mutant, cases: frozenset[str]
) -> MutantFate:
    if not cases:
        return MutantFate(mutant.path, mutant.line, mutant.change, "unreached", "")
    try:
        with products.changed(mutant) as product:
            caught = judge.caught(product, None if EVERY in cases else cases)
    except AdapterFailure as cause:
        caught = ended(cause)
    state = "caught" if caught else "survived"
    return MutantFate(mutant.path, mutant.line, mutant.change, state, caught.case if caught else "")


def _print(name: str, fates: list[MutantFate]) -> None:
    caught, asked, unreached = scores(fates)
    print(f"{name}: {caught} of {asked} caught; {unreached} more that no case reaches")
    for state in ("survived", "unreached"):
        for mutant in fates:
            if mutant.state == state:
                print(f"  {state} {mutant.path}:{mutant.line}  {mutant.change}")
    sys.stdout.flush()


def scores(fates: Iterable[MutantFate]) -> tuple[int, int, int]:
    """Return how many are caught, of how many that a case reaches, and how many none reaches."""
    states = Counter(mutant.state for mutant in fates)
    return states["caught"], states["caught"] + states["survived"], states["unreached"]


def table(fates: dict[str, list[MutantFate]]) -> Iterator[str]:
    """Yield the lines of the score of each package and of all, as docs/mutants.md has them."""
    yield "| package | caught | of | reached by no case |"
    yield "|---|---:|---:|---:|"
    every = [mutant for them in fates.values() for mutant in them]
    for name, them in [*fates.items(), ("all", every)]:
        caught, asked, unreached = scores(them)
        yield f"| {name} | {caught} | {asked} | {unreached} |"


if __name__ == "__main__":
    raise SystemExit(main())
