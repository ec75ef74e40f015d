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
  hue: (element, hue) => element.style.setProperty("--hue", hue && `var(--atlas-hue-${hue})`),
  size: ({ style }, size) => { style.width = style.height = size && `${size}px`; },
  margin: ({ style }, margin) => { style.margin = margin; },
  tab: (element, index) => { element.tabIndex = index; },
  hidden: (element, hidden) => { element.hidden = hidden; },
  selected: ({ classList }, selected) => classList.toggle("selected", selected),
  quiet: ({ classList }, quiet) => classList.toggle("quiet", quiet),
};

// `mark.worn` is what its element wears.
Atlas.wear = (mark, looks) => {
  for (const name in looks) {
    const value = looks[name];
    if (mark.worn[name] === value) continue;
    mark.worn[name] = value;
    Atlas.WORN[name](mark.element, value);
  }
};
