// What stands around the map: legend, buttons, layers, scale, and where the map comes from.
"use strict";

Atlas.ICONS = {
  in: "M8 3v10M3 8h10", out: "M3 8h10",
  reset: "M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3M8 7v2M7 8h2",
  fold: "M4 6.2l4 4 4-4",
  full: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  layers: "M8 2.5l6 3.2-6 3.2-6-3.2zM2.6 8.6L8 11.4l5.4-2.8M2.6 11.2L8 14l5.4-2.8",
};
Atlas.LAYERS = { urdu: "Urdu names", towns: "Towns", rivers: "Rivers and lakes", districts: "Districts", tehsils: "Tehsils, from close by" };

Atlas.Controls = class {
  constructor(map, actions) {
    Object.assign(this, { map, actions, factor: 1, lines: new Map() });
    this.container = map.getContainer();
    this.#legendBox();
    this.#makeBeyondBox();
    this.#toolbar();
    this.#foot();
    map.on("move zoom resize", () => this.#measureScale());
  }

  #place(element, className, { covers = true } = {}) {
    element.classList.add(className);
    if (covers) element.classList.add("atlas-covers");
    L.DomEvent.disableClickPropagation(element);
    L.DomEvent.disableScrollPropagation(element);
    this.container.append(element);
    return element;
  }

  #legendBox() {
    this.legendBox = this.#place(Atlas.element("details"), "atlas-legend");
    this.legendBox.open = true;
    this.summary = Atlas.element("summary");
    this.summary.append(Atlas.icon(Atlas.ICONS.fold), Atlas.element("span", null, "Legend"));
    Object.assign(this, { list: Atlas.element("ul"), note: Atlas.element("p") });
    this.legendBox.append(this.summary, this.list, this.note);
    this.legendBox.addEventListener("toggle", () => this.actions.rearrange());
  }

  legend(items, note, circles) {
    const said = JSON.stringify([items, note, circles, this.factor]);
    if (said === this.said) return;
    this.said = said;
    this.#lay([...items.map((item) => this.#line(item)), ...(circles ? [this.#sizes(circles)] : [])]);
    if (note && note !== this.note.textContent) this.note.textContent = note;
    this.note.hidden = !note;
    this.legendBox.hidden = !items.length && !note;
  }

  // Lines that stay are not taken out and put in again, for which a browser would lay out each of them anew.
  #lay(lines) {
    const { list } = this, stay = new Set(lines);
    for (const line of [...list.children]) if (!stay.has(line)) line.remove();
    let next = list.firstChild;
    for (const line of lines) {
      if (line === next) next = next.nextSibling;
      else list.insertBefore(line, next);
    }
  }

  // A line of the legend, made once.
  #line(item) {
    const key = JSON.stringify([item, this.factor]);
    if (!this.lines.has(key)) {
      const line = Atlas.element("li");
      line.append(Atlas.swatch(item), Atlas.element("span", null, item.label));
      this.lines.set(key, line);
    }
    return this.lines.get(key);
  }

  // The line of the circles, made once; their scale changes by itself, after the legend's other lines.
  #sizes(most) {
    const line = (this.circles ||= this.#circlesLine()), scale = `${most} ${this.factor}`;
    if (scale !== this.scaled) line.firstChild.replaceChildren(...this.#circles(most));
    this.scaled = scale;
    return line;
  }

  #circlesLine() {
    const line = Atlas.element("li", "atlas-sizes"), words = "several kinds or places together, by area; numbers where they have room";
    line.append(Atlas.element("span"), Atlas.element("span", null, words));
    return line;
  }

  // Circles of some numbers in the scale of the map.
  #circles(most) {
    return Atlas.roundNumbers(most).flatMap((n) => {
      const r = Atlas.Signs.circle(n, most, this.factor), drawing = Atlas.svg("svg", { width: 2 * r + 2, height: 2 * r + 2, "aria-hidden": "true" });
      drawing.append(Atlas.svg("circle", { cx: r + 1, cy: r + 1, r }));
      return [drawing, Atlas.element("span", null, n.toLocaleString("en"))];
    });
  }

  // The share of the map that the legend covers.
  legendShare() {
    const { offsetWidth, offsetHeight } = this.legendBox, { x, y } = this.map.getSize();
    return (offsetWidth * offsetHeight) / (x * y);
  }

  // Folded where it would lie on a mark or take much of the map; a click opens it again. Returns whether it was open.
  foldLegend() {
    const was = this.legendBox.open && !this.legendBox.hidden;
    this.legendBox.open = false;
    return was;
  }

  // How much the first view leaves out, and a way to see it.
  beyond(said) {
    this.beyondBox.hidden = !said;
    this.beyondBox.firstChild.textContent = said ? said.words : "";
  }

  #makeBeyondBox() {
    const show = Atlas.element("button", null, "Show all");
    show.type = "button";
    show.addEventListener("click", () => this.actions.everything());
    this.beyondBox = this.#place(Atlas.element("p"), "atlas-beyond");
    this.beyondBox.append(Atlas.element("span"), " ", show);
    this.beyondBox.hidden = true;
  }

  #toolbar() {
    const bar = this.#place(Atlas.element("div"), "atlas-tools");
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Map controls");
    bar.append(
      this.#button("in", "Zoom in", () => this.map.zoomIn()),
      this.#button("out", "Zoom out", () => this.map.zoomOut()),
      this.#button("reset", "Show the whole area again", () => this.actions.reset()),
    );
    if (document.fullscreenEnabled) bar.append(this.#button("full", "Full screen", () => this.#fullScreen()));
    bar.append(this.#layersButton(), this.#button("time", "Play through time", () => this.actions.time()));
  }

  #button(icon, label, act) {
    const button = Atlas.element("button", `atlas-tool ${icon}`);
    button.type = "button";
    button.title = label;
    button.setAttribute("aria-label", label);
    button.append(Atlas.icon(Atlas.ICONS[icon]));
    button.addEventListener("click", act);
    return button;
  }

  #fullScreen() {
    (document.fullscreenElement ? document.exitFullscreen() : this.container.requestFullscreen()).catch(() => {});
  }

  #layersButton() {
    const button = this.#button("layers", "Layers", () => this.#toggleMenu());
    button.setAttribute("aria-expanded", "false");
    this.menu = this.#place(Atlas.element("fieldset"), "atlas-menu", { covers: false });
    this.menu.hidden = true;
    this.menu.append(Atlas.element("legend", null, "Show"));
    this.boxes = Object.entries(Atlas.LAYERS).map(([id, words]) => this.#checkbox(id, words));
    this.menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.#toggleMenu();
      button.focus();
    });
    this.layersButton = button;
    return button;
  }

  #toggleMenu() {
    this.menu.hidden = !this.menu.hidden;
    this.layersButton.setAttribute("aria-expanded", String(!this.menu.hidden));
    if (!this.menu.hidden) this.boxes[0].focus();
  }

  #checkbox(id, words) {
    const label = Atlas.element("label"), box = Atlas.element("input");
    box.type = "checkbox";
    box.name = id;
    box.addEventListener("change", () => {
      Atlas.layers[box.checked ? "add" : "delete"](id);
      this.actions.layers();
    });
    label.append(box, words);
    this.menu.append(label);
    return box;
  }

  showLayers() {
    this.boxes.forEach((box) => { box.checked = Atlas.layers.has(box.name); });
  }

  #foot() {
    this.scale = this.#place(Atlas.element("div"), "atlas-scale");
    this.scale.setAttribute("role", "img");
    this.credits = this.#place(Atlas.element("p"), "atlas-credits");
  }

  // Lengths of the scale grow with the words of a theme.
  grow(factor) {
    this.factor = factor;
    this.#measureScale();
  }

  credit(words) {
    this.credits.textContent = words;
  }

  // True at the latitude of the map's centre: in this projection a kilometre grows towards the poles.
  #measureScale() {
    if (!this.map._loaded) return;
    const { lat } = this.map.getCenter();
    const kmPerPixel = (40075.016686 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** this.map.getZoom());
    const longest = Math.min(140 * this.factor, this.map.getSize().x / 3) * kmPerPixel, power = 10 ** Math.floor(Math.log10(longest));
    const km = [5, 2, 1].map((n) => n * power).find((length) => length <= longest);
    if (km === this.km && kmPerPixel === this.kmPerPixel) return;
    Object.assign(this, { km, kmPerPixel });
    const width = km / kmPerPixel;
    const f = this.factor, drawing = Atlas.svg("svg", { width: width + 2 * f, height: 8 * f, "aria-hidden": "true" });
    drawing.append(Atlas.svg("path", { d: `M${f} ${f}v${6 * f}h${width}v${-6 * f}M${f + width / 2} ${3 * f}v${4 * f}` }));
    const numbers = Atlas.element("div", "atlas-scale-numbers");
    numbers.style.width = `${width}px`;
    [0, width > 112 * f ? km / 2 : null, km].forEach((n) => numbers.append(Atlas.element("span", null, n === null ? "" : `${+n.toPrecision(3)}${n === km ? " km" : ""}`)));
    this.scale.setAttribute("aria-label", `Scale: ${+km.toPrecision(3)} km`);
    this.scale.replaceChildren(numbers, drawing);
  }
};

// Up to three round numbers, the largest not beyond `most`, a tenth of each other.
Atlas.roundNumbers = (most) => {
  const power = 10 ** Math.floor(Math.log10(most)), top = [5, 2, 1].map((n) => n * power).find((n) => n <= most);
  return [top / 100, top / 10, top].filter((n) => n >= 1 && Number.isInteger(n)).slice(-2);
};
