/* Setting a pin and marking a closed road: a cross-hair that the mouse or the arrow keys move. */
"use strict";

const deskPen = (() => {
  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const FAST = 10;
  const PIN_ZOOM = 16;
  const ROAD_ZOOM = 13;
  const LEFT_OF_WORDS = 1.6; // rem
  let map = null;
  let bridge = null;
  let head = null;
  let isRoad = false;
  let drawn = null;

  function sit(theMap, theBridge) {
    map = theMap;
    bridge = theBridge;
    map.createPane("pen").style.zIndex = 450;
    map.on("moveend zoomend resize", turn);
  }

  function isOn() {
    return head !== null;
  }

  function at() {
    return head.getLatLng();
  }

  function leave() {
    [head, drawn].forEach((part) => part && part.remove());
    head = null;
    drawn = null;
    map.getContainer().dataset.moving = "no";
    map.keyboard.enable();
  }

  function begin(box, where, zoom) {
    map.getContainer().dataset.moving = "yes";
    map.keyboard.disable();
    head = L.marker(where, {
      icon: deskMarks.icon(box), draggable: true, keyboard: false, zIndexOffset: 1000, autoPan: true,
    }).addTo(map);
    head.on("dragend", () => put(head.getLatLng()));
    map.setView(where, zoom, { animate: false });
    map.getContainer().focus();
  }

  /* Moving a pin: a click or the arrow keys put it, Enter saves. */
  function movePin(wanted) {
    leave();
    if (wanted) {
      isRoad = false;
      const box = deskMarks.el("div", "mark pin");
      box.append(deskMarks.el("span", "pin-shape"), deskMarks.el("span", "label side", wanted.title), deskMarks.el("span", "near"));
      begin(box, wanted.at, wanted.rough ? Math.max(11, map.getZoom()) : Math.max(PIN_ZOOM, map.getZoom()));
    }
  }

  /* Marking a closed road: each click or Enter adds a point; the program tells what is shut. */
  function drawRoad(wanted) {
    if (!wanted) {
      leave();
      return;
    }
    if (!head || !isRoad) {
      leave();
      isRoad = true;
      const box = deskMarks.el("div", "mark cross");
      box.append(deskMarks.el("span", "cross-hair"), deskMarks.el("span", "near"));
      begin(box, wanted.at || map.getCenter(), Math.max(ROAD_ZOOM, map.getZoom()));
      bridge.pen_put(at().lat, at().lng);
    }
    if (drawn) {
      drawn.remove();
    }
    const parts = wanted.lines.flatMap((line) => deskMarks.hatched(line, false, null, "pen"));
    wanted.points.forEach((point, number) => {
      const dot = deskMarks.el("div", "mark road-point");
      dot.append(deskMarks.el("span", "stop-number", String(number + 1)));
      parts.push(L.marker(point, { icon: deskMarks.icon(dot), keyboard: false, interactive: false, zIndexOffset: 900 }));
    });
    drawn = L.layerGroup(parts).addTo(map);
  }

  /* Say beside the pen what is there. */
  function say(words) {
    if (head) {
      head.getElement().querySelector(".near").textContent = words;
      turn();
    }
  }

  /* The words stay within the map: towards its middle. */
  function turn() {
    if (head) {
      const box = head.getElement().querySelector(".near");
      const seen = map.latLngToContainerPoint(at());
      box.classList.toggle("leftward", seen.x + LEFT_OF_WORDS * rem() + box.offsetWidth > map.getSize().x);
      box.classList.toggle("upward", seen.y + box.offsetHeight + rem() > map.getSize().y);
    }
  }

  function rem() {
    return parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  function put(where) {
    head.setLatLng(where);
    if (!map.getBounds().pad(-0.08).contains(where)) {
      map.panTo(where, { animate: false });
    }
    bridge.pen_put(where.lat, where.lng);
  }

  function click(where) {
    put(where);
    if (isRoad) {
      bridge.pen_said("add");
    }
  }

  function said(event) {
    if (event.key === "Enter") {
      return isRoad && !event.ctrlKey ? "add" : "done";
    }
    return isRoad && event.key === "Backspace" ? "back" : "";
  }

  function onKey(event) {
    if (!head) {
      return;
    }
    const word = said(event);
    if (event.key in ARROWS) {
      const step = event.shiftKey ? FAST : 1;
      const [x, y] = ARROWS[event.key];
      put(map.containerPointToLatLng(map.latLngToContainerPoint(at()).add([x * step, y * step])));
    } else if (word) {
      bridge.pen_said(word);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return Object.freeze({ sit, isOn, at, movePin, drawRoad, say, click, onKey });
})();
