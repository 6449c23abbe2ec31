/* Marks that would lie on each other at this zoom become one pill with counts: homes, places,
   drivers. A plain grid of screen pixels, worked out anew for each zoom; no plug-in. */
"use strict";

const deskClusters = (() => {
  const REACH_PX = 26;
  const PILL_PX = { edge: 18, part: 32, high: 22 };
  // How far a pill stands above its point: the town's dot and name beneath stay readable.
  const ABOVE_PX = 22;
  const KINDS = [
    ["homes", "home", "home", "homes"],
    ["other_homes", "other_home", "other home", "other homes"],
    ["places", "place", "place", "places"],
    ["drivers", "driver", "driver", "drivers"],
  ];
  const NAMES = 8;

  function isOne(mark) {
    return mark.line.length === 1 && KINDS.some(([layer]) => layer === mark.layer);
  }

  /* Put marks into groups, so that neither marks nor pills cover each other. */
  function group(marks, map, scale) {
    const groups = near(marks, map, REACH_PX * scale);
    groups.forEach((one) => measure(one, scale));
    groups.sort((one, two) => one.at.y - two.at.y);
    for (let i = 0; i < groups.length; i += 1) {
      for (let other = neighbour(groups, i); other >= 0; other = neighbour(groups, i)) {
        groups[i].marks.push(...groups[other].marks);
        measure(groups[i], scale);
        groups.splice(other, 1);
        i -= other < i ? 1 : 0;
      }
    }
    return groups;
  }

  /* Who lies too near the i-th pill: looked for up and down only, they are sorted by that. */
  function neighbour(groups, i) {
    const one = groups[i];
    for (const step of [-1, 1]) {
      for (let k = i + step; k >= 0 && k < groups.length; k += step) {
        const two = groups[k];
        if (Math.abs(one.at.y - two.at.y) >= one.high + two.high + Math.max(one.above, two.above)) {
          break;
        }
        if ((one.marks.length > 1 || two.marks.length > 1) && meet(one, two)) {
          return k;
        }
      }
    }
    return -1;
  }

  function measure(one, scale) {
    const kinds = new Set(one.marks.map((mark) => mark.layer)).size;
    const isPill = one.marks.length > 1;
    one.wide = (isPill ? PILL_PX.edge + PILL_PX.part * kinds : PILL_PX.high) * scale / 2;
    one.high = PILL_PX.high * scale / 2;
    one.above = isPill ? ABOVE_PX * scale : 0;
  }

  function meet(one, two) {
    return Math.abs(one.at.x - two.at.x) < one.wide + two.wide
      && Math.abs((one.at.y - one.above) - (two.at.y - two.above)) < one.high + two.high;
  }

  /* Each lies within reach of its group's first one. */
  function near(marks, map, reach) {
    const zoom = map.getZoom();
    const cells = new Map();
    const groups = [];
    marks.forEach((mark) => {
      const at = map.project(mark.line[0], zoom);
      const x = Math.floor(at.x / reach);
      const y = Math.floor(at.y / reach);
      let best = null;
      let nearest = reach;
      for (let i = x - 1; i <= x + 1; i += 1) {
        for (let j = y - 1; j <= y + 1; j += 1) {
          (cells.get(`${i}:${j}`) || []).forEach((known) => {
            const far = known.at.distanceTo(at);
            if (far < nearest) {
              nearest = far;
              best = known;
            }
          });
        }
      }
      if (best) {
        best.marks.push(mark);
        return;
      }
      const made = { at, marks: [mark] };
      groups.push(made);
      const cell = `${x}:${y}`;
      if (!cells.has(cell)) {
        cells.set(cell, []);
      }
      cells.get(cell).push(made);
    });
    return groups;
  }

  function words(marks) {
    return KINDS.map(([layer, , one, many]) => {
      const count = marks.filter((mark) => mark.layer === layer).length;
      return count ? `${count} ${count === 1 ? one : many}` : "";
    }).filter(Boolean).join(", ");
  }

  /* One pill: for each kind its picture and how many. */
  function pill(marks, look) {
    const box = deskMarks.el("div", "mark cluster");
    const inside = deskMarks.el("span", "pill");
    KINDS.forEach(([layer, shape]) => {
      const count = marks.filter((mark) => mark.layer === layer).length;
      if (count) {
        const part = deskMarks.el("span", `part ${layer}`);
        const picture = document.createElement("img");
        picture.src = `${look.icons}/${shape === "place" ? "other" : shape}.png`;
        picture.alt = "";
        part.append(picture, deskMarks.el("span", "number", String(count)));
        inside.append(part);
      }
    });
    box.append(inside);
    const made = L.marker(marks[0].line[0], {
      icon: deskMarks.icon(box), keyboard: false, zIndexOffset: 250,
    });
    const names = marks.slice(0, NAMES).map((mark) => mark.title);
    const rest = marks.length - names.length;
    const told = [...names, ...(rest > 0 ? [`and ${rest} more`] : []), "Click to look closer"];
    made.bindTooltip(deskMarks.tip(words(marks), told.join("\n")), { direction: "top", offset: [0, -34] });
    return made;
  }

  return Object.freeze({ isOne, group, pill });
})();
