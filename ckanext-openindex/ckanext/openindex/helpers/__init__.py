"""What templates ask of the extension."""

__all__: list[str] = []
