"""Who does something, and what their role allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from incidents.curated.errors import NotAllowed

Role: TypeAlias = Literal["reader", "editor", "reviewer"]
ROLES: Final[tuple[Role, ...]] = ("reader", "editor", "reviewer")  # each may do what those before it may
MAX_NAME: Final = 200


@dataclass(frozen=True)
class Actor:
    """A person, with the role that was given to them; every revision names its actor.

    Examples
    --------
    >>> Actor("Sana", "editor").may("editor"), Actor("Sana", "editor").may("reviewer")
    (True, False)
    """

    name: str
    role: Role

    def __post_init__(self) -> None:
        """Refuse a name that says nothing or that no database can hold, and a role that does not exist."""
        if not self.name.strip() or len(self.name) > MAX_NAME or not self.name.isprintable():
            raise NotAllowed(f"not a person's name: {self.name[:80]!r}; write at most {MAX_NAME} letters")
        if self.role not in ROLES:
            raise NotAllowed(f"unknown role: {self.role!r}; known: {', '.join(ROLES)}")

    def may(self, role: Role) -> bool:
        """Return whether this actor's role allows what `role` allows."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def require(self, role: Role, action: str) -> None:
        """Raise `NotAllowed` unless this actor's role allows what `role` allows."""
        if not self.may(role):
            raise NotAllowed(f"{self.name!r} is {_article(self.role)} and may not {action}; ask {_article(role)}")


def _article(role: Role) -> str:
    return f"an {role}" if role == "editor" else f"a {role}"


LOCAL: Final = Actor("local user", "reviewer")  # the one person on a machine where nobody signs in
