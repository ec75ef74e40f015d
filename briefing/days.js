// The days of a scene that can be played, as bars under its map; the day that is on is marked in all of them.
"use strict";

Atlas.DayStrip = class {
  static FEW = 9;

  constructor({ cube, days }) {
    Object.assign(this, { cube: new Atlas.Cube(cube), root: Atlas.element("section", "stage-days") });
    this.first = this.cube.starts[0].getTime();
    this.whole = this.cube.starts.at(-1).getTime() - this.first;
    this.day = Atlas.element("p", "stage-day");
    this.now = Atlas.element("i", "stage-now");
    this.now.hidden = true;
    const grid = Atlas.element("div", "stage-days-grid");
    this.rows = days.bars.map((bar) => this.#row(bar));
    grid.append(this.day, this.#ticks(), ...this.rows.flatMap(({ cells }) => cells), this.now);
    this.root.append(grid);
    const pale = this.cube.spans.count.length ? "Paler marks and bars: on one or more of these days; on which is not stated." : "";
    for (const words of [pale, days.more]) if (words) this.root.append(Atlas.element("p", "stage-note", words));
  }

  // Few days are named each, with the month where it changes; of many the first and the last.
  #ticks() {
    const ticks = Atlas.element("div", "stage-ticks"), { length, starts } = this.cube;
    const every = length <= Atlas.DayStrip.FEW ? [...Array(length).keys()] : [0, length - 1];
    every.forEach((period, at) => {
      const start = starts[period], named = at === 0 || length > Atlas.DayStrip.FEW || starts[every[at - 1]].getUTCMonth() !== start.getUTCMonth();
      const tick = Atlas.element("span", null, this.cube.period !== "day" ? this.cube.words(period, period) : `${start.getUTCDate()}${named ? ` ${Atlas.MONTHS[start.getUTCMonth()].slice(0, 3)}` : ""}`);
      if (length <= Atlas.DayStrip.FEW) tick.style.flex = "1 1 0";
      ticks.append(tick);
    });
    return ticks;
  }

  #row({ label, note, hue, first, last, lasted }) {
    const head = Atlas.element("p", "stage-lane"), track = Atlas.element("span", "stage-track"), bar = Atlas.element("i");
    const name = Atlas.element("b", null, label), about = Atlas.element("span", null, ` ${note}`);
    name.dir = about.dir = "auto";
    head.append(name, about);
    const [from, until] = [this.#share(first, 0), this.#share(last, 1)];
    Object.assign(bar.style, { left: `${100 * from}%`, width: `${100 * (until - from)}%` });
    bar.style.setProperty("--hue", `var(--atlas-hue-${hue})`);
    bar.classList.toggle("perhaps", !lasted);
    track.append(bar);
    return { cells: [head, track], from, until };
  }

  // How far along the whole time a day begins, or with `days` 1 ends.
  #share(day, days) {
    return Math.min(1, Math.max(0, (Date.parse(`${day}T00:00:00Z`) + days * 864e5 - this.first) / this.whole));
  }

  mark(period, words) {
    const [from, to] = [period, period + 1].map((number) => (this.cube.starts[number].getTime() - this.first) / this.whole);
    this.day.textContent = words;
    this.now.hidden = false;
    this.now.style.setProperty("--from", from);
    this.now.style.setProperty("--wide", to - from);
    for (const row of this.rows) row.cells[0].classList.toggle("off", row.until <= from + 1e-9 || row.from >= to - 1e-9);
  }
};
