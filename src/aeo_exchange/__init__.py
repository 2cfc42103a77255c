"""aeo-exchange: the exchange of Authorized Economic Operator status records.

The public API is `aeo_exchange.model` and `aeo_exchange.operations`.
"""

__version__ = "0.1.0"
