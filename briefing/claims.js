// The claims of a scene: as a list beside a map, or as the picture, a bar for each figure with who says it.
"use strict";

// The claims beside a map: each group once, each figure with who says it.
Atlas.claimsList = (board) => {
  const list = Atlas.element("section", "stage-claims");
  list.setAttribute("aria-label", "Who says what");
  for (const toll of board.tolls) {
    const group = Atlas.element("div", "stage-toll");
    group.append(Atlas.tollHead(toll), ...toll.lines.map((line) => {
      const row = Atlas.element("p", "stage-line"), who = Atlas.element("span", "stage-who", line.who);
      who.dir = "auto";
      if (line.warns) who.append(Atlas.element("span", "stage-standing", `, ${line.standing}`));
      row.append(Atlas.element("b", "stage-figure", line.figure), who);
      return row;
    }));
    list.append(group);
  }
  list.append(...Atlas.claimsNotes(board));
  return list;
};

// The claims as the picture: a bar from nothing to the figure, on one scale; paler from the lower to the upper end.
Atlas.claimsPicture = (board) => {
  const chart = Atlas.element("div", "stage-chart");
  for (const toll of board.tolls) {
    const group = Atlas.element("section", "stage-toll"), head = Atlas.tollHead(toll);
    if (toll.outcome) head.append(Atlas.element("span", "stage-outcome", toll.outcome));
    group.append(head, ...toll.lines.map(Atlas.claimRow));
    chart.append(group);
  }
  if (!board.tolls.length) chart.append(Atlas.element("p", "stage-note", "No claim about numbers belongs to this selection."));
  chart.append(...Atlas.claimsNotes(board));
  return chart;
};

Atlas.tollHead = ({ title, tag, contested }) => {
  const head = Atlas.element("div", "stage-toll-head");
  head.append(Atlas.element("h2", null, title));
  if (contested) head.append(Atlas.element("span", "stage-tag", tag));
  return head;
};

Atlas.claimRow = (line) => {
  const row = Atlas.element("div", "stage-row"), bar = Atlas.element("span", "stage-bar"), sure = Atlas.element("i"), span = Atlas.element("u");
  bar.setAttribute("aria-hidden", "true");
  sure.style.width = `${100 * line.from}%`;
  span.style.left = `${100 * line.from}%`;
  span.style.width = `${100 * (line.to - line.from)}%`;
  bar.append(sure, span);
  const who = Atlas.element("p", "stage-who", line.who), about = Atlas.element("p", "stage-about", line.warns ? `${line.counts}; ${line.standing}` : line.counts);
  who.dir = about.dir = "auto";
  row.append(Atlas.element("b", "stage-figure", line.figure), bar, who, about);
  return row;
};

Atlas.claimsNotes = (board) => {
  const words = [board.more, board.not_added && board.picture === "map" ? "These figures are not added up." : ""].filter(Boolean);
  return words.map((text) => Atlas.element("p", "stage-note", text));
};
