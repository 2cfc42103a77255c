"""The rights of a user who is not root: what no right allows is refused to the tests too."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

# linux/capability.h: version 3 has two words of each set; the first rights pass every mode.
VERSION = 0x20080522
PASSING = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


@contextmanager
def as_no_root() -> Iterator[None]:
    """Have files and folders that nobody may read be so for this thread, whoever runs it."""
    if os.geteuid() != 0 or sys.platform != "linux":
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()  # of each word: effective, permitted, inheritable
    assert libc.capget(header, sets) == 0
    had = sets[0]
    # What is asked by `access` is answered for the real user unless it is told otherwise.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "access", partial(os.access, effective_ids=True))
        sets[0] = had & ~PASSING
        assert libc.capset(header, sets) == 0
        try:
            yield
        finally:
            sets[0] = had
            assert libc.capset(header, sets) == 0
