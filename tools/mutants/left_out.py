"""What no mutant is made of: words for people, types, and what only saves time or memory.

A change there is no fault of a product that a case could show, so it would be counted in vain.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

__all__ = ["is_left_out", "only_told"]

# Members of calls and classes that are read by people, or hold no answer.
WORDS = frozenset({"expected", "got", "hint", "message", "reason", "sentence"})
THRIFT = frozenset({"eq", "frozen", "gc", "kw_only", "maxsize", "slots", "strict", "weakref"})
TYPES = frozenset({"Callable", "NewType", "TypeVar", "cast"})


def is_left_out(node: ast.AST, told: frozenset[str]) -> bool:
    """Say whether a node decides nothing; `told` are the names that only words use."""
    match node:
        case ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            return True
        case ast.keyword(arg=str(name)):
            return name in WORDS | THRIFT
        case ast.Call(func=ast.Name(id=name)) | ast.Subscript(value=ast.Name(id=name)):
            return name in TYPES
        case ast.Expr(value=ast.Constant(value=str())) | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
            return name == "__all__" or name in told or _is_described(node)
        case _:
            return isinstance(node, ast.AnnAssign) and "TypeAlias" in ast.unparse(node.annotation)


def only_told(tree: ast.AST) -> frozenset[str]:
    """Return the names of a module that are used, and only where nothing is changed.

    A public name of a function is not among them: other modules may use it.
    """
    inside: Counter[str] = Counter()
    everywhere = Counter(_used(tree))
    told: frozenset[str] = frozenset()
    while True:
        inside = Counter(name for node in _left(tree, told) for name in _used(node))
        now = frozenset(name for name, times in everywhere.items() if inside[name] == times)
        now -= _public(tree)
        if now == told:
            return told
        told = now


def _left(node: ast.AST, told: frozenset[str]) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if is_left_out(child, told):
            yield child
        else:
            yield from _left(child, told)


def _used(node: ast.AST) -> Iterator[str]:
    for child in ast.walk(node):
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load):
            yield child.id


def _public(tree: ast.AST) -> frozenset[str]:
    """Return what other modules may use: functions without a leading underscore."""
    names = (function.name for function in ast.walk(tree) if isinstance(function, ast.FunctionDef))
    return frozenset(name for name in names if not name.startswith("_"))


def _is_described(node: ast.AST) -> bool:
    """Say whether a member of a list is given with its description: `FAX = "fax", "By fax."`."""
    match node:
        case ast.Assign(
            value=ast.Tuple(elts=[ast.Constant(value=str()), ast.Constant(value=str())])
        ):
            return True
        case _:
            return False
