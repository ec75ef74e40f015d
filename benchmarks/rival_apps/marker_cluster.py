"""folium's MarkerCluster, a marker an event, through streamlit-folium; no popups."""

import folium
from folium.plugins import MarkerCluster
from streamlit_folium import st_folium

from benchmarks.rival_apps.events import CENTRE, HEIGHT, ZOOM, chosen

events = chosen()
base = folium.Map(CENTRE, zoom_start=ZOOM, tiles=None, maxZoom=18)
cluster = MarkerCluster().add_to(base)
for point in zip(events["latitude"], events["longitude"], strict=True):
    folium.Marker(point).add_to(cluster)
st_folium(base, height=HEIGHT, use_container_width=True, returned_objects=[])
