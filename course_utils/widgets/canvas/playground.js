// The playground's live picture: draws what the kernel sends, and says which neuron was clicked.
//
// From the kernel: `scene` (layer sizes, names, reach, limits), `tiles` (what each neuron puts out
// over the plane, one byte per point, 0 to 255 for -1 to 1), `weights` and `records` (32-bit floats)
// and `points`. To the kernel: `large`, the neuron shown large, and `drawn`, the last picture drawn.

const GRID = 28;
const TILE = 48;
const ROW = 58;
const PLANE = 430;
const CHART = 190;
const BLUE = [0, 114, 178];
const ORANGE = [230, 159, 0];
const LINES = ["#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9"];
const DASHES = [[], [6, 3], [6, 3, 1, 3], [2, 2], [8, 2], [4, 2, 1, 2]];
const INK = "#222222";
const PALE = "#e4e4e4";

const css = (rgb) => `rgb(${rgb.map(Math.round).join(",")})`;

// From blue through white to orange, for the bytes 0 to 255.
const PALETTE = Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 127.5 - 1;
  return (value < 0 ? BLUE : ORANGE).map((c) => 255 + (c - 255) * Math.abs(value));
});

function floats(view) {
  return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

function bytes(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function short(value) {
  if (Math.abs(value) >= 1000) return `${Number((value / 1000).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}

function power(value) {
  const exponent = Math.round(Math.log10(value));
  const digits = [...String(Math.abs(exponent))].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
  return exponent === 0 ? "1" : `10${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
}

// Small pictures of what a neuron puts out, the second coordinate upwards.
class Tiles {
  constructor() {
    this.canvas = document.createElement("canvas");
    this.canvas.width = this.canvas.height = GRID;
    this.context = this.canvas.getContext("2d");
    this.image = this.context.createImageData(GRID, GRID);
  }

  draw(ctx, values, left, top, size, large) {
    for (let row = 0; row < GRID; row++) {
      for (let column = 0; column < GRID; column++) {
        const color = PALETTE[values[(GRID - 1 - row) * GRID + column]];
        this.image.data.set([...color, 255], 4 * (row * GRID + column));
      }
    }
    this.context.putImageData(this.image, 0, 0);
    ctx.imageSmoothingEnabled = large;
    ctx.globalAlpha = large ? 0.65 : 1; // paler where points lie on it
    ctx.drawImage(this.canvas, left, top, size, size);
    ctx.globalAlpha = 1;
  }
}

// The line where the values, a grid of them, cross the level: two points for each cell it crosses.
function crossings(values, level) {
  const at = (row, column) => values[row * GRID + column] - level;
  const found = [];
  for (let row = 0; row < GRID - 1; row++) {
    for (let column = 0; column < GRID - 1; column++) {
      const [next, above] = [column + 1, row + 1];
      const corners = [[row, column], [row, next], [above, next], [above, column]];
      const cut = [];
      for (let side = 0; side < 4; side++) {
        const [a, b] = [corners[side], corners[(side + 1) % 4]];
        const [u, v] = [at(...a), at(...b)];
        if (u < 0 !== v < 0) {
          const share = u / (u - v);
          cut.push([a[1] + share * (b[1] - a[1]), a[0] + share * (b[0] - a[0])]);
        }
      }
      for (let i = 0; i + 1 < cut.length; i += 2) found.push([cut[i], cut[i + 1]]);
    }
  }
  return found;
}

function title(ctx, text, x, y) {
  ctx.fillStyle = INK;
  ctx.font = "13px sans-serif";
  ctx.textAlign = "left";
  ctx.fillText(text, x, y);
}

// The frame of a chart; returns functions from values to pixels.
function chart(ctx, box, name, xs, ys, log = false, xticks = null) {
  const [left, top, width, height] = box;
  title(ctx, name, left, top - 8);
  const up = (value) => (log ? Math.log10(value) : value);
  const [low, high] = ys.map(up);
  const x = (value) => left + ((value - xs[0]) / (xs[1] - xs[0])) * width;
  const y = (value) => {
    const share = (up(value) - low) / (high - low);
    return top + height * (1 - Math.min(1, Math.max(0, share)));
  };
  const yticks = log
    ? Array.from({ length: Math.floor((high - low) / 3) + 1 }, (_, i) => 10 ** (low + 3 * i))
    : [0, 0.25, 0.5, 0.75, 1].map((share) => ys[0] + share * (ys[1] - ys[0]));
  ctx.font = "11px sans-serif";
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  for (const tick of yticks) {
    ctx.strokeStyle = PALE;
    ctx.beginPath();
    ctx.moveTo(left, y(tick));
    ctx.lineTo(left + width, y(tick));
    ctx.stroke();
    ctx.fillStyle = INK;
    ctx.textAlign = "right";
    ctx.fillText(log ? power(tick) : short(tick), left - 5, y(tick) + 4);
  }
  ctx.textAlign = "center";
  for (const tick of xticks ?? [xs[0], (xs[0] + xs[1]) / 2, xs[1]]) {
    ctx.fillText(short(tick), x(tick), top + height + 15);
  }
  ctx.strokeStyle = INK;
  ctx.strokeRect(left, top, width, height);
  return [x, y];
}

function line(ctx, xs, ys, color, dash, width = 1.8) {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  xs.forEach((x, i) => (i ? ctx.lineTo(x, ys[i]) : ctx.moveTo(x, ys[i])));
  ctx.stroke();
  ctx.setLineDash([]);
}

function mark(ctx, kind, x, y, size, fill, rim, rimWidth) {
  ctx.beginPath();
  if (kind % 3 === 0) ctx.arc(x, y, size, 0, 2 * Math.PI);
  else if (kind % 3 === 1) {
    ctx.moveTo(x, y - size * 1.2);
    ctx.lineTo(x + size * 1.1, y + size * 0.8);
    ctx.lineTo(x - size * 1.1, y + size * 0.8);
    ctx.closePath();
  } else ctx.rect(x - size, y - size, 2 * size, 2 * size);
  ctx.fillStyle = fill;
  ctx.fill();
  if (rimWidth) {
    ctx.strokeStyle = rim;
    ctx.lineWidth = rimWidth;
    ctx.stroke();
  }
}

// Where everything stands for a width: the network beside the plane if there is room, else above it.
function arranged(width, sizes) {
  const rows = Math.max(5, ...sizes);
  const beside = width >= PLANE + 90 + 76 * sizes.length;
  const networkWidth = beside ? width - PLANE - 70 : width - 20;
  const networkHeight = ROW * rows;
  const planeTop = beside ? 36 : networkHeight + 80;
  const plane = [width - PLANE - 16, planeTop, PLANE, PLANE];
  const charts = [];
  let height;
  if (beside) {
    const top = Math.max(PLANE, networkHeight) + 100;
    const each = (width - 40) / 3;
    for (let i = 0; i < 3; i++) charts.push([i * each + 48, top, each - 62, CHART - 40]);
    height = top + CHART - 10;
  } else {
    for (let i = 0; i < 3; i++) {
      charts.push([48, planeTop + i * 155, width - PLANE - 100, 100]);
    }
    height = planeTop + PLANE + 40;
  }
  const step = networkWidth / sizes.length;
  const centers = sizes.map((count, column) =>
    Array.from({ length: count }, (_, unit) => [
      10 + step * (column + 0.5),
      44 + networkHeight / 2 + ROW * (unit - (count - 1) / 2),
    ]),
  );
  return { height, plane, charts, centers };
}

function drawNetwork(ctx, layout, scene, tiles, weights, painter, large) {
  title(ctx, "what each neuron puts out over the plane; click one to see it large", 12, 18);
  let place = 0;
  for (let layer = 1; layer < scene.sizes.length; layer++) {
    const [sources, targets] = [layout.centers[layer - 1], layout.centers[layer]];
    const count = sources.length * targets.length;
    const W = weights.subarray(place, place + count);
    place += count;
    const largest = W.reduce((most, w) => Math.max(most, Math.abs(w)), 1e-12);
    targets.forEach(([x, y], i) => {
      sources.forEach(([fromX, fromY], j) => {
        const w = W[i * sources.length + j];
        const color = css(w >= 0 ? ORANGE : BLUE);
        const ends = [
          [fromX + TILE / 2, x - TILE / 2],
          [fromY, y],
        ];
        line(ctx, ...ends, color, w >= 0 ? [] : [5, 3], 0.3 + (4 * Math.abs(w)) / largest);
      });
    });
  }
  let number = 0;
  layout.centers.forEach((column, layer) => {
    column.forEach(([x, y], unit) => {
      const values = tiles.subarray(number * GRID * GRID, (number + 1) * GRID * GRID);
      painter.draw(ctx, values, x - TILE / 2, y - TILE / 2, TILE, false);
      const chosen = large[0] === layer && large[1] === unit;
      ctx.strokeStyle = chosen ? "#000000" : "#777777";
      ctx.lineWidth = chosen ? 3.5 : 1;
      ctx.strokeRect(x - TILE / 2, y - TILE / 2, TILE, TILE);
      number += 1;
    });
    ctx.fillStyle = INK;
    ctx.font = "12px sans-serif";
    ctx.textAlign = "center";
    ctx.fillText(scene.names[layer], column[0][0], column[0][1] - TILE / 2 - 7);
  });
}

function drawPlane(ctx, layout, scene, tiles, points, painter, large) {
  const [left, top, size] = layout.plane;
  const [layer, unit] = large;
  const before = scene.sizes.slice(0, layer).reduce((sum, n) => sum + n, 0);
  const start = (before + unit) * GRID * GRID;
  const values = tiles.subarray(start, start + GRID * GRID);
  title(ctx, scene.large, left, 18 + top - 36);
  painter.draw(ctx, values, left, top, size, true);
  const scale = size / (GRID - 1);
  ctx.strokeStyle = INK;
  ctx.lineWidth = 2;
  for (const [[x, y], [toX, toY]] of crossings(values, 127.5)) {
    ctx.beginPath();
    ctx.moveTo(left + x * scale, top + size - y * scale);
    ctx.lineTo(left + toX * scale, top + size - toY * scale);
    ctx.stroke();
  }
  for (let i = 0; i + 3 < points.length; i += 4) {
    const [x, y, label, seen] = points.subarray(i, i + 4);
    const px = left + ((x / scene.reach + 1) / 2) * size;
    const py = top + ((1 - y / scene.reach) / 2) * size;
    const rim = seen ? INK : "#ffffff";
    mark(ctx, label, px, py, seen ? 4.4 : 3.6, css(label ? ORANGE : BLUE), rim, 1.2);
  }
  ctx.strokeStyle = INK;
  ctx.lineWidth = 1;
  ctx.strokeRect(left, top, size, size);
  ctx.font = "11px sans-serif";
  ctx.fillStyle = INK;
  ctx.textAlign = "center";
  for (const tick of [-1, 0, 1]) {
    const x = left + ((tick + 1) / 2) * (size - 16) + 8;
    ctx.fillText(short(tick * scene.reach), x, top + size + 15);
  }
  ctx.fillText("x₁ and x₂ in deviations; white rim: not learned from", left + size / 2, top + size + 30);
}

function drawCharts(ctx, layout, scene, weights, records) {
  const layers = scene.sizes.length - 1;
  const row = 3 + layers;
  const count = records.length / row;
  const column = (k) => Array.from({ length: count }, (_, i) => records[i * row + k]);
  const steps = column(0);
  const span = [0, scene.until];
  const costs = "cost by step; dashed: unseen points";
  let [x, y] = chart(ctx, layout.charts[0], costs, span, [0, scene.costs]);
  line(ctx, [x(0), x(scene.until)], [y(Math.log(2)), y(Math.log(2))], "#777777", [2, 3], 1);
  for (const [k, color, dash] of [
    [1, LINES[0], []],
    [2, LINES[1], [6, 3]],
  ]) {
    line(ctx, steps.map(x), column(k).map(y), color, dash, 2);
    mark(ctx, 0, x(steps[count - 1]), y(column(k)[count - 1]), 3, color, INK, 0);
  }
  const ticks = Array.from({ length: layers }, (_, i) => i + 1);
  const limits = [-scene.largest, scene.largest];
  const places = [0.5, layers + 0.5];
  [x, y] = chart(ctx, layout.charts[1], "weights by layer", places, limits, false, ticks);
  let place = 0;
  for (let layer = 1; layer <= layers; layer++) {
    const size = scene.sizes[layer] * scene.sizes[layer - 1];
    for (let i = 0; i < size; i++) {
      const aside = size > 1 ? 0.56 * (i / (size - 1) - 0.5) : 0;
      const [px, py] = [x(layer + aside), y(weights[place + i])];
      mark(ctx, layer - 1, px, py, 2.2, LINES[(layer - 1) % LINES.length], INK, 0);
    }
    place += size;
  }
  const sizes = "gradients (rms) by step";
  [x, y] = chart(ctx, layout.charts[2], sizes, span, scene.gradients, true);
  for (let layer = 0; layer < layers; layer++) {
    const color = LINES[layer % LINES.length];
    const ys = column(3 + layer).map((g) => y(Math.max(g, scene.gradients[0])));
    line(ctx, steps.map(x), ys, color, DASHES[layer % DASHES.length]);
    mark(ctx, layer, x(steps[count - 1]), ys[count - 1], 4, color, INK, 0);
  }
}

function render({ model, el }) {
  const canvas = document.createElement("canvas");
  canvas.style.display = "block";
  canvas.setAttribute("role", "img");
  el.style.width = "100%";
  el.appendChild(canvas);
  const painter = new Tiles();
  let layout = null;

  function draw() {
    const scene = model.get("scene");
    canvas.setAttribute("aria-label", model.get("alt"));
    if (!scene.sizes) {
      canvas.height = 0;
      return;
    }
    const width = Math.max(700, Math.min(el.clientWidth || 900, 1400));
    layout = arranged(width, scene.sizes);
    const ratio = window.devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = layout.height * ratio;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${layout.height}px`;
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    // A white ground of its own makes the picture legible in the dark theme too.
    ctx.fillStyle = "#ffffff";
    ctx.fillRect(0, 0, width, layout.height);
    const tiles = bytes(model.get("tiles"));
    const weights = floats(model.get("weights"));
    const large = model.get("large");
    drawNetwork(ctx, layout, scene, tiles, weights, painter, large);
    drawPlane(ctx, layout, scene, tiles, floats(model.get("points")), painter, large);
    drawCharts(ctx, layout, scene, weights, floats(model.get("records")));
  }

  let waiting = false;
  function later() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
      const number = model.get("scene").number ?? 0;
      if (number !== model.get("drawn")) {
        model.set("drawn", number);
        model.save_changes();
      }
    });
  }

  function neuronAt(event) {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    for (const [layer, column] of (layout?.centers ?? []).entries()) {
      for (const [unit, [cx, cy]] of column.entries()) {
        if (Math.abs(x - cx) <= TILE / 2 && Math.abs(y - cy) <= TILE / 2) return [layer, unit];
      }
    }
    return null;
  }

  canvas.addEventListener("mousemove", (event) => {
    canvas.style.cursor = neuronAt(event) ? "pointer" : "default";
  });
  canvas.addEventListener("click", (event) => {
    const neuron = neuronAt(event);
    if (!neuron) return;
    model.set("large", neuron);
    model.save_changes();
    later();
  });
  model.on("change:scene", later);
  model.on("change:large", later);
  const watcher = new ResizeObserver(later);
  watcher.observe(el);
  later();
  return () => {
    watcher.disconnect();
    model.off("change:scene", later);
    model.off("change:large", later);
  };
}

export default { render };
