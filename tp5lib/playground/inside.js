// A look inside a network, beside its plane: what one image makes of each unit, weights as lines, a unit's picture.

import { draggable, within, write } from "./controls.js";
import { colors, prepared, sheet } from "./drawing.js";
import { t } from "./texts.js";

const MOST = 24; // units of a layer that are drawn
const LINES = 1000; // between two layers; of more, those of the chosen unit alone
const largest = (numbers) => numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

// What a unit is to the pixels of the image or, `down` the decoder, to those given back: its weights and, further in,
// the products of the weights on the way.
function weightsOf(layers, l, unit, down) {
  let row = layers[l].values.map((_, k) => Number(k === unit));
  for (let at = l; down ? at < layers.length - 1 : at > 0; at += down ? 1 : -1) {
    const [before, { weight }] = [row, layers[down ? at + 1 : at]];
    const sum = (i) => before.reduce((all, one, k) => all + one * (down ? weight(i, k) : weight(k, i)), 0);
    row = layers[down ? at + 1 : at - 1].values.map((_, i) => sum(i));
  }
  return row;
}

export class Inside {
  // The unit that is looked at is in the state, as its layer and its place there.
  constructor(figure, state, side = "") {
    [this.canvas, this.caption] = figure.children;
    this.said = () => state.point(`unit${side}`, 2) ?? [1, 0];
    const choose = (l, unit) => state.set({ [`unit${side}`]: `${l},${unit}` });
    const follow = (x, y) => {
      const l = within(x * this.shown.length, 1, this.shown.length - 2);
      choose(l, within(y * this.shown[l], 0, this.shown[l] - 1));
    };
    draggable(this.canvas, follow, (x, y) => choose(this.layer + Math.sign(x), this.unit + Math.sign(y)), true);
  }

  // What an image, and the z that a hand drew for it, make of a network.
  draw(network, { shape, light }, image, z) {
    const layers = network.layers(image, z);
    Object.assign(this, prepared(this.canvas), { layers, shape, last: layers.length - 1 });
    this.shown = layers.map(({ values }, l) => (this.inner(l) ? Math.min(values.length, MOST) : values.length));
    this.layer = within(this.said()[0], 1, this.last - 1);
    this.unit = within(this.said()[1], 0, this.shown[this.layer] - 1);
    this.pixel = Math.min(this.width / layers.length / shape[1], this.height / 2 / shape[0]);
    for (let l = 1; l <= this.last; l += 1) this.drawLines(l);
    for (let l = 1; l < this.last; l += 1) this.drawUnits(l);
    for (const l of [0, this.last]) this.drawImage(layers[l].values, this.middle(l), this.height / 2, { light });
    this.drawPicture(layers[this.layer]);
  }

  inner = (l) => l > 0 && l < this.last;
  isChosen = (l, k) => l === this.layer && k === this.unit;
  middle = (l) => (this.width * (l + 0.5)) / this.shown.length;

  // The middle of a unit, or of a pixel.
  place(l, k) {
    const { pixel, height, shape: [rows, columns] } = this;
    if (this.inner(l)) return [this.middle(l), (height * (k + 0.5)) / this.shown[l]];
    const [right, down] = [(k % columns) - (columns - 1) / 2, Math.floor(k / columns) - (rows - 1) / 2];
    return [this.middle(l) + right * pixel, height / 2 + down * pixel];
  }

  drawImage(values, x, y, options) {
    const [tall, wide] = this.shape.map((size) => size * this.pixel);
    this.context.drawImage(sheet([values], this.shape, options), x - wide / 2, y - tall / 2, wide, tall);
  }

  drawLines(l) {
    const { context, layers: { [l]: { weight } }, shown: { [l]: many, [l - 1]: before } } = this;
    const pairs = Array.from({ length: many * before }, (_, i) => [Math.floor(i / before), i % before]);
    const strong = ([to, from]) => this.isChosen(l, to) || this.isChosen(l - 1, from);
    const drawn = pairs.length < LINES ? pairs : pairs.filter(strong);
    const most = largest(drawn.map((pair) => weight(...pair)));
    for (const pair of drawn) {
      const [share, wide] = [weight(...pair) / most, strong(pair)];
      const style = { strokeStyle: share < 0 ? colors.wrong : colors.first, lineWidth: wide ? 2 : 1 };
      Object.assign(context, style, { globalAlpha: Math.abs(share) * (wide ? 1 : 0.4) }).beginPath();
      context.moveTo(...this.place(l - 1, pair[1]));
      context.lineTo(...this.place(l, pair[0]));
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  drawUnits(l) {
    const { context, layers: { [l]: { values } } } = this;
    const most = Math.max(1, largest(values));
    const radius = Math.max(3, Math.min(9, (0.4 * this.height) / this.shown[l]));
    for (let k = 0; k < this.shown[l]; k += 1) {
      const [x, y] = this.place(l, k);
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      Object.assign(context, { fillStyle: colors.paper }).fill();
      const fillStyle = values[k] < 0 ? colors.wrong : colors.ink;
      Object.assign(context, { fillStyle, globalAlpha: Math.abs(values[k] / most) }).fill();
      context.globalAlpha = 1;
      const strokeStyle = this.isChosen(l, k) ? colors.accent : colors.muted;
      Object.assign(context, { strokeStyle, fillStyle: colors.ink, lineWidth: 2, textAlign: "center" }).stroke();
      if (this.name(l, k)) context.fillText(`${this.name(l, k)} ${values[k].toFixed(2)}`, x, y - radius - 5);
    }
  }

  // The code is called z; in a variational network mu and sigma stand before it.
  name(l, k) {
    const half = this.layers[l].values.length / 2;
    if (l === Math.ceil(this.last / 2)) return `z${k + 1}`;
    return l === Math.floor(this.last / 2) ? `${k < half ? "μ" : "σ"}${(k % half) + 1}` : "";
  }

  // The chosen unit's, away from that of the image; and its words.
  drawPicture({ values: { [this.unit]: value, length: all } }) {
    const { context, layers, layer, unit, pixel, shape: [rows, columns] } = this;
    const down = layer >= this.last / 2;
    const picture = weightsOf(layers, layer, unit, down);
    const [wide, tall] = [columns * pixel, rows * pixel];
    const [left, top] = this.place(layer, unit);
    const x = left + (wide / 2 + 14) * (down ? -1 : 1);
    const y = Math.min(Math.max(top, tall / 2), this.height - tall / 2);
    Object.assign(context, { strokeStyle: colors.accent, lineWidth: 4 });
    context.strokeRect(x - wide / 2, y - tall / 2, wide, tall);
    this.drawImage(picture.map((weight) => weight / largest(picture)), x, y, { weights: true });
    const said = { l: layer, name: this.name(layer, unit) || unit + 1, value: value.toFixed(2), all };
    write(this.caption, t("inside.unit", { ...said, way: t(down ? "inside.down" : "inside.up") }));
    this.canvas.ariaValueText = this.caption.textContent;
  }
}
