"""What can go wrong with places. Each error also inherits the builtin that a caller would guess."""


class GazetteerError(Exception):
    """The ancestor of every error of this package."""


class UnknownPlace(GazetteerError, KeyError):
    """Raised when code asks for a place id that the gazetteer does not hold. Names never raise it: they are results."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class UnknownLevel(GazetteerError, ValueError):
    """Raised when code asks for a level that is not one of the seven."""


class BadPlaceFile(GazetteerError, ValueError):
    """Raised when a user's own file of places has a row that cannot be used; ``problems`` lists every such row."""

    def __init__(self, message: str, problems: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class PackageMismatch(GazetteerError, RuntimeError):
    """Raised while rebuilding data, when a package cannot be fetched or is not the one that was pinned."""


class NetworkRefused(GazetteerError, ConnectionError):
    """Raised when something tries to send a request through the offline geocoder."""
