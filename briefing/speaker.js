// The speaker's window: notes, the scene on the wall and the next one, clock and timer; it moves the talk and follows it.
"use strict";

// On the wall: opens the speaker's window and answers it. A word that only the two know keeps others out of the talk.
Atlas.Wall = class {
  constructor(talk) {
    this.talk = talk;
    if (!window.name.startsWith("atlas-talk-")) window.name = `atlas-talk-${Atlas.nonce()}`;
    this.nonce = window.name.slice("atlas-talk-".length);
    addEventListener("message", (event) => this.#hear(event));
    talk.onChange = () => this.#tell();
    talk.openSpeaker = () => this.#open();
  }

  #open() {
    this.peer = window.open(`${location.href.split("#")[0]}#speaker=${this.nonce}`, `atlas-speaker-${this.nonce}`, "popup,width=1180,height=760");
  }

  #hear({ source, data }) {
    if (!data || data.atlas !== "briefing" || data.nonce !== this.nonce) return;
    this.peer = source;
    if (data.type === "act") this.talk.act(String(data.name));
    this.#tell();
  }

  #tell() {
    if (this.peer && !this.peer.closed) this.peer.postMessage({ atlas: "briefing", nonce: this.nonce, index: this.talk.index, black: this.talk.black }, "*");
  }
};

Atlas.nonce = () => [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join("");

Atlas.Speaker = class {
  constructor(talk, nonce) {
    Object.assign(this, { talk, nonce, since: null });
    talk.keepsAddress = true;
    document.body.classList.add("speaker");
    document.title = `Speaker: ${talk.title}`;
    this.#build();
    talk.onChange = () => this.#follow();
    talk.fit = () => this.#fit();
    addEventListener("message", ({ source, data }) => source === window.opener && data && data.atlas === "briefing" && data.nonce === nonce && this.#hear(data));
    addEventListener("keydown", (event) => this.#key(event));
    setInterval(() => this.#tick(), 500);
    setInterval(() => this.#send("hello"), 2000);
  }

  start() {
    this.talk.start();
    this.#tick();
    this.#send("hello");
  }

  #build() {
    const side = Atlas.element("div", "speaker-side"), bar = Atlas.element("header", "speaker-bar");
    this.clock = Atlas.element("time", "speaker-clock");
    this.timer = Atlas.element("button", "speaker-timer");
    this.timer.type = "button";
    this.timer.title = "Start the timer again";
    this.timer.addEventListener("click", () => { this.since = Date.now(); this.#tick(); });
    this.at = Atlas.element("span", "speaker-at");
    this.state = Atlas.element("span", "speaker-state");
    this.state.setAttribute("role", "status");
    bar.append(this.at, this.state, this.timer, this.clock);
    this.next = Atlas.element("section", "speaker-next");
    this.notes = Atlas.element("section", "speaker-notes");
    side.append(this.notes);
    this.box = Atlas.element("div", "speaker-box");
    this.box.append(this.talk.stage.root);
    const left = Atlas.element("div", "speaker-left");
    left.append(this.box, this.next);
    document.body.append(bar, left, side);
  }

  #fit() {
    const { clientWidth, clientHeight } = this.box;
    this.talk.stage.size(clientWidth, clientHeight);
  }

  #hear({ index, black }) {
    this.heard = Date.now();
    if (index !== this.talk.index) {
      if (this.since === null) this.since = Date.now();
      this.talk.go(index);
    }
    this.black = black;
    this.#tick();
  }

  #follow() {
    const { boards, index } = this.talk, board = boards[index], next = boards[index + 1];
    const paragraphs = board.notes.split(/\n\s*\n/).filter(Boolean).map((text) => this.#text("p", text));
    const changed = board.changes.map((words) => this.#text("p", `Changed since this scene was written: ${words}`, "speaker-changed"));
    this.notes.replaceChildren(this.#text("h2", "Notes"), ...changed, ...(paragraphs.length ? paragraphs : [this.#text("p", "No notes.", "speaker-quiet")]));
    this.next.replaceChildren(this.#text("h2", next ? "Next" : "This is the last scene"), ...(next ? [this.#text("h3", next.headline), ...next.sentences.map((text) => this.#text("p", text))] : []));
    this.at.textContent = `${index + 1} / ${boards.length}`;
  }

  #text(tag, words, className) {
    const element = Atlas.element(tag, className, words);
    element.dir = "auto";
    return element;
  }

  #tick() {
    this.clock.textContent = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const seconds = this.since === null ? 0 : Math.floor((Date.now() - this.since) / 1000);
    this.timer.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const lost = !window.opener || window.opener.closed || (this.heard && Date.now() - this.heard > 8000);
    this.state.textContent = lost ? "The wall’s window does not answer" : this.black ? "The wall is black" : "";
  }

  // A key does here what it does on the wall: the wall acts, this window follows.
  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const name = Atlas.KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!name || ["full", "speaker"].includes(name) || (event.target instanceof HTMLButtonElement && ["Enter", " "].includes(event.key))) return;
    event.preventDefault();
    if (!event.repeat) this.#send("act", name);
  }

  #send(type, name) {
    if (window.opener && !window.opener.closed) window.opener.postMessage({ atlas: "briefing", nonce: this.nonce, type, name }, "*");
  }
};
