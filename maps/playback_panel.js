// The control under the map by which time is played: it only shows what the playback says, and passes on what is pressed.
"use strict";

Atlas.PlaybackPanel = class {
  static LOW = 480;

  constructor(container, playback) {
    Object.assign(this, { container, playback, words: "" });
    this.root = Atlas.element("section", "atlas-playback atlas-covers");
    this.root.hidden = true;
    this.root.tabIndex = -1;
    this.root.setAttribute("aria-label", "Playback");
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
    this.#build();
    L.DomEvent.disableClickPropagation(this.root);
    L.DomEvent.disableScrollPropagation(this.root);
    container.append(this.root);
  }

  #build() {
    const { playback } = this, { icons } = Atlas.PLAYBACK;
    this.back = this.#button(icons.back, "One period back", () => playback.step(-1));
    this.start = this.#button(icons.play, "Play", () => (playback.playing ? playback.pause() : playback.play()));
    this.start.classList.add("main");
    this.on = this.#button(icons.on, "One period on", () => playback.step(1));
    this.when = Atlas.element("output", "atlas-when");
    this.slider = Atlas.element("input", "atlas-slider");
    Object.assign(this.slider, { type: "range", min: 0, value: 0, step: 1 });
    this.slider.setAttribute("aria-label", "Period");
    this.slider.addEventListener("input", () => {
      playback.pause();
      playback.setPeriod(Number(this.slider.value));
    });
    this.window = this.#choice("Shown at once", (value) => playback.setWindow(Number(value)));
    this.speed = this.#choice("Speed", (value) => playback.setSpeed(Number(value)));
    const close = this.#button("M4 4l8 8M12 4l-8 8", "Close the playback", () => this.#close());
    const buttons = Atlas.element("div", "atlas-playback-buttons"), row = Atlas.element("div", "atlas-playback-row");
    buttons.append(this.back, this.start, this.on);
    close.classList.add("close");
    this.about = this.#button(icons.about, "What the numbers mean", () => this.#tellAbout(!this.told));
    row.append(buttons, this.when, this.slider, this.window, this.speed, this.about, close);
    this.kinds = Atlas.element("p", "atlas-playback-kinds");
    this.note = Atlas.element("p", "atlas-playback-note");
    new ResizeObserver(() => this.root.hidden || this.#fit()).observe(this.container);
    this.root.append(row, this.kinds, this.note);
  }

  #button(icon, label, act) {
    const button = Atlas.element("button", "atlas-tool");
    button.type = "button";
    button.title = label;
    button.setAttribute("aria-label", label);
    button.append(Atlas.icon(icon));
    button.addEventListener("click", act);
    return button;
  }

  #choice(label, act) {
    const choice = Atlas.element("select");
    choice.setAttribute("aria-label", label);
    choice.title = label;
    choice.addEventListener("change", () => act(choice.value));
    return choice;
  }

  #close() {
    this.playback.close();
    const opener = this.container.querySelector(".atlas-tool.time");
    if (opener) opener.focus();
  }

  show({ focus }) {
    this.root.hidden = false;
    this.container.classList.add("atlas-plays");
    if (focus) this.root.focus({ preventScroll: true });
    this.#fit();
  }

  hide() {
    this.root.hidden = true;
    this.container.classList.remove("atlas-plays");
  }

  height() {
    return this.root.hidden ? 0 : this.root.offsetHeight;
  }

  // On a low map the note waits behind its button, so that the map is seen.
  #tellAbout(told) {
    this.told = told;
    this.#fit();
  }

  // Kinds are called by name where one or two lines of a high map hold them, else by their signs; the scale stands above the control.
  #fit() {
    const low = this.container.clientHeight < Atlas.PlaybackPanel.LOW, words = Boolean(this.note.textContent);
    this.container.classList.toggle("atlas-low", low);
    this.about.hidden = !low || !words;
    this.about.setAttribute("aria-expanded", String(Boolean(this.told)));
    this.note.hidden = !words || (low && !this.told);
    this.root.classList.remove("short");
    this.root.classList.toggle("short", low || this.kinds.offsetHeight > 44);
    this.container.style.setProperty("--atlas-playback-height", `${this.root.offsetHeight}px`);
  }

  #usable(usable) {
    for (const control of [this.back, this.start, this.on, this.slider, this.window, this.speed]) control.disabled = !usable;
  }

  wait() {
    this.#usable(false);
    this.#say("Counting by period …");
  }

  empty(words) {
    this.#usable(false);
    this.#say(words);
  }

  #say(words) {
    this.when.textContent = "";
    this.kinds.replaceChildren(words);
    this.note.textContent = "";
    this.#fit();
  }

  ready(cube) {
    const unit = Atlas.PLAYBACK.windows[cube.period].filter(([periods]) => periods === 1 || periods < cube.length);
    this.#fill(this.window, [...unit, [Infinity, "all up to then"]]);
    this.window.value = String(this.playback.window);
    this.#fill(this.speed, this.playback.speeds().map((speed) => [speed, `${speed} a second`]));
    this.slider.max = cube.length - 1;
    this.#signs(cube);
    const unsure = cube.spans.count.length ? "Paler: the date may lie outside what is shown; 3+: three for sure, perhaps more." : "";
    const closer = cube.places.length > Atlas.PlaybackLayer.FEW ? "Closer by, more numbers have room." : "";
    this.note.textContent = [unsure, cube.note, closer].filter(Boolean).join(" ");
    this.#usable(cube.length > 1);
    if (document.activeElement === this.root) this.start.focus({ preventScroll: true });
    this.tellSpeed();
    this.tellPlaying();
    this.#reserve(cube);
    this.#fit();
  }

  #fill(choice, options) {
    choice.replaceChildren(...options.map(([value, words]) => {
      const option = Atlas.element("option", null, words);
      option.value = value;
      return option;
    }));
  }

  #signs({ kinds, types }) {
    this.total = Atlas.element("strong");
    this.counts = kinds.map((kind) => {
      const { label, shape, hue } = types[kind], item = Atlas.element("span", "atlas-type"), number = Atlas.element("b");
      item.append(Atlas.swatch({ kind: "symbol", shape, hue }), Atlas.element("span", "atlas-kind-name", label), number);
      item.title = label;
      return { item, number };
    });
    this.kinds.replaceChildren(this.total, ...this.counts.map(({ item }) => item));
  }

  // As much room as the longest words take, so that nothing moves while time runs.
  #reserve(cube) {
    const font = `600 13px ${Atlas.LATIN}`, every = Array.from({ length: Math.min(cube.length, 60) }, (_, index) => cube.words(index, index));
    this.when.style.minWidth = `${Math.ceil(Math.max(...every.map((words) => Atlas.measure(words, font)))) + 2}px`;
  }

  tell(words) {
    const { cube, period, playing } = this.playback;
    this.words = words;
    this.when.setAttribute("aria-live", playing ? "off" : "polite");
    this.when.textContent = words;
    this.slider.value = period;
    this.slider.setAttribute("aria-valuetext", words);
    let sure = 0, most = 0;
    for (const [kind, sum] of cube.byKind().entries()) {
      const { item, number } = this.counts[kind], range = Atlas.Cube.range(sum.sure, sum.most, Atlas.whole);
      sure += sum.sure;
      most += sum.most;
      if (number.textContent !== range) number.textContent = range;
      item.classList.toggle("none", !sum.most);
    }
    this.total.textContent = `${Atlas.Cube.range(sure, most, Atlas.whole)} ${most === 1 ? "record" : "records"}`;
  }

  tellPlaying() {
    const { playing } = this.playback, label = playing ? "Pause" : "Play";
    this.start.replaceChildren(Atlas.icon(Atlas.PLAYBACK.icons[playing ? "pause" : "play"]));
    this.start.title = label;
    this.start.setAttribute("aria-label", label);
  }

  tellSpeed() {
    this.speed.value = String(this.playback.speed);
  }
};
