// The list of one place: every record known there, as text, never as markup.
"use strict";

Atlas.element = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
};

Atlas.icon = (path) => {
  const drawing = Atlas.svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: "atlas-icon-line" });
  drawing.append(Atlas.svg("path", { d: path }));
  return drawing;
};

Atlas.Card = class {
  static AT_ONCE = 3;

  constructor(container, incidents, asking, send) {
    Object.assign(this, { container, incidents, asking, send });
    this.root = Atlas.element("section", "atlas-card");
    this.root.hidden = true;
    this.root.tabIndex = -1;
    this.root.setAttribute("role", "dialog");
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.close(true));
    L.DomEvent.disableClickPropagation(this.root);
    L.DomEvent.disableScrollPropagation(this.root);
    container.append(this.root);
    incidents.onOpen = (marks) => (marks ? this.open(marks) : this.close());
  }

  open(marks, { focus = true } = {}) {
    this.marks = marks;
    this.root.replaceChildren(this.#closeButton(), ...marks.map((mark, index) => this.#section(mark, index < Atlas.Card.AT_ONCE)));
    this.root.setAttribute("aria-label", `Records: ${Atlas.shortened(marks[0].place.name || "several places", 80)}`);
    this.root.hidden = false;
    this.root.scrollTop = 0;
    this.#settle(marks[0].element);
    if (focus) {
      this.root.focus({ preventScroll: true });
      const place = marks[0].place.id;
      if (place) this.send({ type: "open", id: place });
    }
  }

  // Above whatever stands at the foot of the map; on the other side where it would hide the very place that it is about. The legend
  // folds where both have no room, and is as it was when the list closes.
  #settle(element) {
    const { root } = this, mark = element.getBoundingClientRect(), hides = () => this.#meets(mark, 24);
    this.#unfold();
    root.classList.remove("aside");
    this.#measure();
    if (hides()) {
      this.#fold();
      root.classList.add("aside");
      this.#measure();
      if (hides()) root.classList.remove("aside");
    }
    if (this.#meets(this.#legend().getBoundingClientRect(), 0)) this.#fold();
  }

  #legend() {
    return this.container.querySelector(".atlas-legend");
  }

  #fold() {
    this.folded ||= this.#legend().open;
    this.#legend().open = false;
  }

  #unfold() {
    if (this.folded) this.#legend().open = true;
    this.folded = false;
  }

  // How much of the map is taken at its foot, and at its head by the legend.
  #measure() {
    const map = this.container.getBoundingClientRect();
    const foot = [".atlas-credits", ".atlas-scale", ".atlas-playback"].map((name) => this.container.querySelector(name).getBoundingClientRect()).filter(({ height }) => height);
    const legend = this.#legend().getBoundingClientRect();
    this.root.style.setProperty("--foot", `${map.bottom - Math.min(map.bottom, ...foot.map(({ top }) => top)) + 8}px`);
    this.root.style.setProperty("--head", `${legend.height ? legend.bottom - map.top + 8 : 12}px`);
  }

  #meets({ left, top, right, bottom }, gap) {
    const card = this.root.getBoundingClientRect();
    return right > card.left - gap && left < card.right + gap && bottom > card.top - gap && top < card.bottom + gap;
  }

  close(giveBack = false) {
    if (this.root.hidden) return;
    const mark = this.incidents.opened();
    this.root.hidden = true;
    this.#unfold();
    this.incidents.select(null);
    if (giveBack && mark) mark.element.focus({ preventScroll: true });
  }

  // After new data: the same place stays open with its new records, or closes when it has none.
  // After a closer look at the same data it stays as it is, also where its mark has become several.
  refresh({ keep = false } = {}) {
    if (this.root.hidden || keep) return;
    const mark = this.incidents.opened();
    if (!mark) return this.close();
    const top = this.root.scrollTop;
    this.open([mark], { focus: false });
    this.root.scrollTop = top;
  }

  #closeButton() {
    const button = Atlas.element("button", "atlas-close");
    button.type = "button";
    button.setAttribute("aria-label", "Close the list");
    button.append(Atlas.icon("M4 4l8 8M12 4l-8 8"));
    button.addEventListener("click", () => this.close(true));
    return button;
  }

  #section(mark, atOnce) {
    const { place, groups } = mark, section = Atlas.element("div", "atlas-place");
    const heading = Atlas.element("h2", null, place.name || "Several places");
    heading.dir = "auto";
    section.append(heading);
    if (place.also) heading.append(Atlas.element("small", null, `also written ${place.also}`));
    if (place.name_ur) section.append(this.#urdu(place.name_ur));
    const list = Atlas.element("ul");
    const incidents = groups.flatMap((group) => group.incidents || []);
    incidents.forEach((incident) => list.append(this.#incident(incident)));
    const more = groups.reduce((sum, group) => sum + (group.more || 0), 0);
    const total = incidents.length + more;
    section.append(Atlas.element("p", "atlas-known", `${total} ${total === 1 ? "record" : "records"}, ${Atlas.known(place)}`));
    if (more) section.append(this.#kinds(groups));
    section.append(list);
    if (more) section.append(this.asking.possible ? this.#rest(mark, list, total, atOnce) : this.#left(more, incidents.length));
    return section;
  }

  // A file has no more than it was made with.
  #left(more, listed) {
    return Atlas.element("p", "atlas-known", listed ? `and ${more} more, in the table of incidents` : "Each is in the table of incidents.");
  }

  // Asks for the records that were not sent, some at a time.
  #rest(mark, list, total, atOnce) {
    const button = Atlas.element("button", "atlas-more");
    button.type = "button";
    const tell = () => {
      const left = total - list.childElementCount;
      button.textContent = list.childElementCount ? `Show more (${left} left)` : "Show the records";
      button.hidden = left <= 0;
    };
    const load = async () => {
      button.disabled = true;
      button.textContent = "Loading …";
      const answer = await this.asking.ask("list", { ...Atlas.whereOf(mark), offset: list.childElementCount });
      button.disabled = false;
      for (const incident of (answer && answer.incidents) || []) list.append(this.#incident(incident));
      tell();
      if (!answer || !answer.incidents.length) button.textContent = "The list did not arrive: try again";
    };
    button.addEventListener("click", load);
    tell();
    if (atOnce && !list.childElementCount) load();
    return button;
  }

  // How many of each kind, where the list is not whole.
  #kinds(groups) {
    const counts = new Map(), line = Atlas.element("p", "atlas-kinds");
    for (const { types, type, n } of groups) for (const [id, count] of Object.entries(types || { [type]: n })) counts.set(id, (counts.get(id) || 0) + count);
    for (const [id, count] of [...counts].sort((a, b) => b[1] - a[1])) {
      const kind = this.#type(id);
      if (kind) kind.append(` ${count}`);
      line.append(kind);
    }
    return line;
  }

  #urdu(name) {
    const line = Atlas.element("p", "atlas-urdu", name);
    line.lang = "ur";
    line.dir = "rtl";
    return line;
  }

  #incident(incident) {
    const item = Atlas.element("li");
    item.append(this.#title(incident), this.#facts(incident));
    return item;
  }

  // On a page the title leads to the whole record; a file has no further page.
  #title({ id, title }) {
    const alone = window.parent === window;
    const element = Atlas.element(alone ? "h3" : "button", "atlas-title", title);
    element.dir = "auto";
    if (alone) return element;
    element.type = "button";
    element.addEventListener("click", () => this.send({ type: "open", id, record: true }));
    return element;
  }

  #facts(incident) {
    const facts = Atlas.element("dl");
    const add = (term, ...values) => {
      const kept = values.filter(Boolean);
      if (!kept.length) return;
      const value = Atlas.element("dd");
      value.dir = "auto";
      value.append(...kept);
      facts.append(Atlas.element("dt", null, term), value);
    };
    add("When", incident.when);
    add("What", this.#type(incident.type));
    add("Where", [incident.where, Atlas.known(incident)].filter(Boolean).join(" · "));
    add("As written", incident.toponym);
    add("Claimed by", incident.claimed_by);
    add("Killed", incident.killed);
    if (incident.contested) add("Figures", Atlas.element("span", "atlas-tag", "contested"), incident.contested === "campaign" ? " for the whole campaign" : "");
    return facts;
  }

  #type(id) {
    const type = this.incidents.payload.types[id];
    if (!type) return "";
    const sign = Atlas.element("span", "atlas-type");
    sign.append(Atlas.swatch({ kind: "symbol", shape: type.shape, hue: type.hue }), type.label);
    return sign;
  }
};

// Whose list it is: what is known to an area, or lies at a spot or in the cell of a bin.
Atlas.whereOf = ({ kind, place }) => {
  if (kind === "area") return { place: place.id, level: place.level };
  const half = 0.00005;
  return { cell: place.cell || [place.lon - half, place.lat - half, place.lon + half, place.lat + half].map((edge) => Number(edge.toFixed(5))) };
};

Atlas.known = ({ level }) => (level ? `known to the ${level}` : "near each other");

// A small picture of a legend line: a sign, or a piece of hatching, in parts where it stands for several colours.
Atlas.swatch = ({ kind, shape, hue, hues = [hue] }) => {
  const drawing = Atlas.svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: "atlas-swatch" });
  const wide = 13 / hues.length;
  const shapes = {
    symbol: () => Atlas.svg("path", { d: shape, "fill-rule": "evenodd", transform: "translate(8 8) scale(4.8)" }),
    area: (part) => Atlas.svg("rect", { x: 1.5 + part * wide, y: 1.5, width: wide, height: 13, stroke: "currentColor", "stroke-width": 1.2 }),
    count: () => Atlas.svg("rect", { x: 2.5, y: 2.5, width: 11, height: 11, rx: 2.5, stroke: "var(--atlas-badge-line)" }),
  };
  hues.forEach((each, part) => {
    const colour = `var(--atlas-hue-${each})`, picture = shapes[kind](part);
    picture.style.fill = kind === "area" ? `color-mix(in srgb, ${colour} 13%, transparent)` : kind === "count" ? "var(--atlas-badge)" : colour;
    picture.style.color = colour;
    if (kind === "area") drawing.append(Atlas.hatchedPart(1.5 + part * wide, wide, colour));
    drawing.append(picture);
  });
  return drawing;
};

// The diagonals of a small picture between two of its uprights.
Atlas.hatchedPart = (left, wide, stroke) => {
  const lines = [10.5, 16, 21.5].map((sum) => {
    const [start, end] = [Math.max(left, sum - 14.5), Math.min(left + wide, sum - 1.5)];
    return end > start ? `M${start} ${sum - start}L${end} ${sum - end}` : "";
  });
  return Atlas.svg("path", { class: "atlas-swatch-lines", d: lines.join(""), stroke });
};
