// Where badges, counts and names of incidents stand: planned together and before every other name, and planned again, with
// plainer names, until each has room: first without the Urdu line, then further off on a thin line, then a size smaller.
"use strict";

Atlas.IncidentNames = class {
  static FEW = 24;
  static MANY = 80;
  static CROWD = 40;
  static ROUNDS = 7;
  static NEIGHBOURS = 110;
  static NEAR = [[0, 0], [0, -6], [0, 6], [0, -12], [0, 12], [-14, 0], [-24, -8], [-24, 8], [14, 0]];
  static ALL = [...this.NEAR, [-40, 0], [-56, 0], [-72, 0]];
  static TURNS = Array.from({ length: 16 }, (_, turn) => [Math.cos((turn * Math.PI) / 8), Math.sin((turn * Math.PI) / 8)]);
  static AROUND = [[0, 0], ...[16, 24, 34, 46, 60, 76].flatMap((far) => this.TURNS.map(([x, y]) => [far * x, far * y]))];

  constructor(incidents) {
    Object.assign(this, { incidents, drawn: [], resting: new Set() });
  }

  // Takes the marks that are on the screen; afterwards badges and counts are moved and names are drawn.
  arrange(labels, marks) {
    const scale = labels.scale, { x: width, y: height } = labels.map.getSize();
    this.items = marks.map((mark) => ({ mark, key: mark.key, scale, x: mark.at.x, y: mark.at.y }));
    for (const item of this.items) if (item.mark.kind === "area") item.width = Atlas.boxWidth(item.mark.worn.words, scale);
    this.crowd = this.items.length > Atlas.IncidentNames.CROWD;
    const least = this.crowd ? this.incidents.most / 50 : 0, told = ({ kind, total }) => kind === "area" || (kind === "spot" && total >= least);
    const seen = ({ mark, x, y }) => told(mark) && x > 0 && y > 0 && x < width && y < height;
    const named = this.items.filter(seen).sort((a, b) => (this.crowd ? 0 : this.#rank(a) - this.#rank(b)) || b.mark.total - a.mark.total || a.y - b.y);
    this.#best(labels, { order: named, plain: new Set(), hard: new Set(), towns: true });
    this.items.forEach((item) => this.#settle(item));
  }

  // While time is played, the name of a place of which nothing is shown goes, with its line.
  rest(places = this.resting) {
    this.resting = places;
    for (const { at, pieces } of this.drawn)
      for (const { element } of pieces) if (element.classList.contains("resting") !== places.has(at)) element.classList.toggle("resting");
  }

  #at({ key, mark: { kind, latlng } }) {
    return kind === "area" ? key : `${+latlng.lat.toFixed(4)},${+latlng.lng.toFixed(4)}`;
  }

  #rank({ mark }) {
    return mark.kind === "area" ? 0 : 1;
  }

  // Carries out the plan that leaves the fewest places without a name, and of those one that keeps as many Urdu lines as it can.
  // Of more than a few, a crowd where most find no room is not helped by moving some, nor one where two plans on end did no better.
  #best(labels, first) {
    const { FEW, MANY, ROUNDS } = Atlas.IncidentNames, size = first.order.length, most = size > MANY ? 1 : ROUNDS;
    let best = null, tried = null, fewest = Infinity, vain = 0;
    const attempt = (plan) => this.#attempt(labels, (tried = plan));
    for (let plan = first, round = 0; fewest > 0 && round < most; round++) {
      const left = attempt(plan);
      vain = left.length < fewest ? 0 : vain + 1;
      if (!vain) [best, fewest] = [plan, left.length];
      if (size > FEW && (vain === 2 || 2 * left.length > size)) break;
      plan = this.#eased(plan, left);
    }
    for (const key of best.plain.size > 12 ? [] : best.plain) {
      const fuller = { ...best, plain: new Set([...best.plain].filter((other) => other !== key)) };
      if (attempt(fuller).length <= fewest) best = fuller;
    }
    if (tried !== best) attempt(best);
  }

  // Those left over go first; they and their neighbours do without Urdu, and from the second time on they may move away.
  #eased(plan, left) {
    const near = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) < Atlas.IncidentNames.NEIGHBOURS * a.scale;
    const crowd = plan.order.filter((item) => left.some((other) => near(item, other)));
    const again = left.filter(({ key }) => plan.plain.has(key));
    return {
      order: [...left, ...plan.order.filter((item) => !left.includes(item))],
      plain: new Set([...plan.plain, ...crowd.map(({ key }) => key)]),
      hard: new Set([...plan.hard, ...again.map(({ key }) => key)]),
      towns: false,
    };
  }

  // Symbols keep their true places; badges move aside where they would cover something; returns what found no room.
  #attempt(labels, plan) {
    labels.begin({ towns: plan.towns });
    this.drawn = [];
    for (const item of this.items) this.#keepPlace(labels, item);
    for (const item of this.items) if (item.mark.counts) this.#placeCounts(labels, item);
    const waiting = plan.order.filter((item) => !this.#name(labels, item, plan));
    waiting.filter(({ mark }) => mark.kind === "area").forEach((item) => this.#unnamed(labels, item));
    return waiting;
  }

  #keepPlace(labels, item) {
    const { mark, x, y, key } = item, reach = mark.reach + 2;
    item.shift = [0, 0];
    item.quiet = false;
    if (this.crowd && mark.kind === "area") return; // its number gives way
    labels.room.take(mark.kind === "area" ? this.#badge(item, 0, 0) : [x - reach, y - reach, x + reach, y + reach], key);
  }

  // The number of a single sign stands on whichever side of it is free; several signs have theirs on the outer sides.
  #placeCounts(labels, item) {
    const { mark, x, y, key } = item;
    item.extent = { left: 0, right: 0, above: 0, below: 0 };
    item.sides = mark.counts.map((count) => {
      const boxes = count.sides.map((side) => ({ side, box: side.box.map((edge, i) => edge + (i % 2 ? y : x)) }));
      const free = boxes.find((each) => labels.room.inside(each.box) && labels.room.free(each.box, key));
      if (!free && this.crowd) return null; // its size says it, too
      const { side, box } = free || boxes[0];
      labels.room.take(box, key);
      const reach = { left: x - box[0], right: box[2] - x, above: y - box[1], below: box[3] - y };
      for (const edge of Object.keys(reach)) item.extent[edge] = Math.max(item.extent[edge], reach[edge]);
      return side;
    });
  }

  #settle({ mark, width, scale, shift, sides, quiet }) {
    Object.assign(mark, { shift, size: width ? [width, 18 * scale] : [2 * mark.reach, 2 * mark.reach] });
    this.incidents.places.put(mark);
    Atlas.wear(mark, { quiet });
    (sides || []).forEach((side, index) => {
      const { drawing } = mark.counts[index];
      drawing.classList.toggle("quiet", !side);
      if (side) drawing.setAttribute("transform", `translate(${side.at[0]} ${side.at[1]})`);
    });
  }

  #badge({ x, y, width, scale }, dx, dy) {
    const half = 9 * scale;
    return [x + dx - width / 2, y + dy - half, x + dx + width / 2, y + dy + half];
  }

  // From the best place to the last resort; for some of them only after simpler plans have failed.
  *#ways(item, plan) {
    const near = item.mark.kind === "area" ? this.#badgeSpots(item) : [this.#symbolSpots(item)];
    const urdu = !plan.plain.has(item.key);
    for (const spots of near) yield { spots, urdu };
    if (!plan.hard.has(item.key)) return;
    yield { spots: this.#farSpots(item) };
    for (const spots of near) yield { spots, small: true };
    yield { spots: this.#farSpots(item), small: true };
  }

  #name(labels, item, plan) {
    const { mark: { place }, key } = item;
    for (const { spots, urdu = false, small = false } of this.#ways(item, plan)) {
      const style = { strong: !small, weight: 600, owner: key };
      const spot = labels.fit(place.name, urdu ? place.name_ur : "", "incident", style, spots);
      if (!spot) continue;
      if (place.also) labels.remember(place.also, spot.box);
      if (item.mark.kind === "area") labels.room.release(key);
      item.shift = spot.shift || [0, 0];
      const line = spot.line ? this.#leader(labels, spot.line) : [];
      this.drawn.push({ at: this.#at(item), pieces: [spot.piece, ...line] });
      return true;
    }
    return false;
  }

  // Badge and name as one unit: the badge left of the name where there is room, else right of it, above or below.
  #badgeSpots(item) {
    const { x, y, width, scale } = item, { RIGHT, LEFT, ABOVE, BELOW } = Atlas.Block, { NEAR, ALL } = Atlas.IncidentNames;
    const gaps = { left: width / 2 + 4, right: width / 2 + 4, above: 9 * scale + 2, below: 9 * scale + 1 };
    const also = (shift) => this.#stays(item, shift) && [this.#badge(item, ...shift)];
    const inTurn = (...ways) => function* (block) {
      for (const [side, shifts] of ways)
        for (const shift of shifts) yield { ...block.beside(side, x + shift[0], y + shift[1], gaps), shift, with: () => also(shift) };
    };
    return [inTurn([RIGHT, ALL], [LEFT, NEAR]), inTurn([BELOW, ALL], [ABOVE, ALL])];
  }

  // Whether a badge that is moved so is still in its area; asked only of moves that are tried, as the first is mostly taken.
  #stays(item, shift) {
    const [dx, dy] = shift, stays = (item.stays ||= new Map());
    if (!stays.has(shift)) stays.set(shift, !(dx || dy) || this.incidents.covers(item.mark, item.x + dx, item.y + dy));
    return stays.get(shift);
  }

  #symbolSpots({ x, y, mark, extent }) {
    const gap = mark.reach * 0.8 + 4, { left = 0, right = 0, above = 0, below = 0 } = extent || {};
    const gaps = { left: Math.max(gap, left + 4), right: Math.max(gap, right + 4), above: Math.max(gap, above + 1), below: Math.max(gap * 0.8, below) };
    return (block) => block.around(x, y, gaps);
  }

  // Further off, joined to its place by a line that crosses nothing: an area's badge goes along, a symbol stays.
  #farSpots(item) {
    const { x, y, width, mark, scale } = item, { RIGHT, LEFT, ABOVE, BELOW } = Atlas.Block, badge = mark.kind === "area";
    const start = badge ? 0 : mark.reach * 0.8, gap = badge ? width / 2 + 4 : 3;
    const gaps = badge ? { left: gap, right: gap, above: 9 * scale + 2, below: 9 * scale + 1 } : { left: gap, right: gap, above: gap, below: gap };
    const { TURNS } = Atlas.IncidentNames, lines = this.#line;
    const along = (line, dx, dy) => () => [...(badge ? [this.#badge(item, dx, dy)] : []), ...lines(line)];
    return function* (block) {
      for (const far of [26, 36, 48, 62, 78, 96, 116])
        for (const [ux, uy] of TURNS) {
          const [dx, dy] = [ux * far * scale, uy * far * scale], line = [x + ux * start, y + uy * start, x + dx, y + dy];
          const sides = Math.abs(ux) < 0.2 ? [uy < 0 ? ABOVE : BELOW, RIGHT, LEFT] : [ux > 0 ? RIGHT : LEFT];
          for (const side of sides) yield { ...block.beside(side, x + dx, y + dy, gaps), line, shift: badge ? [dx, dy] : [0, 0], with: along(line, dx, dy) };
        }
    };
  }

  // A thin line as small boxes, one every four pixels.
  #line([x1, y1, x2, y2]) {
    const long = Math.hypot(x2 - x1, y2 - y1), steps = Math.floor(long / 4), [ux, uy] = long ? [(x2 - x1) / long, (y2 - y1) / long] : [0, 0];
    return Array.from({ length: steps + 1 }, (_, i) => [x1 + ux * i * 4, y1 + uy * i * 4]).map(([x, y]) => [x - 1, y - 1, x + 1, y + 1]);
  }

  // A badge without a name, as near to its place as there is room.
  #unnamed(labels, item) {
    if (this.crowd) return this.#giveWay(labels, item);
    item.shift = Atlas.IncidentNames.AROUND.find(([dx, dy]) => labels.room.free(this.#badge(item, dx, dy), item.key)) || [0, 0];
    labels.room.release(item.key);
    labels.room.take(this.#badge(item, ...item.shift));
    if (Math.hypot(...item.shift) <= 12) return;
    const pieces = this.#leader(labels, [item.x, item.y, item.x + item.shift[0], item.y + item.shift[1]]);
    this.drawn.push({ at: this.#at(item), pieces });
  }

  // Among many marks a number without a name stands in its area and clear of all others, or waits for a closer look.
  #giveWay(labels, item) {
    const clear = ([dx, dy]) => {
      const [left, top, right, bottom] = this.#badge(item, dx, dy), apart = 3 * item.scale;
      return labels.room.free([left - apart, top - apart, right + apart, bottom + apart]);
    };
    const found = Atlas.IncidentNames.NEAR.find((shift) => clear(shift) && this.#stays(item, shift));
    item.quiet = !found;
    if (!found) return;
    item.shift = found;
    labels.room.take(this.#badge(item, ...found));
  }

  #leader({ leaders }, [x1, y1, x2, y2]) {
    const drawn = (tag, numbers) => leaders.add(`${tag} ${Object.values(numbers)}`, () => Atlas.svg(tag, { class: "atlas-leader", ...numbers }));
    return [drawn("line", { x1, y1, x2, y2 }), drawn("circle", { cx: x1, cy: y1, r: 1.6 })];
  }
};

// The width of a small box with a number in it.
Atlas.boxWidth = (words, scale, size = 12) => Math.max(18 * (size / 12) * scale, Atlas.measure.number(words, `600 ${size * scale}px ${Atlas.LATIN}`) + 9 * scale);
