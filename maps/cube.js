// Counts by place, period and kind, and what they come to in any stretch of periods.
"use strict";

Atlas.MONTHS = "January February March April May June July August September October November December".split(" ");

Atlas.Cube = class {
  constructor(sent) {
    const { period, kinds, types, sizes, places, count, note } = sent;
    Object.assign(this, { period, kinds, types, sizes, count, note });
    this.starts = sent.starts.map((day) => new Date(`${day}T00:00:00Z`));
    this.length = Math.max(0, sent.starts.length - 1);
    this.places = places.map((place, index) => ({ ...place, index, pairs: [] }));
    this.pairs = [];
    this.known = new Map();
    this.spans = { pair: [], first: [], last: [], count: [] };
    this.#readCertain(Atlas.Cube.numbers(sent.certain));
    this.#readUncertain(Atlas.Cube.numbers(sent.uncertain));
    this.sure = new Int32Array(this.pairs.length);
    this.most = new Int32Array(this.pairs.length);
  }

  // Whole numbers of seven bits a byte, the lowest first; the eighth bit says that more follow.
  static *numbers(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    for (let at = 0; at < bytes.length; at++) {
      let number = bytes[at] & 127;
      for (let step = 128; bytes[at] & 128; step *= 128) number += (bytes[++at] & 127) * step;
      yield number;
    }
  }

  #pair(place, kind) {
    const key = place * this.kinds.length + kind;
    if (!this.known.has(key)) {
      this.known.set(key, this.pairs.length);
      this.places[place].pairs.push(this.pairs.length);
      this.pairs.push({ place, kind, until: new Int32Array(this.length + 1) });
    }
    return this.known.get(key);
  }

  // Groups of one place and kind; `read` takes a group's lines from the numbers.
  #groups(numbers, read) {
    const next = () => numbers.next().value;
    let place = 0;
    for (let group = numbers.next(); !group.done; group = numbers.next()) {
      place += group.value;
      const pair = this.#pair(place, next());
      read(pair, next(), next);
    }
  }

  // Each pair keeps how many there are before a period: a stretch is then the difference of two numbers.
  #readCertain(numbers) {
    this.#groups(numbers, (pair, lines, next) => {
      const { until } = this.pairs[pair];
      for (let period = -1; lines > 0; lines--) {
        const head = next();
        period += head & 1 ? next() : 1;
        until[period + 1] = head >> 1;
      }
      for (let period = 0; period < this.length; period++) until[period + 1] += until[period];
    });
  }

  #readUncertain(numbers) {
    const { spans } = this;
    this.#groups(numbers, (pair, lines, next) => {
      for (let first = 0; lines > 0; lines--) {
        first += next();
        spans.pair.push(pair);
        spans.first.push(first);
        spans.last.push(first + next());
        spans.count.push(next());
      }
    });
    for (const name of Object.keys(spans)) spans[name] = Int32Array.from(spans[name]);
  }

  // Fills `sure`, what lies in these periods, and `most`, what may lie in them, for each pair of place and kind.
  // A record whose days touch several periods is sure only where all of them are asked for.
  stretch(from, to) {
    const { sure, most, pairs, spans } = this;
    for (let index = 0; index < pairs.length; index++) sure[index] = most[index] = pairs[index].until[to + 1] - pairs[index].until[from];
    for (let span = 0; span < spans.count.length; span++) {
      if (spans.last[span] < from || spans.first[span] > to) continue;
      most[spans.pair[span]] += spans.count[span];
      if (spans.first[span] >= from && spans.last[span] <= to) sure[spans.pair[span]] += spans.count[span];
    }
  }

  // How many at a place begin before each period, and how many end before it: what a stretch may hold is the difference.
  run(place) {
    this.runs ||= this.#runs();
    return this.runs[place.index];
  }

  #runs() {
    const runs = this.places.map(() => ({ begun: new Int32Array(this.length + 1), ended: new Int32Array(this.length + 1) }));
    const { pair, first, last, count } = this.spans;
    pair.forEach((at, span) => {
      const { begun, ended } = runs[this.pairs[at].place];
      begun[first[span] + 1] += count[span];
      ended[last[span] + 1] += count[span];
    });
    for (const run of runs.flatMap(Object.values)) for (let period = 0; period < this.length; period++) run[period + 1] += run[period];
    for (const { place, until } of this.pairs) for (const run of Object.values(runs[place])) for (let period = 0; period <= this.length; period++) run[period] += until[period];
    return runs;
  }

  // What the last stretch holds at a place: its kinds, the fewest and the most records of each.
  at(place) {
    const signs = [];
    for (const pair of place.pairs) if (this.most[pair]) signs.push({ kind: this.pairs[pair].kind, sure: this.sure[pair], most: this.most[pair] });
    return signs;
  }

  // The same for each kind, everywhere.
  byKind() {
    const sums = this.kinds.map(() => ({ sure: 0, most: 0 }));
    this.pairs.forEach(({ kind }, index) => {
      sums[kind].sure += this.sure[index];
      sums[kind].most += this.most[index];
    });
    return sums;
  }

  // The number of the period that a day lies in; the nearest one for a day outside.
  indexOf(day) {
    const at = new Date(`${day}T00:00:00Z`), after = this.starts.findIndex((start) => start > at);
    return Math.min(this.length - 1, Math.max(0, (after < 0 ? this.starts.length : after) - 1));
  }

  words(from, to) {
    const first = this.starts[from], last = new Date(this.starts[to + 1] - 864e5);
    const day = (date) => `${date.getUTCDate()} ${month(date)}`, month = (date) => `${Atlas.MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
    const joined = (one, other) => (one === other ? one : `${one} – ${other}`);
    if (this.period === "year") return joined(String(first.getUTCFullYear()), String(last.getUTCFullYear()));
    if (this.period === "month") return joined(month(first), month(last));
    if (month(first) === month(last) && first < last) return `${first.getUTCDate()}–${day(last)}`;
    return joined(day(first), day(last));
  }

  // On the map there is room for one number: what is not sure at all is paler, and "3+" is three for sure and perhaps more.
  static words({ sure, most }) {
    return sure ? `${Atlas.count(sure)}${sure < most ? "+" : ""}` : Atlas.count(most);
  }

  // How many for certain, and at most, where these differ as they are written.
  static range(sure, most, written = Atlas.count) {
    const [least, all] = [sure, most].map(written);
    return least === all ? all : `${least}–${all}`;
  }
};
