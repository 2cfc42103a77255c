"""An element that is written as another before it is read once; what is kept is bounded."""

from __future__ import annotations

from aeo_exchange.declarations.readers.element_cache import LONGEST, MOST, read_once
from aeo_exchange.declarations.readers.elements import Written, length_of

SHORT: Written = (("ID", "HK1", ()), ("Address", None, (("Line", "Road"),)))


def counted(times: list[str]):
    @read_once
    def read(name: str, parts: Written) -> str | None:
        times.append(name)
        return None if name == "nothing" else f"{name} {parts[0][1]}"

    return read


def test_what_is_written_alike_is_read_once_and_what_differs_by_itself() -> None:
    times: list[str] = []
    read = counted(times)
    inside: Written = (("Address", None, (("Line", "Road"),)),)
    beside: Written = (("Address", None, ()), ("Line", "Road", ()))
    for _ in range(2):
        assert read("Exporter", SHORT) == "Exporter HK1"
        assert read("Importer", SHORT) == "Importer HK1"
        assert read("nothing", SHORT) is None
        read("Exporter", inside)
        read("Exporter", beside)
    assert times == ["Exporter", "Importer", "nothing", "Exporter", "Exporter"]


def test_a_long_element_is_never_kept() -> None:
    times: list[str] = []
    read = counted(times)
    fits: Written = (("ID", "x" * (LONGEST - 2), ()),)
    for parts, often in (
        (fits, 1),
        ((("ID", "x" * (LONGEST - 1), ()),), 2),
        ((("ID", None, (("x" * LONGEST, None),)),), 2),
        ((("ID", None, (("y", "x" * LONGEST),)),), 2),
    ):
        times.clear()
        read("Exporter", parts)
        read("Exporter", parts)
        assert (len(times), length_of(parts) <= LONGEST) == (often, often == 1)


def test_so_many_are_kept_and_no_more() -> None:
    times: list[str] = []
    read = counted(times)
    for number in range(MOST + 1):
        read("Exporter", (("ID", str(number), ()),))
    times.clear()
    read("Exporter", (("ID", str(MOST), ()),))
    assert not times
    read("Exporter", (("ID", "0", ()),))
    assert times == ["Exporter"]
