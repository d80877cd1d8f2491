"""What is really in a file: its format by its bytes, its rows by reading them, within bounds."""

from .examining import examine

__all__ = ["examine"]
