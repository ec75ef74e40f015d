// The incidents: areas hatched with a count, towns and sites as symbols, and the marks that open their lists.
"use strict";

Atlas.IncidentLayer = class {
  constructor(map, areas, scale) {
    Object.assign(this, { map, scale, known: areas, marks: new Map(), gathered: [], called: new Set(), payload: null, selected: null, circles: false, onOpen: () => {}, onCircles: () => {} });
    this.names = new Atlas.IncidentNames(this);
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
      this.#hatch(`hatch-${hue}`, colour, Atlas.hatching(hue, false)),
      this.#hatch(`hatch-${hue}-wide`, colour, Atlas.hatching(hue, true)),
    ]));
    if (this.payload) this.show(this.payload);
  }

  // Diagonal lines of the event's colour over a light tint of it.
  #hatch(id, colour, { step, tint, line }) {
    const size = step * this.tokens.scale;
    const dark = this.tokens.scheme === "dark" ? 1.35 : 1;
    const pattern = Atlas.svg("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.append(
      Atlas.svg("rect", { width: size, height: size, fill: colour, "fill-opacity": tint * dark }),
      Atlas.svg("line", { x1: this.tokens.scale / 2, y1: 0, x2: this.tokens.scale / 2, y2: size, stroke: colour, "stroke-width": this.tokens.scale, "stroke-opacity": line }),
    );
    return pattern;
  }

  // Replaces the data; the map's view, the open list and the layers stay.
  show(payload) {
    const focused = [...this.marks.values()].find(({ element }) => element === document.activeElement);
    this.payload = payload;
    for (const mark of this.marks.values()) [mark.path, mark.marker, mark.ring].forEach((layer) => layer && layer.remove());
    this.marks = new Map();
    this.#gatherAgain([]);
    const order = ["country", "province", "division", "district", "tehsil"];
    const areas = [...payload.areas].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
    areas.forEach((area) => this.#addArea({ ...area, types: this.#byKind(area.types) }));
    payload.bins.forEach((bin) => this.#addBin({ ...bin, types: this.#byKind(bin.types) }));
    this.#spots(payload.symbols).forEach((spot) => this.#addSpot(spot));
    this.called = new Set([...this.marks.values()].flatMap(({ place }) => [place.id, place.name]));
    this.#enterKeys();
    this.select(this.marks.has(this.selected) ? this.selected : null);
    if (focused) (this.marks.has(focused.key) ? this.marks.get(focused.key).element : this.map.getContainer()).focus({ preventScroll: true });
  }

  // Counts travel as one number for each kind of the payload.
  #byKind(counts) {
    return Object.fromEntries(this.payload.kinds.map((kind, index) => [kind, counts[index]]).filter(([, count]) => count));
  }

  // Symbols of the same spot stand together around it.
  #spots(symbols) {
    const spots = new Map();
    for (const symbol of symbols) {
      const key = `${symbol.lat},${symbol.lon}`;
      if (!spots.has(key)) spots.set(key, { ...symbol, key: `spot:${key}`, signs: [] });
      spots.get(key).signs.push(symbol);
    }
    return spots.values();
  }

  // What the document knows of a district or tehsil is not sent again.
  #addArea(sent) {
    const known = this.known[sent.id] || sent, area = { ...sent, name_ur: known.name_ur, label: known.label };
    const colour = this.tokens.hues[area.hue], wide = !["district", "tehsil"].includes(area.level);
    const mark = { kind: "area", key: area.id, place: area, latlng: L.latLng(area.label), groups: [area], total: area.count, colour };
    if (known.polygons && known.polygons.length) {
      const rings = known.polygons.map((polygon) => polygon.map((ring) => Atlas.decode(ring, this.scale)));
      mark.path = L.polygon(rings, {
        renderer: this.renderer, pane: "areas", className: `atlas-area ${area.level}`, color: colour, weight: 1.3 * this.tokens.scale,
        opacity: 0.9, fillOpacity: 1, fillColor: `url(#hatch-${area.hue}${wide ? "-wide" : ""})`, smoothFactor: 0.5,
        dashArray: wide ? "6 4" : null, bubblingMouseEvents: false,
      }).addTo(this.map).on("click", (event) => this.open(area.id, event.containerPoint));
    }
    mark.element = this.#button(mark, "atlas-badge", `${area.name}: ${area.count} ${this.#records(area.count)}, ${Atlas.known(area)}`);
    mark.element.textContent = Atlas.count(area.count);
    this.#put(mark);
  }

  #addSpot(spot) {
    const total = spot.signs.reduce((sum, sign) => sum + sign.n, 0);
    const what = spot.signs.map((sign) => `${sign.n} ${this.payload.types[sign.type].label}`).join(", ");
    const mark = { kind: "spot", key: spot.key, place: spot, latlng: L.latLng(spot.lat, spot.lon), groups: spot.signs, total };
    mark.element = this.#button(mark, "atlas-spot", `${spot.name}: ${what}, ${Atlas.known(spot)}`);
    this.#look(mark, false);
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

  // A spot of several kinds is a ring of signs, or where others are too close a circle with its number.
  #look(mark, circle) {
    if (mark.circle === circle) return;
    Object.assign(mark, { circle, counts: null });
    mark.element.replaceChildren();
    mark.element.removeAttribute("style");
    mark.element.classList.toggle("atlas-spot", !circle);
    mark.element.classList.toggle("atlas-bin", circle);
    if (circle) mark.reach = this.#drawCount(mark.element, mark.total);
    else this.#drawSigns(mark);
    mark.wide = circle ? mark.wide : mark.reach + (mark.counts.length ? 14 * this.tokens.scale : 0);
  }

  #chooseLooks(labels) {
    const spots = [...this.marks.values()].filter((mark) => mark.kind !== "area").map((mark) => ({ mark, ...labels.point(mark.latlng.lat, mark.latlng.lng) }));
    for (const { mark, x, y } of spots) {
      if (mark.groups.length === 1) continue;
      this.#look(mark, spots.some((other) => other.mark !== mark && Math.hypot(other.x - x, other.y - y) < 0.9 * (mark.wide + (other.mark.wide || other.mark.reach))));
    }
  }

  // Several signs leave a dot on the spot that they stand around. Numbers stand in small boxes.
  #drawSigns(mark) {
    const { groups: signs } = mark, { scale } = this.tokens, radii = Atlas.Signs.radii(signs.map(({ size }) => size), scale);
    const { ring, places, reach } = Atlas.Signs.ring(radii, signs.some((sign) => sign.n > 1));
    const drawing = Atlas.svg("svg", { width: 2 * reach, height: 2 * reach, viewBox: `${-reach} ${-reach} ${2 * reach} ${2 * reach}` });
    if (ring) drawing.append(Atlas.svg("circle", { r: 1.6 * scale, fill: this.tokens.text }));
    signs.forEach((sign, index) => drawing.append(this.#sign(sign, radii[index], places[index])));
    mark.counts = signs.map((sign, index) => sign.n > 1 && this.#signCount(sign, radii[index], places[index], ring > 0)).filter(Boolean);
    drawing.append(...mark.counts.map((count) => count.drawing));
    mark.element.append(drawing);
    mark.reach = reach;
  }

  #sign(sign, radius, [x, y]) {
    const type = this.payload.types[sign.type];
    return Atlas.svg("path", {
      d: type.shape, fill: this.tokens.hues[type.hue], "fill-rule": "evenodd", stroke: this.tokens.halo,
      "stroke-width": (1.5 * this.tokens.scale) / radius, "paint-order": "stroke", "stroke-linejoin": "round", transform: `translate(${x} ${y}) scale(${radius})`,
    });
  }

  // A number in a box, and the sides of its sign where it may stand: [left, top, right, bottom] around the spot.
  #signCount(sign, radius, [x, y], outward) {
    const words = Atlas.count(sign.n), scale = this.tokens.scale, w = Atlas.boxWidth(words, scale, 11), h = 16 * scale, gap = radius * 1.15 + w / 2 + 2;
    const drawing = Atlas.svg("g", { class: "atlas-sign-count" });
    const text = Atlas.svg("text", { y: 4 * scale, "text-anchor": "middle", "font-size": 11 * scale });
    text.textContent = words;
    drawing.append(Atlas.svg("rect", { x: -w / 2, y: -h / 2, width: w, height: h, rx: 3 }), text);
    const beside = [[x + gap, y], [x - gap, y]], above = radius * 1.2 + h / 2 + 1;
    const sides = outward ? [beside[x < -1 ? 1 : 0]] : [...beside, [x, y + above], [x, y - above]];
    return { drawing, sides: sides.map((at) => ({ at, box: [at[0] - w / 2, at[1] - h / 2, at[0] + w / 2, at[1] + h / 2] })) };
  }

  // A bin of one place has its name; any other stands for several places.
  #addBin(bin) {
    const mark = { kind: bin.name ? "spot" : "bin", key: bin.id, place: bin, latlng: L.latLng(bin.lat, bin.lon), groups: [bin], total: bin.n };
    mark.element = this.#button(mark, "atlas-bin", `${bin.name ? `${bin.name}: ` : ""}${bin.n} ${this.#records(bin.n)}, ${Atlas.known(bin)}`);
    mark.reach = this.#drawCount(mark.element, bin.n);
    this.#put(mark);
  }

  // A circle with a number stands for records that no symbols have room for.
  #drawCount(button, count) {
    const reach = Atlas.Signs.circle(count, this.tokens.scale);
    button.textContent = Atlas.count(count);
    button.style.width = button.style.height = `${2 * reach}px`;
    return reach;
  }

  // Spots that would cover each other on this screen stand together as a circle with their number, until one zooms in.
  #gather(labels) {
    const spots = [...this.marks.values()].filter((mark) => mark.kind !== "area").sort((a, b) => b.total - a.total);
    const near = new Map(), groups = [], cell = Atlas.Signs.NEAR * Math.max(1, this.tokens.scale);
    for (const mark of spots) {
      const { x, y } = labels.point(mark.latlng.lat, mark.latlng.lng);
      const column = Math.floor(x / cell), row = Math.floor(y / cell);
      const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => near.get(`${column + dx},${row + dy}`) || []));
      const home = around.find((group) => Math.hypot(group.x - x, group.y - y) < Atlas.Signs.least(group, { reach: mark.reach, circle: this.#isCircle(mark) }));
      if (home) home.members.push(mark);
      else {
        const group = { x, y, reach: mark.reach, circle: this.#isCircle(mark), members: [mark] }, key = `${column},${row}`;
        near.set(key, [...(near.get(key) || []), group]);
        groups.push(group);
      }
    }
    this.#gatherAgain(groups.filter(({ members }) => members.length > 1).map(({ members }) => members));
  }

  #isCircle(mark) {
    return mark.element.classList.contains("atlas-bin");
  }

  #gatherAgain(groups) {
    for (const mark of this.gathered) {
      mark.marker.remove();
      for (const member of mark.members) member.element.hidden = false;
    }
    this.gathered = groups.map((members) => {
      const total = members.reduce((sum, member) => sum + member.total, 0);
      const mark = { kind: "group", key: members[0].key, place: members[0].place, latlng: members[0].latlng, members, total };
      for (const member of members) member.element.hidden = true;
      mark.element = this.#button(mark, "atlas-bin", `${total} ${this.#records(total)} at ${members.length} places near each other`);
      mark.reach = this.#drawCount(mark.element, total);
      mark.element.classList.toggle("selected", members.some(({ key }) => key === this.selected));
      this.#pin(mark);
      return mark;
    });
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
    this.#pin(mark);
    this.marks.set(mark.key, mark);
  }

  #pin(mark) {
    const icon = L.divIcon({ html: mark.element, className: "atlas-icon", iconSize: null });
    mark.marker = L.marker(mark.latlng, { icon, interactive: false, keyboard: false, zIndexOffset: mark.kind === "area" ? 0 : 500 });
    mark.marker.addTo(this.map);
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
    const group = this.gathered.find(({ members }) => members.includes(mark));
    const near = group ? group.members : mark.kind === "area" ? [] : [...this.marks.values()].filter(close);
    const others = near.filter((other) => other !== mark);
    this.select(key);
    this.onOpen([mark, ...others]);
    return true;
  }

  opened() {
    return this.selected && this.marks.get(this.selected);
  }

  select(key) {
    this.selected = key;
    for (const { element, members } of this.gathered) element.classList.toggle("selected", members.some((member) => member.key === key));
    for (const mark of this.marks.values()) {
      const chosen = mark.key === key;
      mark.element.classList.toggle("selected", chosen);
      if (!mark.path) continue;
      mark.path.setStyle({ weight: (chosen ? 2.6 : 1.3) * this.tokens.scale });
      if (chosen) mark.path.bringToFront();
    }
  }

  points() {
    return [...this.marks.values()].map(({ latlng }) => latlng);
  }

  // Whether a mark stands for this place, or carries this name.
  calls(id, name = null) {
    return this.called.has(id) || (name !== null && this.called.has(name));
  }

  // Whether a box of the screen lies on a hatched area.
  shades([left, top, right, bottom]) {
    const points = [left, (left + right) / 2, right].flatMap((x) => [[x, top], [x, bottom]]);
    return [...this.marks.values()].some((mark) => points.some(([x, y]) => this.covers(mark, x, y)));
  }

  // Whether a point of the screen lies in a mark's area.
  covers({ path }, x, y) {
    if (!path || !path._path) return false;
    const point = this.map.containerPointToLayerPoint([x, y]);
    if (path._pxBounds && !path._pxBounds.contains(point)) return false;
    return path._path.isPointInFill(new DOMPoint(point.x, point.y));
  }

  // Marks that would cover each other are gathered; then badges, counts and names find their room together.
  arrange(labels) {
    this.#chooseLooks(labels);
    this.#gather(labels);
    const shown = [...this.marks.values()].filter((mark) => !mark.element.hidden).concat(this.gathered);
    this.names.arrange(labels, shown);
    this.#tellCircles(shown.some(({ element }) => element.classList.contains("atlas-bin")));
  }

  // The legend explains circles while there are any.
  #tellCircles(circles) {
    if (circles === this.circles) return;
    this.circles = circles;
    this.onCircles(circles);
  }
};

// How areas are hatched; wider and fainter where only a large area is known.
Atlas.hatching = (hue, wide) => (wide ? { step: 18, tint: 0.03, line: 0.22 } : { step: 6, tint: 0.13, line: hue === "ink" ? 0.38 : 0.55 });

Atlas.count = (number) => (number < 10000 ? String(number) : `${Math.floor(number / 1000)}k`);
