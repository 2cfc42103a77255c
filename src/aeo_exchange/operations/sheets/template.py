"""An empty register of one programme: a workbook whose choices are what the programme has."""

from __future__ import annotations

from typing import BinaryIO

from aeo_exchange.errors import WrongChoice
from aeo_exchange.formats.workbooks.appearance import Appearance
from aeo_exchange.model.instants import Instant, date_of
from aeo_exchange.model.version import VERSION
from aeo_exchange.reference.programme_facts import Programme
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.reference.suggestions import did_you_mean

__all__ = ["write_template"]


def write_template(
    code: str, at: Instant, stream: BinaryIO, reference: ReferenceData | None = None
) -> None:
    """Write an empty workbook of records of a programme, with the choices that hold on a day.

    Raises WrongChoice for a programme that the reference data does not have.
    """
    from aeo_exchange.formats.workbooks.writing import write_workbook  # noqa: PLC0415 start-up

    known = reference or ReferenceData()
    programme = known.look_up(code)
    if programme is None:
        near = did_you_mean(code, known.codes())
        meant = f"; perhaps {' or '.join(near)} is meant" if near else ""
        raise WrongChoice(f"there is no programme {code}{meant}")
    write_workbook((), stream, _choices(programme.at(date_of(at))))


def _choices(programme: Programme) -> Appearance:
    """Return what the columns of a programme offer; a list that is empty offers nothing."""
    numbers = tuple(sorted({scheme.code for scheme in programme.identifier_schemes}))
    owners = tuple(
        sorted(
            {row.administration for row in programme.administrations if row.function == "decides"}
        )
    )
    return Appearance(
        choices={
            "records": {
                "specVersion": (VERSION,),
                "programme": (programme.code,),
                "administration": owners or (programme.economy,),
            },
            "terms": {
                "tiers": tuple(tier.code for tier in programme.tiers),
                "roles": tuple(sorted({str(row.role) for row in programme.roles})),
            },
            "history": {"appliesTo": tuple(tier.code for tier in programme.tiers)},
            "identifiers": {"scheme": numbers},
            "sites.identifiers": {"scheme": numbers},
        }
    )
