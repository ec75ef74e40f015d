// How the button of a mark looks: only what is new is written, and the document is not asked what is there, which would cost as much.
"use strict";

Atlas.WORN = {
  place: (element, id) => { element.dataset.place = id; },
  label: (element, words) => element.setAttribute("aria-label", words),
  words: (element, words) => {
    if (words && element.firstChild) element.firstChild.data = words;
    else element.textContent = words;
  },
  count: (element, words) => { element.dataset.count = words; },
  hue: (element, hue) => { element.dataset.hue = hue; },
  left: ({ style }, left) => { style.left = `${left}px`; },
  top: ({ style }, top) => { style.top = `${top}px`; },
  width: ({ style }, width) => { style.width = `${width}px`; },
  height: ({ style }, height) => { style.height = `${height}px`; },
  above: ({ style }, above) => { style.zIndex = above; },
  tab: (element, index) => { element.tabIndex = index; },
  hidden: (element, hidden) => { element.hidden = hidden; },
  selected: ({ classList }, selected) => classList.toggle("selected", selected),
  quiet: ({ classList }, quiet) => classList.toggle("quiet", quiet),
};

// Circles come and grow by the dozen with each change: their rules have a theme's colours and sizes as they are, so that no
// variable and no mixture is worked out for each of them.
Atlas.dressCircles = (() => {
  const sheet = new CSSStyleSheet(), mixed = (...colours) => `color-mix(in srgb, ${colours.join(", ")})`;
  document.adoptedStyleSheets.push(sheet);
  return ({ hues, panel, scale }) => {
    const rules = Object.entries(hues).map(([hue, colour]) => {
      const own = `[data-hue="${hue}"]`, fill = mixed(`${mixed(`${colour} 14%`, panel)} 86%`, "transparent");
      return `.atlas-bin:where(${own}) { border-color: ${colour}; background: ${fill}; } .atlas-bin:where(${own}:hover) { background: ${mixed(`${colour} 30%`, panel)}; }`;
    });
    sheet.replaceSync(`.atlas-bin { border-width: ${1.25 * scale}px; font-size: ${11.5 * scale}px; } @media (forced-colors: none) { ${rules.join(" ")} }`);
  };
})();

// `mark.worn` is what its element wears.
Atlas.wear = (mark, looks) => {
  for (const name in looks) {
    const value = looks[name];
    if (mark.worn[name] === value) continue;
    mark.worn[name] = value;
    Atlas.WORN[name](mark.element, value);
  }
};
