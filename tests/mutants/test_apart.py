"""What is loaded before a module is changed leads nowhere near it."""

from __future__ import annotations

import pytest
from apart import modules_apart
from mutations import Mutant
from products import Python

from aeo_exchange.conformance.errors import AdapterFailure


@pytest.fixture
def package(tmp_path):
    """Return a source of five modules: `entry` leads to `inside.one` and to `two`."""
    files = {
        "entry.py": "from inside import one\ndef f():\n import two\n",
        "two.py": "from three import name\n",
        "three.py": "if TYPE_CHECKING:\n import entry\nname = 1\n",
        "inside/__init__.py": "",
        "inside/one.py": "import three\n",
        "unused.py": "import two\n",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "apart"),
    [
        ("entry", ("inside", "inside.one", "three", "two")),
        ("two", ("inside", "inside.one", "three")),
        ("three", ("inside",)),
        ("inside", ("three", "two")),
        ("inside.one", ("inside", "three", "two")),
    ],
)
def test_what_leads_to_a_change_is_not_loaded_before(package, changed, apart):
    assert modules_apart(changed, "entry", package) == apart


def test_what_leads_to_a_change_is_loaded_anew():
    path = "src/aeo_exchange/reference/lists.py"
    products = Python()
    try:
        with (
            products.changed(Mutant(path, 1, "", "raise ValueError('ch')", (1, 1))) as product,
            pytest.raises(AdapterFailure, match="ValueError: ch"),
        ):
            product.ask({"v": 1, "cmd": "hello"})
    finally:
        products.close()
