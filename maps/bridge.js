// Starts the map, and talks with the page around it: only with its own parent, only under the agreed word, never about old news.
"use strict";

Atlas.App = class {
  static LEGEND = 0.2;
  static YIELD = 0.5;

  constructor(map) {
    this.map = map;
    this.nonce = decodeURIComponent(location.hash.slice(1));
    this.themes = Atlas.embedded("atlas-themes");
    const data = Atlas.embedded("atlas-ground");
    this.home = this.#bounds(data.home);
    this.window = this.#bounds(data.window);
    this.basemap = new Atlas.Basemap(map, data);
    this.incidents = new Atlas.IncidentLayer(map, data.areas, data.scale);
    this.labels = new Atlas.Labels(map, data, this.incidents);
    this.asking = new Atlas.Asking((message) => this.send(message));
    this.controls = new Atlas.Controls(map, {
      reset: () => this.reset(), layers: () => this.#layersChanged(), rearrange: () => this.labels.place(), time: () => this.playback.open({ focus: true }),
      everything: () => this.#showEverything(),
    });
    this.card = new Atlas.Card(map.getContainer(), this.incidents, this.asking, (message) => this.send(message));
    this.playback = new Atlas.Playback(this);
    this.playback.layer.onScale = () => this.#legend();
    this.refining = new Atlas.Refining(this);
    this.incidents.onCircles = (appeared) => {
      this.#legend();
      if (appeared) this.labels.place();
    };
    this.controls.credit(data.credit);
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", "Map. Arrow keys move it, plus and minus zoom; Tab goes through the marks");
  }

  async start() {
    this.theme("light");
    this.#frame();
    this.reset({ animate: false });
    this.controls.showLayers();
    await Promise.race([this.#fonts(), new Promise((done) => setTimeout(done, 1500))]);
    Atlas.measure.forget();
    this.labels.place();
    this.map.on("resize", () => this.#frame());
    this.map.on("dragstart zoomstart", () => { this.moved ||= !this.resetting; });
    this.map.on("moveend", () => {
      this.#tellView();
      this.refine();
    });
    if (Atlas.around) return Atlas.around(this);
    const inside = Atlas.embedded("atlas-payload");
    if (inside) return this.#standalone(inside);
    addEventListener("message", (event) => this.#receive(event));
    this.send({ type: "ready" });
  }

  #fonts() {
    const faces = ["13px", "600 13px", "italic 13px"].map((font) => document.fonts.load(`${font} ${Atlas.LATIN}`, "Pasni"));
    return Promise.all([...faces, document.fonts.load(`13px ${Atlas.ARABIC}`, "پسنی")]);
  }

  #bounds([west, south, east, north]) {
    return L.latLngBounds([south, west], [north, east]);
  }

  // The sheet ends where the data ends: one cannot pan off it, nor zoom out of it further than the first view.
  #frame() {
    const { map } = this;
    map.options.minZoom = 0;
    const opened = this.opened || this.target || this.home, within = [this.home, opened, this.wide && this.everything].filter(Boolean);
    const whole = [map.getBoundsZoom(this.window, true), ...within.map((bounds) => map.getBoundsZoom(bounds))];
    map.options.minZoom = Math.floor(Math.min(...whole) * 4) / 4 - (this.playback.opened ? 2 : 0);
    const sheet = L.latLngBounds(this.window.getSouthWest(), this.window.getNorthEast()).extend(opened);
    if (this.wide) sheet.extend(this.everything);
    this.#keepWithin(this.playback.opened ? sheet.pad(0.4) : sheet);
  }

  // The map is on its sheet at once: setMaxBounds alone would glide there, and names would be placed again at the end.
  #keepWithin(sheet) {
    const { map, moved } = this;
    map.options.maxBounds = sheet;
    if (map.getZoom() < map.options.minZoom) map.setZoom(map.options.minZoom, { animate: false });
    else map.panInsideBounds(sheet, { animate: false });
    map.setMaxBounds(sheet);
    this.moved = moved; // what the map does by itself is no move of a person's
  }

  reset({ animate = true } = {}) {
    this.wide = false;
    this.#frame();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let [centre, zoom, hidden] = this.#firstView(this.target || this.home);
    if ((hidden || this.controls.legendShare() > Atlas.App.LEGEND) && this.controls.foldLegend()) [centre, zoom] = this.#firstView(this.target || this.home);
    this.moved = false;
    this.map._stop(); // a glide that is under way ends here, not as the end of this
    if (this.map._animatingZoom) this.map._onZoomTransitionEnd();
    this.resetting = true;
    this.map.once("moveend", () => { this.resetting = false; });
    if (this.playback.panel.height()) this.map.options.zoomSnap = 0.05;
    this.map.setView(centre, zoom, { animate: animate && !calm });
    this.map.options.zoomSnap = 0.25;
  }

  // What the first view leaves out, far beyond the basemap, comes into view with the rest.
  #showEverything() {
    this.moved = this.wide = true;
    this.#frame();
    this.map.fitBounds(this.everything, { animate: false });
  }

  // The bounds as large as they fit, not much smaller for the playback's control, and aside as far as they stay whole where legend or buttons would hide a mark.
  #firstView(bounds) {
    const { map } = this, size = map.getSize(), foot = this.playback.panel.height();
    map.options.zoomSnap = 0.05;
    const fit = (below) => map.getBoundsZoom(bounds, false, L.point(16, 34 + below)), zoom = Math.max(fit(foot), fit(0) - Atlas.App.YIELD);
    map.options.zoomSnap = 0.25;
    const nw = map.project(bounds.getNorthWest(), zoom), se = map.project(bounds.getSouthEast(), zoom);
    const centre = nw.add(se).divideBy(2).add([0, 9 + foot / 2]), corner = centre.subtract(size.divideBy(2));
    const covers = Atlas.covered(map), points = this.incidents.points().map((latlng) => map.project(latlng, zoom).subtract(corner));
    const hidden = (dx, dy) => points.filter(({ x, y }) => covers.some(([l, t, r, b]) => x + dx > l - 14 && x + dx < r + 14 && y + dy > t - 14 && y + dy < b + 14)).length;
    const limits = this.map.options.maxBounds, sheet = limits && [map.project(limits.getNorthWest(), zoom), map.project(limits.getSouthEast(), zoom)];
    const steps = (axis, low, high) => {
      const ends = sheet ? [corner[axis] + size[axis] - sheet[1][axis], corner[axis] - sheet[0][axis]] : [low, high];
      const far = Array.from({ length: 24 }, (_, i) => [12 * (i + 1), -12 * (i + 1)]).flat();
      return [0, ...far.filter((step) => step > Math.max(low, ends[0]) && step < Math.min(high, ends[1]))];
    };
    const across = steps("x", corner.x - nw.x + 8, size.x - 8 - se.x + corner.x), down = steps("y", corner.y - nw.y + 8, size.y - 26 - foot - se.y + corner.y);
    const shifts = across.flatMap((dx) => down.map((dy) => [dx, dy]));
    const worth = ([dx, dy]) => hidden(dx, dy) * 1e4 + Math.hypot(dx, dy);
    const best = shifts.reduce((one, other) => (worth(other) < worth(one) ? other : one));
    return [map.unproject(centre.subtract(best), zoom), zoom, hidden(...best)];
  }

  theme(name) {
    const theme = this.themes[name] || this.worn || this.themes.light;
    if (theme === this.worn) return;
    this.worn = theme;
    const style = document.documentElement.style;
    style.setProperty("color-scheme", theme.scheme);
    for (const [token, value] of Object.entries(theme)) if (typeof value !== "object") style.setProperty(`--atlas-${token.replaceAll("_", "-")}`, value);
    for (const [hue, value] of Object.entries(theme.hues)) style.setProperty(`--atlas-hue-${hue}`, value);
    this.labels.scale = theme.scale;
    this.controls.grow(theme.scale);
    this.basemap.theme(theme);
    this.incidents.theme(theme);
    this.labels.place();
    this.playback.layer.look();
  }

  show(payload) {
    const first = !this.incidents.payload;
    this.asking.forget();
    this.#legend(payload);
    if (!first) this.labels.measureAhead();
    this.incidents.show(payload);
    this.card.refresh();
    this.target = payload.bounds ? this.#bounds(payload.bounds) : this.home;
    this.everything = payload.beyond && this.#bounds(payload.beyond.bounds).pad(0.05);
    this.wide &&= Boolean(this.everything);
    this.controls.beyond(payload.beyond);
    this.#frame();
    this.refining.start(payload, this.target);
    this.playback.refresh();
    return first;
  }

  // Asks for finer marks where this view has room for them; not while time is on the map, which asks for nothing.
  refine() {
    if (!this.playback.opened) this.refining.consider();
  }

  // Marks of the same selection for this view: view, layers and the open list stay.
  showCloser(payload) {
    this.#legend(payload);
    this.labels.measureAhead();
    this.incidents.show(payload);
    this.card.refresh({ keep: true });
    this.labels.place();
  }

  #legend(payload = this.incidents.payload) {
    const { circles } = this.incidents;
    this.controls.legend(payload.legend, payload.note, circles && ((this.playback.opened && this.playback.layer.most) || circles));
  }

  view(view, { animate = false } = {}) {
    if (Array.isArray(view.layers)) {
      Atlas.layers = new Set(view.layers.filter((id) => id in Atlas.LAYERS));
      this.controls.showLayers();
      this.basemap.restyle();
    }
    const { latitude, longitude, zoom, bounds } = view;
    this.moved = true;
    if (this.everything && (zoom < this.map.options.minZoom || !this.map.options.maxBounds.contains([latitude, longitude]))) {
      this.wide = true;
      this.#frame();
    }
    if ([latitude, longitude, zoom].every(Number.isFinite)) this.map.setView([latitude, longitude], zoom, { animate });
    else if (Array.isArray(bounds)) this.map.fitBounds(this.#bounds(bounds), { animate });
  }

  #layersChanged() {
    this.basemap.restyle();
    this.labels.place();
    this.#tellView();
  }

  currentView() {
    const { lat, lng } = this.map.getCenter(), box = this.map.getBounds();
    const round = (number) => Math.round(number * 1e4) / 1e4;
    return {
      latitude: round(lat), longitude: round(lng), zoom: this.map.getZoom(), layers: [...Atlas.layers].sort(),
      bounds: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map(round),
    };
  }

  #tellView() {
    this.send({ type: "view", view: this.currentView() });
  }

  send(message) {
    if (window.parent !== window) window.parent.postMessage({ atlas: this.nonce, ...message }, "*");
  }

  #receive({ source, data }) {
    if (source !== window.parent || !data || typeof data !== "object" || data.atlas !== this.nonce) return;
    if (Number.isFinite(data.seq)) {
      if (data.seq < this.seq) return;
      this.seq = data.seq;
    }
    if (data.type === "piece") this.pieces = { seq: data.seq, text: (this.pieces?.seq === data.seq ? this.pieces.text : "") + data.text };
    if (data.type === "theme") this.theme(data.theme);
    if (data.type === "view") this.view(data.view || {});
    if (data.type === "show") this.#showMessage(data);
    if (data.type === "answer") this.asking.answer(data);
    if (data.type === "playback") this.#playbackMessage(data);
  }

  #showMessage({ payload, theme, view, seq }) {
    this.theme(theme);
    const ahead = this.pieces?.seq === seq ? this.pieces.text : "";
    this.pieces = null;
    this.labels.once(() => {
      const first = this.show(typeof payload === "string" ? JSON.parse(ahead + payload) : payload);
      if (first) this.map.invalidateSize({ animate: false });
      if (view) this.view(view);
      else if (first) this.reset({ animate: false });
    });
    this.refine();
    this.#afterPaint(() => seq === this.seq && this.send({ type: "drawn", seq }));
  }

  // What a story around the map asks of its playback.
  async #playbackMessage({ open, period, window: periods, speed, play }) {
    if (open === false) return this.playback.close();
    if (!(await this.playback.open())) return;
    if (periods !== undefined) this.playback.setWindow(periods === "all" ? Infinity : Number(periods));
    if (period !== undefined) this.playback.setPeriod(period);
    if (speed !== undefined) this.playback.setSpeed(Number(speed));
    if (play !== undefined) this.playback[play ? "play" : "pause"]();
  }

  // Two frames later the picture is on the screen; a hidden frame has no frames, so a timer stands by.
  #afterPaint(tell) {
    let told = false;
    const once = () => {
      if (told) return;
      told = true;
      tell();
    };
    requestAnimationFrame(() => requestAnimationFrame(once));
    setTimeout(once, 500);
  }

  #standalone({ payload, view, theme, report }) {
    document.body.classList.add("standalone");
    Atlas.report(report);
    this.#wheelOnlyInFocus();
    this.map.invalidateSize({ animate: false });
    this.theme(theme);
    this.labels.once(() => {
      this.show(payload);
      this.#frame();
      if (view) this.#open(view);
    });
    this.#afterPaint(() => { document.documentElement.dataset.drawn = "yes"; });
  }

  // A file shows what was on screen when it was made, in a window of any size: its bounds count for more than its zoom.
  #open({ bounds, ...view }) {
    const { map } = this;
    this.reset({ animate: false });
    map.options.minZoom = 0;
    map.setMaxBounds(null);
    this.view(view);
    if (bounds) {
      map.options.zoomSnap = 0;
      const shown = this.#bounds(bounds), zoom = map.getBoundsZoom(shown), corners = [shown.getSouthWest(), shown.getNorthEast()];
      const [sw, ne] = corners.map((corner) => map.project(corner, zoom));
      map.setView(map.unproject(sw.add(ne).divideBy(2), zoom), zoom, { animate: false });
      map.options.zoomSnap = 0.25;
    }
    this.opened = map.getBounds();
    this.#frame();
  }

  // The file is a page that scrolls: the wheel zooms the map only once somebody has turned to it.
  #wheelOnlyInFocus() {
    const container = this.map.getContainer();
    this.map.scrollWheelZoom.disable();
    container.addEventListener("focusin", () => this.map.scrollWheelZoom.enable());
    container.addEventListener("focusout", () => this.map.scrollWheelZoom.disable());
  }
};

Atlas.start = (map) => {
  Atlas.app = new Atlas.App(map);
  Atlas.app.start();
};
