// One scene on the wall: headline, map or claims, sentences, sources; every word as text, every size in hundredths of the height.
"use strict";

Atlas.KEPT_LAYERS = ["districts", "rivers", "towns"];

Atlas.Stage = class {
  constructor(app, credit) {
    Object.assign(this, { app, credit, root: Atlas.element("main", "stage"), calm: matchMedia("(prefers-reduced-motion: reduce)") });
    this.headline = Atlas.element("h1");
    this.headline.setAttribute("aria-live", "polite");
    this.picture = Atlas.element("section", "stage-picture");
    this.panel = Atlas.element("aside", "stage-panel");
    this.foot = Atlas.element("footer", "stage-foot");
    this.warning = "";
    this.root.append(this.headline, this.picture, this.panel, this.foot);
    this.#takeMap();
  }

  // The map is a picture here: the keys belong to the talk, and its legend stands below it.
  #takeMap() {
    const { map, controls } = this.app;
    this.mapBox = Atlas.element("div", "stage-map");
    this.mapBox.append(map.getContainer());
    this.legend = Atlas.element("div", "stage-legend");
    controls.legendBox.classList.remove("atlas-covers");
    this.legend.append(controls.legendBox);
    map.keyboard.disable();
    map.off("moveend", map._panInsideMaxBounds); // Leaflet, keeping the map on its sheet, would move it in the middle of a scene
    map._panInsideMaxBounds = () => {};
    map.getContainer().removeAttribute("tabindex");
    map.getContainer().inert = true;
  }

  // The unit of every length: a hundredth of the height of a 16:9 picture that fits the box.
  size(width, height) {
    this.unit = Math.min(height / 100, width / (1600 / 9));
    this.root.style.setProperty("--u", `${this.unit}px`);
    const { app } = this, projector = app.themes.projector;
    const scale = (this.unit * 100) / 40 / 10.8;
    app.themes.wall = { ...projector, scale };
    Atlas.farther = Math.log2(scale / 2.5);
    app.theme("wall");
    if (this.board) this.show(this.board, this.place, { animate: false });
  }

  show(board, place, { animate = true } = {}) {
    const before = this.board;
    this.#stop();
    Object.assign(this, { board, place });
    this.root.dataset.scene = board.id;
    this.root.classList.toggle("words-only", !board.tolls.length || board.picture === "claims");
    this.root.classList.toggle("on-map", board.picture === "map");
    this.#words(this.headline, board.headline);
    this.panel.replaceChildren(...board.sentences.map((text) => this.#words(Atlas.element("p", "stage-sentence"), text)));
    if (board.picture === "map" && board.tolls.length) this.panel.append(Atlas.claimsList(board));
    const notes = [board.picture === "map" && board.no_figure, ...(board.unread || [])].filter(Boolean);
    this.panel.append(...notes.map((text) => this.#words(Atlas.element("p", "stage-note"), text)));
    this.strip = board.cube && board.days ? new Atlas.DayStrip(board) : null;
    this.#foot();
    this.#fitWords();
    this.#fitPanel();
    if (board.picture === "map") this.#showMap(before, animate);
    else this.#showClaims();
    const overfull = this.#over(this.panel) || (board.picture === "claims" && this.#over(this.picture));
    this.root.toggleAttribute("data-overfull", overfull);
    delete this.root.dataset.settled;
    this.#settle();
  }

  #words(element, text) {
    element.textContent = text;
    element.dir = "auto";
    return element;
  }

  // What the room must know besides the scene: it takes room of its own at the foot and covers nothing.
  warn(words) {
    if (words === this.warning) return;
    this.warning = words;
    if (this.board) this.show(this.board, this.place, { animate: false });
  }

  #foot() {
    const { board, place } = this, lines = Atlas.element("div", "stage-lines");
    if (this.warning) lines.append(this.#words(Atlas.element("p", "stage-warning"), this.warning));
    lines.append(this.#words(Atlas.element("p"), board.source));
    const about = [place.notice, board.known, board.rule, board.data].filter(Boolean).join(" ");
    const second = board.picture === "map" ? `${about} ${this.credit}` : about;
    lines.append(this.#words(Atlas.element("p"), second));
    this.foot.replaceChildren(lines, Atlas.element("p", "stage-number", `${place.index + 1} / ${place.count}`));
  }

  #showMap(before, animate) {
    const { app, board } = this, same = before && before.picture === "map";
    this.picture.replaceChildren(this.mapBox, this.legend, ...(this.strip ? [this.strip.root] : []));
    const known = JSON.stringify(board.payload);
    if (known !== this.known) app.show(board.payload);
    this.known = known;
    app.map.invalidateSize({ animate: false });
    for (const mark of this.mapBox.querySelectorAll("button")) mark.tabIndex = -1;
    app.view({ layers: (board.view && board.view.layers) || Atlas.KEPT_LAYERS });
    if (!this.#move(same && animate && !this.calm.matches)) app.labels.place();
  }

  // Where the map is to stand is found by going there; a smooth move then starts from where it stood. Zooms are not rounded:
  // Leaflet, keeping the map on its sheet, would do so by a move of its own.
  #move(smooth) {
    const { map } = this.app, from = [map.getCenter(), map.getZoom()];
    map.stop();
    this.#stand();
    map.options.zoomSnap = 0;
    const to = [map.getCenter(), map.getZoom()];
    if (!smooth || (from[0].distanceTo(to[0]) < 500 && Math.abs(from[1] - to[1]) < 0.02)) return false;
    map.setView(...from, { animate: false });
    map.flyTo(...to, { duration: 1.4 });
    this.flying = new Promise((landed) => map.once("moveend", landed));
    this.#drawOnTheWay();
    return true;
  }

  // On the way Leaflet only stretches what it drew before: draw anew as often as that costs less than half of the time.
  #drawOnTheWay() {
    const { map, basemap, incidents } = this.app;
    let ready = 0;
    const draw = () => {
      const now = performance.now();
      if (now < ready) return;
      for (const renderer of [basemap.renderer, incidents.areas.renderer]) renderer._reset();
      ready = performance.now() + (performance.now() - now);
    };
    map.on("move", draw);
    map.once("moveend", () => map.off("move", draw));
  }

  #stand() {
    const { app, board } = this, { map } = app, bounds = board.view && board.view.bounds;
    if (!bounds) return app.reset({ animate: false });
    const box = L.latLngBounds([bounds[1], bounds[0]], [bounds[3], bounds[2]]);
    map.options.zoomSnap = 0;
    const zoom = map.getBoundsZoom(box), corners = [box.getSouthWest(), box.getNorthEast()].map((corner) => map.project(corner, zoom));
    map.setView(map.unproject(corners[0].add(corners[1]).divideBy(2), zoom), zoom, { animate: false });
  }

  // Plays the scene's days on the map, or holds them; the bars below say which day it is. Some seconds for the whole, not less.
  async play() {
    const { playback } = this.app;
    if (playback.opened) return playback.playing ? playback.pause() : playback.play();
    this.app.moved = true; // the map stays where the scene has it
    playback.source = async () => this.board.cube;
    playback.onPeriod = ({ period, words }) => {
      if (this.strip) this.strip.mark(period, words);
    };
    if (await playback.open()) playback.play({ speed: Math.max(0.5, playback.cube.length / 25) });
  }

  #stop() {
    this.app.playback.close();
  }

  #showClaims() {
    const chart = Atlas.claimsPicture(this.board), over = () => chart.scrollHeight > this.picture.clientHeight + 1;
    this.picture.replaceChildren(chart);
    if (this.#shrink(this.picture, "--claim", 1.5, 1, over)) return;
    chart.classList.add("compact");
    this.#shrink(this.picture, "--claim", 1.5, 0.7, over);
  }

  // Words get as large as they fit, never smaller than a fortieth of the height; what does not fit then is said, not hidden.
  #fitWords() {
    this.root.classList.remove("tight", "wide", "narrow");
    const longer = (lines) => () => this.headline.scrollHeight > this.unit * lines;
    if (!this.#shrink(this.root, "--head", 5.6, 4.4, longer(7))) this.#shrink(this.root, "--head", 5, 3.2, longer(12));
  }

  #fitPanel() {
    const over = () => this.#over(this.panel), most = this.root.classList.contains("words-only") ? 4.4 : 3.8;
    const all = [["", 2.6], ["tight", 2.6], ["wide", 2.6]], steps = this.root.matches(".words-only.on-map") && !this.strip ? [["narrow", 3.2], ...all] : all;
    for (const [step, least] of steps) {
      this.root.classList.remove("narrow");
      if (step) this.root.classList.add(step);
      if (this.#shrink(this.root, "--words", most, least, over)) break;
    }
    if (over()) this.#leaveOut(over);
  }

  #over(box) {
    return box.scrollHeight > box.clientHeight + 1;
  }

  // What has no room is left out whole, and the wall says so: sentences from the last, and figures all together, never one side of them.
  #leaveOut(over) {
    const { panel } = this, sentences = [...panel.querySelectorAll(".stage-sentence")], claims = panel.querySelector(".stage-claims");
    const note = Atlas.element("p", "stage-note stage-left-out", "Left out for want of room: the figures with who claims them, and a sentence.");
    for (const sentence of sentences) sentence.remove();
    panel.append(note);
    const without = claims && over();
    if (without) claims.remove();
    while (sentences.length) {
      panel.insertBefore(sentences[0], without || !claims ? note : claims);
      if (over()) {
        sentences[0].remove();
        break;
      }
      sentences.shift();
    }
    const left = [...(without ? ["the figures with who claims them"] : []), ...(sentences.length ? [`${sentences.length} of the sentences`] : [])];
    note.textContent = `Left out for want of room: ${left.join(" and ")}.`;
  }

  #shrink(element, property, most, least, over) {
    for (let size = most; size >= least - 0.001; size -= 0.1) {
      element.style.setProperty(property, size.toFixed(2));
      if (!over()) return true;
    }
    return false;
  }

  // Says when the picture stands still: what a test, a camera or a kiosk waits for.
  async #settle() {
    const { board, flying } = this;
    this.flying = null;
    if (flying) await Promise.race([flying, new Promise((late) => setTimeout(late, 3000))]);
    requestAnimationFrame(() => requestAnimationFrame(() => { if (board === this.board) this.root.dataset.settled = "yes"; }));
  }
};
