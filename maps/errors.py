"""What can go wrong when a picture is made."""


class MapError(Exception):
    """The base of every error of this package."""


class UnknownTheme(MapError, KeyError):
    """A theme was asked for by a name that `THEMES` does not have."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class MissingAsset(MapError, FileNotFoundError):
    """A file of a pinned package (Leaflet, the fonts) or of this one is not installed."""


class BrokenDocument(MapError, RuntimeError):
    """Folium rendered something else than the document expects: its version is not the pinned one."""


class BadFigure(MapError, ValueError):
    """A figure was asked for in a format, size or resolution that cannot be drawn."""


class BadRecipe(BadFigure):
    """A recipe holds a value that cannot decide a figure, or a file is no recipe."""
