// Draws the ground: sea, land, lakes, rivers and borders, from the layers embedded in the document; coarse land where these end.
"use strict";
// `farther`: how many zoom levels more a screen has that is only finer, or seen from further off: names appear by what is left.
const Atlas = { layers: new Set(["districts", "rivers", "tehsils", "towns", "urdu"]), farther: 0 };

Atlas.embedded = (id) => {
  const block = document.getElementById(id);
  return block ? JSON.parse(block.textContent) : null;
};

// A ring is [x0, y0, dx, dy, ...] in whole steps of 1/scale degree: small to send, and neighbours keep identical corners.
Atlas.decode = (ring, scale) => {
  const points = [];
  let x = 0, y = 0;
  for (let i = 0; i < ring.length; i += 2) {
    x += ring[i];
    y += ring[i + 1];
    points.push([y / scale, x / scale]);
  }
  return points;
};

// Leaflet may leave a drawing between two pixels after a jump, which blurs it: put it back on whole ones.
Atlas.keepSharp = (map, renderer) => {
  renderer.addTo(map);
  map.on("viewreset", () => L.DomUtil.setPosition(renderer._container, renderer._bounds.min));
};

Atlas.Basemap = class {
  constructor(map, data) {
    this.map = map;
    this.data = data;
    const pane = map.createPane("ground");
    pane.style.zIndex = 200;
    pane.style.pointerEvents = "none";
    this.renderer = L.canvas({ pane: "ground", padding: 0.4 });
    Atlas.keepSharp(map, this.renderer);
    this.paths = this.#build();
    map.on("zoomend", () => this.restyle());
  }

  #build() {
    const line = { renderer: this.renderer, interactive: false, pane: "ground", smoothFactor: 0.6 };
    const paths = [];
    const lines = (kind, rings, { scale, ...extra } = {}) => rings.length &&
      paths.push({ kind, ...extra, path: L.polyline(this.#rings(rings, scale), { ...line, fill: false }) });
    const polygons = (kind, shapes, scale) => shapes.length &&
      paths.push({ kind, path: L.polygon(shapes.map((rings) => this.#rings(rings, scale)), { ...line, stroke: false, fill: true, fillOpacity: 1 }) });
    const { world, land, focus, lakes, rivers, borders, areas } = this.data;
    const provinces = Object.values(areas).filter((area) => area.level === "province");
    polygons("outside", world.land, world.scale);
    lines("province", world.borders, { scale: world.scale });
    polygons("outside", land);
    polygons("own", provinces.flatMap((area) => area.polygons));
    polygons("home", focus);
    polygons("lake", lakes);
    rivers.forEach((river) => lines("river", river.lines, { from: river.from }));
    ["tehsil", "district", "province", "coast", "focus", "disputed", "country"].forEach((rank) => lines(rank, borders[rank] || []));
    return paths;
  }

  #rings(rings, scale = this.data.scale) {
    return rings.map((ring) => Atlas.decode(ring, scale));
  }

  theme(theme) {
    this.tokens = theme;
    this.map.getContainer().style.background = theme.water;
    this.restyle();
  }

  // Borders grow quieter with rank and appear when there is room for them.
  restyle() {
    const zoom = this.map.getZoom() - Atlas.farther;
    for (const item of this.paths) {
      const style = this.#style(item, zoom);
      if (style) item.path.setStyle(style);
      const shown = this.map.hasLayer(item.path);
      if (style && !shown) item.path.addTo(this.map);
      if (!style && shown) item.path.remove();
    }
    for (const { path } of this.paths) if (this.map.hasLayer(path)) path.bringToFront();
  }

  #style({ kind, from }, zoom) {
    const t = this.tokens, has = (layer) => Atlas.layers.has(layer);
    const wide = (weight) => weight * t.scale * (zoom < 6 ? 0.8 : zoom < 9 ? 1 : 1.25);
    switch (kind) {
      case "outside": return { fillColor: t.outside };
      case "own": return { fillColor: t.country };
      case "home": return { fillColor: t.land };
      case "lake": return has("rivers") && { fillColor: t.water };
      case "river": return has("rivers") && zoom >= from && { color: t.river, weight: wide(1), opacity: 1 };
      case "tehsil": return has("tehsils") && zoom >= 7.5 && { color: t.border_tehsil, weight: wide(0.7), opacity: 1, dashArray: "4 3" };
      case "district": return has("districts") && { color: t.border_district, weight: wide(0.8), opacity: 1 };
      case "province": return { color: t.border_province, weight: wide(0.6), opacity: 1 };
      case "focus": return { color: t.border_country, weight: wide(1.1), opacity: 1 };
      case "country": return { color: t.border_country, weight: wide(1.3), opacity: 1 };
      case "disputed": return { color: t.border_country, weight: wide(1.8), opacity: 1, dashArray: "0.1 4.5", lineCap: "round" };
      default: return { color: t.coast, weight: wide(0.8), opacity: 1 };
    }
  }
};
