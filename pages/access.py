"""Who may use this atlas, and how they show who they are: settings of the environment and of access.toml, read once."""

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from streamlit import config

from gazetteer.home import home
from incidents.curated import LOCAL, ROLES, Actor, NotAllowed, Role

FILE = "access.toml"
LISTS: dict[str, Role] = {"readers": "reader", "editors": "editor", "reviewers": "reviewer"}
KEYS = (*LISTS, "default_role", "proxy_header", "proxy_addresses", "proxy_secret")
#: A secret of fewer letters can be guessed.
MIN_SECRET = 32
PROOF_HEADER = "x-atlas-proxy-secret"
REMEDY = (
    "sign people in with OpenID Connect ([auth] in .streamlit/secrets.toml), or name a trusted proxy "
    "(ATLAS_PROXY_HEADER and ATLAS_PROXY_ADDRESSES), or stay on loopback; docs/team.md says how"
)
_LOOPBACK = ("localhost", "ip6-localhost")
_HOW_TO_MAKE_ONE = "python -c 'import secrets; print(secrets.token_urlsafe(32))' makes one"


class AccessRefused(ValueError):
    """Raised when the atlas must not start with its settings; the message names the setting and the remedy."""


@dataclass(frozen=True)
class Proxy:
    """The proxy that signs people in: the header in which it names them, where it stands, what it proves itself by."""

    header: str
    addresses: tuple[IPv4Network | IPv6Network, ...]
    secret: str = ""

    def stands_at(self, address: str) -> bool:
        """Return whether a peer's address is one of the proxy's."""
        found = _address(address)
        return found is not None and any(found in network for network in self.addresses)


@dataclass(frozen=True)
class Access:
    """How visitors show who they are, and the role of each.

    Attributes
    ----------
    how : str
        ``"local"``: one user on loopback, who need not; ``"oidc"``: they sign in; ``"proxy"``: a proxy says so.
    roles : mapping
        The role of a person, by e-mail address or name, case folded.
    default : str or None
        The role of somebody with none of their own; None: such people are turned away.
    proxy : Proxy or None
        The trusted proxy.
    origin : str
        With OIDC, where this atlas is reached, as in its ``redirect_uri``.
    providers : tuple of str
        With OIDC, the names of the providers.

    Examples
    --------
    >>> Access("oidc", {"sana@example.org": "editor"}).actor("Sana@example.org")
    Actor(name='Sana@example.org', role='editor')
    >>> Access("oidc", default=None).actor("somebody@example.org") is None
    True
    """

    how: Literal["local", "oidc", "proxy"] = "local"
    roles: Mapping[str, Role] = field(default_factory=dict[str, Role])
    default: Role | None = "reader"
    proxy: Proxy | None = None
    origin: str = ""
    providers: tuple[str, ...] = ()

    def actor(self, name: str) -> Actor | None:
        """Return a person who has shown who they are, with their role; None where they have none."""
        if self.how == "local":
            return LOCAL
        role = dict[str, Role | None](self.roles).get(name.casefold(), self.default)
        try:
            return Actor(name, role) if role else None
        except NotAllowed:
            return None


@cache
def access() -> Access:
    """Return how people get in here; raises `AccessRefused`."""
    return read_access(os.environ, home() / FILE, _auth())


def start() -> None:
    """Leave with a message where the atlas would be open to people whom it does not know."""
    try:
        found = access()
        address = config.get_option("server.address")
        refuse_beyond_loopback(found, address, named_hosts(os.environ))
    except AccessRefused as problem:
        raise SystemExit(f"Incident Atlas does not start: {problem}.") from None


def named_hosts(environment: Mapping[str, str]) -> list[str]:
    """Return the names by which the app may be called besides those of this computer."""
    return _words(environment.get("ATLAS_HOSTS", ""))


def refuse_beyond_loopback(found: Access, address: str | None, hosts: Iterable[str]) -> None:
    """Raise `AccessRefused` where others could reach an atlas that asks nobody who they are."""
    if found.how != "local":
        return
    if not is_loopback(address or ""):
        said = f"is {address!r}" if address else "is not set, which means every address"
        raise AccessRefused(
            f"server.address {said}, not a loopback address, and nobody would have to sign in: {REMEDY}"
        )
    for host in hosts:
        if not is_loopback(host):
            raise AccessRefused(
                f"ATLAS_HOSTS names {host!r}, not this computer, and nobody would have to sign in: {REMEDY}"
            )


def is_loopback(host: str) -> bool:
    """Return whether a name or an address is this computer itself.

    >>> [is_loopback(host) for host in ("127.0.0.1", "[::1]", "localhost", "0.0.0.0", "::", "10.0.0.7", "atlas.example", "")]
    [True, True, True, False, False, False, False, False]
    """
    found = _address(host.strip("[]"))
    return host.lower() in _LOOPBACK if found is None else found.is_loopback


def read_access(environment: Mapping[str, str], file: Path, auth: Mapping[str, Any] | None = None) -> Access:
    """Return the access that settings describe.

    Parameters
    ----------
    environment : mapping
        The environment; each of `KEYS` may be given there, as ``ATLAS_EDITORS``, and counts more than the file's.
    file : Path
        ``access.toml``; need not exist.
    auth : mapping, optional
        The ``[auth]`` section of Streamlit's secrets; None where there is none.

    Raises
    ------
    AccessRefused
        If a setting cannot be understood or contradicts another.
    """
    settings = _settings(environment, file)
    roles, default = _roles(settings), _default(settings)
    proxy = _proxy(settings, environment)
    if auth is not None and proxy is not None:
        raise AccessRefused(
            "both [auth] in secrets.toml and proxy_header are set: keep one, or it is unclear who says who somebody is"
        )
    if auth is not None:
        origin, providers = _oidc(auth)
        return Access("oidc", roles, default, None, origin, providers)
    if proxy is not None:
        return Access("proxy", roles, default, proxy)
    if roles:
        raise AccessRefused(
            "people have roles, but nothing says how they sign in: set [auth] in secrets.toml or proxy_header"
        )
    return Access()


# Settings


def _settings(environment: Mapping[str, str], file: Path) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    if file.exists():
        try:
            settings = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise AccessRefused(f"{file} cannot be read: {problem}") from None
    for key in settings:
        if key not in KEYS:
            raise AccessRefused(f"unknown setting {key!r:.80} in {file}; known: {', '.join(KEYS)}")
    return settings | {key: value for key in KEYS if (value := environment.get(f"ATLAS_{key.upper()}"))}


def _roles(settings: Mapping[str, Any]) -> dict[str, Role]:
    roles: dict[str, Role] = {}
    for key, role in LISTS.items():
        for name in map(str.casefold, _list(settings, key)):
            if roles.get(name, role) != role:
                raise AccessRefused(f"{name!r:.80} is among the {roles[name]}s and the {role}s: keep one")
            roles[name] = role
    return roles


def _default(settings: Mapping[str, Any]) -> Role | None:
    given = settings.get("default_role", "reader")
    if given != "none" and given not in ROLES:
        raise AccessRefused(f"default_role is {given!r:.80}; it can be {', '.join(ROLES)} or none")
    return next((role for role in ROLES if role == given), None)


def _proxy(settings: Mapping[str, Any], environment: Mapping[str, str]) -> Proxy | None:
    header, secret = _text(settings, "proxy_header"), _text(settings, "proxy_secret")
    addresses = tuple(map(_network, _list(settings, "proxy_addresses")))
    if not header:
        if addresses or secret:
            raise AccessRefused(
                "proxy_addresses or proxy_secret is set, but not proxy_header: name the header that the proxy sets"
            )
        return None
    if not addresses:
        raise AccessRefused(
            "proxy_header is set, but not proxy_addresses: name the addresses of the proxy, else anybody could send the header"
        )
    if secret and len(secret) < MIN_SECRET:
        raise AccessRefused(f"proxy_secret is shorter than {MIN_SECRET} letters: {_HOW_TO_MAKE_ONE}")
    if not secret and any(_address("127.0.0.1") in each or _address("::1") in each for each in addresses):
        raise AccessRefused(
            f"proxy_addresses holds this computer, where any program could send the header: set proxy_secret too; {_HOW_TO_MAKE_ONE}"
        )
    if environment.get("FORWARDED_ALLOW_IPS", "127.0.0.1"):
        raise AccessRefused(
            "with proxy_header, FORWARDED_ALLOW_IPS has to be set and empty: else the server takes the sender's address from a header"
        )
    return Proxy(header.lower(), addresses, secret)


def _oidc(auth: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return origin and providers, once all is there that signing in needs."""
    redirect = urlsplit(str(auth.get("redirect_uri", "")))
    if not redirect.hostname or redirect.scheme not in ("http", "https") or redirect.path != "/oauth2callback":
        raise AccessRefused(
            "redirect_uri of [auth] in secrets.toml is not the address of this atlas with /oauth2callback at its end"
        )
    if redirect.scheme == "http" and not is_loopback(redirect.hostname):
        raise AccessRefused(
            "redirect_uri of [auth] in secrets.toml begins with http: beyond this computer it has to be https, else a session can be stolen on its way"
        )
    if len(str(auth.get("cookie_secret", ""))) < MIN_SECRET:
        raise AccessRefused(
            f"cookie_secret of [auth] in secrets.toml has fewer than {MIN_SECRET} letters: {_HOW_TO_MAKE_ONE}"
        )
    sections = {name: each for name, each in auth.items() if isinstance(each, Mapping) and name != "client_kwargs"}
    providers = ({"default": auth} if "client_id" in auth else {}) | sections
    if not providers:
        raise AccessRefused(
            "[auth] in secrets.toml names no provider: set client_id, client_secret and server_metadata_url"
        )
    for name, each in providers.items():
        for key in ("client_id", "client_secret", "server_metadata_url"):
            if not each.get(key):
                raise AccessRefused(f"{key} of the provider {name!r:.80} is missing from [auth] in secrets.toml")
    _importable()
    return f"{redirect.scheme}://{redirect.netloc}", tuple(providers)


def _importable() -> None:
    try:
        from authlib.integrations import starlette_client  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except ModuleNotFoundError as problem:
        raise AccessRefused(
            f"signing in needs the package {problem.name!r}: install the atlas with its requirements"
        ) from None


def _auth() -> dict[str, Any] | None:
    """Return the [auth] section of Streamlit's secrets; a file that cannot be read must not mean that nobody signs in."""
    found: Any = None
    for path in map(Path, config.get_option("secrets.files")):
        if path.is_file():
            try:
                told = tomllib.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as problem:
                raise AccessRefused(f"{path} cannot be read: {problem}") from None
            found = told.get("auth", found)
    if found is not None and not isinstance(found, dict):
        raise AccessRefused("auth in secrets.toml is not a section: write [auth]")
    return found


def _text(settings: Mapping[str, Any], key: str) -> str:
    value = settings.get(key, "")
    if not isinstance(value, str):
        raise AccessRefused(f"{key} is not text: {value!r:.80}")
    return value.strip()


def _list(settings: Mapping[str, Any], key: str) -> list[str]:
    value = settings.get(key, "")
    if isinstance(value, str):
        return _words(value)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise AccessRefused(f"{key} is not a list of texts: {value!r:.80}")
    return [each.strip() for each in value if each.strip()]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        raise AccessRefused(
            f"proxy_addresses has {text!r:.80}, which is no address such as 10.0.0.2 or 10.0.0.0/24"
        ) from None


def _address(text: str) -> Any:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
