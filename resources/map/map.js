/* The county map's own script. Data comes from the program as JSON, is written as plain text, and
   only keys of marks and pins' points go back. Nothing is fetched but pictures of our own scheme. */
"use strict";

const deskMap = (() => {
  const LABELS_FIRST = ["run-name", "ride-name", "places", "drivers", "homes", "other_homes"];
  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const FAST = 10;
  const OWN_PIN_ZOOM = 16;
  const CHOSEN_ZOOM = 13;
  const LEAST_SIZE = 120;
  /* Leaflet lets go of a picture with a data: address; our policy knows our own scheme only. */
  const Ground = L.TileLayer.extend({
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
  let ground = null;
  let marks = [];
  let shown = new Map();
  let hidden = new Set();
  let chosenKey = "";
  let stops = null;
  let pin = null;
  let wait = 0;
  let untouched = true;

  function start() {
    map = window.map_county;
    map.options.zoomSnap = 1;
    map.attributionControl.setPrefix(false);
    L.control.scale({ metric: false, imperial: true, maxWidth: 140 }).addTo(map);
    map.doubleClickZoom.disable();
    map.on("zoomend moveend", tidySoon);
    map.on("zoomend", sayZoom);
    map.on("resize", () => (untouched ? whole() : tidySoon()));
    ["mousedown", "wheel", "keydown", "touchstart"].forEach((name) => {
      document.addEventListener(name, touched, { capture: true, passive: true });
    });
    map.on("click", (event) => (pin ? putPin(event.latlng) : bridge.chose("")));
    document.addEventListener("keydown", onKey, true);
    document.addEventListener("click", (event) => {
      if (event.target.closest("a[href]") && !event.target.closest(".leaflet-control-zoom")) {
        event.preventDefault();
      }
    });
    new QWebChannel(window.qt.webChannelTransport, (channel) => {
      bridge = channel.objects.bridge;
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

  function tidySoon() {
    window.cancelAnimationFrame(wait);
    wait = window.requestAnimationFrame(() => deskMarks.declutter(map.getContainer(), LABELS_FIRST));
  }

  /* Look of the page: ground, colours, size of letters, who made the map. */
  function dress(next) {
    const first = ground === null;
    look = next;
    document.documentElement.style.fontSize = `${next.points / 10 * 16}px`;
    document.documentElement.dataset.dark = next.dark ? "yes" : "no";
    map.attributionControl.getContainer().textContent = next.credit;
    const url = `${next.tiles}/${L.Browser.retina ? 2 : 1}/{z}/{x}/{y}.png`;
    const [[south, west], [north, east]] = next.bounds;
    const outer = L.latLngBounds([[south, west], [north, east]]).pad(0.6);
    const under = ground;
    ground = new Ground(url, {
      minZoom: 6, maxZoom: 19, keepBuffer: 3, updateWhenZooming: false, bounds: outer,
    }).addTo(map);
    if (under) {
      under.remove();
    }
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
    sayZoom();
  }

  function whole() {
    const size = map.getSize();
    if (Math.min(size.x, size.y) < LEAST_SIZE) {
      return; // not laid out yet: the change of size asks again
    }
    const points = marks.filter((mark) => !hidden.has(mark.layer)).flatMap((mark) => mark.line);
    const inside = L.latLngBounds(look.bounds).pad(0.5);
    const near = points.filter((at) => inside.contains(at));
    map.fitBounds(near.length > 1 ? near : look.bounds, { padding: [36, 36], maxZoom: 14, animate: false });
  }

  function drop(one) {
    one.parts.forEach((part) => part.remove());
  }

  /* Show these marks and no others. */
  function show(next, fit) {
    shown.forEach(drop);
    shown = new Map();
    marks = next;
    marks.forEach((mark) => {
      const made = deskMarks.make(mark, look, map);
      made.mark = mark;
      [...made.hit, ...(made.stops || [])].forEach((part) => {
        part.on("click", (event) => {
          L.DomEvent.stopPropagation(event);
          if (pin) {
            putPin(event.latlng);
          } else {
            bridge.chose(mark.key);
          }
        });
        part.on("dblclick", (event) => {
          L.DomEvent.stopPropagation(event);
          if (!pin) {
            bridge.opened(mark.key);
          }
        });
      });
      shown.set(mark.key, made);
    });
    if (fit) {
      untouched = true;
      whole();
    }
    lay();
  }

  /* Hide whole layers. */
  function hide(layers) {
    hidden = new Set(layers);
    lay();
  }

  function lay() {
    shown.forEach((one) => {
      const wanted = !hidden.has(one.mark.layer) || one.mark.key === chosenKey;
      one.parts.forEach((part) => (wanted ? part.addTo(map) : part.remove()));
    });
    paintChosen();
  }

  function paintChosen() {
    const any = shown.has(chosenKey);
    const one = any ? shown.get(chosenKey) : null;
    const isLine = Boolean(one && one.lines);
    map.getContainer().dataset.line = isLine ? "yes" : "no";
    shown.forEach((other, key) => {
      const is = key === chosenKey;
      other.boxes.forEach((box) => box.classList.toggle("chosen", is));
      if (other.lines) {
        const [edge, line] = other.lines;
        const isRun = other.mark.layer === "runs";
        line.setStyle({ weight: is ? 7 : (isRun ? 4 : 2.5), opacity: isLine && !is ? 0.35 : 1 });
        edge.setStyle({ weight: is ? 11 : (isRun ? 7 : 6), opacity: isLine && !is ? 0.3 : 0.85 });
        if (is && map.hasLayer(line)) {
          edge.bringToFront();
          line.bringToFront();
        }
      }
    });
    if (stops) {
      stops.remove();
      stops = null;
    }
    if (one && one.stops && one.stops.length) {
      stops = L.layerGroup(one.stops).addTo(map);
    }
    tidySoon();
  }

  /* Make a mark the chosen one; `go` brings it into sight. */
  function choose(key, go) {
    chosenKey = key;
    lay();
    const one = shown.get(key);
    if (!one || !go) {
      return;
    }
    touched();
    const bounds = L.latLngBounds(one.mark.line);
    if (one.mark.line.length > 1) {
      if (!map.getBounds().contains(bounds)) {
        map.fitBounds(bounds, { padding: [48, 48], maxZoom: 14, animate: false });
      }
    } else if (!map.getBounds().pad(-0.1).contains(bounds)) {
      map.setView(bounds.getCenter(), Math.max(map.getZoom(), CHOSEN_ZOOM), { animate: false });
    }
  }

  /* Moving a pin: a click or the arrow keys put it, Enter saves, Esc leaves. */
  function movePin(wanted) {
    if (pin) {
      pin.remove();
      pin = null;
    }
    map.getContainer().dataset.moving = wanted ? "yes" : "no";
    if (!wanted) {
      map.keyboard.enable();
      return;
    }
    touched();
    map.keyboard.disable();
    const box = deskMarks.el("div", "mark pin");
    box.append(deskMarks.el("span", "pin-shape"), deskMarks.el("span", "label side", wanted.title));
    pin = L.marker(wanted.at, {
      icon: deskMarks.icon(box), draggable: true, keyboard: false, zIndexOffset: 1000, autoPan: true,
    }).addTo(map);
    pin.on("dragend", () => putPin(pin.getLatLng()));
    map.setView(wanted.at, wanted.rough ? Math.max(11, map.getZoom()) : Math.max(OWN_PIN_ZOOM, map.getZoom()), { animate: false });
    map.getContainer().focus();
  }

  function putPin(at) {
    pin.setLatLng(at);
    if (!map.getBounds().pad(-0.08).contains(at)) {
      map.panTo(at, { animate: false });
    }
    bridge.pin_put(at.lat, at.lng);
  }

  function onKey(event) {
    if (!pin) {
      return;
    }
    if (event.key in ARROWS) {
      const step = event.shiftKey ? FAST : 1;
      const [x, y] = ARROWS[event.key];
      const at = map.latLngToContainerPoint(pin.getLatLng()).add([x * step, y * step]);
      putPin(map.containerPointToLatLng(at));
    } else if (event.key === "Enter") {
      bridge.pin_taken();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  function zoom(by) {
    touched();
    const one = shown.get(chosenKey);
    const at = one ? L.latLngBounds(one.mark.line).getCenter() : map.getCenter();
    const around = pin ? pin.getLatLng() : (map.getBounds().contains(at) ? at : map.getCenter());
    map.setZoomAround(around, map.getZoom() + by, { animate: false });
  }

  function count() {
    return shown.size;
  }

  document.addEventListener("DOMContentLoaded", start);
  return Object.freeze({ dress, show, hide, choose, movePin, zoom, whole, count });
})();
