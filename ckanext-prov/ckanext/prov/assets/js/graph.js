/*
The drawing of a dataset's provenance, from the JSON-LD that the page links. Which nodes are drawn,
and what they are called, the table of the page says; without this script the table is all there is.
*/
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const RELATIONS = [
    "prov:used", "prov:wasGeneratedBy", "prov:wasInvalidatedBy", "prov:wasDerivedFrom",
    "prov:wasRevisionOf", "prov:wasAssociatedWith", "prov:wasAttributedTo",
    "prov:actedOnBehalfOf", "prov:specializationOf",
  ];
  const LINE = 25, LINES = 2, MOST_SCALE = 3, LEAST_READABLE = 0.6, STEP = 1.25, MOVE = 60;

  const all = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
  const idOf = (value) => (value && value["@id"] ? value["@id"] : value);

  function make(name, attributes, parent, text) {
    const element = document.createElementNS(SVG, name);
    Object.entries(attributes || {}).forEach(([key, value]) => element.setAttribute(key, value));
    if (text !== undefined) element.textContent = text;
    if (parent) parent.appendChild(element);
    return element;
  }

  /** The rows of the table: which nodes there are, in order, and their words. */
  function rowsOf(table) {
    return [...table.querySelectorAll("tr[data-iri]")].map((row) => ({
      id: row.dataset.iri,
      shape: row.dataset.shape,
      number: row.cells[0].textContent.trim(),
      kind: row.cells[1].textContent.trim(),
      label: row.cells[2].textContent.trim(),
      when: row.cells[3].textContent.trim(),
      says: [...row.cells[4].querySelectorAll("li")].map((li) => li.textContent.trim()),
    }));
  }

  /** Edges between nodes that are drawn; a revision and a derivation between two are one. */
  function edgesOf(graph, nodes) {
    const drawn = new Set(nodes.map((node) => node.id)), found = new Map();
    const byId = new Map(graph.map((node) => [node["@id"], node]));
    const add = (from, to) => {
      if (drawn.has(from) && drawn.has(to) && from !== to) found.set(`${from} ${to}`, { from, to });
    };
    nodes.forEach(({ id }) => {
      const node = byId.get(id) || {};
      RELATIONS.forEach((name) => all(node[name]).forEach((other) => add(id, idOf(other))));
      all(node["prov:qualifiedAssociation"]).forEach((other) => {
        const said = byId.get(idOf(other)) || {};
        all(said["prov:hadPlan"]).forEach((plan) => add(id, idOf(plan)));
      });
    });
    return [...found.values()];
  }

  const sizeOf = (text) => [...text].reduce((sum, one) => sum + (one.codePointAt(0) > 255 ? 2 : 1), 0);

  /** A label in lines, what stands behind a comma or in brackets on its own where it can; letters
   * outside Latin count twice. */
  function wrap(label) {
    const at = Math.max(label.lastIndexOf("（"), label.lastIndexOf(", ") + 1);
    const parts = [label.slice(0, at).trim(), label.slice(at).trim()];
    if (at > 0 && sizeOf(label) > LINE && parts.every((part) => sizeOf(part) <= LINE)) return parts;
    const lines = [""];
    let length = 0;
    for (const letter of label) {
      const size = sizeOf(letter);
      if (length + size > LINE) {
        if (lines.length === LINES) {
          lines[LINES - 1] = lines[LINES - 1].slice(0, -1) + "…";
          break;
        }
        lines.push("");
        length = 0;
      }
      lines[lines.length - 1] += letter;
      length += size;
    }
    return lines;
  }

  function shapeOf(node, size, parent) {
    const { width, height } = size;
    if (node.shape === "agent") {
      const points = [[0, 12], [width / 2, 0], [width, 12], [width, height], [0, height]];
      return make("polygon", { class: "prov-shape", points: points.join(" ") }, parent);
    }
    const round = node.shape === "activity" ? 0 : node.shape === "plan" ? 8 : height / 2;
    return make("rect", { class: "prov-shape", width, height, rx: round }, parent);
  }

  function drawNode(node, place, size, parent) {
    const group = make("g", {
      class: `prov-node prov-is-${node.shape}`, tabindex: 0, role: "img",
      transform: `translate(${place.x} ${place.y})`,
      "aria-label": [`${node.kind} ${node.number}: ${node.label}`, node.when, ...node.says].filter(Boolean).join("; "),
    }, parent);
    shapeOf(node, size, group);
    const lines = wrap(node.label), when = node.when;
    const top = size.height / 2 - ((lines.length + (when ? 1 : 0)) * 15) / 2 + 12;
    const lower = node.shape === "agent" ? 4 : 0;
    const at = { x: size.width / 2, "text-anchor": "middle", "aria-hidden": "true" };
    lines.forEach((line, n) => make("text", { ...at, y: top + lower + n * 15 }, group, line));
    if (when) make("text", { ...at, y: top + lower + lines.length * 15, class: "prov-when" }, group, when);
    make("title", {}, group, node.label);
    return group;
  }

  function drawEdge(from, to, size, parent, agent) {
    const level = Math.abs(from.x - to.x) < size.width;
    const half = size.height / 2, mid = size.width / 2;
    const down = to.y > from.y ? 1 : -1;
    const start = level ? [from.x + mid, from.y + half + down * half] : [from.x + (to.x < from.x ? 0 : size.width), from.y + half];
    const end = level ? [to.x + mid, to.y + half - down * half] : [to.x + (to.x < from.x ? size.width : 0), to.y + half];
    const bend = level ? [[start[0], (start[1] + end[1]) / 2], [end[0], (start[1] + end[1]) / 2]]
      : [[(start[0] + end[0]) / 2, start[1]], [(start[0] + end[0]) / 2, end[1]]];
    return make("path", {
      class: agent ? "prov-edge prov-edge-agent" : "prov-edge", d: `M${start} C${bend[0]} ${bend[1]} ${end}`, "marker-end": "url(#prov-arrow)",
    }, parent);
  }

  function arrow(svg) {
    const marker = make("marker", {
      id: "prov-arrow", viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 8, markerHeight: 8,
      markerUnits: "userSpaceOnUse", orient: "auto",
    }, make("defs", {}, svg));
    make("path", { d: "M0 0L10 5L0 10z", fill: "#5c6b79" }, marker);
  }

  /** What part of the drawing shows: `x`, `y` of its corner, `scale` of its size. */
  function viewer(canvas, scene, size) {
    const view = { x: 0, y: 0, scale: 1 };
    const box = () => ({ width: canvas.clientWidth, height: canvas.clientHeight });
    const fit = () => Math.min(1, box().width / size.width, box().height / size.height);
    const apply = () => {
      scene.setAttribute("transform", `translate(${-view.x * view.scale} ${-view.y * view.scale}) scale(${view.scale})`);
    };
    const move = (x, y) => {
      const wide = box().width / view.scale, high = box().height / view.scale;
      const clamp = (value, whole, shown) =>
        shown >= whole ? (whole - shown) / 2 : Math.min(Math.max(value, 0), whole - shown);
      view.x = clamp(x, size.width, wide);
      view.y = clamp(y, size.height, high);
      apply();
    };
    const zoom = (factor, at) => {
      const here = at || { x: box().width / 2, y: box().height / 2 };
      const scale = Math.min(MOST_SCALE, Math.max(fit(), view.scale * factor));
      const x = view.x + here.x / view.scale - here.x / scale;
      const y = view.y + here.y / view.scale - here.y / scale;
      view.scale = scale;
      move(x, y);
    };
    const show = (place, node) => {
      const wide = box().width / view.scale, high = box().height / view.scale;
      const inside = place.x >= view.x && place.x + node.width <= view.x + wide
        && place.y >= view.y && place.y + node.height <= view.y + high;
      if (!inside) move(place.x + node.width / 2 - wide / 2, place.y + node.height / 2 - high / 2);
    };
    return {
      zoom, show,
      pan: (x, y) => move(view.x + x / view.scale, view.y + y / view.scale),
      whole: () => { view.scale = fit(); move(0, 0); },
      // Newest things stand on the right: they show first, in a size that can be read.
      begin: (newest) => {
        view.scale = Math.max(fit(), LEAST_READABLE);
        move(size.width, newest.y - box().height / view.scale / 2);
      },
    };
  }

  function control(canvas, view) {
    const keys = {
      "+": () => view.zoom(STEP), "=": () => view.zoom(STEP), "-": () => view.zoom(1 / STEP),
      0: view.whole, ArrowLeft: () => view.pan(-MOVE, 0), ArrowRight: () => view.pan(MOVE, 0),
      ArrowUp: () => view.pan(0, -MOVE), ArrowDown: () => view.pan(0, MOVE),
    };
    canvas.addEventListener("keydown", (event) => {
      if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      keys[event.key]();
    });
    canvas.addEventListener("wheel", (event) => {
      // Whoever scrolls past the drawing scrolls the page, until the drawing is chosen.
      if (!event.ctrlKey && !canvas.contains(document.activeElement)) return;
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      view.zoom(event.deltaY < 0 ? STEP : 1 / STEP, at);
    }, { passive: false });
    let held = null;
    canvas.addEventListener("pointerdown", (event) => { held = [event.clientX, event.clientY]; });
    window.addEventListener("pointerup", () => { held = null; });
    canvas.addEventListener("pointermove", (event) => {
      if (!held || !(event.buttons & 1)) return;
      view.pan(held[0] - event.clientX, held[1] - event.clientY);
      held = [event.clientX, event.clientY];
    });
  }

  function tools(words, view) {
    const bar = document.createElement("div");
    bar.className = "prov-graph-tools";
    [["+", words.in, () => view.zoom(STEP)], ["−", words.out, () => view.zoom(1 / STEP)],
      ["0", words.all, view.whole]].forEach(([sign, name, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "prov-button prov-button-small";
      button.textContent = sign === "0" ? name : `${sign} ${name}`;
      button.addEventListener("click", act);
      bar.appendChild(button);
    });
    return bar;
  }

  function light(nodes, edges, drawn, paths, told) {
    nodes.forEach((node) => {
      const group = drawn.get(node.id);
      const switchOn = (on) => {
        edges.forEach((edge, n) => {
          if (edge.from !== node.id && edge.to !== node.id) return;
          paths[n].classList.toggle("prov-lit", on);
          drawn.get(edge.from === node.id ? edge.to : edge.from).classList.toggle("prov-lit", on);
        });
        if (on) told.textContent = group.getAttribute("aria-label");
      };
      ["focus", "pointerenter"].forEach((name) => group.addEventListener(name, () => switchOn(true)));
      ["blur", "pointerleave"].forEach((name) => group.addEventListener(name, () => switchOn(false)));
    });
  }

  function draw(host, graph, nodes, words) {
    const edges = edgesOf(graph, nodes), layout = window.provLayout(nodes, edges);
    const canvas = document.createElement("div");
    canvas.className = "prov-canvas";
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "group");
    canvas.setAttribute("aria-label", `${words.diagram}. ${words.keys}`);
    const svg = make("svg", {});
    arrow(svg);
    const scene = make("g", {}, svg);
    const agents = new Set(nodes.filter((node) => node.shape === "agent").map((node) => node.id));
    const paths = edges.map(({ from, to }) =>
      drawEdge(layout.places.get(from), layout.places.get(to), layout.node, scene, agents.has(to)));
    const inOrder = [...nodes].sort((a, b) => layout.places.get(a.id).x - layout.places.get(b.id).x);
    const drawn = new Map(inOrder.map((node) =>
      [node.id, drawNode(node, layout.places.get(node.id), layout.node, scene)]));
    canvas.appendChild(svg);
    const told = document.createElement("p");
    told.className = "prov-told";
    told.textContent = words.keys;
    const view = viewer(canvas, scene, layout);
    host.append(tools(words, view), canvas, told);
    host.hidden = false;
    control(canvas, view);
    light(nodes, edges, drawn, paths, told);
    nodes.forEach((node) => drawn.get(node.id).addEventListener("focus", () =>
      view.show(layout.places.get(node.id), layout.node)));
    view.begin(layout.places.get(inOrder[inOrder.length - 1].id));
    const onPaper = () => svg.hasAttribute("viewBox");
    window.addEventListener("resize", () => { if (!onPaper()) view.zoom(1); });
    // On paper nothing can be moved: the whole drawing takes what width there is.
    window.addEventListener("beforeprint", () => {
      svg.setAttribute("viewBox", `0 0 ${layout.width} ${layout.height}`);
      scene.removeAttribute("transform");
    });
    window.addEventListener("afterprint", () => { svg.removeAttribute("viewBox"); view.pan(0, 0); });
  }

  /** Nor can anything be opened: the table is there beside the drawing. */
  function print(details) {
    let before = details.open;
    window.addEventListener("beforeprint", () => { before = details.open; details.open = true; });
    window.addEventListener("afterprint", () => { details.open = before; });
  }

  async function start(host) {
    const words = JSON.parse(host.dataset.provWords);
    const table = document.getElementById(host.dataset.provTable);
    try {
      const answer = await fetch(host.dataset.provGraph, { headers: { Accept: "application/ld+json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      draw(host, (await answer.json())["@graph"], rowsOf(table), words);
      table.closest("details").open = false;
      print(table.closest("details"));
    } catch (error) {
      host.hidden = false;
      host.textContent = words.failed;
    }
  }

  document.querySelectorAll("[data-prov-graph]").forEach(start);
})();
