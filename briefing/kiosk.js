// The kiosk: goes round the scenes by itself, asks for news, and keeps the last good picture while nobody answers.
"use strict";

Atlas.Kiosk = class {
  constructor(talk, { data, fingerprint, cycle, poll, speed }) {
    Object.assign(this, { talk, address: data, fingerprint, cycle: (cycle * 1000) / speed, poll: (poll * 1000) / speed, news: null });
    talk.keepsAddress = true;
    document.body.classList.add("kiosk");
  }

  start() {
    this.talk.start();
    this.#turn();
    this.#ask();
  }

  // News are put up at a turn, never in the middle of a scene.
  #turn() {
    setTimeout(() => {
      if (this.news) this.#takeNews();
      const { talk } = this;
      if (talk.boards.length > 1 || this.fresh) talk.go((talk.index + 1) % talk.boards.length);
      this.fresh = false;
      this.#turn();
    }, this.cycle);
  }

  #takeNews() {
    const { boards, fingerprint, notice } = this.news;
    Object.assign(this.talk, { boards, notice });
    Object.assign(this, { fingerprint, news: null, fresh: true });
  }

  async #ask() {
    try {
      const answer = await fetch(`${this.address}${this.address.includes("?") ? "&" : "?"}have=${(this.news || this).fingerprint}`, { cache: "no-store", signal: AbortSignal.timeout(15000) });
      if (!answer.ok) return this.#again(`The atlas no longer shows this, since %: ${await Atlas.Kiosk.reason(answer)}`);
      const news = await answer.json();
      if (Array.isArray(news.boards) && news.boards.length) this.news = news;
      this.#again("");
    } catch {
      this.#again("No connection since %: this is the last picture that was received.");
    }
  }

  // Asks again later; what is wrong meanwhile, and since when, stands at the foot of the picture.
  #again(wrong) {
    this.lost = wrong ? this.lost || new Date() : null;
    const since = this.lost && this.lost.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    this.talk.stage.warn(wrong.replace("%", since));
    setTimeout(() => this.#ask(), this.poll);
  }

  static async reason(answer) {
    const words = (await answer.text()).trim();
    return answer.headers.get("content-type")?.startsWith("text/plain") ? words.slice(0, 160) : `answer ${answer.status}`;
  }
};
