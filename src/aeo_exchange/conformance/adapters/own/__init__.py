"""Our own product behind the adapter protocol.

The runner reaches it as `python:aeo_exchange.conformance.adapters.own:answer`.
"""

from aeo_exchange.conformance.adapters.own.product import answer

__all__ = ["answer"]
