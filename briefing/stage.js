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
    this.day = Atlas.element("p", "stage-day");
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
    map.getContainer().removeAttribute("tabindex");
    map.getContainer().inert = true;
  }

  // The unit of every length: a hundredth of the height of a 16:9 picture that fits the box.
  size(width, height) {
    this.unit = Math.min(height / 100, width / (1600 / 9));
    this.root.style.setProperty("--u", `${this.unit}px`);
    const { app } = this, projector = app.themes.projector;
    app.themes.wall = { ...projector, scale: (this.unit * 100) / 40 / 10.8 };
    app.theme("wall");
    if (this.board) this.show(this.board, this.place, { animate: false });
  }

  show(board, place, { animate = true } = {}) {
    const before = this.board;
    this.#stop();
    Object.assign(this, { board, place });
    this.root.dataset.scene = board.id;
    this.root.classList.toggle("words-only", !board.tolls.length || board.picture === "claims");
    this.#words(this.headline, board.headline);
    this.panel.replaceChildren(...board.sentences.map((text) => this.#words(Atlas.element("p", "stage-sentence"), text)));
    if (board.picture === "map" && board.tolls.length) this.panel.append(Atlas.claimsList(board));
    this.#foot();
    this.#fitWords();
    if (board.picture === "map") this.#showMap(before, animate);
    else this.#showClaims();
    this.#fitPanel();
    delete this.root.dataset.settled;
    this.#settle();
  }

  #words(element, text) {
    element.textContent = text;
    element.dir = "auto";
    return element;
  }

  #foot() {
    const { board, place } = this, lines = Atlas.element("div", "stage-lines");
    lines.append(this.#words(Atlas.element("p"), board.source));
    const about = [place.notice, board.known, board.rule, board.data].filter(Boolean).join(" ");
    const second = board.picture === "map" ? `${about} ${this.credit}` : about;
    lines.append(this.#words(Atlas.element("p"), second));
    this.foot.replaceChildren(lines, Atlas.element("p", "stage-number", `${place.index + 1} / ${place.count}`));
  }

  #showMap(before, animate) {
    const { app, board } = this, same = before && before.picture === "map";
    this.picture.replaceChildren(this.mapBox, this.legend);
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
      for (const renderer of [basemap.renderer, incidents.renderer]) renderer._reset();
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

  // Plays the scene's days on the map, or holds them; the day stands large in a corner. Some seconds for the whole, not less.
  async play() {
    const { playback } = this.app;
    if (playback.opened) return playback.playing ? playback.pause() : playback.play();
    playback.source = async () => this.board.cube;
    playback.onPeriod = ({ words }) => { this.day.textContent = words; };
    this.mapBox.append(this.day);
    if (await playback.open()) playback.play({ speed: Math.max(0.5, playback.cube.length / 25) });
  }

  #stop() {
    this.app.playback.close();
    this.day.remove();
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
    this.root.classList.remove("tight", "wide");
    const longer = (lines) => () => this.headline.scrollHeight > this.unit * lines;
    if (!this.#shrink(this.root, "--head", 5.6, 4.4, longer(7))) this.#shrink(this.root, "--head", 5, 3.2, longer(12));
  }

  #fitPanel() {
    const over = () => this.panel.scrollHeight > this.panel.clientHeight + 1, most = this.root.classList.contains("words-only") ? 4.4 : 3.8;
    for (const step of ["", "tight", "wide"]) {
      if (step) this.root.classList.add(step);
      if (this.#shrink(this.root, "--words", most, 2.6, over)) break;
    }
    if (over()) this.#leaveOut(over);
    if (this.root.classList.contains("wide") && this.board.picture === "map") this.#showMap(this.board, false);
    const overfull = over() || (this.board.picture === "claims" && this.picture.scrollHeight > this.picture.clientHeight + 1);
    this.root.toggleAttribute("data-overfull", overfull);
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

// The claims beside a map: each group once, each figure with who says it.
Atlas.claimsList = (board) => {
  const list = Atlas.element("section", "stage-claims");
  list.setAttribute("aria-label", "Who says what");
  for (const toll of board.tolls) {
    const group = Atlas.element("div", "stage-toll");
    group.append(Atlas.tollHead(toll), ...toll.lines.map((line) => {
      const row = Atlas.element("p", "stage-line"), who = Atlas.element("span", "stage-who", line.who);
      who.dir = "auto";
      if (line.warns) who.append(Atlas.element("span", "stage-standing", `, ${line.standing}`));
      row.append(Atlas.element("b", "stage-figure", line.figure), who);
      return row;
    }));
    list.append(group);
  }
  list.append(...Atlas.claimsNotes(board));
  return list;
};

// The claims as the picture: a bar from nothing to the figure, on one scale; paler from the lower to the upper end.
Atlas.claimsPicture = (board) => {
  const chart = Atlas.element("div", "stage-chart");
  for (const toll of board.tolls) {
    const group = Atlas.element("section", "stage-toll"), head = Atlas.tollHead(toll);
    if (toll.outcome) head.append(Atlas.element("span", "stage-outcome", toll.outcome));
    group.append(head, ...toll.lines.map(Atlas.claimRow));
    chart.append(group);
  }
  if (!board.tolls.length) chart.append(Atlas.element("p", "stage-note", "No claim about numbers belongs to this selection."));
  chart.append(...Atlas.claimsNotes(board));
  return chart;
};

Atlas.tollHead = ({ title, tag, contested }) => {
  const head = Atlas.element("div", "stage-toll-head");
  head.append(Atlas.element("h2", null, title));
  if (contested) head.append(Atlas.element("span", "stage-tag", tag));
  return head;
};

Atlas.claimRow = (line) => {
  const row = Atlas.element("div", "stage-row"), bar = Atlas.element("span", "stage-bar"), sure = Atlas.element("i"), span = Atlas.element("u");
  bar.setAttribute("aria-hidden", "true");
  bar.style.color = `var(--atlas-hue-${line.hue})`;
  sure.style.width = `${100 * line.from}%`;
  span.style.left = `${100 * line.from}%`;
  span.style.width = `${100 * (line.to - line.from)}%`;
  bar.append(sure, span);
  const who = Atlas.element("p", "stage-who", line.who), about = Atlas.element("p", "stage-about", line.warns ? `${line.counts}; ${line.standing}` : line.counts);
  who.dir = about.dir = "auto";
  row.append(Atlas.element("b", "stage-figure", line.figure), bar, who, about);
  return row;
};

Atlas.claimsNotes = (board) => {
  const words = [board.more, board.not_added && board.picture === "map" ? "These figures are not added up." : ""].filter(Boolean);
  return words.map((text) => Atlas.element("p", "stage-note", text));
};
