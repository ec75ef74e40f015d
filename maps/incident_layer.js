// The incidents: areas hatched with a count, towns and sites as symbols, and the marks that open their lists.
"use strict";

Atlas.IncidentLayer = class {
  constructor(map, areas, scale) {
    Object.assign(this, { map, scale, known: areas, marks: new Map(), called: new Set(), payload: null, selected: null, onOpen: () => {} });
    const pane = map.createPane("areas");
    pane.style.zIndex = 400;
    this.renderer = L.svg({ pane: "areas", padding: 0.4 });
    Atlas.keepSharp(map, this.renderer);
    this.hatches = Atlas.svg("svg", { class: "atlas-hatches", "aria-hidden": "true", width: 0, height: 0 });
    map.getContainer().append(this.hatches);
    map.on("click", () => this.onOpen(null));
  }

  theme(theme) {
    this.tokens = theme;
    this.hatches.replaceChildren(...Object.entries(theme.hues).flatMap(([hue, colour]) => [
      this.#hatch(`hatch-${hue}`, colour, 6, 0.13), this.#hatch(`hatch-${hue}-wide`, colour, 12, 0.05),
    ]));
    if (this.payload) this.show(this.payload);
  }

  // Diagonal lines of the event's colour over a light tint of it.
  #hatch(id, colour, step, tint) {
    const size = step * this.tokens.scale;
    const dark = this.tokens.scheme === "dark" ? 1.35 : 1;
    const pattern = Atlas.svg("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.append(
      Atlas.svg("rect", { width: size, height: size, fill: colour, "fill-opacity": tint * dark }),
      Atlas.svg("line", { x1: 0.5, y1: 0, x2: 0.5, y2: size, stroke: colour, "stroke-width": this.tokens.scale, "stroke-opacity": 0.55 }),
    );
    return pattern;
  }

  // Replaces the data; the map's view, the open list and the layers stay.
  show(payload) {
    this.payload = payload;
    for (const mark of this.marks.values()) [mark.path, mark.marker, mark.ring].forEach((layer) => layer && layer.remove());
    this.marks = new Map();
    const order = ["country", "province", "division", "district", "tehsil"];
    const areas = [...payload.areas].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
    areas.forEach((area) => this.#addArea(area));
    payload.bins.forEach((bin) => this.#addBin(bin));
    this.#spots(payload.symbols).forEach((spot) => this.#addSpot(spot));
    this.called = new Set([...this.marks.values()].map((mark) => mark.place.name));
    this.#enterKeys();
    this.select(this.marks.has(this.selected) ? this.selected : null);
  }

  // Symbols of the same spot stand together around it.
  #spots(symbols) {
    const spots = new Map();
    for (const symbol of symbols) {
      const key = `${symbol.lat},${symbol.lon}`;
      if (!spots.has(key)) spots.set(key, { ...symbol, key: `spot:${symbol.id}`, signs: [] });
      spots.get(key).signs.push(symbol);
    }
    return spots.values();
  }

  #addArea(area) {
    const known = this.known[area.id] || area;
    const colour = this.tokens.hues[area.hue], wide = !["district", "tehsil"].includes(area.level);
    const mark = { kind: "area", key: area.id, place: area, latlng: L.latLng(area.label), groups: [area], colour };
    if (known.polygons && known.polygons.length) {
      const rings = known.polygons.map((polygon) => polygon.map((ring) => Atlas.decode(ring, this.scale)));
      mark.path = L.polygon(rings, {
        renderer: this.renderer, pane: "areas", className: `atlas-area ${area.level}`, color: colour, weight: 1.3 * this.tokens.scale,
        opacity: 0.9, fillOpacity: 1, fillColor: `url(#hatch-${area.hue}${wide ? "-wide" : ""})`, smoothFactor: 0.5,
        dashArray: wide ? "6 4" : null, bubblingMouseEvents: false,
      }).addTo(this.map).on("click", (event) => this.open(area.id, event.containerPoint));
    }
    mark.element = this.#button(mark, "atlas-badge", `${area.name}: ${area.count} ${this.#records(area.count)}, ${area.known}`);
    mark.element.textContent = Atlas.count(area.count);
    this.#put(mark);
  }

  #addSpot(spot) {
    const total = spot.signs.reduce((sum, sign) => sum + sign.n, 0);
    const what = spot.signs.map((sign) => `${sign.n} ${this.payload.types[sign.type].label}`).join(", ");
    const mark = { kind: "spot", key: spot.key, place: spot, latlng: L.latLng(spot.lat, spot.lon), groups: spot.signs, total };
    mark.element = this.#button(mark, "atlas-spot", `${spot.name}: ${what}, ${spot.known}`);
    mark.reach = this.#drawSigns(mark.element, spot.signs);
    if (spot.radius_km) mark.ring = this.#ring(spot).addTo(this.map);
    this.#put(mark);
  }

  #ring(spot) {
    const colour = this.tokens.hues[this.payload.types[spot.signs[0].type].hue];
    return L.circle([spot.lat, spot.lon], {
      renderer: this.renderer, pane: "areas", radius: spot.radius_km * 1000, color: colour, weight: 1, dashArray: "3 3",
      fillColor: colour, fillOpacity: 0.05, interactive: false,
    });
  }

  // One sign stands on its spot; several stand in a ring around it, and a dot keeps the spot.
  #drawSigns(button, signs) {
    const scale = this.tokens.scale, radii = signs.map((sign) => sign.size * scale);
    const largest = Math.max(...radii), ring = signs.length > 1 ? (largest + 1.5) / Math.sin(Math.PI / signs.length) : 0;
    const reach = ring + largest * 1.35 + 2;
    const drawing = Atlas.svg("svg", { width: 2 * reach, height: 2 * reach, viewBox: `${-reach} ${-reach} ${2 * reach} ${2 * reach}` });
    if (ring) drawing.append(Atlas.svg("circle", { r: 1.6 * scale, fill: this.tokens.text }));
    signs.forEach((sign, index) => {
      const angle = 2 * Math.PI * (index / signs.length) + (signs.length === 2 ? Math.PI : -Math.PI / 2);
      const at = [ring * Math.cos(angle), ring * Math.sin(angle)];
      drawing.append(this.#sign(sign, radii[index], at));
      if (sign.n > 1) drawing.append(this.#signCount(sign, radii[index], at));
    });
    button.append(drawing);
    return reach;
  }

  #sign(sign, radius, [x, y]) {
    const type = this.payload.types[sign.type];
    return Atlas.svg("path", {
      d: type.shape, fill: this.tokens.hues[type.hue], "fill-rule": "evenodd", stroke: this.tokens.halo,
      "stroke-width": 1.5 / radius, "paint-order": "stroke", "stroke-linejoin": "round", transform: `translate(${x} ${y}) scale(${radius})`,
    });
  }

  #signCount(sign, radius, [x, y]) {
    const text = Atlas.svg("text", { class: "atlas-sign-count", x: x + radius * 0.9, y: y - radius * 0.55, "font-size": 11 * this.tokens.scale });
    text.textContent = Atlas.count(sign.n);
    return text;
  }

  #addBin(bin) {
    const mark = { kind: "bin", key: `bin:${bin.id}`, place: bin, latlng: L.latLng(bin.lat, bin.lon), groups: [bin], total: bin.n };
    mark.element = this.#button(mark, "atlas-bin", `${bin.n} ${this.#records(bin.n)} close together`);
    mark.element.textContent = Atlas.count(bin.n);
    mark.reach = bin.size * this.tokens.scale;
    mark.element.style.width = mark.element.style.height = `${2 * mark.reach}px`;
    this.#put(mark);
  }

  #records(count) {
    return count === 1 ? "record" : "records";
  }

  #button(mark, className, label) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `atlas-mark ${className}`;
    button.dataset.place = mark.place.id;
    button.setAttribute("aria-label", label.slice(0, 300));
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      if (!this.map.dragging.moved()) this.open(mark.key, this.map.latLngToContainerPoint(mark.latlng));
    });
    L.DomEvent.on(button, "dblclick", L.DomEvent.stop);
    return button;
  }

  #put(mark) {
    const icon = L.divIcon({ html: mark.element, className: "atlas-icon", iconSize: null });
    mark.marker = L.marker(mark.latlng, { icon, interactive: false, keyboard: false, zIndexOffset: mark.kind === "area" ? 0 : 500 });
    mark.marker.addTo(this.map);
    this.marks.set(mark.key, mark);
  }

  // Few marks are all in the tab order; of many only one is, and the arrow keys walk through them.
  #enterKeys() {
    const marks = [...this.marks.values()].sort((a, b) => a.latlng.lng - b.latlng.lng);
    const roving = marks.length > 40;
    marks.forEach((mark, index) => {
      mark.element.tabIndex = roving && index ? -1 : 0;
      mark.element.onkeydown = (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const next = marks[(index + step + marks.length) % marks.length].element;
        if (roving) [mark.element.tabIndex, next.tabIndex] = [-1, 0];
        next.focus();
      };
    });
  }

  // Opens the list of a mark, with its neighbours that lie under the same fingertip.
  open(key, point = null) {
    const mark = this.marks.get(key);
    if (!mark) return false;
    const at = point || this.map.latLngToContainerPoint(mark.latlng);
    const close = (other) => other.kind !== "area" && at.distanceTo(this.map.latLngToContainerPoint(other.latlng)) < 12;
    const others = mark.kind === "area" ? [] : [...this.marks.values()].filter((other) => other !== mark && close(other));
    this.select(key);
    this.onOpen([mark, ...others]);
    return true;
  }

  opened() {
    return this.selected && this.marks.get(this.selected);
  }

  select(key) {
    this.selected = key;
    for (const mark of this.marks.values()) {
      const chosen = mark.key === key;
      mark.element.classList.toggle("selected", chosen);
      if (!mark.path) continue;
      mark.path.setStyle({ weight: (chosen ? 2.6 : 1.3) * this.tokens.scale });
      if (chosen) mark.path.bringToFront();
    }
  }

  // Whether a mark stands for this place, or carries this name.
  names(id, name = null) {
    return this.marks.has(id) || this.marks.has(`spot:${id}`) || (name !== null && this.called.has(name));
  }

  // Whether a box of the screen lies on a hatched area.
  shades([left, top, right, bottom]) {
    const points = [left, (left + right) / 2, right].flatMap((x) => [[x, top], [x, bottom]]);
    return [...this.marks.values()].some((mark) => points.some(([x, y]) => this.#covers(mark, x, y)));
  }

  // Whether a point of the screen lies in a mark's area.
  #covers({ path }, x, y) {
    if (!path || !path._path) return false;
    const point = this.map.containerPointToLayerPoint([x, y]);
    return path._path.isPointInFill(new DOMPoint(point.x, point.y));
  }

  // Symbols keep their true places; badges move aside where they would cover something, on a thin line; then names find room.
  arrange(labels) {
    const marks = [...this.marks.values()].map((mark) => ({ mark, ...labels.point(mark.latlng.lat, mark.latlng.lng) }));
    for (const { mark, x, y } of marks) if (mark.kind !== "area") labels.room.take(this.#box(x, y, mark.reach * 0.8), mark.key);
    const areas = marks.filter(({ mark }) => mark.kind === "area");
    const size = 18 * labels.scale;
    for (const item of areas) {
      item.width = Math.max(size, Atlas.measure(item.mark.element.textContent, `600 ${12 * labels.scale}px ${Atlas.LATIN}`) + 9);
      labels.room.take(this.#badge(item, 0, 0, size), item.mark.key);
    }
    areas.sort((a, b) => b.mark.place.count - a.mark.place.count || a.y - b.y);
    const waiting = areas.filter((item) => !this.#named(labels, item, size));
    waiting.forEach((item) => this.#unnamed(labels, item, size));
    for (const { mark, x, y } of marks) if (mark.kind === "spot") this.#nameSpot(labels, mark, x, y);
  }

  #box(x, y, reach) {
    return [x - reach, y - reach, x + reach, y + reach];
  }

  #badge({ x, y, width }, dx, dy, size) {
    return [x + dx - width / 2, y + dy - size / 2, x + dx + width / 2, y + dy + size / 2];
  }

  // Badge and name as one unit: the badge left of the name where there is room, else right of it, above or below.
  #named(labels, item, size) {
    const { mark, x, y, width } = item;
    const shifts = [[0, 0], [0, -6], [0, 6], [0, -12], [0, 12], [-14, 0], [-24, -8], [-24, 8], [14, 0]].filter(
      ([dx, dy]) => !(dx || dy) || this.#covers(mark, x + dx, y + dy),
    );
    const style = { strong: true, weight: 600, owner: mark.key };
    const on = (sides) => (block) => sides.flatMap((side) => shifts.map(([dx, dy]) => {
      const spot = block.around(x + dx, y + dy, width / 2 + 4)[side];
      return { ...spot, shift: [dx, dy], with: [this.#badge(item, dx, dy, size)] };
    }));
    const { name, name_ur: urdu } = mark.place, { RIGHT, LEFT, ABOVE, BELOW } = Atlas.Block;
    const spot = labels.fit(name, urdu, "incident", style, on([RIGHT, LEFT])) || labels.fit(name, urdu, "incident", style, on([BELOW, ABOVE]));
    if (spot) this.#move(mark, ...spot.shift);
    return spot !== null;
  }

  #unnamed(labels, item, size) {
    const { mark, x, y } = item;
    const around = [0, 16, 24, 34, 46, 60].flatMap((far) => [...Array(far ? 12 : 1).keys()].map((i) => [far * Math.cos((i * Math.PI) / 6), far * Math.sin((i * Math.PI) / 6)]));
    const free = around.find(([dx, dy]) => labels.room.free(this.#badge(item, dx, dy, size), mark.key)) || [0, 0];
    labels.room.take(this.#badge(item, ...free, size));
    this.#move(mark, ...free);
    if (Math.hypot(...free) > 12) {
      labels.drawn.append(
        Atlas.svg("line", { class: "atlas-leader", x1: x, y1: y, x2: x + free[0], y2: y + free[1] }),
        Atlas.svg("circle", { class: "atlas-leader", cx: x, cy: y, r: 1.6 }),
      );
    }
  }

  #move(mark, dx, dy) {
    mark.element.style.marginLeft = `${dx}px`;
    mark.element.style.marginTop = `${dy}px`;
  }

  #nameSpot(labels, mark, x, y) {
    const spots = (block) => block.around(x, y, mark.reach * 0.8 + 4);
    labels.fit(mark.place.name, mark.place.name_ur, "incident", { strong: true, weight: 600, owner: mark.key }, spots);
  }
};

Atlas.count = (number) => (number < 10000 ? String(number) : `${Math.floor(number / 1000)}k`);
