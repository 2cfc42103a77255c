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
        """Look the zones up; raises LayoutError where there is none, or none of that name."""
        programme = reference.look_up(layout.programme)
        rows = programme.time_zones if programme else ()
        self._by_owner = {str(row.administration or ""): row.zone for row in rows}
        zones = set(self._by_owner.values())
        self.common = layout.time_zone or (zones.pop() if len(zones) == 1 else "")
        if layout.administration and not self.common:
            self.common = self._by_owner.get(layout.administration, "")
        if not self.common and not self._by_owner:
            raise LayoutError(
                f"no time zone is known of {layout.programme}; give time_zone in the layout"
            )
        _refuse_unknown(self.common)

    def of(self, administration: str) -> str:
        """Return the zone of an administration; nothing where none is known."""
        return self.common or self._by_owner.get(administration, "")


def _refuse_unknown(zone: str) -> None:
    try:
        if zone:
            ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as cause:
        raise LayoutError(f"{zone} is no time zone of the IANA database") from cause
