// The speaker's window: notes, the scene on the wall and the next one, clock and timer; it moves the talk and follows it.
"use strict";

// On the wall: opens the speaker's window and answers it. A word that only the two know keeps others out of the talk.
// The time of the talk begins with its first move and is kept here, in the window's name: it outlives a reload of either window.
Atlas.Wall = class {
  constructor(talk) {
    const known = window.name.match(/^atlas-talk-(\w+)(?:-(\d+))?$/) || [];
    Object.assign(this, { talk, nonce: known[1] || Atlas.nonce(), since: Number(known[2]) || null, index: null });
    this.#keep(this.since);
    addEventListener("message", (event) => this.#hear(event));
    talk.onChange = () => this.#changed();
    talk.openSpeaker = () => this.#open();
  }

  #keep(since) {
    this.since = since;
    window.name = `atlas-talk-${this.nonce}${since ? `-${since}` : ""}`;
  }

  #changed() {
    const { index } = this.talk;
    if (this.index !== null && index !== this.index && !this.since) this.#keep(Date.now());
    this.index = index;
    this.#tell();
  }

  #open() {
    this.peer = window.open(`${location.href.split("#")[0]}#speaker=${this.nonce}`, `atlas-speaker-${this.nonce}`, "popup,width=1180,height=760");
  }

  #hear({ source, data }) {
    if (!data || data.atlas !== "briefing" || data.nonce !== this.nonce) return;
    this.peer = source;
    if (data.type === "act") this.talk.act(String(data.name));
    if (data.type === "restart") this.#keep(Date.now());
    this.#tell();
  }

  #tell() {
    if (this.peer && !this.peer.closed) this.peer.postMessage({ atlas: "briefing", nonce: this.nonce, index: this.talk.index, black: this.talk.black, since: this.since }, "*");
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
    this.timer.title = "Since the first move; start the timer again";
    this.timer.addEventListener("click", () => this.#send("restart"));
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

  #hear({ index, black, since }) {
    this.heard = Date.now();
    if (index !== this.talk.index) this.talk.go(index);
    Object.assign(this, { black, since });
    this.#tick();
  }

  #follow() {
    const { boards, index } = this.talk, board = boards[index], next = boards[index + 1];
    const paragraphs = board.notes.split(/\n\s*\n/).filter(Boolean).map((text) => this.#text("p", text));
    const unread = (board.unread || []).map((words) => this.#text("p", `The selection of this scene cannot be followed: ${words}`, "speaker-changed"));
    const changed = board.changes.map((words) => this.#text("p", `Changed since this scene was written: ${words}`, "speaker-changed"));
    this.notes.replaceChildren(this.#text("h2", "Notes"), ...unread, ...changed, ...(paragraphs.length ? paragraphs : [this.#text("p", "No notes.", "speaker-quiet")]));
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
    const seconds = !this.since ? 0 : Math.max(0, Math.floor((Date.now() - this.since) / 1000));
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
