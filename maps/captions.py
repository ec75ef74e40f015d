"""Words beside a figure, for copying: a caption and a note on methods in plain sentences, every number with its claimant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.vocabulary import RULES
from incidents.wording import counted, date_words, day_words, listed, lower_first
from maps.figures.alt import source_words, sources_of
from maps.figures.words import clean
from maps.layers import CREDIT
from maps.recipe import figure_id
from maps.symbols import POINT_LEVELS

if TYPE_CHECKING:
    import pandas as pd

    from incidents import Atlas, CampaignView, ClaimLine, Selection, TollView
    from maps.recipe import Recipe

CAMPAIGNS, INCIDENTS, SOURCES = 8, 6, 12
"""How many campaigns, single incidents and sources a caption names; it says how many it leaves out."""

_DRAWN = {
    "locator": "The map locates the places of the selected incidents.",
    "symbol": "Each symbol stands in a town or at a site; its shape and colour show the kind of event.",
    "multiples": "Each small map shows a part of the selected incidents, cut by {by}, or more coarsely where these are too many. "
    "An incident dated to several periods stands in each of them: the maps do not add up.",
    "timeline": "Incidents are drawn along time, by kind of event. One whose day is not known is drawn from its first to its "
    "last possible day, not as a peak on one day.",
    "map_timeline": "Each symbol stands in a town or at a site; its shape and colour show the kind of event. Below the map the "
    "same incidents are drawn along time; one whose day is not known is drawn from its first to its last possible day.",
}
_CLASSES = {
    "quantiles": "quantiles, so that each class holds about as many districts",
    "equal": "equal intervals, so that each class is as wide as the others",
    "natural": "natural breaks, so that the values in a class differ little from each other",
}
_AREAS = (
    "What is known only to a district, a tehsil or a larger area shades that area with a count; "
    "nothing known only to an area is drawn as a point."
)
_NOT_ADDED = "Figures of people are claims. Those that may count the same people are given side by side or as a range, and are not added up."


def caption(atlas: Atlas, recipe: Recipe) -> str:
    """Return a caption: what, where, when; how many and by whose record; the figures and who claims them; sources, credit.

    Examples
    --------
    >>> from incidents import Atlas
    >>> from maps.recipe import Recipe
    >>> caption(Atlas.open(), Recipe(query="places=town:pasni")).startswith("Coordinated attack in Pasni")
    True
    """
    selection = recipe.selection
    summary, records = atlas.summary(selection), atlas.incidents(selection)
    title = recipe.title if recipe.title else summary.headline
    sentences = [_sentence(title), *_counts(atlas, records), *_filters(atlas, selection)]
    sentences += [_campaign(view) for view in summary.campaigns[:CAMPAIGNS] if view.tolls]
    if len(summary.campaigns) > CAMPAIGNS:
        sentences.append(f"{counted(len(summary.campaigns) - CAMPAIGNS, 'more campaign')} not named here.")
    sentences += _incidents(atlas, records, selection)
    sentences += [_sentence(each) for each in dict.fromkeys(view.note for view in summary.campaigns if view.tolls)]
    sentences += [_sources(atlas, recipe), CREDIT, f"Figure {figure_id(recipe, atlas)}, Incident Atlas."]
    return " ".join(filter(None, sentences))


def alt_text(atlas: Atlas, recipe: Recipe) -> str:
    """Return the alt text of a figure, as its files hold it: what, where, when, the largest figures and who says them."""
    from maps.figures.layout import subject_of

    subject = subject_of(atlas, recipe)
    return subject.wording.alt(subject.summary, subject.records, recipe.kind)


def methods(atlas: Atlas, recipe: Recipe) -> str:
    """Return the note on methods: what is drawn how, how well place and day are known, whose figures, from what data."""
    selection = recipe.selection
    records = atlas.incidents(selection)
    sentences = [
        *_drawn(recipe),
        *_precision(records),
        *_days(records),
        *_figures(atlas, selection),
        *_rest(atlas, recipe),
    ]
    return " ".join(filter(None, sentences))


def _counts(atlas: Atlas, records: pd.DataFrame) -> list[str]:
    """Return how many incidents each dataset records; those of several datasets are not added up."""
    found: list[str] = []
    for dataset, part in records.groupby("dataset", sort=True):
        places = counted(part["place_id"].nunique(), "place")
        title = clean(atlas.dataset_label(str(dataset)))
        found.append(f"The dataset “{title}” records {counted(len(part), 'incident')} in {places}.")
    return found


def _filters(atlas: Atlas, selection: Selection) -> list[str]:
    labels = [clean(label) for _, _, label in selection.active(atlas)]
    return [f"Selected: {listed(labels)}."] if labels else []


def _campaign(view: CampaignView) -> str:
    tolls = "; ".join(_toll(toll) for toll in view.tolls)
    return _sentence(f"{clean(view.title)} ({clean(view.scope)}): {tolls}")


def _toll(toll: TollView) -> str:
    lines = "; ".join(_line(line) for line in toll.lines)
    return f"{lines} – these claims contest each other" if toll.contested and len(toll.lines) > 1 else lines


def _line(line: ClaimLine) -> str:
    outcome = "" if line.word in line.figure else f" {clean(line.word)}"
    standing = ", since replaced by a later claim" if line.superseded else f" ({clean(line.standing_label)})"
    who = line.claimant[:1].lower() + line.claimant[1:] if line.claimant.startswith("Unnamed") else line.claimant
    return (
        f"{clean(line.figure)} {lower_first(clean(line.counted_label))}{outcome}, according to {clean(who)}{standing}"
    )


def _incidents(atlas: Atlas, records: pd.DataFrame, selection: Selection) -> list[str]:
    """Return the figures of single incidents, the largest first, each with who claims it."""
    with_figures = records[records["fatalities_high"].notna() | records["fatalities_low"].notna()]
    most = with_figures["fatalities_high"].fillna(with_figures["fatalities_low"])
    ordered = with_figures.loc[most.sort_values(ascending=False, kind="stable").index]
    found = [
        _sentence(f"{clean(row['title'])} ({date_words(row['start'], row['end'], row['date_precision'])}): {lines}")
        for row in ordered.head(INCIDENTS).to_dict("records")
        if (lines := "; ".join(_toll(toll) for toll in atlas.tolls_of(row["id"], selection)))
    ]
    left_out = len(ordered) - INCIDENTS
    return (
        [*found, f"{counted(left_out, 'more incident')} with claimed figures not named here."]
        if left_out > 0
        else found
    )


def _sources(atlas: Atlas, recipe: Recipe) -> str:
    sources = sources_of(atlas, atlas.incidents(recipe.selection), atlas.summary(recipe.selection))
    named = [source_words(source) for source in sources[:SOURCES]]
    named += [counted(len(sources) - SOURCES, "more source")] if len(sources) > SOURCES else []
    return f"{'Source' if len(sources) == 1 else 'Sources'}: {'; '.join(named)}." if named else ""


def _drawn(recipe: Recipe) -> list[str]:
    if recipe.kind == "choropleth":
        what = "the number of incidents recorded in it"
        what += " for each 1,000 square kilometres" if recipe.measure == "per_area" else ""
        return [
            f"Each district is shaded by {what}, in classes by {_CLASSES[recipe.classes]}.",
            "Incidents known only to an area larger than a district are in no district’s count.",
        ]
    by = "kind of event" if recipe.by == "event_type" else recipe.by
    drawn = [_DRAWN[recipe.kind].format(by=by)]
    return drawn if recipe.kind == "timeline" else [*drawn, _AREAS]


def _precision(records: pd.DataFrame) -> list[str]:
    """Return to what level the places are known."""
    levels = records["level"].value_counts()
    words = [f"{levels[level]:,} to the {level}" for level in sorted(levels.index, key=_fineness)]
    if not words:
        return ["No incident matches the selection."]
    points = int(records["level"].isin(POINT_LEVELS).sum())
    note = "" if points else " None is known to a town or site."
    return [f"Precision of place, of {counted(len(records), 'recorded incident')}: known {listed(words)}.{note}"]


def _fineness(level: str) -> int:
    from incidents.vocabulary import PLACE_PRECISIONS

    return list(PLACE_PRECISIONS).index(level)


def _days(records: pd.DataFrame) -> list[str]:
    vague = records[records["date_precision"] != "day"]
    if vague.empty:
        return []
    if len(records) == 1:
        return ["It is dated to a span of days, not to one day."]
    many = "One of them is" if len(vague) == 1 else f"{len(vague):,} of them are"
    return [f"{many} dated to a span of days, not to one day."]


def _figures(atlas: Atlas, selection: Selection) -> list[str]:
    summary = atlas.summary(selection)
    lines = [line for view in summary.campaigns for toll in view.tolls for line in toll.lines]
    claimants = list(dict.fromkeys(_line_claimant(line) for line in lines))
    found = [f"Figures claimed by: {'; '.join(claimants)}. {_NOT_ADDED}"] if claimants else []
    name, _, claimant = selection.rule.partition(":")
    if selection.rule != "range":
        label = f"those by {clean(atlas.actor_label(claimant))}" if claimant else lower_first(RULES[name].label)
        found.append(f"Figures in headings: {label}; the other claims stand beside them.")
    if selection.as_known_on:
        found.append(f"Only claims that could be known on {day_words(selection.as_known_on)} are used.")
    return found


def _line_claimant(line: ClaimLine) -> str:
    name = clean(line.claimant)
    return name[:1].lower() + name[1:] if name.startswith("Unnamed") else name


def _rest(atlas: Atlas, recipe: Recipe) -> list[str]:
    """Return what the selection leaves out, the data, and how the figure was made."""
    used = set(atlas.incidents(recipe.selection)["dataset"].unique())
    data = [f"“{clean(info.title)}” ({clean(info.licence)})" for info in atlas.datasets if info.id in used]
    made = f" on {day_words(recipe.made)}" if recipe.made else ""
    kept = "An area without incidents is one that no record names; it does not mean that nothing happened."
    return [
        *_filters(atlas, recipe.selection),
        f"{'Dataset' if len(data) == 1 else 'Datasets'}: {listed(data)}." if data else "",
        kept,
        CREDIT,
        f"Made{made} with Incident Atlas, figure {figure_id(recipe, atlas)}.",
    ]


def _sentence(text: str) -> str:
    words = clean(text)
    return words if not words or words.endswith((".", "!", "?", "…")) else f"{words}."
