"""Expected errors; each message names the file or option concerned and the remedy.

The command line prints the message as one line and exits with ``exit_code``.
"""

from __future__ import annotations


class PolicyQAError(Exception):
    """Base of every expected failure."""

    exit_code = 1


class UsageError(PolicyQAError):
    """The caller asked for something invalid (wrong option, empty question)."""

    exit_code = 2


class ReadError(PolicyQAError):
    """One report could not be read; the build skips it, names it and tries again next time."""


class IndexMissing(PolicyQAError):
    """There is no index in the given folder."""


class IndexDamaged(PolicyQAError):
    """A file of the index is missing, altered or has another schema."""


class StoreError(PolicyQAError):
    """The server that keeps the vectors cannot be reached, or does not do what it is asked."""


class ModelError(PolicyQAError):
    """The embedding model cannot be loaded or is not the one the index was built with."""


class LanguageModelError(PolicyQAError):
    """The language model that the settings name did not answer, or not as it should."""


class NoLanguageModel(LanguageModelError):
    """A language model is asked for, but the settings name none."""

    exit_code = 2


class BuildError(PolicyQAError):
    """A build could not start or finish; your previous index is still active."""
