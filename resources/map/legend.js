/* What the marks mean: the marks themselves, small, each with its words. */
"use strict";

const deskLegend = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  let control = null;

  function badge(layer, shape, look) {
    const box = deskMarks.el("span", `mark ${layer}`);
    const inside = deskMarks.el("span", "badge");
    const picture = document.createElement("img");
    picture.src = `${look.icons}/${shape}.png`;
    picture.alt = "";
    inside.append(picture);
    box.append(inside);
    return box;
  }

  function strokes(...lines) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 40 16");
    lines.forEach(([colour, width, dashes, opacity]) => {
      const line = document.createElementNS(SVG, "path");
      line.setAttribute("d", "M2 8 L38 8");
      line.setAttribute("stroke", colour);
      line.setAttribute("stroke-width", width);
      line.setAttribute("opacity", opacity || 1);
      if (dashes) {
        line.setAttribute("stroke-dasharray", dashes);
      }
      svg.append(line);
    });
    return svg;
  }

  function lines(look) {
    const paint = deskMarks.paints(look);
    const shut = [[paint.closedEdge, 10], [paint.closedBase, 8], [paint.closed, 8, "7 7"]];
    const run = deskMarks.el("span", "mark run-name sample");
    run.style.setProperty("--run", paint.runs[0]);
    run.append(deskMarks.el("span", "label middle", "1"));
    const count = deskMarks.el("span", "mark unmet");
    count.append(deskMarks.el("span", "badge", "3"));
    const pill = deskMarks.el("span", "mark cluster");
    const inside = deskMarks.el("span", "pill");
    inside.append(deskMarks.el("span", "number", "5"));
    pill.append(inside);
    return [
      [run, "A run: its number and driver stand on its line, its own colour and dashes"],
      [strokes([paint.ride, 2.5, "7 7"]), "A ride without a driver, from door to door"],
      [badge("homes", "home", look), "Home of a member who rides on this day"],
      [badge("other_homes", "other_home", look), "Home of another member"],
      [badge("places", "clinic", look), "Clinic, hospital, pharmacy, other place"],
      [badge("drivers", "driver", look), "Home of a driver"],
      [strokes([paint.reach, 2, "3 6"]), "How far a driver goes: straight miles from home"],
      [count, "Requests turned down in this town"],
      [strokes(...shut), "Road closed on this day"],
      [strokes(...shut.map(([a, b, c]) => [a, b * 0.6, c, 0.5])), "Road that will be closed later"],
      [pill, "Several close together: click it, or zoom in"],
    ];
  }

  /* Show it, or take it away; tell which. */
  function toggle(map, look) {
    if (control) {
      control.remove();
      control = null;
      return false;
    }
    control = L.control({ position: "topright" });
    control.onAdd = () => {
      const box = deskMarks.el("div", "legend");
      box.append(deskMarks.el("div", "tip-title", "What the marks mean"));
      lines(look).forEach(([sample, text]) => {
        const line = deskMarks.el("div", "legend-line");
        const holder = deskMarks.el("span", "sample");
        holder.append(sample);
        line.append(holder, deskMarks.el("span", "", text));
        box.append(line);
      });
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    control.addTo(map);
    return true;
  }

  function redress(map, look) {
    if (control) {
      toggle(map, look);
      toggle(map, look);
    }
  }

  return Object.freeze({ toggle, redress });
})();
