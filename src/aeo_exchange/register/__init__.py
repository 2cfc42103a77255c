"""The register: what a receiver was told by its partners, in a database (XCH-9).

The only place with SQLAlchemy, which the extra `register` brings. SQLite in a file, or PostgreSQL.
"""

from aeo_exchange.errors import MissingExtra

try:
    import sqlalchemy  # noqa: F401 the first thing that any module here needs
except ImportError as cause:
    raise MissingExtra("the register", "register") from cause
