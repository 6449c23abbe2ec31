/* Marks on the map: homes, places, drivers and their reach, runs, rides without a driver, unmet
   need, closed roads.
   Everything a person typed is written with textContent; nothing here parses text as markup. */
"use strict";

const deskMarks = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const DASHES = [null, "14 7", "1 8", "16 6 2 6"];
  const LANES = 5;
  const LANE_PX = 3;
  const RUN_COLOURS = {
    light: ["#1d57b0", "#b23c06", "#0c6b52", "#7436ad", "#6d4310", "#0b6580", "#a31e6e", "#4d5700"],
    dark: ["#8dbcff", "#ff9d6c", "#6fd9b6", "#cfa5ff", "#dfb27a", "#74d0ea", "#ff94cf", "#cfd968"],
  };
  const OTHERS = {
    light: {
      edge: "#ffffff", ride: "#9a1414", reach: "#4a1e73",
      closedEdge: "#1b1f23", closedBase: "#ffffff", closed: "#c1121f",
    },
    dark: {
      edge: "#101214", ride: "#ffb0a6", reach: "#e3cdfa",
      closedEdge: "#000000", closedBase: "#ffffff", closed: "#d81e2c",
    },
  };
  const TAGS_FROM = 12;
  const RING_POINTS = 180;
  const METRES_PER_DEGREE = 111195;

  function paints(look) {
    const scheme = look.dark ? "dark" : "light";
    return { ...OTHERS[scheme], runs: RUN_COLOURS[scheme] };
  }

  function el(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  }

  /* A tooltip's content: two lines of plain text. */
  function tip(title, detail) {
    const box = el("div", "tip");
    box.append(el("div", "tip-title", title));
    if (detail) {
      box.append(el("div", "tip-detail", detail));
    }
    return box;
  }

  function icon(element) {
    return L.divIcon({ html: element, className: "holder", iconSize: null });
  }

  function label(text, className) {
    return el("span", `label ${className}`, text);
  }

  /* A point: an icon in a frame whose form says what it is, and the name beside it. */
  function point(mark, look) {
    const box = el("div", `mark ${mark.layer}`);
    box.dataset.key = mark.key;
    const badge = el("span", "badge");
    const picture = document.createElement("img");
    picture.src = `${look.icons}/${mark.shape}.png`;
    picture.alt = "";
    badge.append(picture);
    box.append(badge, label(mark.title, "side"));
    const made = L.marker(mark.line[0], {
      icon: icon(box), keyboard: false, zIndexOffset: mark.layer === "places" ? 200 : 0,
    });
    made.bindTooltip(tip(mark.title, mark.detail), { direction: "top", offset: [0, -12] });
    return { parts: [made], hit: [made], boxes: [box] };
  }

  function middle(line, map) {
    const flat = line.map((at) => map.project(at, 12));
    let whole = 0;
    for (let i = 1; i < flat.length; i += 1) {
      whole += flat[i].distanceTo(flat[i - 1]);
    }
    let left = whole / 2;
    for (let i = 1; i < flat.length; i += 1) {
      const piece = flat[i].distanceTo(flat[i - 1]);
      if (piece >= left && piece > 0) {
        const share = left / piece;
        const at = flat[i - 1].add(flat[i].subtract(flat[i - 1]).multiplyBy(share));
        return map.unproject(at, 12);
      }
      left -= piece;
    }
    return line[line.length - 1];
  }

  function stroke(line, options) {
    return L.polyline(line, {
      lineCap: "round", lineJoin: "round", smoothFactor: 1.2, bubblingMouseEvents: false, ...options,
    });
  }

  /* Runs on the same road lie beside each other, a few px apart, not one over the other. */
  function aside(part, number) {
    const by = ((number - 1) % LANES - (LANES - 1) / 2) * LANE_PX;
    part.getElement().style.transform = `translate(${by}px, ${-0.6 * by}px)`;
  }

  /* Where the stops of a run are: its number, at each place once; hung below the place's own mark. */
  function tags(mark, colour) {
    const places = new Map(mark.stops.map((stop) => [stop.at.map((x) => x.toFixed(5)).join(), stop]));
    return [...places.values()].map((stop) => {
      const box = el("div", "mark run-tag");
      box.style.setProperty("--run", colour);
      box.style.setProperty("--lane", String((mark.number - 1) % LANES - (LANES - 1) / 2));
      box.append(el("span", "tag", String(mark.number)));
      return L.marker(stop.at, { icon: icon(box), keyboard: false, interactive: false, zIndexOffset: -100 });
    });
  }

  function stopMarks(mark, colour) {
    return mark.stops.map((stop) => {
      const dot = el("div", "mark stop");
      dot.style.setProperty("--run", colour);
      dot.append(el("span", "stop-number", String(stop.number)));
      const made = L.marker(stop.at, { icon: icon(dot), keyboard: false, zIndexOffset: 600 });
      made.bindTooltip(tip(`${mark.number}  ${mark.title}`, `${stop.number}. ${stop.text}`), { direction: "top", offset: [0, -10] });
      return made;
    });
  }

  /* A run: a line in its own colour and dashes, its number and driver written on it. */
  function run(mark, look, map) {
    const palette = paints(look);
    const colour = palette.runs[(mark.number - 1) % palette.runs.length];
    const dashArray = DASHES[(mark.number - 1) % DASHES.length];
    const edge = stroke(mark.line, { color: palette.edge, weight: 7, opacity: 0.85, className: "run-edge" });
    const line = stroke(mark.line, { color: colour, weight: 4, dashArray, className: "run-line" });
    [edge, line].forEach((part) => part.on("add", () => aside(part, mark.number)));
    line.bindTooltip(tip(`${mark.number}  ${mark.title}`, mark.detail), { sticky: true });
    const box = el("div", "mark run-name");
    box.dataset.key = mark.key;
    box.style.setProperty("--run", colour);
    const text = el("span", "label middle");
    text.append(el("span", "number", String(mark.number)), el("span", "words", `  ${mark.title}`));
    box.append(text);
    const name = L.marker(middle(mark.line, map), { icon: icon(box), keyboard: false, zIndexOffset: 400 });
    return {
      parts: [edge, line, name], hit: [line, edge, name], boxes: [box], lines: [edge, line], name, box,
      stops: stopMarks(mark, colour), tags: tags(mark, colour),
    };
  }

  function arrowHead(line, colour, map) {
    const tipAt = map.project(line[line.length - 1], 16);
    const before = map.project(line[line.length - 2], 16);
    const turn = Math.atan2(tipAt.y - before.y, tipAt.x - before.x) * 180 / Math.PI;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "-16 -8 18 16");
    svg.setAttribute("class", "arrow");
    const shape = document.createElementNS(SVG, "path");
    shape.setAttribute("d", "M0 0 L-13 -6.5 L-9.5 0 L-13 6.5 Z");
    shape.setAttribute("fill", colour);
    shape.setAttribute("class", "arrow-shape");
    shape.setAttribute("transform", `rotate(${turn.toFixed(1)})`);
    svg.append(shape);
    const box = el("div", "mark arrow-holder");
    box.append(svg);
    return L.marker(line[line.length - 1], { icon: icon(box), keyboard: false, interactive: false });
  }

  /* A ride nobody drives yet: a dashed bow with an arrow at its end. */
  function ride(mark, look, map) {
    const { ride: colour, edge: under } = paints(look);
    const edge = stroke(mark.line, { color: under, weight: 6, opacity: 0.8, className: "run-edge" });
    const line = stroke(mark.line, { color: colour, weight: 2.5, dashArray: "7 7", className: "ride-line" });
    line.bindTooltip(tip(mark.title, mark.detail), { sticky: true });
    const box = el("div", "mark ride-name");
    box.dataset.key = mark.key;
    box.append(label(mark.title, "middle"));
    const name = L.marker(middle(mark.line, map), { icon: icon(box), keyboard: false, zIndexOffset: 300 });
    return {
      parts: [edge, line, arrowHead(mark.line, colour, map), name],
      hit: [line, edge, name], boxes: [box], lines: [edge, line], name, box, stops: [],
    };
  }

  /* The barred line of a closed road; the one who is not closed yet is thin and pale. */
  function hatched(line, isFaint, look, pane) {
    const palette = paints(look || { dark: false });
    const size = isFaint ? 0.6 : 1;
    const opacity = isFaint ? 0.5 : 1;
    const bar = (color, weight, dashArray) => L.polyline(line, {
      color, weight: weight * size, dashArray, opacity, lineCap: "butt", smoothFactor: 1,
      bubblingMouseEvents: pane !== undefined, className: "closed-line", pane: pane || "overlayPane",
    });
    return [bar(palette.closedEdge, 10), bar(palette.closedBase, 8), bar(palette.closed, 8, "7 7")];
  }

  /* A closed road: the barred line, a sign, its name and until when. */
  function closed(mark, look, map) {
    const bars = mark.line.length > 1 ? hatched(mark.line, mark.faint, look) : [];
    const box = el("div", `mark closed${mark.faint ? " faint" : ""}`);
    box.dataset.key = mark.key;
    box.append(el("span", "sign"), label(`${mark.title}\n${mark.brief}`, "side"));
    const sign = L.marker(middle(mark.line, map), { icon: icon(box), keyboard: false, zIndexOffset: 350 });
    [...bars, sign].forEach((part) => part.bindTooltip(tip(mark.title, mark.detail), { sticky: true }));
    return { parts: [...bars, sign], hit: [...bars, sign], boxes: [box] };
  }

  /* A circle as a line: unlike a circle's, only the piece of it near the window is drawn. */
  function ringOf(mark) {
    const [lat, lon] = mark.line[0];
    const north = mark.reach / METRES_PER_DEGREE;
    const east = north / Math.cos(lat * Math.PI / 180);
    return Array.from({ length: RING_POINTS + 1 }, (_, i) => {
      const turn = (i % RING_POINTS) * 2 * Math.PI / RING_POINTS;
      return [lat + north * Math.cos(turn), lon + east * Math.sin(turn)];
    });
  }

  /* How far a driver goes: a circle around the home, the name and the miles on its edge. */
  function reach(mark, look) {
    const { reach: colour } = paints(look);
    const path = ringOf(mark);
    const ring = stroke(path, { color: colour, weight: 2, dashArray: "3 6", lineCap: "butt", className: "reach-line" });
    const box = el("div", "mark reach");
    box.dataset.key = mark.key;
    const number = mark.number ? `${mark.number}  ` : "";
    box.append(label(`${number}${mark.title}, ${mark.count} mi`, "middle"));
    const name = L.marker(path[0], { icon: icon(box), keyboard: false, zIndexOffset: 100 });
    [ring, name].forEach((part) => part.bindTooltip(tip(mark.title, mark.detail), { sticky: true }));
    return { parts: [ring, name], hit: [ring, name], boxes: [box], name, box, path };
  }

  /* Requests that were turned down, on their town: how many. */
  function unmet(mark) {
    const box = el("div", "mark unmet");
    box.dataset.key = mark.key;
    box.append(el("span", "badge", String(mark.count)), label(`${mark.title}, turned down`, "side"));
    const made = L.marker(mark.line[0], { icon: icon(box), keyboard: false, zIndexOffset: 320 });
    made.bindTooltip(tip(mark.title, mark.detail), { direction: "top", offset: [0, -12] });
    return { parts: [made], hit: [made], boxes: [box] };
  }

  function make(mark, look, map) {
    const long = mark.line.length > 1;
    switch (mark.layer) {
      case "runs": return long ? run(mark, look, map) : point(mark, look);
      case "unassigned": return long ? ride(mark, look, map) : point(mark, look);
      case "closed": return closed(mark, look, map);
      case "reach": return reach(mark, look);
      case "unmet": return unmet(mark);
      default: return point(mark, look);
    }
  }

  return Object.freeze({ make, tip, icon, el, paints, hatched, ringOf, TAGS_FROM });
})();
