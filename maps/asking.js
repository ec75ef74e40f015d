// Questions to the page around the map (finer marks, the list of a mark, the counts by period), and its answers.
"use strict";

Atlas.Asking = class {
  constructor(send) {
    this.send = send;
    this.number = 0;
    this.open = new Map();
    this.possible = window.parent !== window;
  }

  // Resolves to the answer, or to null where there is none, or where one to a later question of the kind is waited for.
  ask(kind, about = {}, { latest = false } = {}) {
    if (!this.possible) return Promise.resolve(null);
    if (latest) for (const [number, question] of this.open) if (question.kind === kind) this.#settle(number, null);
    const number = ++this.number;
    return new Promise((resolve) => {
      this.open.set(number, { kind, resolve });
      this.send({ type: "ask", ask: number, kind, about });
    });
  }

  answer({ ask, body }) {
    if (this.open.has(ask)) this.#settle(ask, body && typeof body === "object" ? body : null);
  }

  // What was asked about older data is of no use any more.
  forget() {
    for (const number of this.open.keys()) this.#settle(number, null);
  }

  #settle(number, body) {
    const { resolve } = this.open.get(number);
    this.open.delete(number);
    resolve(body);
  }
};
