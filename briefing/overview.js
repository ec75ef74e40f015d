// Every scene as a card with its number, headline and a small picture; arrows walk through them.
"use strict";

Atlas.Overview = class {
  constructor(choose) {
    Object.assign(this, { choose, open: false, root: Atlas.element("div", "talk-overview") });
    this.root.hidden = true;
    this.root.setAttribute("role", "dialog");
    this.root.setAttribute("aria-label", "All scenes");
  }

  show(boards, index) {
    this.cards = boards.map((board, at) => this.#card(board, at));
    this.root.replaceChildren(...this.cards);
    this.root.hidden = false;
    this.open = true;
    this.cards[index]?.focus();
  }

  #card(board, at) {
    const card = Atlas.element("button", "talk-card"), words = Atlas.element("span", "talk-card-words"), title = Atlas.element("span", null, board.headline);
    card.type = "button";
    title.dir = "auto";
    words.append(Atlas.element("b", null, String(at + 1)), title);
    card.append(Atlas.thumbnail(board), words);
    card.addEventListener("click", () => this.choose(at));
    return card;
  }

  close() {
    this.open = false;
    this.root.hidden = true;
    this.root.replaceChildren();
  }

  // Returns whether the key was for the overview.
  key(key) {
    const at = this.cards.indexOf(document.activeElement), columns = getComputedStyle(this.root).gridTemplateColumns.split(" ").length;
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, ArrowDown: columns, ArrowUp: -columns }[key];
    if (key === "Home" || key === "End") this.cards[key === "Home" ? 0 : this.cards.length - 1].focus();
    else if (step) this.cards[Math.max(0, Math.min(at + step, this.cards.length - 1))].focus();
    else if (key === "Enter" || key === " ") this.choose(Math.max(0, at));
    else return false;
    return true;
  }
};
