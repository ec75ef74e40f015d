"""The frame around every page: navigation, shared style; Streamlit runs this file first."""

from pathlib import Path

import streamlit as st


def run() -> None:
    """Draw the frame and the page that the address names."""
    from pages import about, add_data, briefings, changes, figures, incidents, ledger, link, timeline
    from pages import map as map_page
    from pages.opened import drawn
    from pages.sign_in import somebody, who

    here = Path(__file__).parent
    st.set_page_config("Incident Atlas", str(here / "icon.svg"), layout="wide", initial_sidebar_state=300)
    st.html(here / "frame.css")
    actor = somebody()
    if actor is None:
        return
    modules = {
        "Map": map_page,
        "Timeline": timeline,
        "Incidents": incidents,
        "Figures": figures,
        "Briefings": briefings,
        "Ledger": ledger,
        "Changes": changes,
        "Add data": add_data,
        "About": about,
    }
    pages = [
        st.Page(module.page, title=title, url_path=module.__name__.rpartition(".")[2], default=module is map_page)
        for title, module in modules.items()
    ]
    chosen = st.navigation(pages, position="hidden")
    with st.sidebar:
        st.html("<p class='atlas-name'>Incident Atlas</p>")
        with st.container(horizontal=True, key="atlas-nav"):
            for page in pages:
                if page.title == "Ledger" and not actor.may("editor"):
                    continue  # nothing there for readers
                st.page_link(page, query_params=link.carried())
        who(actor)
    drawn(chosen.run)


if __name__ == "__main__":
    run()
