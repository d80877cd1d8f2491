/* Draws the charts of the index from the tables that stand in its pages; the tables stay within reach. */
(function () {
  "use strict";
  const echarts = window.echarts;
  if (!echarts) return;

  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const colours = ["#0f5687", "#b4560f", "#0c6f73", "#6a4a9c", "#1b6b45", "#a52a2a", "#566676"];
  const ink = "#2b3d4f";
  // A canvas knows no "inherit".
  const font = window.getComputedStyle(document.body).fontFamily;
  const base = { animation: !still, color: colours, textStyle: { color: ink, fontFamily: font } };
  const words = (node) => node.textContent.trim();
  const number = (text) => (text === "" || Number.isNaN(Number(text)) ? null : Number(text));

  function radar(box) {
    const rows = [...box.querySelectorAll("tbody tr")]
      .filter((row) => row.dataset.value !== "" && !("aside" in row.dataset));
    if (rows.length < 3) return null;
    const values = rows.map((row) => Number(row.dataset.value));
    return {
      ...base,
      radar: {
        radius: "62%",
        axisName: { color: ink, fontSize: 14, lineHeight: 20 },
        indicator: rows.map((row, n) => (
          { name: `${words(row.querySelector("th"))}\n${values[n].toFixed(1)}`, max: 100 }
        )),
      },
      series: [{ type: "radar", areaStyle: { opacity: 0.25 }, data: [{ value: values }] }],
    };
  }

  function curve(box) {
    const rows = [...box.querySelectorAll("tbody tr")];
    const heads = [...box.querySelectorAll("thead th")];
    const columns = heads.map((head, n) => n)
      .filter((n) => n > 0 && !("openindexNot" in heads[n].dataset));
    const names = columns.map((n) => words(heads[n]));
    return {
      ...base,
      grid: { left: 40, right: 16, top: 56, bottom: 32 },
      tooltip: { trigger: "axis", renderMode: "richText" },
      legend: { type: "scroll", top: 0, bottom: "auto", selected: Object.fromEntries(names.slice(1).map((name) => [name, false])) },
      xAxis: { type: "time" },
      yAxis: { type: "value", min: 0, max: 100 },
      series: columns.map((column, n) => ({
        name: names[n],
        type: "line",
        showSymbol: rows.length < 15,
        data: rows.map((row) => [words(row.cells[0]), number(words(row.cells[column]))]),
      })),
    };
  }

  async function map(box) {
    const answer = await fetch(box.dataset.source);
    const shapes = answer.ok ? await answer.json() : { features: [] };
    const tiles = new Map([...box.querySelectorAll("[data-code]")].map((one) => [one.dataset.code, one]));
    const data = [];
    shapes.features.forEach((shape) => {
      const given = shape.properties || {};
      const tile = tiles.get(String(given.adcode || given.code || ""));
      if (!tile) return;
      given.name = words(tile.querySelector("span"));
      data.push({ name: given.name, value: number(tile.dataset.score), href: tile.href });
    });
    if (!data.length) return null;
    echarts.registerMap("openindex", shapes);
    return {
      ...base,
      tooltip: { renderMode: "richText", formatter: (one) => `${one.name} ${one.value >= 0 ? one.value : "–"}` },
      visualMap: {
        ...{ min: 0, max: 100, text: ["100", "0"], orient: "horizontal" },
        ...{ left: "center", bottom: 0, itemHeight: 160 },
        inRange: { color: ["#f6d5c9", "#fdf1dc", "#bfe0d0", "#1b6b45"] },
      },
      series: [{
        ...{ type: "map", map: "openindex", data, top: 8, bottom: 56, selectedMode: false },
        itemStyle: { areaColor: "#eef1f4", borderColor: "#fff" },
        label: { show: data.length < 30, color: ink, textBorderColor: "#fff", textBorderWidth: 3 },
        emphasis: { label: { color: ink }, itemStyle: { areaColor: "#fbe3a6" } },
      }],
    };
  }

  const makers = { radar, curve, map };

  async function start(box) {
    const option = await makers[box.dataset.openindexChart](box);
    if (!option) return;
    const canvas = box.querySelector(".openindex-canvas");
    const table = box.querySelector(".openindex-scroll");
    const buttons = box.querySelector(".openindex-buttons");
    canvas.hidden = false;
    const chart = echarts.init(canvas);
    chart.setOption(option);
    chart.on("click", (event) => {
      if (event.data && event.data.href) window.location.assign(event.data.href);
    });
    new ResizeObserver(() => chart.resize()).observe(canvas);
    window.addEventListener("beforeprint", () => chart.resize());

    const show = (shown) => {
      table.classList.toggle("openindex-folded", !shown);
      buttons.querySelector("[data-openindex-table]").setAttribute("aria-pressed", String(shown));
    };
    // The radar's table is short and tells what the picture cannot: it stays.
    show(box.dataset.openindexChart === "radar");
    buttons.hidden = false;
    buttons.querySelector("[data-openindex-table]").addEventListener("click", () => {
      show(table.classList.contains("openindex-folded"));
    });
    buttons.querySelector("[data-openindex-picture]").addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" });
      link.download = `${box.dataset.name}.png`;
      link.click();
    });
  }

  document.querySelectorAll("[data-openindex-chart]").forEach((box) => {
    // A chart that fails leaves its table as it was.
    start(box).catch((error) => window.console.error(error));
  });
})();
