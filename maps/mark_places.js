// Where the buttons of marks stand in their pane: by their corners and sizes. Of each that is moved by
// a transform, as Leaflet's own markers are, a browser would make a part by itself, and put more than a hundred together at each change.
"use strict";

Atlas.MarkPlaces = class {
  static ABOVE_AREAS = 500;

  // `marks` gives those that are on the map.
  constructor(map, marks) {
    Object.assign(this, { map, marks, pane: map.getPane("markerPane"), gliding: false });
    map.on("zoom viewreset", () => this.#again());
    map.on("zoomanim", (event) => this.#glide(event));
  }

  // Works out where marks are on the screen, before anything is placed beside them.
  find(marks) {
    const moved = this.map._getMapPanePos();
    for (const mark of marks) {
      mark.spot = this.map.latLngToLayerPoint(mark.latlng);
      mark.at = mark.spot.add(moved);
    }
  }

  // Writes where a mark of a size stands: aside by `shift`, `above` others by that and by how far south it is.
  put(mark) {
    const { spot: { x, y }, size: [width, height], shift: [dx, dy], above } = mark;
    Atlas.wear(mark, { width, height, left: x + dx - width / 2, top: y + dy - height / 2, above: y + above });
  }

  #again() {
    if (this.map._animatingZoom) return;
    const marks = this.marks();
    this.find(marks);
    for (const mark of marks) {
      if (mark.size) this.put(mark);
      if (this.gliding) mark.element.style.transform = "";
    }
    this.gliding = false;
  }

  // While the map glides to another zoom, the marks glide along.
  #glide({ zoom, center }) {
    this.gliding = true;
    for (const { spot, latlng, element } of this.marks()) {
      if (!spot) continue;
      const { x, y } = this.map._latLngToNewLayerPoint(latlng, zoom, center).round().subtract(spot);
      element.style.transform = `translate(${x}px, ${y}px)`;
    }
  }
};
