"""folium's FastMarkerCluster, whose markers are made in the browser, through streamlit-folium; no popups."""

import folium
from folium.plugins import FastMarkerCluster
from streamlit_folium import st_folium

from benchmarks.rival_apps.events import CENTRE, HEIGHT, ZOOM, chosen

events = chosen()
base = folium.Map(CENTRE, zoom_start=ZOOM, tiles=None, maxZoom=18)
plain = "(point) => L.marker(new L.LatLng(point[0], point[1]))"  # the default wants an icon library
FastMarkerCluster(events[["latitude", "longitude"]].to_numpy(), callback=plain).add_to(base)
st_folium(base, height=HEIGHT, use_container_width=True, returned_objects=[])
