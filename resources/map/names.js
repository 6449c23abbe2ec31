/* Names on the map: where a line's name stands, and which names give way to others. */
"use strict";

const deskNames = (() => {
  const SHARES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88, 0.05, 0.95];
  const SIDES = [[0, -1], [0, 1], [-1, 0], [1, 0], [0, -1.6], [0, 1.6]];
  const INSET = 24;
  const STEP = 60;
  const TOWN_LONG = 5; // times as long as a pill is high

  /* Close up a straight road may cross the whole window without a point of its own. */
  function dense(points) {
    return points.flatMap((at, number) => {
      const before = number ? points[number - 1] : at;
      const pieces = Math.max(1, Math.min(200, Math.ceil(at.distanceTo(before) / STEP)));
      const way = at.subtract(before);
      return Array.from({ length: pieces }, (_, i) => before.add(way.multiplyBy((i + 1) / pieces)));
    });
  }

  /* The longest stretch of a line that is in sight, in pixels of the container. */
  function inSight(line, map) {
    const size = map.getSize();
    const isIn = (at) => at.x > INSET && at.y > INSET && at.x < size.x - INSET && at.y < size.y - INSET;
    let best = [];
    let most = -1;
    let stretch = [];
    let long = 0;
    dense(line.map((point) => map.latLngToContainerPoint(point))).forEach((at) => {
      if (!isIn(at)) {
        stretch = [];
        long = 0;
        return;
      }
      long += stretch.length ? at.distanceTo(stretch[stretch.length - 1]) : 0;
      stretch.push(at);
      if (long > most) {
        most = long;
        best = stretch;
      }
    });
    return { points: best, long: Math.max(0, most) };
  }

  function along({ points, long }, share) {
    let left = long * share;
    for (let i = 1; i < points.length; i += 1) {
      const piece = points[i].distanceTo(points[i - 1]);
      if (piece >= left && piece > 0) {
        return points[i - 1].add(points[i].subtract(points[i - 1]).multiplyBy(left / piece));
      }
      left -= piece;
    }
    return points[points.length - 1];
  }

  function around(at, width, height) {
    return { left: at.x - width / 2, right: at.x + width / 2, top: at.y - height / 2, bottom: at.y + height / 2 };
  }

  function meets(r, t) {
    return r.left < t.right + 3 && r.right > t.left - 3 && r.top < t.bottom + 1 && r.bottom > t.top - 1;
  }

  /* What no name may cover: pills, signs, counts. */
  function pictures(container) {
    const frame = container.getBoundingClientRect();
    const pane = ".leaflet-marker-pane";
    const boxes = container.querySelectorAll(`${pane} .pill, ${pane} .sign, ${pane} .unmet .badge, ${pane} .chosen .badge`);
    return [...boxes].map((box) => {
      const r = box.getBoundingClientRect();
      return { left: r.left - frame.left, right: r.right - frame.left, top: r.top - frame.top, bottom: r.bottom - frame.top };
    });
  }

  /* Beneath a pill is its town's dot, and the town's name beside it. */
  function towns(container) {
    const frame = container.getBoundingClientRect();
    return [...container.querySelectorAll(".leaflet-marker-pane .pill")].map((box) => {
      const r = box.getBoundingClientRect();
      const x = (r.left + r.right) / 2 - frame.left;
      const top = r.bottom - frame.top;
      return { left: x - r.height / 2, right: x + TOWN_LONG * r.height, top, bottom: top + r.height };
    });
  }

  /* Put each line's name where it is seen and covers no other; the number alone if there is no room. */
  function place(lines, map) {
    const taken = [...pictures(map.getContainer()), ...towns(map.getContainer())];
    const size = map.getSize();
    const isFree = (r) => r.left > 0 && r.right < size.x && r.top > 0 && r.bottom < size.y
      && !taken.some((t) => meets(r, t));
    lines.forEach(({ mark, name, box, path }) => {
      const seen = inSight(path || mark.line, map);
      if (!seen.points.length) {
        return;
      }
      const text = box.querySelector(".label");
      const on = SHARES.map((share) => along(seen, share));
      for (const isShort of [false, true]) {
        box.classList.toggle("short", isShort && mark.layer === "runs");
        const { offsetWidth: width, offsetHeight: height } = text;
        const beside = SIDES.flatMap((by) => on.map((at) => at.add([by[0] * width, by[1] * height])));
        const free = (isShort ? [...on, ...beside] : on).find((at) => isFree(around(at, width, height)));
        if (free || isShort) {
          const at = free || on[0];
          box.classList.toggle("crowded", !free);
          taken.push(around(at, width, height));
          name.setLatLng(map.containerPointToLatLng(at));
          break;
        }
      }
    });
  }

  /* Names that would cover each other are hidden; the chosen one and the lines' come first. */
  function declutter(container, order) {
    const frame = container.getBoundingClientRect();
    const taken = pictures(container).map((r) => around(
      { x: (r.left + r.right) / 2 + frame.left, y: (r.top + r.bottom) / 2 + frame.top }, r.right - r.left, r.bottom - r.top,
    ));
    const boxes = [...container.querySelectorAll(".leaflet-marker-pane .label")].map((text) => {
      const holder = text.closest(".mark");
      // A line's name has its free place already.
      const chosen = holder.classList.contains("chosen")
        || (holder.classList.contains("run-name") && !holder.classList.contains("crowded"));
      const rank = chosen ? -1 : order.findIndex((name) => holder.classList.contains(name));
      return { text, rank: rank < 0 && !chosen ? order.length : rank };
    });
    boxes.forEach((one) => one.text.classList.remove("covered"));
    boxes.sort((a, b) => a.rank - b.rank);
    const rects = boxes.map((one) => one.text.getBoundingClientRect());
    boxes.forEach((one, at) => {
      const r = rects[at];
      if (r.width === 0 || r.right < frame.left || r.left > frame.right) {
        return;
      }
      if (one.rank >= 0 && taken.some((t) => meets(r, t))) {
        one.text.classList.add("covered");
      } else {
        taken.push(r);
      }
    });
  }

  return Object.freeze({ place, declutter });
})();
