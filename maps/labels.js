// Names on the map: a greedy placement, most important first, in which no name covers another name, a symbol or a badge.
"use strict";

Atlas.SIZES = { strong: 13, quiet: 11.5 };
Atlas.LATIN = '"Atlas Sans", "Atlas Naskh", "Noto Sans", sans-serif';
Atlas.ARABIC = '"Atlas Naskh", "Noto Sans Arabic", "Noto Naskh Arabic", sans-serif';

Atlas.measure = (() => {
  const context = document.createElement("canvas").getContext("2d");
  const fonts = new Map();
  const measure = (text, font) => {
    if (!fonts.has(font)) fonts.set(font, new Map());
    const known = fonts.get(font);
    if (!known.has(text)) {
      context.font = font;
      known.set(text, context.measureText(text).width);
    }
    return known.get(text);
  };
  measure.number = (words, font) => [...words].reduce((sum, sign) => sum + measure(sign, font), 0); // of few signs: no number is measured anew
  measure.forget = () => fonts.clear();
  return measure;
})();

// Which part of the screen is taken: rectangles as [left, top, right, bottom] in a coarse grid, whose cells have numbers.
Atlas.Room = class {
  static CELL = 64;
  static ROW = 1 << 20;

  constructor(size) {
    this.size = size;
    this.cells = new Map();
    this.released = new Set();
  }

  static #cell(edge) {
    return Math.floor(edge / Atlas.Room.CELL);
  }

  take([left, top, right, bottom], owner = null) {
    const { ROW } = Atlas.Room, cell = Atlas.Room.#cell, taken = { left, top, right, bottom, owner };
    for (let x = cell(left), lastX = cell(right); x <= lastX; x++)
      for (let y = cell(top), lastY = cell(bottom); y <= lastY; y++) {
        const here = this.cells.get(x * ROW + y);
        if (here) here.push(taken);
        else this.cells.set(x * ROW + y, [taken]);
      }
  }

  free([left, top, right, bottom], owner = null) {
    const { ROW } = Atlas.Room, cell = Atlas.Room.#cell;
    for (let x = cell(left), lastX = cell(right); x <= lastX; x++)
      for (let y = cell(top), lastY = cell(bottom); y <= lastY; y++)
        for (const other of this.cells.get(x * ROW + y) || []) {
          if (left >= other.right || other.left >= right || top >= other.bottom || other.top >= bottom) continue;
          if ((owner === null || other.owner !== owner) && !this.released.has(other.owner)) return false;
        }
    return true;
  }

  // What an owner has kept free for itself is no longer taken.
  release(owner) {
    this.released.add(owner);
  }

  inside([left, top, right, bottom]) {
    return left >= 2 && top >= 2 && right <= this.size.x - 2 && bottom <= this.size.y - 2;
  }
};

// A name as a block of one or two lines, and where it may stand around a point.
Atlas.Block = class {
  static RIGHT = 0;
  static LEFT = 1;
  static ABOVE = 6;
  static BELOW = 7;

  constructor(name, urdu, { size, weight, spacing = 0, italic = false, kind, key }) {
    Object.assign(this, { name, urdu, size, weight, spacing, italic, kind, key });
    this.latinFont = `${italic ? "italic " : ""}${weight} ${size}px ${Atlas.LATIN}`;
    this.urduSize = size;
    this.urduFont = `400 ${this.urduSize}px ${Atlas.ARABIC}`;
    const spaced = spacing * Math.max(0, [...name].length - 1);
    const latin = Atlas.measure(name, this.latinFont) + spaced;
    this.width = urdu ? Math.max(latin, Atlas.measure(urdu, this.urduFont)) : latin;
    this.latinWidth = latin;
    this.firstLine = size * 1.16;
    this.height = urdu ? this.firstLine + this.urduSize * 1.5 : this.firstLine;
  }

  // Rectangles in order of preference; the gaps are the clearance from the point on each side.
  *around(x, y, gaps) {
    for (let side = 0; side < 8; side++) yield this.beside(side, x, y, gaps);
  }

  // One of them: right, left, right above and below the middle, left above and below it, above, below.
  beside(side, x, y, { left, right, above, below }) {
    const h = this.height, first = this.firstLine, { ABOVE, BELOW, LEFT } = Atlas.Block;
    if (side >= ABOVE) return this.#spot("middle", x, side === BELOW ? y + below : y - above - h);
    const top = [y - first / 2, y - first / 2, y - h + first * 0.3, y - first * 0.1, y - h + first * 0.3, y - first * 0.1][side];
    return side === LEFT || side > 3 ? this.#spot("end", x - left, top) : this.#spot("start", x + right, top);
  }

  #spot(anchor, x, top) {
    const spot = { anchor, x, top };
    spot.box = this.#box(spot, this.width, this.height);
    return spot;
  }

  at(x, y, margin = 0) {
    const spot = { anchor: "middle", x, top: y - this.firstLine / 2 };
    const [left, top, right, bottom] = this.#box(spot, this.width, this.height);
    return { ...spot, box: [left - margin, top - margin, right + margin, bottom + margin] };
  }

  #box({ anchor, x, top }, w, h) {
    const left = anchor === "start" ? x : anchor === "end" ? x - w : x - w / 2;
    return [left - 2, top - 1, left + w + 2, top + h + 1];
  }

  draw({ anchor, x, top }) {
    const group = Atlas.svg("g", { class: `atlas-name ${this.kind}` });
    const text = Atlas.svg("text", { x, y: top + this.size * 0.95, "text-anchor": anchor, "font-size": this.size, "font-weight": this.weight });
    if (this.spacing) text.setAttribute("letter-spacing", this.spacing);
    if (this.italic) text.setAttribute("font-style", "italic");
    text.textContent = this.name;
    group.append(text);
    if (this.urdu) group.append(this.#urduLine(anchor, x, top));
    return group;
  }

  // In right-to-left text "start" is the right end: swap it, so that both lines share their left or right edge.
  #urduLine(anchor, x, top) {
    const swapped = { start: "end", end: "start", middle: "middle" }[anchor];
    const line = Atlas.svg("text", {
      class: "urdu", x, y: top + this.firstLine + this.urduSize * 1.02, "text-anchor": swapped, "font-size": this.urduSize, lang: "ur",
    });
    line.style.direction = "rtl";
    line.textContent = this.urdu;
    return line;
  }
};

Atlas.svg = (tag, attributes = {}) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

Atlas.Labels = class {
  constructor(map, data, incidents) {
    Object.assign(this, { map, data, incidents, scale: 1, plain: false });
    this.names = new Atlas.NameSheet(map, "names", 620);
    this.leaders = new Atlas.NameSheet(map, "leaders", 590); // below the marks, so that no line strikes a number
    map.on("zoomstart", () => [this.names, this.leaders].forEach((sheet) => sheet.hide()));
    map.on("moveend zoomend resize", () => this.place());
  }

  // Incident marks first (they keep their places), then their names, then seas and countries, then towns and areas by rank.
  place() {
    if (this.held || !this.map._loaded) return;
    this.covered = this.ahead || Atlas.covered(this.map);
    this.ahead = null;
    this.blocks = new Map();
    const turn = (this.turn = (this.turn || 0) + 1);
    if (this.plain) this.begin({ towns: false });
    else this.incidents.arrange(this);
    if (turn !== this.turn) return; // what is told of the marks changed the legend, and all names have been placed anew meanwhile
    this.#grounds();
    this.#towns();
    this.#areas();
    this.names.draw();
    this.leaders.draw();
    this.incidents.names.rest();
  }

  // Whatever moves the map during a change, names are placed once, after it.
  once(change) {
    this.held = true;
    try {
      change();
    } finally {
      this.held = false;
    }
    this.place();
  }

  // Measures legend and buttons for the next placing, before marks are changed: afterwards all of them would be laid out for it.
  measureAhead() {
    this.ahead = Atlas.covered(this.map);
  }

  // An empty sheet: only what lies over the map is taken, and the dots of large towns if they are to be kept.
  begin({ towns }) {
    Object.assign(this, { room: new Atlas.Room(this.map.getSize()), named: new Map() });
    this.names.begin();
    this.leaders.begin();
    for (const box of this.covered) this.room.take(box, "frame");
    if (towns) this.#keepTownsClear();
  }

  point(latitude, longitude) {
    return this.map.latLngToContainerPoint([latitude, longitude]);
  }

  block(name, urdu, kind, options) {
    const words = Atlas.layers.has("urdu") ? urdu : "";
    const size = Atlas.SIZES[options.strong ? "strong" : "quiet"] * this.scale, { weight = 400, spacing = 0, italic = false } = options;
    const key = `${name}\n${words}\n${kind} ${size} ${weight} ${spacing} ${italic}`;
    if (!this.blocks.has(key)) this.blocks.set(key, new Atlas.Block(Atlas.shortened(name), Atlas.shortened(words || ""), { weight, spacing, italic, size, kind, key }));
    return this.blocks.get(key);
  }

  // Tries every spot with both lines, then with the Latin line alone; returns the spot where the name will be drawn, or null.
  fit(name, urdu, kind, options, spots) {
    if (urdu && !this.#first(spots(this.block(name, "", kind, options)), options)) return null; // not even the Latin line has room
    for (const words of urdu ? [urdu, ""] : [""]) {
      const block = this.block(name, words, kind, options);
      const spot = this.#first(spots(block), options);
      if (!spot) continue;
      [spot.box, ...spot.beside].forEach((box) => this.room.take(box));
      this.remember(name, spot.box);
      return { ...spot, piece: this.names.add(`${block.key} ${spot.anchor} ${spot.x} ${spot.top}`, () => block.draw(spot)) };
    }
    return null;
  }

  // The first spot with room for the name, and then for what goes along with it (`with` gives its boxes, or false where it cannot).
  #first(spots, options) {
    for (const spot of spots) {
      if (!this.#allows(spot.box, options)) continue;
      const beside = spot.with ? spot.with() : [];
      if (beside && beside.every((box) => this.#allows(box, options))) return { ...spot, beside };
    }
    return null;
  }

  #allows(box, { owner = null, open = false }) {
    return this.room.inside(box) && this.room.free(box, owner) && !(open && this.incidents.shades(box));
  }

  remember(name, box) {
    const key = name.toLowerCase();
    this.named.set(key, [...(this.named.get(key) || []), box]);
  }

  // The same word nearby would only say it twice (a town inside the district of its name).
  alreadyNamed(name, { x, y }) {
    return (this.named.get(name.toLowerCase()) || []).some(([l, t, r, b]) => Math.hypot((l + r) / 2 - x, (t + b) / 2 - y) < 110 * Math.max(1, this.scale / 1.25));
  }

  // The dots of the largest towns stay free, so that an incident's name leaves room for theirs.
  #keepTownsClear() {
    if (!Atlas.layers.has("towns")) return;
    this.large ||= this.data.towns.filter(([, , , , from]) => from <= 6);
    for (const [name, , latitude, longitude, from, id] of this.large) {
      if (from > this.#zoom()) continue;
      const { x, y } = this.point(latitude, longitude);
      if (!this.incidents.calls(id, name)) this.room.take([x - 3, y - 3, x + 3, y + 3], id);
    }
  }

  #zoom() {
    return this.map.getZoom() - Atlas.farther;
  }

  // Without the incidents' own names, places are named as on any map.
  #calls(id) {
    return !this.plain && this.incidents.calls(id);
  }

  #grounds() {
    const zoom = this.#zoom();
    for (const ground of this.data.grounds) {
      if (zoom < ground.from || zoom >= ground.until) continue;
      const sea = ground.kind === "sea";
      const name = sea ? ground.name : ground.name.toUpperCase();
      const style = sea ? { italic: true, strong: true, spacing: 0.6 } : { open: true, spacing: (ground.kind === "country" ? 2.8 : 1.6) * this.scale };
      const degree = (256 * 2 ** this.map.getZoom()) / 360;
      const point = (at) => this.point(...at);
      const spots = function* (block) {
        for (const [index, at] of ground.at.entries()) {
          if (block.width / 2 >= ground.room[index] * degree) continue;
          const { x, y } = point(at);
          yield block.at(x, y, 6);
        }
      };
      this.fit(name, ground.name_ur, ground.kind, style, spots);
    }
  }

  #towns() {
    if (!Atlas.layers.has("towns")) return;
    const zoom = this.#zoom(), view = this.map.getBounds().pad(0.05);
    for (const [name, urdu, latitude, longitude, from, id] of this.data.towns) {
      if (zoom < from || !view.contains([latitude, longitude]) || this.#calls(id)) continue;
      const { x, y } = this.point(latitude, longitude);
      if (this.alreadyNamed(name, { x, y })) continue;
      const r = 2.1 * this.scale, dot = [x - r - 1, y - r - 1, x + r + 1, y + r + 1];
      if (!this.room.free(dot, id)) continue;
      const named = this.fit(name, zoom >= 7 ? urdu : "", "town", { owner: id }, (block) => block.around(x, y, { left: r + 4, right: r + 4, above: r + 4, below: r + 3 }));
      if (!named) continue;
      this.room.take(dot);
      this.names.add(`dot ${x} ${y} ${r}`, () => Atlas.svg("circle", { class: "atlas-town", cx: x, cy: y, r }));
    }
  }

  #areas() {
    const zoom = this.#zoom(), view = this.map.getBounds();
    for (const [id, area] of Object.entries(this.data.areas)) {
      const tehsil = area.level === "tehsil";
      if (!tehsil && area.level !== "district") continue;
      if (zoom < (tehsil ? 9 : 7.25) || !Atlas.layers.has(tehsil ? "tehsils" : "districts")) continue;
      if (this.#calls(id) || !view.contains(area.label)) continue;
      const { x, y } = this.point(...area.label);
      if (this.alreadyNamed(area.name, { x, y })) continue;
      this.fit(area.name, area.name_ur, area.level, { spacing: 0.3, weight: tehsil ? 400 : 600 }, (block) => [0, 16, -16].map((dy) => block.at(x, y + dy * this.scale)));
    }
  }
};

// A name of ten thousand characters is shown by its beginning; the whole stands in the list.
Atlas.shortened = (name, limit = 40) => {
  const letters = [...name.slice(0, 4 * limit)];
  return letters.length > limit || name.length > 4 * limit ? `${letters.slice(0, limit - 1).join("")}…` : name;
};

// The boxes of legend and buttons, where no name should hide.
Atlas.covered = (map) => {
  const frame = map.getContainer().getBoundingClientRect();
  return [...map.getContainer().querySelectorAll(".atlas-covers")].map((element) => {
    const box = element.getBoundingClientRect();
    return [box.left - frame.left - 4, box.top - frame.top - 4, box.right - frame.left + 4, box.bottom - frame.top + 4];
  }).filter(([left, , right]) => right > left + 8);
};
