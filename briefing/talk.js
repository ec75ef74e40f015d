// The talk: which scene is on, the keys of keyboard and clicker, overview and blackout; the speaker's window follows it.
"use strict";

Atlas.KEYS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next", n: "next",
  ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Backspace: "previous", p: "previous",
  Home: "first", End: "last", b: "blackout", ".": "blackout", o: "overview", Escape: "escape",
  F5: "full", f: "full", s: "speaker", t: "play",
};

Atlas.Talk = class {
  constructor(app, { title, boards, notice, credit }) {
    Object.assign(this, { app, boards, notice, title, index: 0, black: false, played: new Set() });
    document.body.classList.add("talk");
    document.title = title;
    this.stage = new Atlas.Stage(app, credit);
    this.curtain = Atlas.element("div", "talk-curtain");
    this.curtain.hidden = true;
    this.overview = new Atlas.Overview((index) => this.go(index));
    document.body.append(this.stage.root, this.overview.root, this.curtain);
  }

  start() {
    this.index = this.#fromHash();
    addEventListener("resize", () => this.fit());
    addEventListener("hashchange", () => this.#fromHash() !== this.index && this.go(this.#fromHash(), { animate: false }));
    this.fit();
    this.go(this.index, { animate: false });
  }

  fit() {
    this.stage.size(innerWidth, innerHeight);
  }

  #fromHash() {
    const number = Number.parseInt(location.hash.slice(1), 10);
    return Number.isFinite(number) ? Math.max(0, Math.min(number - 1, this.boards.length - 1)) : 0;
  }

  go(index, { animate = true } = {}) {
    if (!this.boards.length) return this.stage.root.classList.add("empty");
    this.index = Math.max(0, Math.min(index, this.boards.length - 1));
    this.overview.close();
    this.played.delete(this.boards[this.index].id);
    this.stage.show(this.boards[this.index], { index: this.index, count: this.boards.length, notice: this.notice }, { animate });
    this.changed();
  }

  act(name) {
    const last = this.boards.length - 1;
    if (this.black && name !== "blackout" && name !== "escape" && name !== "full" && name !== "speaker") return this.#blackout(false);
    const acts = {
      next: () => this.#next(), previous: () => this.go(this.index - 1), first: () => this.go(0), last: () => this.go(last),
      blackout: () => this.#blackout(!this.black), overview: () => this.#overview(), escape: () => this.#escape(),
      full: () => this.full(), speaker: () => this.openSpeaker && this.openSpeaker(), play: () => this.play(),
    };
    if (acts[name]) acts[name]();
  }

  // A scene that can be played is played first, then left.
  #next() {
    const board = this.boards[this.index];
    if (board && board.cube && !this.played.has(board.id)) this.play();
    else if (this.index < this.boards.length - 1) this.go(this.index + 1);
  }

  play() {
    const board = this.boards[this.index];
    if (!board || !board.cube) return;
    this.played.add(board.id);
    this.stage.play();
  }

  #blackout(on) {
    this.black = on;
    this.curtain.hidden = !on;
    this.changed();
  }

  #overview() {
    if (this.overview.open) this.overview.close();
    else this.overview.show(this.boards, this.index);
  }

  #escape() {
    if (this.black) this.#blackout(false);
    else this.#overview();
  }

  full() {
    (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
  }

  // Tells whoever follows; reloading comes back to this scene.
  changed() {
    const wanted = `#${this.index + 1}`;
    if (location.hash !== wanted && !this.keepsAddress) location.replace(wanted);
    if (this.onChange) this.onChange();
  }

  // The keys of this window; what is held with Control, Alt or Command belongs to the browser.
  listen() {
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const name = Atlas.KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!name || (this.overview.open && this.overview.key(event.key))) return name && event.preventDefault();
      const onButton = event.target instanceof HTMLButtonElement && ["Enter", " "].includes(event.key);
      if (onButton) return;
      event.preventDefault();
      if (!event.repeat) this.act(name);
    });
    this.#toolbar();
  }

  // Buttons for a mouse or a finger; they are there while the mouse moves or one of them has the focus.
  #toolbar() {
    const bar = Atlas.element("nav", "talk-bar");
    bar.setAttribute("aria-label", "Talk");
    const buttons = { previous: "Previous", next: "Next", overview: "Overview", blackout: "Black", speaker: "Speaker view", full: "Full screen" };
    for (const [name, words] of Object.entries(buttons)) {
      if (name === "full" && !document.fullscreenEnabled) continue;
      const button = Atlas.element("button", null, words);
      button.type = "button";
      button.addEventListener("click", () => { this.act(name); button.blur(); });
      bar.append(button);
    }
    document.body.append(bar);
    let timer = 0;
    addEventListener("pointermove", () => {
      document.body.classList.add("talk-moving");
      clearTimeout(timer);
      timer = setTimeout(() => document.body.classList.remove("talk-moving"), 2500);
    });
  }
};
