// Closer by, marks that stand for several places come apart: the page is asked for the finer marks of the view.
"use strict";

Atlas.Refining = class {
  static PAUSE = 120;
  static MARGIN = 0.3;
  static STEP = 0.2;

  constructor(app) {
    Object.assign(this, { app, whole: null, shown: null, timer: null });
  }

  // New data of the whole selection, as fine as a view of these bounds has room for.
  start(payload, bounds) {
    clearTimeout(this.timer);
    const zoom = this.app.map.getBoundsZoom(bounds);
    this.shown = this.whole = { payload, zoom, bounds: null };
  }

  consider() {
    clearTimeout(this.timer);
    if (this.whole) this.timer = setTimeout(() => this.#refine(), Atlas.Refining.PAUSE);
  }

  async #refine() {
    const { map } = this.app, zoom = map.getZoom(), view = map.getBounds(), { shown, whole } = this, first = !this.app.moved;
    if (first ? shown === whole : this.#serves(shown, zoom, view)) return;
    if (first || this.#serves(whole, zoom, view)) return this.#show(whole);
    const bounds = view.pad(Atlas.Refining.MARGIN), payload = await this.app.asking.ask("marks", { within: this.#edges(bounds) }, { latest: true });
    if (payload && payload.areas && whole === this.whole) this.#show({ payload, zoom, bounds });
  }

  // Marks serve a view that lies in their bounds, unless closer by there is more to see; those of a closer view are too fine further off.
  #serves({ payload, zoom: made, bounds }, zoom, view) {
    const { STEP } = Atlas.Refining, inside = !bounds || bounds.contains(view);
    return inside && !(payload.coarse && zoom > made + STEP) && !(bounds && zoom < made - 1);
  }

  #edges(bounds) {
    const edge = (number, most) => Number(Math.min(most, Math.max(-most, number)).toFixed(3));
    return [edge(bounds.getWest(), 180), edge(bounds.getSouth(), 90), edge(bounds.getEast(), 180), edge(bounds.getNorth(), 90)];
  }

  #show(marks) {
    this.shown = marks;
    this.app.showCloser(marks.payload);
    this.app.map.getContainer().dataset.marksOf = marks.bounds ? marks.zoom : "whole";
  }
};
