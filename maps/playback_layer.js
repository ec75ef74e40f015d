// The incidents of some periods, drawn on a canvas by the rules of the still map; what may lie outside them is paler.
"use strict";

Atlas.PlaybackLayer = class {
  static NEAR = 26;
  static FEW = 40;
  static PALE = 0.42;

  constructor(map, incidents) {
    Object.assign(this, { map, incidents, cube: null, stretch: null, most: 0, hatches: new Map(), onScale: () => {} });
    const pane = map.createPane("playback");
    pane.style.zIndex = 630;
    pane.style.pointerEvents = "none";
    this.sheets = ["areas", "marks"].map(() => Atlas.element("canvas", "atlas-playback-canvas"));
    this.sheets.forEach((sheet) => { sheet.hidden = true; });
    [this.ground, this.canvas] = this.sheets;
    this.canvas.setAttribute("role", "img");
    pane.append(...this.sheets);
    [this.groundPen, this.pen] = this.sheets.map((sheet) => sheet.getContext("2d"));
    map.on("zoomstart", () => this.sheets.forEach((sheet) => sheet.classList.add("away")));
    map.on("move", () => this.#moved());
    map.on("moveend zoomend resize", () => this.look());
  }

  show(cube) {
    this.cube = cube;
    this.many = this.incidents.marks.size > Atlas.PlaybackLayer.FEW;
    this.shapes = cube.kinds.map((kind) => new Path2D(cube.types[kind].shape));
    this.sheets.forEach((sheet) => { sheet.hidden = false; });
    for (const name of ["areas", "markerPane"]) this.map.getPane(name).classList.add("atlas-away");
    this.look();
  }

  hide() {
    Object.assign(this, { cube: null, most: 0 });
    this.sheets.forEach((sheet) => { sheet.hidden = true; });
    this.onScale();
    this.incidents.names.rest(new Set());
    for (const name of ["areas", "markerPane"]) this.map.getPane(name).classList.remove("atlas-away");
  }

  #moved() {
    if (!this.cube || this.waiting || this.map._animatingZoom) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = null;
      this.look({ moving: true });
    });
  }

  // Where everything stands in this view; periods then change numbers and colours only. A map on the move keeps the scale of its circles.
  look({ moving = false } = {}) {
    if (!this.cube || !this.map._loaded) return;
    const { x: width, y: height } = this.map.getSize(), ratio = window.devicePixelRatio || 1;
    Object.assign(this, { width, height, ratio, tokens: this.incidents.tokens, scale: this.incidents.tokens.scale, states: null });
    this.sheets.forEach((sheet) => this.#fit(sheet));
    if (this.worn !== this.tokens) this.hatches.clear();
    this.worn = this.tokens;
    const places = this.cube.places.map((place) => ({ place, ...this.#point(place.lat, place.lon) }));
    this.areas = places.filter(({ place }) => !this.#isSpot(place)).map((each) => this.#area(each));
    this.#giveRoom();
    this.groups = this.#gathered(places.filter((each) => this.#isSpot(each.place) && this.#seen(each)));
    if (!moving) this.most = 0;
    if (this.stretch) this.draw(...this.stretch);
  }

  #fit(sheet) {
    const { width, height, ratio } = this, [wide, high] = [width, height].map((size) => Math.round(size * ratio));
    L.DomUtil.setPosition(sheet, this.map.containerPointToLayerPoint([0, 0]));
    if (sheet.width !== wide || sheet.height !== high) Object.assign(sheet, { width: wide, height: high });
    Object.assign(sheet.style, { width: `${width}px`, height: `${height}px` });
    sheet.classList.remove("away");
  }

  // Numbers of areas that would cover each other are left to a closer look, those of fewer records first.
  #giveRoom() {
    const wide = 38 * this.scale, high = 19 * this.scale, kept = [];
    const records = ({ place }) => place.pairs.reduce((sum, pair) => sum + this.cube.pairs[pair].until[this.cube.length], 0);
    for (const area of [...this.areas].sort((a, b) => records(b) - records(a))) {
      area.numbered = !this.many || !kept.some(({ x, y }) => Math.abs(x - area.x) < wide && Math.abs(y - area.y) < high);
      if (area.numbered) kept.push(area);
    }
  }

  #isSpot({ level }) {
    return level === "town" || level === "site";
  }

  #point(latitude, longitude) {
    return this.map.latLngToContainerPoint([latitude, longitude]);
  }

  #seen({ x, y }) {
    return x > -40 && y > -40 && x < this.width + 40 && y < this.height + 40;
  }

  // An area's outline on this screen, and where its number stands: where the still map has it.
  #area({ place }) {
    const still = this.incidents.marks.get(place.id), known = this.incidents.areas.known[place.id] || (still ? still.place : null);
    const label = known && known.label ? known.label : [place.lat, place.lon], { x, y } = this.#point(...label);
    const shift = still && !this.many ? still.shift : [0, 0];
    const wide = !["district", "tehsil"].includes(place.level);
    return { place, x: x + shift[0], y: y + shift[1], wide, outline: this.#outline(place.id, known) };
  }

  #outline(id, known) {
    this.rings ||= new Map();
    if (!this.rings.has(id)) {
      const rings = ((known && known.polygons) || []).flat().map((ring) => Atlas.decode(ring, this.incidents.areas.scale));
      this.rings.set(id, rings.map((ring) => ring.map((each) => L.latLng(each))));
    }
    const outline = new Path2D(), zoom = this.map.getZoom(), corner = this.map.project(this.map.containerPointToLatLng([0, 0]), zoom);
    for (const ring of this.rings.get(id)) {
      ring.forEach((latlng, index) => {
        const { x, y } = this.map.project(latlng, zoom);
        outline[index ? "lineTo" : "moveTo"](x - corner.x, y - corner.y);
      });
      outline.closePath();
    }
    return outline;
  }

  // Spots that would cover each other stand together, as on the still map, and stay together while time passes.
  #gathered(spots) {
    const groups = [], near = new Map(), cell = Atlas.PlaybackLayer.NEAR * (this.many ? 1.4 : 1) * this.scale;
    for (const spot of spots) {
      const column = Math.floor(spot.x / cell), row = Math.floor(spot.y / cell);
      const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => near.get(`${column + dx},${row + dy}`) || []));
      const home = around.find((group) => Math.hypot(group.x - spot.x, group.y - spot.y) < cell);
      if (home) home.members.push(spot);
      else {
        const group = { x: spot.x, y: spot.y, members: [spot] }, key = `${column},${row}`;
        near.set(key, [...(near.get(key) || []), group]);
        groups.push(group);
      }
    }
    return groups;
  }

  // Draws a stretch of periods; `window` is how many of them are shown at once.
  draw(from, to, window) {
    if (!this.stretch || this.stretch[2] !== window) this.most = 0;
    this.stretch = [from, to, window];
    if (!this.areas) return;
    if (!this.most) this.#measure(window);
    this.cube.stretch(from, to);
    const areas = this.areas.map((area) => ({ ...area, ...this.#sum(this.cube.at(area.place)) })).filter(({ most }) => most);
    this.#drawAreas(areas);
    this.#clear(this.pen);
    for (const area of areas) if (area.numbered) this.#box(Atlas.Cube.words(area), area.x, area.y, 12, !area.sure);
    const circles = this.groups.map((group) => this.#drawGroup(group)).filter(Boolean);
    circles.sort((a, b) => b.most - a.most).forEach((circle) => this.#circle(circle));
    if (!this.many) this.incidents.names.rest(this.#empty());
  }

  // All circles are of one scale while time passes: that of the most that one group has in any window.
  #measure(window) {
    const { length } = this.cube, largest = ({ members }) => {
      const runs = members.map(({ place }) => this.cube.run(place));
      let most = 0;
      for (let to = 0; to < length; to++) {
        const from = Math.max(0, to - window + 1);
        most = Math.max(most, runs.reduce((sum, { begun, ended }) => sum + begun[to + 1] - ended[from], 0));
      }
      return most;
    };
    this.most = this.groups.reduce((most, group) => Math.max(most, largest(group)), 1);
    this.onScale();
  }

  // Where nothing is shown now: areas by their place, spots by where they lie.
  #empty() {
    const empty = this.cube.places.filter((place) => !this.cube.at(place).length);
    return new Set(empty.map((place) => (this.#isSpot(place) ? `${place.lat},${place.lon}` : place.id)));
  }

  #clear(pen) {
    pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
  }

  // Hatching is dear to draw and seldom changes from one period to the next.
  #drawAreas(areas) {
    const hued = areas.map((area) => ({ ...area, hue: area.signs.length === 1 ? this.cube.types[this.cube.kinds[area.signs[0].kind]].hue : "ink" }));
    const states = hued.map(({ place, hue, sure }) => `${place.index}${hue}${sure > 0}`).join();
    if (states === this.states) return;
    this.states = states;
    this.#clear(this.groundPen);
    hued.forEach((area) => this.#drawArea(area));
  }

  #sum(signs) {
    let sure = 0, most = 0;
    for (const sign of signs) {
      sure += sign.sure;
      most += sign.most;
    }
    return { signs, sure, most };
  }

  #drawArea({ hue, sure, wide, outline }) {
    const { groundPen: pen } = this;
    pen.globalAlpha = sure ? 1 : Atlas.PlaybackLayer.PALE;
    pen.fillStyle = this.#hatch(hue, wide);
    pen.fill(outline, "evenodd");
    pen.globalAlpha *= 0.9;
    pen.strokeStyle = this.tokens.hues[hue];
    pen.lineWidth = 1.3 * this.scale;
    pen.setLineDash((wide ? [6, 4] : sure ? [] : [2, 3]).map((part) => part * this.scale));
    pen.stroke(outline);
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  // The hatching of the still map, as a pattern for the canvas.
  #hatch(hue, wide) {
    const key = `${hue}${wide}`;
    if (this.hatches.has(key)) return this.hatches.get(key);
    const { step, tint, line } = Atlas.hatching(hue, wide), size = step * this.scale, tile = Math.round(size * this.ratio);
    const sheet = Atlas.element("canvas"), pen = sheet.getContext("2d");
    sheet.width = sheet.height = tile;
    pen.fillStyle = pen.strokeStyle = this.tokens.hues[hue];
    pen.globalAlpha = tint * (this.tokens.scheme === "dark" ? 1.35 : 1);
    pen.fillRect(0, 0, tile, tile);
    pen.globalAlpha = line;
    pen.fillRect(0, 0, Math.max(1, this.scale * this.ratio), tile);
    const pattern = this.groundPen.createPattern(sheet, "repeat");
    pattern.setTransform(new DOMMatrix().rotate(45).scale(size / tile));
    this.hatches.set(key, pattern);
    return pattern;
  }

  // Draws the signs of a spot; returns the circle that stands for what they have no room for.
  #drawGroup({ x, y, members }) {
    const active = members.map((spot) => ({ spot, signs: this.cube.at(spot.place) })).filter(({ signs }) => signs.length);
    if (!active.length) return null;
    const [{ spot, signs }] = active;
    if (active.length === 1 && signs.length <= Atlas.Signs.MOST) return this.#drawSigns(spot, signs);
    return { ...(active.length === 1 ? spot : { x, y }), ...this.#sum(active.flatMap((each) => each.signs)) };
  }

  #drawSigns({ x, y }, signs) {
    const { sizes } = this.cube, { pen, scale } = this, several = signs.length > 1, counted = signs.some(({ most }) => most > 1);
    const radii = Atlas.Signs.radii(signs.map(({ most }) => sizes[Math.min(most, sizes.length) - 1]), scale), { places } = Atlas.Signs.ring(radii, counted);
    if (several) {
      pen.fillStyle = this.tokens.text;
      pen.beginPath();
      pen.arc(x, y, 1.6 * scale, 0, 2 * Math.PI);
      pen.fill();
    }
    signs.forEach(({ kind, sure }, index) => this.#sign(kind, x + places[index][0], y + places[index][1], radii[index], !sure));
    signs.forEach(({ sure, most }, index) => {
      if (most < 2) return;
      const words = Atlas.Cube.words({ sure, most }), gap = radii[index] * 1.15 + Atlas.boxWidth(words, scale, 11) / 2 + 2, left = several && places[index][0] < -1;
      this.#box(words, x + places[index][0] + (left ? -gap : gap), y + places[index][1], 11, !sure);
    });
  }

  #sign(kind, x, y, radius, pale) {
    const { pen, ratio } = this;
    pen.setTransform(ratio * radius, 0, 0, ratio * radius, ratio * x, ratio * y);
    pen.lineWidth = (1.5 * this.scale) / radius;
    pen.lineJoin = "round";
    pen.strokeStyle = this.tokens.halo;
    pen.fillStyle = this.tokens.hues[this.cube.types[this.cube.kinds[kind]].hue];
    pen.stroke(this.shapes[kind]);
    pen.globalAlpha = pale ? Atlas.PlaybackLayer.PALE : 1;
    pen.fill(this.shapes[kind], "evenodd");
    pen.globalAlpha = 1;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  // As on the still map: its area for how many, in their colour if they share one, and their number where it has room.
  #circle({ x, y, signs, sure, most }) {
    const { tokens, scale } = this, words = Atlas.Cube.words({ sure, most }), reach = Atlas.Signs.circle(most, this.most, scale);
    const hues = new Set(signs.map(({ kind }) => this.cube.types[this.cube.kinds[kind]].hue)), line = tokens.hues[hues.size === 1 ? [...hues][0] : "ink"];
    const box = [x - reach, y - reach, 2 * reach, 2 * reach];
    this.#framed(box, reach, { fill: tokens.panel, opacity: 0.86, line: "transparent", width: 0 });
    this.#framed(box, reach, { fill: line, opacity: 0.13, line, width: 1.25, pale: !sure });
    if (Atlas.Signs.holds(reach, words, scale)) this.#number(words, x, y, `600 ${11.5 * scale}px ${Atlas.LATIN}`, sure ? tokens.text : tokens.muted);
  }

  #box(words, x, y, size, pale) {
    const { tokens, scale } = this, width = Atlas.boxWidth(words, scale, size), height = (size === 12 ? 18 : 16) * scale;
    this.#framed([x - width / 2, y - height / 2, width, height], 3 * scale, { fill: pale ? tokens.panel : tokens.badge, opacity: 1, line: pale ? tokens.muted : tokens.badge_line, width: 1, pale });
    this.#number(words, x, y, `600 ${size * scale}px ${Atlas.LATIN}`, pale ? tokens.muted : tokens.badge_text);
  }

  #framed(box, radius, { fill, opacity, line, width, pale }) {
    const { pen } = this;
    pen.beginPath();
    pen.roundRect(...box, radius);
    pen.globalAlpha = opacity;
    pen.fillStyle = fill;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = line;
    pen.lineWidth = width * this.scale;
    pen.setLineDash(pale ? [2 * this.scale, 2 * this.scale] : []);
    pen.stroke();
    pen.setLineDash([]);
  }

  #number(words, x, y, font, colour) {
    const { pen } = this;
    Object.assign(pen, { font, fillStyle: colour, textAlign: "center", textBaseline: "middle" });
    pen.fillText(words, x, y + 0.5);
  }

  // What the canvas shows, in words, for those who do not see it.
  describe(period) {
    const { cube } = this, totals = cube.places.map((place) => ({ name: place.name, ...this.#sum(cube.at(place)) })).filter(({ most }) => most);
    const largest = totals.sort((a, b) => b.most - a.most).slice(0, 8).map(({ name, sure, most }) => `${name} ${Atlas.Cube.range(sure, most)}`);
    this.canvas.setAttribute("aria-label", `Map of ${period}: ${largest.join(", ") || "no record"}${totals.length > 8 ? " and others" : ""}`);
  }
};
