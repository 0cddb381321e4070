// Pictures on canvases: pixels, the plane, the loss curve, the histogram.

import { draggable, h } from "./controls.js";
import { count, t } from "./texts.js";

export const colors = {};
const rgb = {};

// The colours of the style sheet, which differ in the dark, and its type, which grows with the window.
export function readStyle() {
  const style = getComputedStyle(document.documentElement);
  colors.font = `${0.9 * parseFloat(style.fontSize)}px system-ui, sans-serif`;
  for (const name of ["paper", "ink", "muted", "line", "accent", "first", "second", "wrong"]) {
    colors[name] = style.getPropertyValue(`--${name}`).trim();
    rgb[name] = [1, 3, 5].map((i) => parseInt(colors[name].slice(i, i + 2), 16));
  }
}

// A canvas as sharp as the screen; returns its context, with a pixel of the page as unit.
export function prepared(canvas) {
  const ratio = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  const [w, hh] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== hh) Object.assign(canvas, { width: w, height: hh });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  context.font = colors.font;
  return { context, width, height };
}

// Pictures side by side, as many to a row as `across`, on a canvas with a pixel for each of theirs, which the page
// enlarges. Letters are ink on paper; `light` ones are bright on black. Pixels that differ from `targets` stand out, as
// do negative weights.
export function sheet(images, [rows, columns], options = {}, canvas = h("canvas")) {
  const { across = images.length, gap = 0, light, targets, weights } = options;
  const down = Math.ceil(images.length / across);
  const [width, height] = [across * (columns + gap) - gap, down * (rows + gap) - gap];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const data = context.createImageData(width, height);
  const [off, on] = light ? [[0, 0, 0], [255, 255, 255]] : [rgb.paper, weights ? rgb.first : rgb.ink];
  images.forEach((pixels, place) => {
    const corner = Math.floor(place / across) * (rows + gap) * width + (place % across) * (columns + gap);
    for (let i = 0; i < rows * columns; i += 1) {
      const to = 4 * (corner + Math.floor(i / columns) * width + (i % columns));
      const wrong = targets ? pixels[i] > 0.5 !== targets[place][i] > 0.5 : weights && pixels[i] < 0;
      const share = targets && wrong ? (pixels[i] > 0.5 ? 1 : 0.45) : Math.abs(pixels[i]);
      for (let k = 0; k < 3; k += 1) data.data[to + k] = off[k] + share * ((wrong ? rgb.wrong : on)[k] - off[k]);
      data.data[to + 3] = 255;
    }
  });
  context.putImageData(data, 0, 0);
  return canvas;
}

export const decimals = (numbers) => Array.from(numbers, (z) => z.toFixed(2)).join(", ");
export const differing = (pixels, target) => pixels.reduce((sum, p, i) => sum + (p > 0.5 !== target[i] > 0.5), 0);

// Small pictures of images that a letter cannot stand for; none of others.
export function picturesOf(data) {
  if (!data.light && data.names.every((name) => [...name].length < 4)) return [];
  return (data.thumbnails ??= data.images.map((image) => sheet([image], data.shape, data)));
}

export class Plane {
  // `moved` is told of a point that a hand or a key chose.
  constructor(canvas, moved) {
    Object.assign(this, { canvas, range: [0, 1, 0, 1], point: null });
    Object.assign(canvas, { tabIndex: 0, role: "slider" });
    const step = (x, y) => {
      const [left, right, bottom, top] = this.range;
      const [px, py] = this.point ?? this.at(0.5, 0.5);
      moved(this.within([px + (x * (right - left)) / 100, py - (y * (top - bottom)) / 100]));
    };
    draggable(canvas, (x, y) => moved(this.within(this.at(x, y))), step);
  }

  // Take the range of an activation, or that of the points; on a line, only across.
  fitTo(points, activation, line) {
    const ends = { sigmoid: [0, 1], tanh: [-1, 1] }[activation];
    this.range = [0, 1].flatMap((k) => {
      const all = points.map((point) => point[k]);
      const [low, high] = k && line ? [0, 1] : ends ?? [Math.min(...all), Math.max(...all)];
      const room = Math.max(0.07 * (high - low), 1e-3);
      return [low - room, high + room];
    });
  }

  // The point at a place, given as shares of width and height from the upper left corner.
  at(x, y) {
    const [left, right, bottom, top] = this.range;
    return [left + x * (right - left), top - y * (top - bottom)];
  }

  within(point) {
    const [left, right, bottom, top] = this.range;
    return point && [Math.min(Math.max(point[0], left), right), Math.min(Math.max(point[1], bottom), top)];
  }

  // The decoded plane, to lie behind: made anew for another `about`; where `redraw` is given, once the hand rests.
  decoded(about, data, decode, redraw) {
    const [key, { images, shape: [rows, columns] }] = [`${about} ${this.range} ${colors.paper}`, data];
    clearTimeout(this.timer);
    if (key === this.key) return this.field;
    if (redraw && this.field) {
      this.timer = setTimeout(() => ((this.field = null), redraw()), 100);
      return this.field;
    }
    const down = images[0].length > 64 ? 10 : 11;
    const across = Math.max(2, Math.round((down * (rows + 1)) / (columns + 1))); // pictures keep their shape
    const middle = (_, i) => this.at(((i % across) + 0.5) / across, (Math.floor(i / across) + 0.5) / down);
    const points = Array.from({ length: across * down }, middle);
    return Object.assign(this, { key, field: sheet(decode(points), data.shape, { ...data, across, gap: 1 }) }).field;
  }

  // field: a sheet; marks: {at, text or picture, strong, wrong}; rings: {at, radii, strong, prior}; path: two ends;
  // lens: what the point decodes to.
  draw({ field, marks, rings = [], point, path, lens, axes }) {
    this.point = point;
    const { context, width, height } = prepared(this.canvas);
    const [left, right, bottom, top] = this.range;
    const place = ([x, y]) => [((x - left) / (right - left)) * width, ((top - y) / (top - bottom)) * height];
    context.globalAlpha = 0.22;
    context.drawImage(field, 0, 0, width, height);
    Object.assign(context, { globalAlpha: 1, textAlign: "center", textBaseline: "middle", lineJoin: "round" });
    this.drawRings(context, width / (right - left), place, rings);
    if (path) {
      Object.assign(context, { strokeStyle: colors.first, lineWidth: 3 }).setLineDash([8, 6]);
      context.beginPath();
      path.forEach((end) => context.lineTo(...place(end)));
      context.stroke();
      context.setLineDash([]);
    }
    this.drawMarks(context, width, place, marks);
    const below = this.canvas.parentElement.dataset; // written below the plane
    if (below.x + below.y !== axes.join("")) [below.x, below.y] = axes;
    if (!point) return;
    const [x, y] = place(point);
    context.beginPath();
    context.arc(x, y, Math.min(12, width / 20), 0, 2 * Math.PI);
    Object.assign(context, { fillStyle: colors.accent, strokeStyle: colors.ink, lineWidth: 3 });
    context.fill();
    context.stroke();
    // What it decodes to stands above the finger, or below where there is no room.
    const tall = 0.19 * width;
    const wide = (tall * lens.width) / lens.height;
    const corner = [Math.min(Math.max(x - wide / 2, 4), width - wide - 4), y > tall + 40 ? y - tall - 30 : y + 30];
    context.drawImage(lens, ...corner, wide, tall);
    context.strokeStyle = colors.accent;
    context.strokeRect(...corner, wide, tall);
    const told = { valuemin: left, valuemax: right, valuenow: point[0], valuetext: decimals(point) };
    for (const [name, value] of Object.entries(told)) this.canvas.setAttribute(`aria-${name}`, value);
  }

  drawRings(context, unit, place, rings) {
    for (const { at, radii, strong, prior } of rings) {
      context.setLineDash(prior ? [2, 6] : []);
      const strokeStyle = strong ? colors.first : prior ? colors.ink : colors.muted;
      Object.assign(context, { strokeStyle, lineWidth: strong ? 4 : 1 }).beginPath();
      context.ellipse(...place(at), radii[0] * unit, radii[1] * unit, 0, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  drawMarks(context, width, place, marks) {
    const size = Math.max(width / 24, Math.min(width / 14, 17));
    Object.assign(context, { font: `700 ${size}px ui-monospace, monospace`, lineWidth: 3 });
    for (const { at, text, picture, strong, wrong } of marks) {
      const [x, y] = place(at);
      const side = strong ? size * 1.9 : size * 1.25;
      const fillStyle = strong ? colors.first : wrong ? colors.wrong : colors.ink;
      const style = picture ? { strokeStyle: colors.first } : { fillStyle, strokeStyle: colors.paper, lineWidth: 5 };
      Object.assign(context, style);
      if (picture) context.drawImage(picture, x - side / 2, y - side / 2, side, side);
      if (picture && strong) context.strokeRect(x - side / 2, y - side / 2, side, side);
      if (!picture) ["strokeText", "fillText"].forEach((way) => context[way](text, x, y));
    }
  }
}

// A prepared chart with the names of its axes, and the place that is left within.
function chart(canvas, left, across, up) {
  const { context, width, height } = prepared(canvas);
  const [right, top, bottom] = [width - 8, 40, height - 40];
  canvas.ariaLabel = `${up} / ${across}`;
  Object.assign(context, { textAlign: "left", textBaseline: "middle", fillStyle: colors.muted, lineWidth: 1 });
  context.fillText(up, 0, 10);
  context.textAlign = "center";
  context.fillText(across, (left + right) / 2, bottom + 29);
  return { context, left, right, top, bottom };
}

// series: {values, stride, color}; the loss on a logarithmic scale,
// and `level` is a line across it, {value, says}.
export function drawCurve(canvas, series, up, level) {
  const losses = series.flatMap(({ values }) => values);
  const all = (level ? [...losses, level.value] : losses).filter((value) => value > 0);
  const [low, high] = all.length ? [Math.min(...all), Math.max(...all)] : [0.1, 1];
  const from = Math.log10(low) - 0.05;
  const to = Math.max(Math.log10(high), from + 0.3) + 0.05;
  const room = 32 + 8 * Math.max(0, Math.ceil(-from)); // for the numbers
  const { context, left, right, top, bottom } = chart(canvas, room, t("chart.epochs"), up);
  const end = Math.max(...series.map(({ values, stride }) => values.length * stride), 1);
  const y = (value) => bottom - ((Math.log10(value) - from) / (to - from)) * (bottom - top);
  Object.assign(context, { strokeStyle: colors.line, textAlign: "right" });
  for (let power = -9; power < 3; power += 1) {
    for (const digit of to - from > 1.5 ? [1] : to - from > 0.8 ? [1, 2, 5] : [1, 2, 3, 4, 5, 7]) {
      const value = Number(`${digit}e${power}`);
      if (y(value) > bottom || y(value) < top) continue;
      context.fillText(String(value), left - 6, y(value));
      context.strokeRect(left, y(value), right - left, 0);
    }
  }
  context.fillText(count(end), right, bottom + 12);
  context.fillText("0", left + 8, bottom + 12);
  if (level) {
    Object.assign(context, { strokeStyle: colors.ink }).setLineDash([6, 4]);
    context.strokeRect(left, y(level.value), right - left, 0);
    context.setLineDash([]);
    context.fillText(level.says, right - 4, y(level.value) - 10);
  }
  for (const { values, stride, color } of series) {
    Object.assign(context, { strokeStyle: color, lineWidth: 3 }).beginPath();
    values.forEach((v, i) => v > 0 && context.lineTo(left + (((i + 1) * stride) / end) * (right - left), y(v)));
    context.stroke();
  }
}

// series: {errors, color}: how many images have so many wrong pixels, or what else the axes are called; a frame around
// one bin, {bin, says}.
export function drawHistogram(canvas, series, axes = [t("chart.wrong"), t("chart.images")], frame = null) {
  const { context, left, right, top, bottom } = chart(canvas, 4, ...axes);
  const worst = Math.max(...series.flatMap(({ errors }) => errors), 8);
  const size = Math.ceil((worst + 1) / 40); // pixels to a bin
  const bins = Math.floor(worst / size) + 1;
  const within = (errors, bin) => errors.filter((error) => Math.floor(error / size) === bin).length;
  const all = series.map(({ errors }) => Array.from({ length: bins }, (_, bin) => within(errors, bin)));
  const [most, step] = [Math.max(...all.flat(), 1), (right - left) / bins];
  const each = bins > 24 ? 10 : bins > 12 ? 5 : 1;
  const middle = (bin) => left + (bin + 0.5) * step;
  for (let bin = 0; bin < bins; bin += each) context.fillText(String(bin * size), middle(bin), bottom + 12);
  all.forEach((counts, k) => {
    const wide = (0.84 * step) / series.length;
    counts.forEach((count, bin) => {
      const x = left + (bin + 0.08) * step + k * wide;
      const tall = (count / most) * (bottom - top);
      context.fillStyle = series[k].color;
      context.fillRect(x, bottom - tall, wide, tall);
      context.fillStyle = colors.ink;
      const fits = count && context.measureText(count).width < wide + 2;
      if (fits) context.fillText(String(count), x + wide / 2, bottom - tall - 10);
    });
  });
  if (!frame) return;
  const style = { strokeStyle: colors.ink, fillStyle: colors.ink, textAlign: "left", lineWidth: 2 };
  Object.assign(context, style).setLineDash([6, 4]);
  context.strokeRect(left + frame.bin * step, 20, step, bottom - 20);
  context.fillText(frame.says, left + Math.max((frame.bin + 1) * step, context.measureText(axes[1]).width) + 10, 10);
  context.setLineDash([]);
}
