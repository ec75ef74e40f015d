// A small picture of a scene: its map without names, or the bars of its claims; drawn from the same data as the scene.
"use strict";

Atlas.thumbnail = (board) => {
  const sheet = Atlas.element("canvas", "talk-thumbnail"), [width, height] = [480, 270], pen = sheet.getContext("2d");
  Object.assign(sheet, { width, height });
  sheet.setAttribute("aria-hidden", "true");
  if (board.picture === "claims") Atlas.thumbnail.bars(pen, board, width, height);
  else Atlas.thumbnail.map(pen, board, width, height);
  return sheet;
};

// Web Mercator, as the map: what a scene shows fits inside, a little more is around it.
Atlas.thumbnail.map = (pen, { payload, view }, width, height) => {
  const app = Atlas.app, { data } = app.basemap, tokens = app.worn, [west, south, east, north] = (view && view.bounds) || payload.bounds || data.home;
  const [left, top] = Atlas.thumbnail.point(north, west), [right, bottom] = Atlas.thumbnail.point(south, east);
  const scale = Math.min(width / (right - left), height / (bottom - top)), shift = [width / 2 - (scale * (left + right)) / 2, height / 2 - (scale * (top + bottom)) / 2];
  const at = ([latitude, longitude]) => Atlas.thumbnail.point(latitude, longitude).map((part, axis) => scale * part + shift[axis]);
  const outline = (rings, step) => Atlas.thumbnail.outline(rings.map((ring) => Atlas.decode(ring, data.scale)), at, step);
  pen.fillStyle = tokens.water;
  pen.fillRect(0, 0, width, height);
  const fill = (polygons, colour, alpha = 1) => {
    const path = outline(polygons.flat(), 1.5);
    Object.assign(pen, { fillStyle: colour, globalAlpha: alpha });
    pen.fill(path, "evenodd");
    pen.globalAlpha = 1;
    return path;
  };
  fill(data.land, tokens.outside);
  Object.assign(pen, { strokeStyle: tokens.border_country, lineWidth: 2 });
  pen.stroke(fill(data.focus, tokens.land));
  for (const area of payload.areas) {
    const known = data.areas[area.id] || area;
    Object.assign(pen, { strokeStyle: tokens.hues[area.hue], lineWidth: 2 });
    pen.stroke(fill(known.polygons || [], tokens.hues[area.hue], 0.3));
  }
  for (const { lat, lon, type } of [...payload.symbols, ...payload.bins]) {
    const [x, y] = at([lat, lon]);
    Object.assign(pen, { fillStyle: tokens.hues[type ? payload.types[type].hue : "ink"], strokeStyle: tokens.halo, lineWidth: 2 });
    pen.beginPath();
    pen.arc(x, y, 8, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }
};

Atlas.thumbnail.point = (latitude, longitude) => [longitude / 360, -Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) / (2 * Math.PI)];

// Corners nearer to each other than a step are left out.
Atlas.thumbnail.outline = (rings, at, step) => {
  const path = new Path2D();
  for (const ring of rings) {
    let last = null;
    for (const corner of ring) {
      const point = at(corner);
      if (last && Math.abs(point[0] - last[0]) < step && Math.abs(point[1] - last[1]) < step) continue;
      path[last ? "lineTo" : "moveTo"](...point);
      last = point;
    }
    path.closePath();
  }
  return path;
};

Atlas.thumbnail.bars = (pen, { tolls }, width, height) => {
  const { text, page } = Atlas.app.worn, lines = tolls.flatMap((toll) => toll.lines).slice(0, 8), high = height / Math.max(lines.length + 1, 4);
  pen.fillStyle = page;
  pen.fillRect(0, 0, width, height);
  lines.forEach((line, index) => {
    pen.fillStyle = text;
    pen.fillRect(24, (height - high * lines.length) / 2 + high * (index + 0.2), (width - 48) * Math.max(line.to, 0.01), 0.6 * high);
  });
};
