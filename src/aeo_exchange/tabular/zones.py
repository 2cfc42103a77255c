"""The time zone whose midnight a file means: the layout's, or the programme's."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aeo_exchange.errors import LayoutError
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.tabular.layout import Layout

__all__ = ["Zones"]


class Zones:
    """The zone of each administration of a programme, or one for all."""

    def __init__(self, layout: Layout, reference: ReferenceData) -> None:
        """Look for one zone for all; raises LayoutError for an unknown name."""
        self._reference = reference
        self._known: dict[tuple[str, str], str] = {}
        self.common = layout.time_zone or ""
        if layout.programme and not self.common:
            self.common = self._of_programme(layout.programme, layout.administration or "")
        _refuse_unknown(self.common)

    def of(self, programme: str, administration: str) -> str:
        """Return the zone of an administration; nothing where none is known."""
        if self.common:
            return self.common
        key = programme, administration
        if key not in self._known:
            self._known[key] = self._of_programme(*key)
        return self._known[key]

    def _of_programme(self, programme: str, administration: str) -> str:
        known = self._reference.look_up(programme)
        rows = known.time_zones if known else ()
        zones = {row.zone for row in rows}
        if len(zones) == 1:
            return zones.pop()
        return next((row.zone for row in rows if row.administration == administration), "")


def _refuse_unknown(zone: str) -> None:
    try:
        if zone:
            ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as cause:
        raise LayoutError(f"{zone} is not a time zone of the IANA database") from cause
