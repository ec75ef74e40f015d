// The areas of incidents that are known to an area: outlines, their hatching, and what lies in them.
"use strict";

Atlas.ShadedAreas = class {
  static MANY = 16;

  constructor(map, known, scale) {
    Object.assign(this, { map, known, scale, outlines: new Map() });
    const pane = map.createPane("areas");
    pane.style.zIndex = 400;
    this.renderer = L.svg({ pane: "areas", padding: 0.4 });
    Atlas.keepSharp(map, this.renderer);
    this.hatches = Atlas.svg("svg", { class: "atlas-hatches", "aria-hidden": "true", width: 0, height: 0 });
    map.getContainer().append(this.hatches);
  }

  theme(tokens) {
    this.tokens = tokens;
    this.hatches.replaceChildren(...Object.entries(tokens.hues).flatMap(([hue, colour]) => [
      this.#hatch(`hatch-${hue}`, colour, Atlas.hatching(hue, false)),
      this.#hatch(`hatch-${hue}-wide`, colour, Atlas.hatching(hue, true)),
    ]));
  }

  // Diagonal lines of the event's colour over a light tint of it. The tile stands upright on whole pixels and has the
  // diagonal, and its neighbours' ends in two corners: a turned tile, or one between pixels, takes longer to paint and is blurred.
  #hatch(id, colour, { step, tint, line }) {
    const { scale: f, scheme } = this.tokens, size = Math.round(step * Math.SQRT2 * f), dark = scheme === "dark" ? 1.35 : 1;
    const pattern = Atlas.svg("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse" });
    pattern.append(
      Atlas.svg("rect", { width: size, height: size, fill: colour, "fill-opacity": tint * dark }),
      Atlas.svg("path", {
        d: `M0 ${size}L${size} 0M${-f} ${f}L${f} ${-f}M${size - f} ${size + f}L${size + f} ${size - f}`,
        stroke: colour, "stroke-width": f, "stroke-opacity": line,
      }),
    );
    return pattern;
  }

  // Many areas are fainter, with lines of one pixel, which are painted in half the time.
  expect(number) {
    const many = number > Atlas.ShadedAreas.MANY;
    this.line = many ? 1 : 1.3;
    this.map.getPane("areas").classList.toggle("many", many);
  }

  // The outline of a mark's area, where one is known, in its present colour; a click calls `open` with the place on the screen.
  shade(mark, open) {
    const { place: area } = mark, known = this.known[area.id] || area, wide = !["district", "tehsil"].includes(area.level);
    if (!known.polygons || !known.polygons.length) return;
    const color = this.tokens.hues[area.hue], fillColor = `url(#hatch-${area.hue}${wide ? "-wide" : ""})`;
    if (!mark.path) mark.path = this.#outline(area, known, wide, open).addTo(this.map);
    const { options } = mark.path;
    if (options.color !== color || options.fillColor !== fillColor) mark.path.setStyle({ color, fillColor });
  }

  // Outlines that the document knows are made once, and used again when their area comes back.
  #outline(area, known, wide, open) {
    if (this.outlines.has(area.id)) return this.outlines.get(area.id);
    const rings = known.polygons.map((polygon) => polygon.map((ring) => Atlas.decode(ring, this.scale)));
    const path = L.polygon(rings, {
      renderer: this.renderer, pane: "areas", className: `atlas-area ${area.level}`, opacity: 0.9, fillOpacity: 1,
      smoothFactor: 0.5, dashArray: wide ? "6 4" : null, bubblingMouseEvents: false,
    }).on("click", (event) => open(event.containerPoint));
    if (known === this.known[area.id]) this.outlines.set(area.id, path);
    return path;
  }

  // A spot that is known as a distance from a town has a ring of its radius.
  ring({ lat, lon, radius_km: radius }, hue) {
    const colour = this.tokens.hues[hue];
    return L.circle([lat, lon], {
      renderer: this.renderer, pane: "areas", radius: radius * 1000, color: colour, weight: 1, dashArray: "3 3",
      fillColor: colour, fillOpacity: 0.05, interactive: false,
    });
  }

  // Whether a point of the map's layers lies in an area that is drawn.
  covers(path, point) {
    if (!path || !path._path) return false;
    if (path._pxBounds && !path._pxBounds.contains(point)) return false;
    return Atlas.contains(path._path.getAttribute("d"), path, point);
  }
};

// How areas are hatched; wider and fainter where only a large area is known.
Atlas.hatching = (hue, wide) => (wide ? { step: 18, tint: 0.03, line: 0.22 } : { step: 6, tint: 0.13, line: hue === "ink" ? 0.38 : 0.55 });

// Whether a path, of which this is the drawing, holds a point; asked of a canvas, as the document would lay itself out for the answer.
Atlas.contains = (() => {
  const context = document.createElement("canvas").getContext("2d"), shapes = new WeakMap();
  return (drawing, path, { x, y }) => {
    if (shapes.get(path)?.drawing !== drawing) shapes.set(path, { drawing, outline: new Path2D(drawing) });
    return context.isPointInPath(shapes.get(path).outline, x, y, "evenodd");
  };
})();
