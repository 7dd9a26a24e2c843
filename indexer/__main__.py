"""``python -m indexer`` is the same as ``policyqa``."""

from .cli import main

if __name__ == "__main__":
    main()
