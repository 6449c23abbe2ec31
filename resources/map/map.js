/* The county map's own script. Data comes from the program as JSON, is written as plain text, and
   only keys of marks and pins' points go back. Nothing is fetched but pictures of our own scheme. */
"use strict";

const deskMap = (() => {
  const LABELS_FIRST = [
    "closed", "run-name", "ride-name", "unmet", "places", "reach", "drivers", "homes", "other_homes",
  ];
  const CHOSEN_ZOOM = 13;
  const LEAST_SIZE = 120;
  const RING = 1; // tiles around the window that are fetched before they are needed
  const COARSER = 2; // zooms
  /* Leaflet lets go of a picture with a data: address; our policy knows our own scheme only. */
  const Ground = L.TileLayer.extend({
    /* One ring of tiles more than is seen: what comes into sight is there already. */
    _getTiledPixelBounds(center) {
      const seen = L.GridLayer.prototype._getTiledPixelBounds.call(this, center);
      const more = this.getTileSize().multiplyBy(this.options.ring);
      return L.bounds(seen.min.subtract(more), seen.max.add(more));
    },
    _removeTile(key) {
      return L.GridLayer.prototype._removeTile.call(this, key);
    },
    _abortLoading() {
      Object.keys(this._tiles).forEach((key) => {
        const { coords, el } = this._tiles[key];
        if (coords.z !== this._tileZoom) {
          el.onload = L.Util.falseFn;
          el.onerror = L.Util.falseFn;
          if (!el.complete) {
            el.removeAttribute("src");
            el.remove();
            delete this._tiles[key];
            this.fire("tileabort", { tile: el, coords });
          }
        }
      });
    },
  });
  let map = null;
  let bridge = null;
  let look = { dark: false, icons: "", tiles: "", credit: "", points: 10 };
  let grounds = [];
  let marks = [];
  let shown = new Map();
  let hidden = new Set();
  let chosenKey = "";
  let around = [];
  let grouped = { marks: null, what: "", groups: [] };
  let wait = 0;
  let untouched = true;

  function start() {
    map = window.map_county;
    map.options.zoomSnap = 1;
    map.attributionControl.setPrefix(false);
    L.control.scale({ metric: false, imperial: true, maxWidth: 140 }).addTo(map);
    map.doubleClickZoom.disable();
    map.on("zoomend moveend", laySoon);
    map.on("zoomend", sayZoom);
    map.on("resize", () => (untouched ? whole() : laySoon()));
    ["mousedown", "wheel", "keydown", "touchstart"].forEach((name) => {
      document.addEventListener(name, touched, { capture: true, passive: true });
    });
    map.on("click", (event) => (deskPen.isOn() ? deskPen.click(event.latlng) : bridge.chose("")));
    document.addEventListener("keydown", deskPen.onKey, true);
    document.addEventListener("click", (event) => {
      if (event.target.closest("a[href]") && !event.target.closest(".leaflet-control-zoom")) {
        event.preventDefault();
      }
    });
    const credit = map.attributionControl.getContainer();
    new ResizeObserver(() => {
      map.getContainer().style.setProperty("--credit", `${credit.offsetHeight}px`);
    }).observe(credit);
    new QWebChannel(window.qt.webChannelTransport, (channel) => {
      bridge = channel.objects.bridge;
      deskPen.sit(map, bridge);
      bridge.came_up();
    });
  }

  /* Whoever has moved the map decides what is in sight, not a later change of the window. */
  function touched() {
    untouched = false;
  }

  function sayZoom() {
    map.getContainer().dataset.far = map.getZoom() < 11 ? "yes" : "no";
    map.getContainer().dataset.near = map.getZoom() >= 13 ? "yes" : "no";
  }

  function laySoon() {
    window.cancelAnimationFrame(wait);
    wait = window.requestAnimationFrame(lay);
  }

  function tidy() {
    const lines = [...shown.values()].filter((one) => one.name && map.hasLayer(one.name));
    const first = (one) => (one.mark.key === chosenKey ? -1 : LABELS_FIRST.indexOf(one.box.classList[1]));
    deskNames.place(lines.sort((a, b) => first(a) - first(b)), map);
    deskNames.declutter(map.getContainer(), LABELS_FIRST);
  }

  /* Look of the page: ground, colours, size of letters, who made the map. */
  function dress(next) {
    const first = grounds.length === 0;
    look = next;
    document.documentElement.style.fontSize = `${next.points / 10 * 16}px`;
    document.documentElement.dataset.dark = next.dark ? "yes" : "no";
    document.documentElement.dataset.contrast = next.contrast ? "yes" : "no";
    map.attributionControl.getContainer().textContent = next.credit;
    const url = `${next.tiles}/${L.Browser.retina ? 2 : 1}/{z}/{x}/{y}.png`;
    const [[south, west], [north, east]] = next.bounds;
    const outer = L.latLngBounds([[south, west], [north, east]]).pad(0.6);
    const before = grounds;
    const options = { minZoom: 6, maxZoom: 19, keepBuffer: 3, updateWhenZooming: false, bounds: outer, ring: RING };
    grounds = [
      // What stands in until the tiles of a zoom are painted: those of two zooms farther out.
      new Ground(url, { ...options, minZoom: 9, tileSize: 256 << COARSER, zoomOffset: -COARSER, ring: 0, className: "coarse" }),
      new Ground(url, options),
    ];
    grounds.forEach((ground) => ground.addTo(map));
    before.forEach((ground) => ground.remove());
    if (first) {
      map.setView(outer.getCenter(), 9, { animate: false });
    }
    map.setMinZoom(7);
    map.setMaxZoom(19);
    map.setMaxBounds(outer);
    if (first) {
      whole();
    } else {
      show(marks, false);
    }
    deskLegend.redress(map, look);
    sayZoom();
  }

  function whole() {
    const size = map.getSize();
    if (Math.min(size.x, size.y) < LEAST_SIZE) {
      return; // not laid out yet: the change of size asks again
    }
    const wanted = marks.filter((mark) => !hidden.has(mark.layer));
    const inside = L.latLngBounds(look.bounds).pad(0.5);
    const near = wanted.flatMap((mark) => mark.line).filter((at) => inside.contains(at));
    // A ring may well reach beyond the county: it is wanted whole.
    const rings = wanted.filter((mark) => mark.reach && mark.line.length).flatMap(deskMarks.ringOf);
    const points = [...near, ...rings];
    map.fitBounds(points.length > 1 ? points : look.bounds, { padding: [36, 36], maxZoom: 14, animate: false });
  }

  function partsOf(one) {
    return one.parts ? [...one.parts, ...(one.tags || []), ...(one.stops || [])] : [];
  }

  function take(one, wanted) {
    one.parts.forEach((part) => (wanted ? part.addTo(map) : part.remove()));
  }

  /* Show these marks and no others. What is never in sight is never made. */
  function show(next, fit) {
    shown.forEach((one) => partsOf(one).forEach((part) => part.remove()));
    shown = new Map(next.map((mark) => [mark.key, { mark }]));
    marks = next;
    if (fit) {
      untouched = true;
      whole();
    }
    lay();
  }

  function made(one) {
    if (one.parts) {
      return one;
    }
    Object.assign(one, deskMarks.make(one.mark, look, map));
    [...one.hit, ...(one.stops || [])].forEach((part) => {
      part.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        if (deskPen.isOn()) {
          deskPen.click(event.latlng);
        } else {
          bridge.chose(one.mark.key);
        }
      });
      part.on("dblclick", (event) => {
        L.DomEvent.stopPropagation(event);
        if (!deskPen.isOn()) {
          bridge.opened(one.mark.key);
        }
      });
    });
    return one;
  }

  /* Hide whole layers. */
  function hide(layers) {
    hidden = new Set(layers);
    lay();
  }

  function isWanted({ mark }) {
    return !hidden.has(mark.layer) || mark.key === chosenKey || (mark.of !== "" && mark.of === chosenKey);
  }

  function lay() {
    const points = [];
    shown.forEach((one) => {
      if (deskClusters.isOne(one.mark) && one.mark.key !== chosenKey) {
        points.push(one);
      } else if (isWanted(one)) {
        take(made(one), true);
      } else if (one.parts) {
        take(one, false);
      }
    });
    layPoints(points);
    paintChosen();
    tidy();
  }

  /* Marks of one point: those close together as one pill, those out of sight not at all. */
  function layPoints(points) {
    const alone = new Set();
    const sight = map.getBounds().pad(0.3);
    groupsOf(points.filter(isWanted).map((one) => one.mark)).forEach((group) => {
      const isSeen = sight.contains(group.marks[0].line[0]);
      if (group.marks.length > 1) {
        takePill(group, isSeen);
      } else if (isSeen) {
        alone.add(group.marks[0].key);
      }
    });
    points.forEach((one) => {
      if (alone.has(one.mark.key)) {
        take(made(one), true);
      } else if (one.parts) {
        take(one, false);
      }
    });
  }

  function takePill(group, wanted) {
    if (wanted && !group.pill) {
      group.pill = deskClusters.pill(group.marks, look);
      group.pill.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        lookCloser(group.marks, event.latlng);
      });
    }
    if (group.pill) {
      take({ parts: [group.pill] }, wanted);
    }
  }

  /* Worked out once for a zoom, not at each move. */
  function groupsOf(wanted) {
    const what = `${map.getZoom()} ${look.icons} ${look.points} ${[...hidden].join()} ${chosenKey}`;
    if (grouped.marks !== marks || grouped.what !== what) {
      grouped.groups.forEach((group) => takePill(group, false));
      grouped = { marks, what, groups: deskClusters.group(wanted, map, look.points / 10) };
    }
    return grouped.groups;
  }

  /* Zoom in on a pill's marks; those that lie on one spot are chosen one after the other. */
  function lookCloser(group, at) {
    if (deskPen.isOn()) {
      deskPen.click(at);
      return;
    }
    const bounds = L.latLngBounds(group.map((mark) => mark.line[0]));
    const closer = Math.min(map.getMaxZoom(), Math.max(map.getBoundsZoom(bounds.pad(0.4)), map.getZoom() + 1));
    const isOneSpot = bounds.getNorthEast().distanceTo(bounds.getSouthWest()) < 4;
    if (isOneSpot || closer === map.getZoom()) {
      const next = group.findIndex((mark) => mark.key === chosenKey) + 1;
      bridge.chose(group[next % group.length].key);
    } else {
      map.setView(bounds.getCenter(), closer, { animate: false });
    }
  }

  function paintChosen() {
    const one = shown.get(chosenKey);
    const isLine = Boolean(one && one.lines);
    const tagged = map.getZoom() >= deskMarks.TAGS_FROM;
    map.getContainer().dataset.line = isLine ? "yes" : "no";
    around.forEach((part) => part.remove());
    around = [];
    shown.forEach((other, key) => {
      if (!other.parts) {
        return;
      }
      const is = key === chosenKey;
      other.boxes.forEach((box) => box.classList.toggle("chosen", is));
      if (other.lines && map.hasLayer(other.lines[1])) {
        weigh(other, is, isLine);
        around.push(...(is ? other.stops : (tagged && other.tags) || []));
      }
    });
    around.forEach((part) => part.addTo(map));
  }

  function weigh(one, is, isLine) {
    const [edge, line] = one.lines;
    const isRun = one.mark.layer === "runs";
    line.setStyle({ weight: is ? 7 : (isRun ? 4 : 2.5), opacity: isLine && !is ? 0.35 : 1 });
    edge.setStyle({ weight: is ? 11 : (isRun ? 7 : 6), opacity: isLine && !is ? 0.3 : 0.85 });
    if (is) {
      edge.bringToFront();
      line.bringToFront();
    }
  }

  /* Make a mark the chosen one; `go` brings it into sight. */
  function choose(key, go) {
    chosenKey = key;
    const one = shown.get(key);
    if (one && go) {
      touched();
      bring(one.mark);
    }
    lay();
  }

  function bring(mark) {
    const bounds = L.latLngBounds(mark.line);
    if (mark.reach) {
      map.fitBounds(bounds.getCenter().toBounds(mark.reach * 2.1), { animate: false });
    } else if (mark.line.length > 1) {
      if (!map.getBounds().contains(bounds)) {
        map.fitBounds(bounds, { padding: [48, 48], maxZoom: 14, animate: false });
      }
    } else if (!map.getBounds().pad(-0.1).contains(bounds)) {
      map.setView(bounds.getCenter(), Math.max(map.getZoom(), CHOSEN_ZOOM), { animate: false });
    }
  }

  function movePin(wanted) {
    if (wanted) {
      touched();
    }
    deskPen.movePin(wanted);
  }

  function drawRoad(wanted) {
    if (wanted) {
      touched();
    }
    deskPen.drawRoad(wanted);
  }

  function sayNear(words) {
    deskPen.say(words);
  }

  function zoom(by) {
    touched();
    const one = shown.get(chosenKey);
    const at = one ? L.latLngBounds(one.mark.line).getCenter() : map.getCenter();
    const fixed = deskPen.isOn() ? deskPen.at() : (map.getBounds().contains(at) ? at : map.getCenter());
    map.setZoomAround(fixed, map.getZoom() + by, { animate: false });
  }

  function legend() {
    return deskLegend.toggle(map, look);
  }

  /* What is in sight: south, west, north, east, in degrees. */
  function sight() {
    const seen = map.getBounds();
    return [seen.getSouth(), seen.getWest(), seen.getNorth(), seen.getEast()];
  }

  function count() {
    return shown.size;
  }

  document.addEventListener("DOMContentLoaded", start);
  return Object.freeze({ dress, show, hide, choose, movePin, drawRoad, sayNear, zoom, whole, legend, sight, count });
})();
