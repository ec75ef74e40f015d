// A sheet that names, dots or lines are drawn on: what stands where it stood before is left alone.
"use strict";

Atlas.NameSheet = class {
  constructor(map, name, zIndex) {
    Object.assign(this, { map, shown: new Map(), wanted: new Map() });
    this.svg = Atlas.svg("svg", { class: `atlas-${name}`, "aria-hidden": "true" });
    const pane = map.createPane(name);
    Object.assign(pane.style, { zIndex, pointerEvents: "none" });
    pane.append(this.svg);
  }

  begin() {
    this.wanted = new Map();
  }

  // A piece by all that it is and where; it has its element once it is drawn, which `make` makes unless it is there already.
  add(key, make) {
    const piece = { key, make, element: null };
    this.wanted.set(key, piece);
    return piece;
  }

  // Pieces do not cover each other, so that their order does not matter.
  draw() {
    const fresh = document.createDocumentFragment();
    for (const [key, { element }] of this.shown) if (!this.wanted.has(key)) element.remove();
    for (const [key, piece] of this.wanted) piece.element = this.shown.get(key)?.element || fresh.appendChild(piece.make());
    if (fresh.hasChildNodes()) this.svg.append(fresh);
    this.shown = this.wanted;
    this.#lay();
  }

  hide() {
    this.svg.classList.add("hidden");
  }

  // Over the part of the map that is on the screen.
  #lay() {
    const { svg, map } = this, { x: width, y: height } = map.getSize(), corner = map.containerPointToLayerPoint([0, 0]);
    if (!corner.equals(svg._leaflet_pos || [NaN, NaN])) L.DomUtil.setPosition(svg, corner);
    for (const [name, length] of Object.entries({ width, height })) if (svg.getAttribute(name) !== String(length)) svg.setAttribute(name, length);
    if (svg.classList.contains("hidden")) svg.classList.remove("hidden");
  }
};
