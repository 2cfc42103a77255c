"""The option that names a register: a file, or a database that others keep."""

from __future__ import annotations

import click

__all__ = ["db_option", "optional_db_option"]

db_option = click.option(
    "--db",
    "url",
    required=True,
    metavar="URL",
    help="The register: a file, sqlite:///FILE, or postgresql://USER@HOST/NAME without a password, "
    "which stands in AEO_DB_PASSWORD, AEO_DB_PASSWORD_FILE or PGPASSFILE.",
)
optional_db_option = click.option(
    "--db", "url", metavar="URL", help="The register to ask, as `aeo register` has it."
)
