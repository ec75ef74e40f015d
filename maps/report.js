// A standalone file: headline, claims, sources and filters around the map, all as text.
"use strict";
Atlas.report = () => {};
