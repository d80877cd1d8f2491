/*
Where the nodes of a drawing stand: what came earlier further left, agents in rows below.

provLayout(nodes, edges): nodes are {id, shape}, edges {from, to}, where `from` came later than
`to`. Returns {places: Map id -> {x, y}, width, height}.
*/
(function () {
  "use strict";

  const WIDTH = 184, HEIGHT = 58, GAP_X = 64, GAP_Y = 22, MARGIN = 24, SWEEPS = 6;

  /** Column of each node: one more than the furthest right of those it points to. */
  function columns(ids, edges) {
    const targets = new Map(ids.map((id) => [id, []]));
    edges.forEach((edge) => targets.get(edge.from).push(edge.to));
    const column = new Map(), open = new Set();
    const visit = (id) => {
      if (column.has(id)) return column.get(id);
      if (open.has(id)) return 0; // a circle: the edge that closes it counts for nothing
      open.add(id);
      const found = targets.get(id).map((other) => visit(other) + 1);
      open.delete(id);
      column.set(id, Math.max(0, ...found));
      return column.get(id);
    };
    ids.forEach(visit);
    return column;
  }

  /** Move nodes that only others point to, such as plans, next to the first of these. */
  function pull(ids, edges, column) {
    ids.forEach((id) => {
      const later = edges.filter((edge) => edge.to === id).map((edge) => column.get(edge.from));
      const earlier = edges.some((edge) => edge.from === id);
      if (later.length && !earlier) column.set(id, Math.min(...later) - 1);
    });
  }

  /** Order within columns by the mean place of neighbours, forth and back. */
  function order(ids, edges, column) {
    const layers = [];
    ids.forEach((id) => (layers[column.get(id)] = layers[column.get(id)] || []).push(id));
    const row = new Map();
    const settle = (layer) => layer.forEach((id, n) => row.set(id, n - layer.length / 2));
    const full = layers.filter(Boolean);
    full.forEach(settle);
    const near = new Map(ids.map((id) => [id, []]));
    edges.forEach((edge) => {
      near.get(edge.from).push(edge.to);
      near.get(edge.to).push(edge.from);
    });
    const mean = (id) => {
      const rows = near.get(id).map((other) => row.get(other));
      return rows.length ? rows.reduce((sum, one) => sum + one, 0) / rows.length : row.get(id);
    };
    for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
      (sweep % 2 ? [...full].reverse() : full).forEach((layer) => {
        const wanted = new Map(layer.map((id) => [id, mean(id)]));
        layer.sort((a, b) => wanted.get(a) - wanted.get(b));
        settle(layer);
      });
    }
    return full;
  }

  /** Agents below the rest, each under those who name it, in as many rows as they need. */
  function below(agents, edges, places, top) {
    const step = WIDTH + GAP_X / 2, rows = [];
    const wish = (id) => {
      const found = edges
        .filter((edge) => edge.to === id || edge.from === id)
        .map((edge) => places.get(edge.to === id ? edge.from : edge.to))
        .filter(Boolean)
        .map((place) => place.x);
      return found.length ? found.reduce((sum, one) => sum + one, 0) / found.length : MARGIN;
    };
    agents.forEach((id) => {
      const x = Math.max(MARGIN, wish(id));
      let n = rows.findIndex((taken) => taken.every((other) => Math.abs(other - x) >= step));
      if (n < 0) n = rows.push([]) - 1;
      rows[n].push(x);
      places.set(id, { x: x, y: top + n * (HEIGHT + GAP_Y) });
    });
    return rows.length;
  }

  window.provLayout = function (nodes, edges) {
    const agents = nodes.filter((node) => node.shape === "agent").map((node) => node.id);
    const ids = nodes.filter((node) => node.shape !== "agent").map((node) => node.id);
    const inner = edges.filter((edge) => ids.includes(edge.from) && ids.includes(edge.to));
    const column = columns(ids, inner);
    pull(ids, inner, column);
    const layers = order(ids, inner, column), places = new Map();
    const tallest = Math.max(1, ...layers.map((layer) => layer.length));
    layers.forEach((layer, x) => {
      const top = MARGIN + ((tallest - layer.length) * (HEIGHT + GAP_Y)) / 2;
      layer.forEach((id, y) => {
        places.set(id, { x: MARGIN + x * (WIDTH + GAP_X), y: top + y * (HEIGHT + GAP_Y) });
      });
    });
    const under = MARGIN + tallest * (HEIGHT + GAP_Y) + GAP_Y;
    const rows = below(agents, edges, places, under);
    const right = Math.max(0, ...[...places.values()].map((place) => place.x));
    return {
      places: places,
      width: right + WIDTH + MARGIN,
      height: under + rows * (HEIGHT + GAP_Y) + MARGIN,
      node: { width: WIDTH, height: HEIGHT },
    };
  };
})();
