"""A syntax tree of Python to its mutants: one small change each, of the kinds that people make."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from left_out import is_left_out, only_told

__all__ = ["Draft", "Mutant", "python_mutants"]

LONGEST = 90  # characters of a change that are told
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
ASKED = {"startswith": "endswith", "endswith": "startswith", "partition": "rpartition"}
ASKED |= {"rpartition": "partition", "lstrip": "strip", "rstrip": "strip", "strip": "lstrip"}
DROPPED = (ast.AugAssign, ast.Raise, ast.Continue, ast.Break, ast.Return, ast.Expr)
ANNOTATIONS = frozenset({"annotation", "returns", "exc", "cause", "type_comment"})


class Mutant(NamedTuple):
    """A file with one change: where, what, and the whole text; `lines` are those of its place."""

    path: str
    line: int
    change: str
    source: str
    lines: tuple[int, int]


class Draft(NamedTuple):
    """A mutant that can be made; printing a whole module costs too much to do it for each."""

    make: Callable[[], Mutant]


class Place(NamedTuple):
    """A node and where it hangs: a field of its parent, or a place in a list of it."""

    parent: ast.AST
    field: str
    index: int | None  # type: ignore[assignment]  # a tuple has one too
    node: ast.AST
    statement: ast.stmt | None

    def put(self, node: ast.AST) -> None:
        """Hang another node here."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def python_mutants(path: str, text: str) -> Iterator[Draft]:
    """Yield a draft of every mutant of a module."""
    tree = ast.parse(text)
    told = only_told(tree)
    for place in list(_places(tree, None, told)):
        for new in _changes(place):
            yield Draft(partial(_mutant, path, tree, place, new))


def _mutant(path: str, tree: ast.AST, place: Place, new: ast.AST) -> Mutant:
    place.put(new)
    source = ast.unparse(ast.fix_missing_locations(tree))
    place.put(place.node)
    line = getattr(place.node, "lineno", 0) or getattr(place.statement, "lineno", 0)
    return Mutant(path, line, _change_text(place.node, new), source, _lines(place.statement))


def _places(parent: ast.AST, statement: ast.stmt | None, told: frozenset[str]) -> Iterator[Place]:
    for field, value in ast.iter_fields(parent):
        if field in ANNOTATIONS:
            continue
        nodes = value if isinstance(value, list) else [value]
        for index, node in enumerate(nodes):
            if not isinstance(node, ast.AST) or is_left_out(node, told):
                continue
            inside = node if isinstance(node, ast.stmt) else statement
            yield Place(parent, field, index if isinstance(value, list) else None, node, inside)
            yield from _places(node, inside, told)


def _changes(place: Place) -> Iterator[ast.AST]:
    node = place.node
    match node:
        case ast.stmt():
            yield from _of_statement(node)
        case ast.Compare(left=left, ops=[op], comparators=others) if type(op) in COMPARED:
            yield ast.Compare(left, [COMPARED[type(op)]()], others)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for index in range(len(values)):
                others = [*values[:index], *values[index + 1 :]]
                yield others[0] if len(others) == 1 else ast.BoolOp(op, others)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in COUNTED:
            yield ast.BinOp(left, COUNTED[type(op)](), right)
        case ast.comprehension(target=target, iter=source, ifs=[_, *_] as conditions):
            yield ast.comprehension(target, source, conditions[1:], node.is_async)
        case _:
            yield from _of_value(place)


def _of_value(place: Place) -> Iterator[ast.AST]:
    match place.node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.Call():
            yield from _of_call(place.node)
        case _:
            yield from _of_display(place)


def _of_display(place: Place) -> Iterator[ast.AST]:
    match place.node:
        case ast.Tuple(elts=parts, ctx=ast.Load()) | ast.Set(elts=parts) | ast.List(elts=parts):
            if len(parts) > 1 and not isinstance(place.parent, ast.Subscript):
                made = (_without(place.node, index) for index in range(len(parts)))
                yield from {ast.dump(tree): tree for tree in made}.values()
        case ast.Dict(keys=keys, values=values) if len(keys) > 1:
            for index in range(len(keys)):
                yield ast.Dict(
                    [*keys[:index], *keys[index + 1 :]], [*values[:index], *values[index + 1 :]]
                )


def _without(node: ast.AST, index: int) -> ast.AST:
    parts = [element for place, element in enumerate(node.elts) if place != index]  # type: ignore[attr-defined]
    return ast.Set(parts) if isinstance(node, ast.Set) else type(node)(parts, ast.Load())  # type: ignore[call-arg]


def _of_call(node: ast.Call) -> Iterator[ast.AST]:
    match node.func:
        case ast.Name(id=name) if name in CALLED:
            keywords = [] if CALLED[name] == "list" else node.keywords
            yield ast.Call(ast.Name(CALLED[name], ast.Load()), node.args, keywords)
        case ast.Name(id="reversed"):
            yield node.args[0]
        case ast.Name(id="isinstance"):
            return
        case ast.Attribute(value=of, attr=name) if name in ASKED:
            yield ast.Call(ast.Attribute(of, ASKED[name], ast.Load()), node.args, node.keywords)
    if len(node.args) > 1 and not _are_titles(node):
        first, second, *others = node.args
        if ast.dump(first) != ast.dump(second) and not _is_either(node):
            yield ast.Call(node.func, [second, first, *others], node.keywords)


def _is_either(node: ast.Call) -> bool:
    """Say whether the order of the arguments means nothing."""
    return isinstance(node.func, ast.Name) and node.func.id in {"min", "max"}


def _are_titles(node: ast.Call) -> bool:
    """Say whether a call begins with two texts for a table, such as a code and a sentence."""
    match node:
        case ast.Call(
            func=ast.Name(), args=[ast.Constant(value=str()), ast.Constant(value=str()), *_]
        ):
            return True
        case _:
            return False


def _of_statement(node: ast.stmt) -> Iterator[ast.AST]:
    match node:
        case ast.If(test=test, body=body, orelse=orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
            yield ast.If(ast.Constant(value=False), body, orelse)
            if isinstance(test, ast.BoolOp) or not orelse:
                yield ast.If(ast.Constant(value=True), body, orelse)
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
        case _ if isinstance(node, DROPPED):
            yield ast.Pass()
        case _:
            return


def _change_text(old: ast.AST, new: ast.AST) -> str:
    return f"{_short(old)} -> {_short(new)}"


def _short(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        return f"if {_short(node.test)}"
    try:
        text = " ".join(ast.unparse(node).split())
    except AttributeError:  # a node without a print of its own, such as a comprehension
        text = type(node).__name__
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _lines(statement: ast.stmt | None) -> tuple[int, int]:
    """Return the first and last line of a statement, of a compound one those of its head."""
    if statement is None:
        return (0, 0)
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    return statement.lineno, max(statement.lineno, last)
