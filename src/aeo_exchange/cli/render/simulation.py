"""The log of the simulated exchange: as text, and as a time line that is one page by itself."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from aeo_exchange.operations.simulation import Happened, Played

__all__ = ["simulation_html", "simulation_lines"]

NAMES = {"HK": "Hong Kong", "JP": "Japan"}
EQUAL = "In the end both sides hold the same entries, byte for byte."
UNEQUAL = "In the end the two sides do NOT hold the same entries."
TITLE = "Two invented months between two administrations"
INVENTED = (
    "Firms, terms and events are invented; every line was computed by the commands that an "
    "administration would run."
)
PAGE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark; --text: #1b1f24; --page: #fff; --line: #d0d7de; --soft: #57606a;
  --good: #1a7f37; --bad: #b42318; --wait: #8a5a00; --box: #f6f8fa }}
@media (prefers-color-scheme: dark) {{ :root {{ --text: #e6edf3; --page: #0d1117; --line: #30363d;
  --soft: #9da7b3; --good: #56d364; --bad: #ff938a; --wait: #e3b341; --box: #161b22 }} }}
body {{ font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page);
  margin: 2rem auto; max-width: 60rem; padding: 0 1rem }}
h2 {{ font-size: 1rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line) }}
ol {{ list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem }}
li {{ box-sizing: border-box; width: 72%; padding: .4rem .8rem; background: var(--box);
  overflow-wrap: anywhere; border-left: .3rem solid var(--line) }}
li.JP {{ margin-left: 28% }}
li.applied {{ border-color: var(--good) }} li.refused, li.lost {{ border-color: var(--bad) }}
li.held {{ border-color: var(--wait) }}
b {{ margin-right: .4rem }} small {{ display: block; color: var(--soft) }}
@media (max-width: 40rem) {{ li {{ width: auto }} li.JP {{ margin-left: 2rem }} }}
</style></head><body><main>
<h1>{TITLE}</h1>
<p>{INVENTED} On the left Hong Kong, which sends; on the right Japan, which receives.</p>
"""


def simulation_lines(played: Played) -> Iterator[str]:
    """Yield the log, night by night."""
    yield f"{TITLE}. {INVENTED}\n"
    for day, notes in _by_day(played):
        yield f"\n{day}\n"
        for note in notes:
            yield f"  {note.side}  {_note_line(note)}\n"
            if note.advice:
                yield f"        {note.advice}\n"
    yield f"\n{_end(played)}\n"


def simulation_html(played: Played) -> Iterator[str]:
    """Yield the page."""
    yield PAGE
    for day, notes in _by_day(played):
        yield f"<h2>{day}</h2>\n<ol>\n"
        for note in notes:
            advice = f"<small>{escape(note.advice)}</small>" if note.advice else ""
            yield (
                f'<li class="{note.side} {note.kind}"><b>{NAMES[note.side]}</b> '
                f"{escape(_note_line(note))}{advice}</li>\n"
            )
        yield "</ol>\n"
    yield f"<p><strong>{_end(played)}</strong></p>\n</main></body></html>\n"


def _by_day(played: Played) -> Iterator[tuple[str, Iterator[Happened]]]:
    return groupby(played.log, key=lambda note: note.at[:10])


def _note_line(note: Happened) -> str:
    return f"{note.words} [{note.code}]" if note.code else note.words


def _end(played: Played) -> str:
    return EQUAL if played.equal else UNEQUAL
