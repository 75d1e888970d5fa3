// A pad to draw a digit on, and beside it the network that reads it.
//
// To the kernel: `ink`, the drawing, 32 by 32 numbers from 0 to 255. From it: `pixels`, the image that the network is
// given, 8 by 8 bytes; `weights`, each neuron's 64 bytes, 0 to 255 for -1 to 1; `hidden`, what each
// neuron puts out; `outputs`, ten probabilities.

const INK = 32;
const SIDE = 8;
const PAD = 256;
const PEN = 4; // in points of the drawing
const LEFT = 300; // where the network begins
const BLUE = [0, 114, 178];
const ORANGE = [230, 159, 0];
const FRAME = "#D55E00";
const TEXT = "#222222";

const css = (rgb) => `rgb(${rgb.map(Math.round).join(",")})`;

const PALETTE = Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 127.5 - 1;
  return (value < 0 ? BLUE : ORANGE).map((c) => 255 + (c - 255) * Math.abs(value));
});
const GREYS = Array.from({ length: 256 }, (_, byte) => [255 - byte, 255 - byte, 255 - byte]);

function bytes(view) {
  return view.byteLength ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : [];
}

function drawImage(ctx, values, palette, left, top, pixel) {
  values.forEach((value, i) => {
    ctx.fillStyle = css(palette[value]);
    const [row, column] = [Math.floor(i / SIDE), i % SIDE];
    ctx.fillRect(left + column * pixel, top + row * pixel, pixel, pixel);
  });
}

function words(ctx, text, x, y, align = "left") {
  ctx.fillStyle = TEXT;
  ctx.font = "13px sans-serif";
  ctx.textAlign = align;
  ctx.fillText(text, x, y);
}

// The hidden neurons' weights, a frame around those that fire, the thicker the more.
function drawHidden(ctx, weights, hidden, left, top, columns, pixel) {
  const step = SIDE * pixel + 5;
  const largest = Math.max(1e-12, ...hidden);
  hidden.forEach((value, neuron) => {
    const x = left + (neuron % columns) * step;
    const y = top + Math.floor(neuron / columns) * step;
    const share = Math.max(0, value) / largest;
    ctx.globalAlpha = value > 0 ? 0.45 + 0.55 * share : 0.22;
    const own = weights.subarray(neuron * SIDE * SIDE, (neuron + 1) * SIDE * SIDE);
    drawImage(ctx, own, PALETTE, x, y, pixel);
    ctx.globalAlpha = 1;
    if (value > 0) {
      ctx.strokeStyle = FRAME;
      ctx.lineWidth = 0.6 + 2.6 * share;
      ctx.strokeRect(x - 1, y - 1, SIDE * pixel + 2, SIDE * pixel + 2);
    }
  });
}

function drawOutputs(ctx, outputs, left, top, width) {
  const best = outputs.indexOf(Math.max(...outputs));
  outputs.forEach((share, digit) => {
    const y = top + 24 * digit;
    words(ctx, String(digit), left, y + 14, "right");
    ctx.fillStyle = css(digit === best ? ORANGE : BLUE);
    ctx.fillRect(left + 8, y + 2, Math.max(1, share * width), 16);
    if (share >= 0.005) words(ctx, `${Math.round(100 * share)} %`, left + 14 + share * width, y + 15);
  });
}

function render({ model, el }) {
  const box = document.createElement("div");
  box.style.position = "relative";
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.style.display = "block";
  canvas.style.touchAction = "none"; // a finger draws, the page stays
  const clear = document.createElement("button");
  clear.textContent = "Clear the pad";
  clear.style.cssText = "position:absolute;left:12px;font-size:13px;padding:3px 10px";
  box.append(canvas, clear);
  el.style.width = "100%";
  el.appendChild(box);

  // The drawing itself is small; the pad shows it large.
  const drawing = document.createElement("canvas");
  drawing.width = drawing.height = INK;
  const pen = drawing.getContext("2d", { willReadFrequently: true });
  pen.lineCap = pen.lineJoin = "round";
  pen.lineWidth = PEN;
  let last = null;

  function draw() {
    const width = Math.max(760, Math.min(el.clientWidth || 900, 1100));
    const [weights, hidden] = [bytes(model.get("weights")), model.get("hidden")];
    // As large as all of them can be in the room between the pad and the bars.
    const room = width - LEFT - 240;
    const side = Math.sqrt((room * 420) / Math.max(1, hidden.length));
    const pixel = Math.max(2, Math.min(8, Math.floor((side - 5) / SIDE)));
    const columns = Math.max(1, Math.floor(room / (SIDE * pixel + 5)));
    const rows = Math.ceil(hidden.length / columns);
    const height = Math.max(460, 60 + rows * (SIDE * pixel + 5));
    const ratio = window.devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.setAttribute("aria-label", model.get("alt"));
    clear.style.top = `${36 + PAD + 6}px`;
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    ctx.fillStyle = "#ffffff";
    ctx.fillRect(0, 0, width, height);
    words(ctx, "draw a digit here", 12, 22);
    ctx.imageSmoothingEnabled = true;
    ctx.drawImage(drawing, 12, 32, PAD, PAD);
    ctx.strokeStyle = TEXT;
    ctx.lineWidth = 1.5;
    ctx.strokeRect(12, 32, PAD, PAD);
    const seen = bytes(model.get("pixels"));
    words(ctx, "what the network is given", 12, 32 + PAD + 58);
    drawImage(ctx, Array.from(seen), GREYS, 12, 32 + PAD + 66, 12);
    ctx.strokeRect(12, 32 + PAD + 66, 96, 96);
    if (hidden.length) {
      words(ctx, "weights of the hidden neurons; framed: those that fire", LEFT, 22);
      drawHidden(ctx, weights, hidden, LEFT, 34, columns, pixel);
    }
    words(ctx, "what it reads", width - 170, 22);
    drawOutputs(ctx, model.get("outputs"), width - 190, 34, 120);
  }

  let waiting = false;
  function later() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  }

  // The kernel gets the newest drawing only, and not more often than it can read.
  let sending = null;
  function send() {
    if (sending !== null) return;
    sending = setTimeout(() => {
      sending = null;
      const data = pen.getImageData(0, 0, INK, INK).data;
      const ink = Array.from({ length: INK * INK }, (_, i) => data[4 * i + 3]);
      model.set("ink", ink);
      model.save_changes();
    }, 40);
  }

  function place(event) {
    const edge = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - edge.left - 12, event.clientY - edge.top - 32];
    return [(x / PAD) * INK, (y / PAD) * INK];
  }

  const inside = ([x, y]) => x >= 0 && y >= 0 && x <= INK && y <= INK;

  function stroke(from, to) {
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(to[0] + 0.01, to[1]);
    pen.stroke();
    later();
    send();
  }

  canvas.addEventListener("pointerdown", (event) => {
    const here = place(event);
    if (!inside(here)) return;
    canvas.setPointerCapture(event.pointerId);
    last = here;
    stroke(here, here);
  });
  canvas.addEventListener("pointermove", (event) => {
    const here = place(event);
    canvas.style.cursor = inside(here) ? "crosshair" : "default";
    if (last === null) return;
    stroke(last, here);
    last = here;
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, () => {
      last = null;
    });
  }
  clear.addEventListener("click", () => {
    pen.clearRect(0, 0, INK, INK);
    later();
    send();
  });
  const names = ["pixels", "hidden", "outputs", "weights", "alt"];
  names.forEach((name) => model.on(`change:${name}`, later));
  const watcher = new ResizeObserver(later);
  watcher.observe(el);
  later();
  return () => {
    watcher.disconnect();
    names.forEach((name) => model.off(`change:${name}`, later));
  };
}

export default { render };
