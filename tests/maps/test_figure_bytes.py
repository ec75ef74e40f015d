"""The same figure is the same bytes, whatever else the process does; other processes are in test_package.py."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from incidents import Atlas, Selection
from maps.figures import figure
from tests.maps.figure_samples import MADE, crowd, embedded


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return embedded()


def _hashes(atlas: Atlas) -> list[str]:
    drawn = (figure(atlas, Selection(), fmt=fmt, theme="dark", made=MADE) for fmt in ("svg", "png", "pdf"))
    return [hashlib.sha256(content).hexdigest() for content in drawn]


def test_settings_of_the_users_matplotlib_change_nothing(atlas):
    import matplotlib as mpl

    expected = _hashes(atlas)
    with mpl.rc_context(
        {"svg.fonttype": "path", "text.usetex": True, "font.size": 30, "lines.linewidth": 9, "savefig.dpi": 50}
    ):
        assert _hashes(atlas) == expected


def test_drawing_leaves_the_users_settings_as_they_were(atlas):
    import matplotlib as mpl

    with mpl.rc_context({"svg.fonttype": "path"}):
        before = dict(mpl.rcParams)
        figure(atlas, Selection(), fmt="svg", made=MADE)
        assert dict(mpl.rcParams) == before


def test_threads_draw_the_same_bytes_at_once(atlas):
    expected = figure(atlas, Selection(), fmt="svg", made=MADE)
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: figure(atlas, Selection(), fmt="svg", made=MADE), range(6)))
    assert set(drawn) == {expected}


def test_the_date_and_the_id_made_of_it_are_the_only_differences_between_two_days(atlas):
    import datetime as dt

    one, other = (
        figure(atlas, Selection(), fmt="svg", made=dt.date(2026, 3, day)).decode().splitlines() for day in (5, 6)
    )
    changed = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    assert all(any(part in a for part in ("font-face", "Made on", "Figure")) for a, _ in changed)
    assert any("Made on 5 March 2026" in a for a, _ in changed)


def test_ten_thousand_points_stay_small():
    atlas = crowd(10_000)
    svg = figure(atlas, Selection(), fmt="svg", made=MADE)
    assert len(svg) < 700_000
