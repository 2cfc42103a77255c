"""What stands on a site and is no file that a host would serve (XCH-7-1).

A link that leads out shows what stands elsewhere, or is nothing where the site was copied; a pipe
keeps whoever opens it waiting.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from aeo_exchange.files import real_path
from aeo_exchange.operations.site.remarks import SiteRemark, place_of

__all__ = ["odd_file_remarks"]

MISPLACED = "AEO-XCH-60"


def odd_file_remarks(site: Path) -> Iterator[SiteRemark]:
    """Yield each link that leads out of a site or nowhere, and what is neither file nor folder.

    Raises OSError for a folder that cannot be looked into.
    """
    root = real_path(site)
    for folder, folders, files in os.walk(site, onerror=_refused):
        for name in sorted([*folders, *files]):
            path = Path(folder, name)
            if told := _odd(path, root):
                yield SiteRemark(path=place_of(path, site), code=MISPLACED, message=told)


def _refused(cause: OSError) -> None:
    """Raise it: in a folder that cannot be looked into there may be a stream, with any fault."""
    raise cause


def _odd(path: Path, root: Path) -> str:
    """Return what is wrong with a path, empty where nothing is."""
    if path.is_symlink():
        try:
            behind = real_path(path, strict=True)
        except OSError:
            return "a link that leads nowhere"
        if not behind.is_relative_to(root):
            return "a link that leads out of the site"
    return "" if path.is_dir() or path.is_file() else "it is not a file, but a pipe or a device"
