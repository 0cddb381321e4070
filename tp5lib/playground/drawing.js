// Pictures on canvases: pixels, the plane, the loss curve, the histogram.

import { draggable, h } from "./controls.js";

export const colors = {};
const rgb = {};

// The colours of the style sheet, which differ in the dark.
export function readColors() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["paper", "ink", "muted", "line", "accent", "first", "second", "wrong"]) {
    colors[name] = style.getPropertyValue(`--${name}`).trim();
    rgb[name] = [1, 3, 5].map((i) => parseInt(colors[name].slice(i, i + 2), 16));
  }
}

// A canvas as sharp as the screen; returns its context, with a pixel of the page as unit.
export function prepared(canvas) {
  const ratio = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  context.font = `${width < 420 ? 14 : 16}px system-ui, sans-serif`;
  return { context, width, height };
}

// Pictures side by side on one small canvas, as many to a row as `across`. Binary letters are
// ink on paper; `light` ones are bright on black. Pixels that differ from `target` stand out.
export function sheet(images, [rows, columns], { across = images.length, gap = 0, light, targets } = {}) {
  const down = Math.ceil(images.length / across);
  const canvas = h("canvas", { width: across * (columns + gap) - gap || 1, height: down * (rows + gap) - gap || 1 });
  const context = canvas.getContext("2d");
  const data = context.createImageData(canvas.width, canvas.height);
  const [off, on] = light ? [[0, 0, 0], [255, 255, 255]] : [rgb.paper, rgb.ink];
  images.forEach((pixels, place) => {
    const left = (place % across) * (columns + gap);
    const top = Math.floor(place / across) * (rows + gap);
    for (let i = 0; i < rows * columns; i += 1) {
      const to = 4 * ((top + Math.floor(i / columns)) * canvas.width + left + (i % columns));
      const wrong = targets && pixels[i] > 0.5 !== targets[place][i] > 0.5;
      const share = wrong ? (pixels[i] > 0.5 ? 1 : 0.45) : pixels[i];
      const far = wrong ? rgb.wrong : on;
      for (let k = 0; k < 3; k += 1) data.data[to + k] = off[k] + share * (far[k] - off[k]);
      data.data[to + 3] = 255;
    }
  });
  context.putImageData(data, 0, 0);
  return canvas;
}

// Fill an element's canvas with such a sheet, as large as goes.
export function paintSheet(canvas, images, shape, options) {
  const small = sheet(images, shape, options);
  canvas.style.aspectRatio = `${small.width} / ${small.height}`;
  const { context, width, height } = prepared(canvas);
  context.drawImage(small, 0, 0, width, height);
}

export class Plane {
  // `moved` is told of a point that a hand or a key chose.
  constructor(canvas, label, moved) {
    this.canvas = Object.assign(canvas, { tabIndex: 0 });
    const says = { role: "slider", "aria-roledescription": "point on a plane" };
    for (const [name, value] of Object.entries(says)) canvas.setAttribute(name, value);
    canvas.setAttribute("aria-label", `${label}: arrow keys move the point`);
    this.range = [0, 1, 0, 1];
    this.point = null;
    const clip = (value, low, high) => Math.min(Math.max(value, low), high);
    const move = (x, y) => {
      const [left, right, bottom, top] = this.range;
      moved([clip(x, left, right), clip(y, bottom, top)]);
    };
    draggable(
      this.canvas,
      (x, y) => {
        const [left, right, bottom, top] = this.range;
        move(left + x * (right - left), top - y * (top - bottom));
      },
      (x, y) => {
        const [left, right, bottom, top] = this.range;
        const [px, py] = this.point ?? [(left + right) / 2, (bottom + top) / 2];
        move(px + (x * (right - left)) / 100, py - (y * (top - bottom)) / 100);
      },
    );
  }

  // Take the range of an activation, or that of the points.
  fitTo(points, activation, line) {
    const ends = { sigmoid: [0, 1], tanh: [-1, 1] }[activation];
    this.range = [0, 1].flatMap((k) => {
      const all = points.map((point) => point[k]);
      const [low, high] = k && line ? [0, 1] : ends ?? [Math.min(...all), Math.max(...all)];
      const room = Math.max(0.07 * (high - low), 1e-3);
      return [low - room, high + room];
    });
  }

  // Points at the middles of `across` x `down` fields, for the decoded plane behind.
  grid(across, down) {
    const [left, right, bottom, top] = this.range;
    return Array.from({ length: across * down }, (_, i) => [
      left + (((i % across) + 0.5) * (right - left)) / across,
      top - ((Math.floor(i / across) + 0.5) * (top - bottom)) / down,
    ]);
  }

  // field: a sheet; marks: {at, text or picture, strong, wrong}; path: two ends; lens: what
  // the point decodes to.
  draw({ field, marks, point, path, lens, axes }) {
    this.point = point;
    const { context, width, height } = prepared(this.canvas);
    const [left, right, bottom, top] = this.range;
    const place = ([x, y]) => [
      ((x - left) / (right - left)) * width,
      ((top - y) / (top - bottom)) * height,
    ];
    context.fillStyle = colors.paper;
    context.fillRect(0, 0, width, height);
    if (field) {
      context.globalAlpha = 0.22;
      context.drawImage(field, 0, 0, width, height);
      context.globalAlpha = 1;
    }
    context.textAlign = "center";
    context.textBaseline = "middle";
    if (path) {
      context.setLineDash([8, 6]);
      context.lineWidth = 3;
      context.strokeStyle = colors.first;
      context.beginPath();
      path.forEach((end) => context.lineTo(...place(end)));
      context.stroke();
      context.setLineDash([]);
    }
    const size = Math.max(width / 24, 17);
    context.font = `700 ${size}px ui-monospace, monospace`;
    for (const mark of marks) {
      const [x, y] = place(mark.at);
      if (mark.picture) {
        const side = mark.strong ? size * 1.9 : size * 1.25;
        context.drawImage(mark.picture, x - side / 2, y - side / 2, side, side);
        if (!mark.strong) continue;
        context.lineWidth = 3;
        context.strokeStyle = colors.first;
        context.strokeRect(x - side / 2, y - side / 2, side, side);
      } else {
        context.lineWidth = 5;
        context.lineJoin = "round";
        context.strokeStyle = colors.paper;
        context.fillStyle = mark.strong ? colors.first : mark.wrong ? colors.wrong : colors.ink;
        context.strokeText(mark.text, x, y);
        context.fillText(mark.text, x, y);
      }
    }
    context.font = "15px system-ui, sans-serif";
    context.lineWidth = 4;
    context.strokeStyle = colors.paper;
    context.fillStyle = colors.muted;
    for (const [says, x, y] of [[`${axes[0]} →`, width - 26, height - 13], [`↑ ${axes[1]}`, 26, 13]]) {
      context.strokeText(says, x, y);
      context.fillText(says, x, y);
    }
    if (!point) return;
    const [x, y] = place(point);
    context.beginPath();
    context.arc(x, y, 12, 0, 2 * Math.PI);
    context.fillStyle = colors.accent;
    context.fill();
    context.lineWidth = 3;
    context.strokeStyle = colors.ink;
    context.stroke();
    if (lens) {
      // Above the finger, or below where there is no room.
      const tall = 0.19 * width;
      const wide = (tall * lens.width) / lens.height;
      const from = [Math.min(Math.max(x - wide / 2, 4), width - wide - 4), y > tall + 40 ? y - tall - 30 : y + 30];
      context.drawImage(lens, ...from, wide, tall);
      context.strokeStyle = colors.accent;
      context.strokeRect(...from, wide, tall);
    }
    const said = point.map((value) => value.toFixed(2)).join(", ");
    this.canvas.setAttribute("aria-valuenow", point[0]);
    this.canvas.setAttribute("aria-valuetext", said);
  }
}

// series: {values, stride, color}; the loss on a logarithmic scale.
export function drawCurve(canvas, series) {
  const { context, width, height } = prepared(canvas);
  const [left, right, top, bottom] = [62, width - 8, 10, height - 40];
  const all = series.flatMap(({ values }) => Array.from(values)).filter((value) => value > 0);
  const [low, high] = all.length ? [Math.min(...all), Math.max(...all)] : [0.1, 1];
  const from = Math.log10(low) - 0.05;
  const to = Math.max(Math.log10(high), from + 0.3) + 0.05;
  const end = Math.max(...series.map(({ values, stride }) => values.length * stride), 1);
  const y = (value) => bottom - ((Math.log10(value) - from) / (to - from)) * (bottom - top);
  context.textBaseline = "middle";
  context.textAlign = "right";
  context.lineWidth = 1;
  context.strokeStyle = colors.line;
  context.fillStyle = colors.muted;
  for (let power = -9; power < 3; power += 1) {
    for (const digit of to - from > 1.5 ? [1] : [1, 2, 5]) {
      const value = digit * 10 ** power;
      if (Math.log10(value) < from || Math.log10(value) > to) continue;
      context.fillText(Number(value.toPrecision(1)).toString(), left - 6, y(value));
      context.beginPath();
      context.moveTo(left, y(value));
      context.lineTo(right, y(value));
      context.stroke();
    }
  }
  context.fillText(end.toLocaleString("en"), right, bottom + 12);
  context.textAlign = "left";
  context.fillText("0", left, bottom + 12);
  context.textAlign = "center";
  context.fillText("epochs", (left + right) / 2, bottom + 26);
  context.save();
  context.translate(10, (top + bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText("loss", 0, 0);
  context.restore();
  context.lineWidth = 3;
  for (const { values, stride, color } of series) {
    context.strokeStyle = color;
    context.beginPath();
    values.forEach((value, i) => {
      if (value > 0) context.lineTo(left + (((i + 1) * stride) / end) * (right - left), y(value));
    });
    context.stroke();
  }
}

// series: {counts, color}: of images, by wrong pixels.
export function drawHistogram(canvas, series, noun) {
  const { context, width, height } = prepared(canvas);
  const [left, right, top, bottom] = [34, width - 4, 22, height - 40];
  const bins = Math.max(...series.map(({ counts }) => counts.length), 9);
  const most = Math.max(...series.flatMap(({ counts }) => counts), 1);
  const step = (right - left) / bins;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let bin = 0; bin < bins; bin += bins > 24 ? 10 : bins > 12 ? 5 : 1) {
    context.fillStyle = colors.muted;
    context.fillText(String(bin), left + (bin + 0.5) * step, bottom + 12);
  }
  context.fillText("wrong pixels", (left + right) / 2, bottom + 28);
  context.save();
  context.translate(12, (top + bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(noun, 0, 0);
  context.restore();
  series.forEach(({ counts, color }, k) => {
    const share = (0.84 * step) / series.length;
    counts.forEach((count, bin) => {
      const x = left + bin * step + 0.08 * step + k * share;
      const tall = (count / most) * (bottom - top);
      context.fillStyle = color;
      context.fillRect(x, bottom - tall, share, tall);
      if (!count || bins > 16) return;
      context.fillStyle = colors.ink;
      context.fillText(String(count), x + share / 2, bottom - tall - 10);
    });
  });
  context.fillStyle = colors.line;
  context.fillRect(left, bottom, right - left, 1);
}
