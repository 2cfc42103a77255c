"""`python -m aeo_exchange` is `aeo`."""

from aeo_exchange.cli import main

if __name__ == "__main__":
    main()
