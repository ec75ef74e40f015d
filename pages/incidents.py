"""The Incidents page: the table of the selection and, for a chosen record, a card with its claims side by side."""

from pages import link
from pages.card import card
from pages.claim_ladder import claim_ladders
from pages.exports import export_links
from pages.filters import filters
from pages.header import header
from pages.opened import opened
from pages.table import incident_table


def page() -> None:
    """Draw the page."""
    atlas, selection = opened(), link.selection()
    summary = atlas.summary(selection)
    filters(atlas, selection)
    header(atlas, selection, summary)
    record = link.record()
    if record is not None:
        card(atlas, record)
    export_links(selection, summary)
    if summary.count:
        incident_table(atlas, selection, key="incident-table", chosen=record)
    claim_ladders(atlas, selection, summary)
