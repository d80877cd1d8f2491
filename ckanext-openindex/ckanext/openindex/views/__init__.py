"""Addresses of the extension."""

__all__: list[str] = []
