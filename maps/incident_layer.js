// The incidents: areas with a count, towns and sites as symbols, and the marks that open their lists.
"use strict";

Atlas.IncidentLayer = class {
  constructor(map, known, scale) {
    Object.assign(this, { map, marks: new Map(), before: new Map(), owners: new WeakMap(), gathered: [], called: new Set(), payload: null, selected: null, most: 1, circles: 0, onOpen: () => {}, onCircles: () => {} });
    this.areas = new Atlas.ShadedAreas(map, known, scale);
    this.names = new Atlas.IncidentNames(this);
    this.places = new Atlas.MarkPlaces(map, () => [...this.marks.values(), ...this.gathered]);
    map.on("click", () => this.onOpen(null));
    this.#listen(this.places.pane);
  }

  #listen(pane) {
    pane.addEventListener("keydown", (event) => this.#walk(event));
    pane.addEventListener("click", (event) => {
      const mark = this.owners.get(event.target.closest(".atlas-mark"));
      event.stopPropagation();
      if (mark && !this.map.dragging.moved()) this.open(mark.key, this.map.latLngToContainerPoint(mark.latlng));
    });
    L.DomEvent.on(pane, "dblclick", L.DomEvent.stop);
  }

  theme(theme) {
    this.tokens = theme;
    Atlas.dressCircles(theme);
    this.areas.theme(theme);
    if (!this.payload) return;
    for (const mark of this.marks.values()) this.#drop(mark);
    this.marks.clear();
    this.show(this.payload);
  }

  // Replaces the data; the map's view, the open list and the layers stay. A mark that was there before becomes what it is now.
  show(payload) {
    const focused = [...this.marks.values()].find(({ element }) => element === document.activeElement);
    this.payload = payload;
    [this.before, this.marks] = [this.marks, new Map()];
    const order = ["country", "province", "division", "district", "tehsil"];
    const areas = [...payload.areas].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
    const spots = [...this.#spots(payload.symbols)];
    this.most = this.#largest([...payload.bins, ...spots.map(({ signs }) => ({ n: signs.reduce((sum, { n }) => sum + n, 0) }))]);
    this.areas.expect(areas.length);
    areas.forEach((area) => this.#addArea({ ...area, types: this.#byKind(area.types) }));
    payload.bins.forEach((bin) => this.#addBin({ ...bin, types: this.#byKind(bin.types) }));
    spots.forEach((spot) => this.#addSpot(spot));
    for (const mark of this.before.values()) this.#drop(mark);
    this.#layInOrder();
    this.select(this.marks.has(this.selected) ? this.selected : null);
    if (focused && !focused.element.isConnected) (this.marks.get(focused.key)?.element || this.map.getContainer()).focus({ preventScroll: true });
  }

  #drop(mark) {
    [mark.path, mark.element, mark.ring].forEach((part) => part && part.remove());
  }

  // Smaller areas lie on larger ones, and marks follow each other by their places, whatever was there before.
  #layInOrder() {
    const marks = [...this.marks.values()], byPlace = [...marks].sort((a, b) => (a.place.id < b.place.id ? -1 : 1));
    const outlines = marks.map(({ path }) => path && path._path).filter(Boolean);
    if (outlines.length) this.#lay(outlines[0].parentNode, outlines);
    this.#lay(this.places.pane, byPlace.map(({ element }) => element));
  }

  #lay(parent, elements) {
    let last = null;
    for (const element of elements) {
      const next = last ? last.nextSibling : parent.firstChild;
      if (next !== element && !element.contains(document.activeElement)) parent.insertBefore(element, next);
      last = element;
    }
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
    const known = this.areas.known[sent.id] || sent, area = { ...sent, name_ur: known.name_ur, label: known.label };
    const about = { kind: "area", key: area.id, place: area, latlng: L.latLng(area.label), groups: [area], total: area.count };
    const mark = this.#mark(about, "atlas-badge", `${area.name}: ${area.count} ${this.#records(area.count)}, ${Atlas.known(area)}`);
    Atlas.wear(mark, { words: Atlas.count(area.count) });
    this.areas.shade(mark, (point) => this.open(area.id, point));
  }

  #addSpot(spot) {
    const total = spot.signs.reduce((sum, sign) => sum + sign.n, 0);
    const what = spot.signs.map((sign) => `${sign.n} ${this.payload.types[sign.type].label}`).join(", ");
    const about = { kind: "spot", key: spot.key, place: spot, latlng: L.latLng(spot.lat, spot.lon), groups: spot.signs, total, circle: null };
    const mark = this.#mark(about, "atlas-spot", `${spot.name}: ${what}, ${Atlas.known(spot)}`);
    this.#look(mark, false);
    if (mark.ring) mark.ring.remove();
    mark.ring = spot.radius_km ? this.areas.ring(spot, this.payload.types[spot.signs[0].type].hue).addTo(this.map) : null;
  }

  // A spot of several kinds is a ring of signs, or where others are too close a circle with its number.
  #look(mark, circle) {
    if (mark.circle === circle) return;
    Object.assign(mark, { circle, counts: null, above: Atlas.MarkPlaces.ABOVE_AREAS });
    Atlas.wear(mark, { words: "", hue: "" });
    mark.element.replaceChildren();
    mark.element.classList.toggle("atlas-spot", !circle);
    mark.element.classList.toggle("atlas-bin", circle);
    if (circle) this.#size(mark);
    else this.#drawSigns(mark);
    mark.wide = circle ? mark.wide : mark.reach + (mark.counts.length ? 14 * this.tokens.scale : 0);
  }

  #chooseLooks() {
    const spots = [...this.marks.values()].filter(({ kind }) => kind !== "area");
    for (const mark of spots) {
      if (mark.groups.length === 1) continue;
      this.#look(mark, spots.some((other) => other !== mark && other.at.distanceTo(mark.at) < 0.9 * (mark.wide + (other.wide || other.reach))));
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
    const about = { kind: bin.name ? "spot" : "bin", key: bin.id, place: bin, latlng: L.latLng(bin.lat, bin.lon), groups: [bin], total: bin.n };
    this.#size(this.#mark(about, "atlas-bin", `${bin.name ? `${bin.name}: ` : ""}${bin.n} ${this.#records(bin.n)}, ${Atlas.known(bin)}`));
  }

  #size(mark) {
    mark.reach = Atlas.Signs.circle(mark.total, this.most, this.tokens.scale);
  }

  // A circle stands for records that no symbols have room for: its area for how many, in their colour if they share one. Small ones
  // say their number when they are pointed at.
  #drawCircle(mark) {
    this.#size(mark);
    const { reach } = mark, count = Atlas.count(mark.total), words = Atlas.Signs.holds(reach, count, this.tokens.scale) ? count : "";
    Atlas.wear(mark, { words, count, hue: this.#sharedHue(mark) });
  }

  #sharedHue({ members, groups }) {
    const marks = members ? members.flatMap((member) => member.groups) : groups;
    const hues = new Set(marks.flatMap(({ types, type }) => (types ? Object.keys(types) : [type])).map((kind) => this.payload.types[kind].hue));
    return hues.size === 1 ? [...hues][0] : "ink";
  }

  #largest(marks) {
    return marks.reduce((most, { n }) => Math.max(most, n), 1);
  }

  // Spots that would cover each other on this screen stand together as a circle with their number, until one zooms in.
  #gather() {
    const spots = [...this.marks.values()].filter((mark) => mark.kind !== "area").sort((a, b) => b.total - a.total);
    const near = new Map(), groups = [], cell = Atlas.Signs.NEAR * Math.max(1, this.tokens.scale);
    for (const mark of spots) {
      const { x, y } = mark.at, column = Math.floor(x / cell), row = Math.floor(y / cell);
      const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => near.get((column + dx) * Atlas.Room.ROW + row + dy) || []));
      const home = around.find((group) => Math.hypot(group.x - x, group.y - y) < Atlas.Signs.least(group, { reach: mark.reach, circle: this.#isCircle(mark) }));
      if (home) home.members.push(mark);
      else {
        const group = { x, y, reach: mark.reach, circle: this.#isCircle(mark), members: [mark] }, key = column * Atlas.Room.ROW + row;
        near.set(key, [...(near.get(key) || []), group]);
        groups.push(group);
      }
    }
    this.#gatherAgain(groups.filter(({ members }) => members.length > 1).map(({ members }) => members));
  }

  #isCircle({ look, circle }) {
    return look === "atlas-bin" || circle === true;
  }

  #gatherAgain(groups) {
    const before = new Map(this.gathered.map((mark) => [mark.key, mark])), hidden = new Set(groups.flat());
    for (const mark of this.marks.values()) Atlas.wear(mark, { hidden: hidden.has(mark) });
    const largest = this.#largest(groups.map((members) => ({ n: members.reduce((sum, { total }) => sum + total, 0) })));
    this.most = Math.max(this.most, largest);
    this.gathered = groups.map((members) => {
      const [{ key, place, latlng, at, spot }] = members, total = members.reduce((sum, member) => sum + member.total, 0);
      const words = `${total} ${this.#records(total)} at ${members.length} places near each other`;
      const mark = this.#again(before, { kind: "group", key, place, latlng, at, spot, members, total }, "atlas-bin", words);
      Atlas.wear(mark, { selected: members.some((member) => member.key === this.selected) });
      return mark;
    });
    for (const { element } of before.values()) element.remove();
    this.places.pane.append(...this.gathered.map(({ element }) => element).filter(({ isConnected }) => !isConnected));
  }

  #records(count) {
    return count === 1 ? "record" : "records";
  }

  #mark(about, look, label) {
    const mark = this.#again(this.before, about, look, label);
    this.marks.set(mark.key, mark);
    return mark;
  }

  // A mark in its present state: the one of this key and look that was there before (which it takes out), else a new one on the map.
  #again(before, about, look, label) {
    const found = before.get(about.key), same = found && found.look === look, mark = Object.assign(same ? found : { look }, about);
    if (same) before.delete(about.key);
    else Object.assign(mark, { element: this.#button(mark), worn: {}, shift: [0, 0], above: about.kind === "area" ? 0 : Atlas.MarkPlaces.ABOVE_AREAS });
    Atlas.wear(mark, { place: mark.place.id, label: label.slice(0, 300) });
    return mark;
  }

  #button(mark) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `atlas-mark ${mark.look} leaflet-zoom-animated`;
    this.owners.set(button, mark);
    return button;
  }

  // Few marks are all in the tab order; of many only one is, and the arrow keys walk through them from west to east.
  #enterKeys(shown = [...this.marks.values()]) {
    this.walk = [...shown].sort((a, b) => a.latlng.lng - b.latlng.lng);
    const roving = this.walk.length > 40;
    this.walk.forEach((mark, index) => Atlas.wear(mark, { tab: roving && index ? -1 : 0 }));
  }

  #walk(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key], { walk } = this;
    const at = step ? walk.findIndex(({ element }) => element === event.target) : -1;
    if (at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = walk[(at + step + walk.length) % walk.length];
    if (walk.length > 40) walk.forEach((mark) => Atlas.wear(mark, { tab: mark === next ? 0 : -1 }));
    next.element.focus();
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
    for (const mark of this.gathered) Atlas.wear(mark, { selected: mark.members.some((member) => member.key === key) });
    for (const mark of this.marks.values()) {
      const chosen = mark.key === key, weight = (chosen ? 2.6 : this.areas.line) * this.tokens.scale;
      Atlas.wear(mark, { selected: chosen });
      if (!mark.path) continue;
      if (mark.path.options.weight !== weight) mark.path.setStyle({ weight });
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
    const points = [left, (left + right) / 2, right].flatMap((x) => [[x, top], [x, bottom]]).map((point) => this.map.containerPointToLayerPoint(point));
    return [...this.marks.values()].some(({ path }) => path && points.some((point) => this.areas.covers(path, point)));
  }

  // Whether a point of the screen lies in a mark's area.
  covers({ path }, x, y) {
    return this.areas.covers(path, this.map.containerPointToLayerPoint([x, y]));
  }

  // Marks that would cover each other are gathered; then badges, counts and names find their room together.
  arrange(labels) {
    this.places.find(this.marks.values());
    this.#chooseLooks();
    this.#gather();
    const shown = [...this.marks.values()].filter(({ worn }) => !worn.hidden).concat(this.gathered);
    this.called = new Set(shown.filter(({ kind }) => kind !== "group").flatMap(({ place }) => [place.id, place.name]));
    const circles = shown.filter((mark) => this.#isCircle(mark));
    circles.forEach((mark) => this.#layCircle(mark));
    this.names.arrange(labels, shown);
    this.#enterKeys(shown);
    this.#tellCircles(circles.length ? this.most : 0);
  }

  // All circles of a screen are of one scale, and smaller ones lie on larger ones.
  #layCircle(mark) {
    this.#drawCircle(mark);
    mark.above = 1000 * Math.round(30 - mark.reach / this.tokens.scale);
  }

  // The legend explains circles while there are any, and their sizes.
  #tellCircles(most) {
    if (most === this.circles) return;
    const appeared = !most !== !this.circles;
    this.circles = most;
    this.onCircles(appeared);
  }
};

Atlas.count = (number) => (number < 10000 ? String(number) : `${Math.floor(number / 1000)}k`);
Atlas.whole = new Intl.NumberFormat("en").format;
