/* Marks on the map: homes, places, drivers, runs, rides without a driver.
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
  const RIDE_COLOUR = { light: "#9a1414", dark: "#ffb0a6" };

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

  /* A run: a line in its own colour and dashes, its number and driver written on it. */
  function run(mark, look, map) {
    const palette = RUN_COLOURS[look.dark ? "dark" : "light"];
    const colour = palette[(mark.number - 1) % palette.length];
    const dashArray = DASHES[(mark.number - 1) % DASHES.length];
    const edge = stroke(mark.line, { color: look.dark ? "#101214" : "#ffffff", weight: 7, opacity: 0.85, className: "run-edge" });
    const line = stroke(mark.line, { color: colour, weight: 4, dashArray, className: "run-line" });
    [edge, line].forEach((part) => part.on("add", () => aside(part, mark.number)));
    line.bindTooltip(tip(mark.title, mark.detail), { sticky: true });
    const box = el("div", "mark run-name");
    box.dataset.key = mark.key;
    box.style.setProperty("--run", colour);
    box.append(label(`${mark.number}  ${mark.title}`, "middle"));
    const name = L.marker(middle(mark.line, map), { icon: icon(box), keyboard: false, zIndexOffset: 400 });
    const stops = mark.stops.map((stop) => {
      const dot = el("div", "mark stop");
      dot.style.setProperty("--run", colour);
      dot.append(el("span", "stop-number", String(stop.number)));
      const made = L.marker(stop.at, { icon: icon(dot), keyboard: false, zIndexOffset: 600 });
      made.bindTooltip(tip(`${mark.number}  ${mark.title}`, `${stop.number}. ${stop.text}`), { direction: "top", offset: [0, -10] });
      return made;
    });
    return { parts: [edge, line, name], hit: [line, edge, name], boxes: [box], lines: [edge, line], stops };
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
    const colour = RIDE_COLOUR[look.dark ? "dark" : "light"];
    const edge = stroke(mark.line, { color: look.dark ? "#101214" : "#ffffff", weight: 6, opacity: 0.8, className: "run-edge" });
    const line = stroke(mark.line, { color: colour, weight: 2.5, dashArray: "7 7", className: "ride-line" });
    line.bindTooltip(tip(mark.title, mark.detail), { sticky: true });
    const box = el("div", "mark ride-name");
    box.dataset.key = mark.key;
    box.append(label(mark.title, "middle"));
    const name = L.marker(middle(mark.line, map), { icon: icon(box), keyboard: false, zIndexOffset: 300 });
    return {
      parts: [edge, line, arrowHead(mark.line, colour, map), name],
      hit: [line, edge, name], boxes: [box], lines: [edge, line], stops: [],
    };
  }

  function make(mark, look, map) {
    if (mark.layer === "runs" && mark.line.length > 1) {
      return run(mark, look, map);
    }
    if (mark.layer === "unassigned" && mark.line.length > 1) {
      return ride(mark, look, map);
    }
    return point(mark, look);
  }

  /* Names that would cover each other are hidden; the chosen one and the lines' come first. */
  function declutter(container, order) {
    const taken = [];
    const boxes = [...container.querySelectorAll(".label")].map((text) => {
      const holder = text.closest(".mark");
      const chosen = holder.classList.contains("chosen");
      const rank = chosen ? -1 : order.findIndex((name) => holder.classList.contains(name));
      return { text, rank: rank < 0 && !chosen ? order.length : rank };
    });
    boxes.forEach((one) => one.text.classList.remove("covered"));
    boxes.sort((a, b) => a.rank - b.rank);
    const frame = container.getBoundingClientRect();
    const rects = boxes.map((one) => one.text.getBoundingClientRect());
    boxes.forEach((one, at) => {
      const r = rects[at];
      if (r.width === 0 || r.right < frame.left || r.left > frame.right) {
        return;
      }
      const hit = taken.some((t) => r.left < t.right + 3 && r.right > t.left - 3
        && r.top < t.bottom + 1 && r.bottom > t.top - 1);
      if (hit && one.rank >= 0) {
        one.text.classList.add("covered");
      } else {
        taken.push(r);
      }
    });
  }

  return Object.freeze({ make, declutter, tip, icon, el });
})();
