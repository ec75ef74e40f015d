"""The Timeline page: bars by day, week, month or year and by type; uncertain dates as spans; brushing sets the dates."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from incidents import Summary
from incidents.periods import fitting
from incidents.wording import counted, date_words
from maps import THEMES, symbol_of
from maps.symbols import families, family_label
from maps.theme import Theme
from pages import link
from pages.claim_ladder import claim_ladders
from pages.elements import el, show
from pages.filters import filters
from pages.header import header
from pages.opened import opened
from pages.strip import kinds_legend

Kinds = Mapping[str, tuple[str, ...]]
#: Periods as they are called here.
PERIODS = {"Day": "day", "Week": "week", "Month": "month", "Year": "year"}
SPANS = 40
#: Lines of the table.
TABLE = 1000
#: Height of the words under the bars, pixels.
AXIS = 40
#: Width of what stands left of the bars, pixels; the same in both charts, so that their days stand under each other.
LABELS = 300
_EXTENT: Mapping[str, Any] = {"minExtent": LABELS, "maxExtent": LABELS}


def page() -> None:
    """Draw the page."""
    atlas, selection = opened(), link.selection()
    summary = atlas.summary(selection)
    filters(atlas, selection)
    header(atlas, selection, summary)
    if not summary.count:
        show(el("p", "Take a filter off to see incidents on the timeline.", class_="muted"), key="timeline-empty")
        return
    default = "day"
    if summary.start and summary.end:
        default = fitting(summary.start, summary.end)
    wanted = st.segmented_control("Bars by", list(PERIODS), default=default.capitalize(), required=True)
    bars, spans = atlas.periods(selection, PERIODS[wanted])
    period, left_out = bars.attrs["period"], spans.attrs["left_out"]
    spans = pd.concat([spans, _campaigns(summary)], ignore_index=True)
    edges = pd.concat([bars, spans])
    domain = _domain(edges["from"].min(), edges["to"].max())
    kinds = families([each.value for each in summary.by_type])
    if len(bars):
        show(el("p", f"Incidents by {period} and kind", class_="label"), key="bars-label")
        show(kinds_legend(kinds), key="timeline-kinds")
        _chart(_bars(bars, domain, kinds), "timeline-bars", f"incidents by {period} and type")
    if len(spans):
        words = f"Known only to more than one {period}: drawn as spans from the first to the last possible day"
        show(el("p", words, class_="label"), key="spans-label")
        _chart(_spans(spans.head(SPANS), domain, kinds), "timeline-spans", "incidents of uncertain date, as spans")
    _notes(len(spans), left_out, period if period != PERIODS[wanted] else "", _reach(summary))
    _table(bars, spans, period)
    claim_ladders(atlas, selection, summary)


def _campaigns(summary: Summary) -> pd.DataFrame:
    """Campaigns without incidents of their own, as spans with count 0."""
    rows = [(span.start, span.end, span.event_type, 0, span.label) for span in summary.beside]
    frame = pd.DataFrame(rows, columns=["from", "to", "event_type", "count", "label"])
    return frame.assign(
        **{"from": pd.to_datetime(frame["from"]), "to": pd.to_datetime(frame["to"]) + pd.Timedelta(days=1)}
    )


def _domain(first: datetime, last: datetime) -> list[int]:
    ends = (first - timedelta(days=1), last + timedelta(days=1))
    return [int(pd.Timestamp(end).timestamp() * 1000) for end in ends]


def _theme() -> Theme:
    return THEMES["dark" if st.context.theme.type == "dark" else "light"]


def _hues(kinds: Kinds) -> dict[str, Any]:
    theme = _theme()
    scale = alt.Scale(domain=[_label(types) for types in kinds.values()], range=[theme.hues[symbol_of(each).hue] for each in kinds])  # fmt: skip
    return {"shorthand": "family:N", "scale": scale, "legend": None}


def _label(types: Iterable[str]) -> str:
    return family_label(symbol_of(each).label for each in types)


def _x(domain: list[int]) -> alt.X:
    days = (domain[1] - domain[0]) / 86_400_000
    words, step = ("%-d %b", 1) if days <= 100 else ("%b %Y", 28) if days <= 1500 else ("%Y", 365)
    axis = alt.Axis(
        grid=True, tickCount=8, labelOverlap=True, labelFontSize=12, labelColor=_theme().muted, format=words, tickMinStep=step * 86_400_000
    )  # fmt: skip
    return alt.X("from:T", title=None, scale=alt.Scale(domain=domain, type="utc"), axis=axis)


def _labelled(frame: pd.DataFrame, kinds: Kinds) -> pd.DataFrame:
    utc = {end: frame[end].dt.tz_localize("UTC") for end in ("from", "to")}
    labels = [symbol_of(str(each)).label for each in frame["event_type"]]
    named = {each: _label(types) for types in kinds.values() for each in types}
    own = [named.get(str(each), label) for each, label in zip(frame["event_type"], labels, strict=True)]
    return frame.assign(**utc, event_type=frame["event_type"].astype(str), type=labels, family=own)


def stacked(bars: pd.DataFrame) -> pd.DataFrame:
    """Return bars with the numbers ``below`` and ``above`` between which each stands on those of the same period.

    The chart itself does not stack bars that have two ends in time.

    >>> two = pd.DataFrame({"from": [1, 1, 2], "count": [3, 4, 5]})
    >>> stacked(two)[["below", "above"]].to_numpy().tolist()
    [[0, 3], [3, 7], [0, 5]]
    """
    above = bars.groupby("from")["count"].cumsum()
    return bars.assign(below=above - bars["count"], above=above)


def _bars(frame: pd.DataFrame, domain: list[int], kinds: Kinds) -> alt.Chart:
    data = _labelled(frame, kinds)
    data["family"] = pd.Categorical(data["family"], [_label(types) for types in kinds.values()])
    data = stacked(data.groupby(["from", "to", "family"], observed=True)["count"].sum().reset_index())
    data["family"] = data["family"].astype(str)
    return (
        alt.Chart(data, height=220)
        .mark_bar(binSpacing=1)
        .encode(
            x=_x(domain), x2="to:T", color=alt.Color(**_hues(kinds)),
            y=alt.Y("below:Q", title=None, axis=alt.Axis(tickMinStep=1, format=",d", labelColor=_theme().muted, **_EXTENT)), y2="above:Q",
            tooltip=[alt.Tooltip("family:N", title="Event"), alt.Tooltip("from:T", title="From"), alt.Tooltip("count:Q", title="Incidents")],
        )
    )  # fmt: skip


def _spans(frame: pd.DataFrame, domain: list[int], kinds: Kinds) -> alt.Chart:
    data = _labelled(frame, kinds)
    data["last"] = data["to"] - pd.Timedelta(days=1)
    data["line"] = [_line_words(row) for row in data.to_dict("records")]
    data["line"] = [f"{words}{' ' * n}" for n, words in enumerate(data["line"])]  # one lane each, equal words or not
    tips = [
        alt.Tooltip("line:N", title="Incidents"),
        alt.Tooltip("from:T", title="First possible day"),
        alt.Tooltip("last:T", title="Last possible day"),
    ]
    hues = _hues(kinds)
    lanes = alt.Y(
        "line:N",
        title=None,
        sort=None,
        axis=alt.Axis(
            labelLimit=LABELS - 10, labelFontSize=12, labelColor=_theme().muted, ticks=False, domain=False, **_EXTENT
        ),
    )
    return (
        alt.Chart(data, height=30 * len(data) + AXIS)
        .mark_bar(height=14, cornerRadius=3, strokeWidth=2)  # so that a few days in many years can be seen
        .encode(x=_x(domain), x2="to:T", y=lanes, color=alt.Color(**hues), stroke=alt.Stroke(**hues), tooltip=tips)
    )


def _line_words(row: Mapping[Any, Any]) -> str:
    if not row["count"]:
        return f"{row['label']}, whole campaign"
    what = f"{row['count']} × {row['type']}" if row["count"] > 1 else row["type"]
    return f"{date_words(row['from'].date(), row['last'].date())}: {what}"


def _chart(chart: Any, key: str, alt_text: str) -> None:
    brush = alt.selection_interval(name="brush", encodings=["x"])
    on_canvas = {
        "embedOptions": {"renderer": "canvas"}
    }  # as SVG, the brush is a picture without a name to screen readers
    view = chart.add_params(brush).configure_view(stroke=None).properties(usermeta=on_canvas)
    st.altair_chart(view, key=key, on_select=lambda: _brushed(key), selection_mode="brush", alt=alt_text)


def _brushed(key: str) -> None:
    ends = (st.session_state[key].get("selection", {}).get("brush") or {}).get("from")
    if not ends:
        return
    first, last = (_day(end) for end in sorted(ends))
    link.choose(link.selection().replace(start=first, end=last))


def _day(milliseconds: float) -> date:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date()


def _reach(summary: Summary) -> str:
    """Why the first or last day of all may be one on which no row is dated."""
    ends, dated = (summary.start, summary.end), summary.dated
    if dated == ends or not summary.start or not summary.end:
        return ""
    known = f"; those known to the day run from {date_words(*dated)}" if dated else ""
    whole = date_words(summary.start, summary.end)
    return f"Incidents known only to a week, a month or another span count on all days on which they may have happened, which run from {whole}{known}."


def _notes(spans: int, left_out: int, coarser: str, reach: str) -> None:
    words = ["Drag across the bars to choose dates for every page; the date fields beside do the same by keyboard."]
    if coarser:
        words.append(f"Bars are drawn by {coarser}: finer ones would be too many to be told apart.")
    if spans > SPANS:
        words.append(f"{SPANS} of {spans:,} spans are drawn; the table below has up to {TABLE:,} lines.")
    if left_out:
        words.append(f"{counted(left_out, 'incident')} in still other spans are not drawn.")
    show(el("p", " ".join([*words, reach]).strip(), class_="credit"), key="timeline-notes")


def _table(bars: pd.DataFrame, spans: pd.DataFrame, period: str) -> None:
    rows = pd.concat([bars.assign(known=f"within one {period}"), spans.assign(known="as a span")]).sort_values("from")
    lines = [
        el(
            "tr",
            el("td", date_words(row["from"].date(), (row["to"] - timedelta(days=1)).date(), "day")),
            el("td", symbol_of(row["event_type"]).label),
            el("td", row["known"]),
            el("td", str(row["count"]) if row["count"] else "whole campaign", class_="number"),
        )
        for row in rows.head(TABLE).to_dict("records")
    ]
    heads = [
        el("th", words, scope="col", class_="number" if words == "Incidents" else None)
        for words in ("When", "Event", "Known", "Incidents")
    ]
    with st.expander("The same as a table"):
        show(el("table", el("thead", el("tr", *heads)), el("tbody", *lines)), key="timeline-table")
