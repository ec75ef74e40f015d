// Time on the map: a slider with play, step, speed and how much is shown at once. It asks once and then runs by itself.
"use strict";

Atlas.ICONS.time = "M8 2.2a5.8 5.8 0 1 1-5.8 5.8M8 5v3.2l2.2 1.6M2.2 3.4v2.7h2.7";
Atlas.PLAYBACK = {
  speeds: [1, 2, 4, 8, 16, 30],
  seconds: 25,
  icons: { back: "M11 3.5L5.5 8l5.5 4.5M4 3.5v9", play: "M5 3l7.5 5L5 13z", pause: "M5.5 3.5v9M10.5 3.5v9", on: "M5 3.5L10.5 8 5 12.5M12 3.5v9", about: "M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6M8 7.2v4M8 4.7v.9" },
  windows: {
    day: [[1, "each day"], [7, "7 days"], [30, "30 days"]], week: [[1, "each week"], [4, "4 weeks"], [13, "13 weeks"]],
    month: [[1, "each month"], [3, "3 months"], [12, "12 months"]], year: [[1, "each year"], [5, "5 years"]],
  },
};

Atlas.Playback = class {
  constructor(app) {
    Object.assign(this, { app, layer: new Atlas.PlaybackLayer(app.map, app.incidents), cube: null, period: 0, window: 1, speed: 1, playing: false, opened: false, rate: null, onPeriod: () => {} });
    this.source = () => Atlas.embedded("atlas-cube") || app.asking.ask("cube", {}, { latest: true });
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.panel = new Atlas.PlaybackPanel(app.map.getContainer(), this);
    document.addEventListener("visibilitychange", () => document.hidden && this.pause());
  }

  // Shows the control and the first period; resolves once they are there (to false where there is nothing to play).
  async open({ focus = false } = {}) {
    if (this.opened) return Boolean(this.cube);
    this.opened = true;
    this.app.card.close();
    this.panel.show({ focus });
    const playable = await this.#load();
    if (!this.app.moved) this.app.reset({ animate: false });
    return playable;
  }

  close() {
    if (!this.opened) return;
    this.pause();
    Object.assign(this, { opened: false, cube: null });
    this.layer.hide();
    this.panel.hide();
    this.#name(false);
    if (!this.app.moved) this.app.reset({ animate: false });
    this.app.refine();
  }

  // After other data: the same day, out of what is selected now.
  refresh() {
    if (!this.opened) return;
    const day = this.cube && this.cube.starts[this.period];
    this.pause();
    this.#load(day && day.toISOString().slice(0, 10));
  }

  async #load(day = null) {
    this.panel.wait();
    const loading = (this.loading = {}), sent = await this.source();
    if (!this.opened || loading !== this.loading) return false;
    this.cube = sent && sent.places && sent.places.length ? new Atlas.Cube(sent) : null;
    if (!this.cube) return this.#nothing(sent);
    this.window = day ? this.window : 1;
    this.speed = this.#fittingSpeed();
    this.panel.ready(this.cube);
    this.layer.show(this.cube);
    this.#name(this.layer.many);
    this.setPeriod(day || 0);
    return true;
  }

  // Few places keep their names while time passes; many would only be in each other's way.
  #name(plain) {
    this.app.labels.plain = plain;
    this.app.labels.place();
    this.layer.look();
  }

  #nothing(sent) {
    this.layer.hide();
    this.panel.empty(sent ? "No record to play." : "The counts by period did not arrive; close this and open it again.");
    return false;
  }

  // As fast as takes some twenty-five seconds for the whole; one period a second where motion is to be reduced.
  #fittingSpeed() {
    const speeds = this.speeds(), wanted = this.cube.length / Atlas.PLAYBACK.seconds;
    return speeds.find((speed) => speed >= wanted) || speeds.at(-1);
  }

  speeds() {
    return this.calm.matches ? [1] : Atlas.PLAYBACK.speeds;
  }

  // A period's number, or a day as "2026-01-29"; numbers outside are the first or the last.
  setPeriod(period) {
    if (!this.cube) return;
    const number = typeof period === "string" ? this.cube.indexOf(period) : Math.round(period) || 0;
    this.period = Math.min(this.cube.length - 1, Math.max(0, number));
    this.#draw();
  }

  // How many periods are shown at once; Infinity for all from the first on.
  setWindow(periods) {
    this.window = Math.max(1, periods);
    if (this.cube) this.#draw();
  }

  setSpeed(periodsPerSecond) {
    this.speed = periodsPerSecond;
    this.panel.tellSpeed();
  }

  step(by) {
    this.pause();
    this.setPeriod(this.period + by);
  }

  stretch() {
    return [Math.max(0, this.period - this.window + 1), this.period];
  }

  #draw() {
    const [from, to] = this.stretch();
    this.layer.draw(from, to, this.window);
    this.drawn = (this.drawn || 0) + 1;
    const words = this.window === Infinity ? `Up to ${this.cube.words(to, to)}` : this.cube.words(from, to);
    this.panel.tell(words);
    if (!this.playing) this.layer.describe(words);
    this.onPeriod({ period: this.period, from: this.cube.starts[from], words });
  }

  play({ speed = this.speed } = {}) {
    if (!this.cube || this.playing) return;
    this.setSpeed(speed);
    if (this.period >= this.cube.length - 1) this.setPeriod(0);
    this.playing = true;
    this.panel.tellPlaying();
    performance.mark("atlas-play");
    const run = { began: null, last: null, frames: 0, longest: 0, drawn: this.drawn, due: 0 };
    this.run = run;
    requestAnimationFrame((now) => this.#frame(run, now));
  }

  #frame(run, now) {
    if (this.run !== run) return;
    if (run.began === null) run.began = now;
    else {
      const passed = now - run.last;
      run.frames += 1;
      run.longest = Math.max(run.longest, passed);
      run.due += Math.min(passed, 500) * this.speed / 1000;
    }
    run.last = now;
    const steps = Math.floor(run.due);
    if (steps) {
      run.due -= steps;
      this.setPeriod(this.period + steps);
    }
    if (this.period >= this.cube.length - 1) this.pause();
    else requestAnimationFrame((later) => this.#frame(run, later));
  }

  pause() {
    if (!this.playing) return;
    const { began, last, frames, longest, drawn } = this.run, seconds = (last - began) / 1000;
    Object.assign(this, { playing: false, run: null });
    performance.measure("atlas-play", "atlas-play");
    this.rate = { frames, seconds, perSecond: frames / seconds || 0, longest, periods: this.drawn - drawn };
    this.app.map.getContainer().dataset.framesPerSecond = this.rate.perSecond.toFixed(1);
    this.app.send({ type: "played", rate: this.rate });
    this.panel.tellPlaying();
    this.layer.describe(this.panel.words);
  }
};
