// A standalone file: headline, claims, filters, records and sources around the map, every word as text.
"use strict";

Atlas.report = (report) => {
  const map = document.querySelector(".folium-map");
  const head = Atlas.element("header", "report-head");
  if (report.headline) head.append(Atlas.element("h1", null, report.headline));
  if (report.subline) head.append(Atlas.element("p", null, report.subline));
  head.append(Atlas.reportFilters(report.filters));
  map.before(head);
  map.after(Atlas.reportClaims(report), Atlas.reportFoot(report));
  for (const element of document.querySelectorAll(".report-head h1, .report-head p, .report-foot td, .report-foot li")) element.dir = "auto";
};

Atlas.reportFilters = (filters) => {
  const list = Atlas.element("ul", "report-filters");
  list.setAttribute("aria-label", "Filters");
  for (const label of filters.length ? filters : ["no filter: every record"]) list.append(Atlas.element("li", null, label));
  return list;
};

Atlas.reportClaims = ({ campaigns, figures }) => {
  const panel = Atlas.element("aside", "report-claims");
  panel.append(Atlas.element("h2", null, "Who says what"));
  campaigns.forEach((campaign) => panel.append(Atlas.reportCampaign(campaign)));
  for (const note of new Set(campaigns.map(({ note }) => note).filter(Boolean))) panel.append(Atlas.element("p", "report-quiet", note));
  if (figures.note) panel.append(Atlas.reportFigures(figures));
  if (!campaigns.length && !figures.note) panel.append(Atlas.element("p", "report-quiet", "No claim about numbers belongs to this selection."));
  return panel;
};

// What single incidents carry in figures of their own: each by itself, nothing added up.
Atlas.reportFigures = ({ note, incidents, left_out: leftOut }) => {
  const section = Atlas.element("section");
  section.append(Atlas.element("h3", null, "Figures of single incidents"), Atlas.element("p", "report-quiet", note));
  for (const { title, scope, tolls } of incidents) {
    const incident = Atlas.element("div", "report-incident"), heading = Atlas.element("h4", null, title);
    heading.dir = "auto";
    incident.append(heading, Atlas.element("p", "report-quiet", scope), ...tolls.map(Atlas.reportToll));
    section.append(incident);
  }
  if (leftOut) section.append(Atlas.element("p", "report-quiet", `${leftOut}, in the table of records`));
  return section;
};

Atlas.reportCampaign = ({ title, scope, tolls }) => {
  const section = Atlas.element("section");
  section.append(Atlas.element("h3", null, title), Atlas.element("p", "report-quiet", scope));
  tolls.forEach((toll) => section.append(Atlas.reportToll(toll)));
  return section;
};

Atlas.reportToll = ({ headline, outcome, tag, contested, lines, note }) => {
  const toll = Atlas.element("div", "report-toll"), first = Atlas.element("div", "report-row");
  first.append(Atlas.element("h4", null, headline), Atlas.element("span", contested ? "report-tag contested" : "report-tag", tag));
  toll.append(first);
  if (outcome) toll.append(Atlas.element("p", "report-quiet", outcome));
  lines.forEach((line) => toll.append(Atlas.reportLine(line)));
  if (note) toll.append(Atlas.element("p", "report-quiet", note));
  return toll;
};

// A bar from nothing to the figure with a mark at its end; from the lower to the upper end it is paler.
Atlas.reportLine = ({ label, figure, numeric, from, to, about, source }) => {
  const line = Atlas.element("div", "report-line"), scale = Atlas.element("span", "report-scale"), bar = Atlas.element("i"), span = Atlas.element("u"), end = Atlas.element("b");
  scale.setAttribute("aria-hidden", "true");
  bar.style.width = `${100 * from}%`;
  span.style.left = `${100 * from}%`;
  span.style.width = `${100 * (to - from)}%`;
  end.style.left = `${100 * to}%`;
  if (numeric) scale.append(bar, span, end);
  line.append(Atlas.element("span", "report-who", label), scale, Atlas.element("span", "report-figure", figure));
  const more = Atlas.element("details", "report-more");
  more.append(Atlas.element("summary", null, "Claim and source"), Atlas.element("p", null, about), Atlas.element("p", null, source));
  line.append(more);
  return line;
};

Atlas.reportFoot = ({ records, left_out: leftOut, sources, datasets, credit, made }) => {
  const foot = Atlas.element("footer", "report-foot");
  if (records.length) foot.append(Atlas.reportTable(records, leftOut));
  const list = (title, entries) => {
    if (!entries.length) return;
    const section = Atlas.element("section"), items = Atlas.element("ul");
    entries.forEach((entry) => items.append(Atlas.element("li", null, entry)));
    section.append(Atlas.element("h2", null, title), items);
    foot.append(section);
  };
  list("Sources", sources);
  list("Data", datasets);
  foot.append(Atlas.element("p", "report-quiet", `${credit} ${made}`));
  return foot;
};

Atlas.reportTable = (records, leftOut) => {
  const whole = Atlas.element("details", "report-records"), table = Atlas.element("table"), head = Atlas.element("tr"), body = Atlas.element("tbody");
  whole.append(Atlas.element("summary", null, `The ${records.length === 1 ? "record" : `${records.length} records`} as a table`));
  for (const title of ["When", "What", "Where", "Known to the", "Kind", "Actors", "Figures", "Sources"]) {
    const cell = Atlas.element("th", null, title);
    cell.scope = "col";
    head.append(cell);
  }
  for (const record of records) {
    const row = Atlas.element("tr");
    record.forEach((text) => row.append(Atlas.element("td", null, text)));
    body.append(row);
  }
  const top = Atlas.element("thead"), frame = Atlas.element("div", "report-scroll");
  top.append(head);
  table.append(top, body);
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "Records");
  frame.append(table);
  whole.append(frame);
  if (leftOut) whole.append(Atlas.element("p", "report-quiet", `and ${leftOut} more, which this file leaves out`));
  return whole;
};
