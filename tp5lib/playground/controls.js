// Elements, and the controls of the page; those of `data-key` are tied to the state.

import { specOf } from "./state.js";
import { has, t } from "./texts.js";

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

// Change a text, where it differs: the page is laid out anew for any that is set.
export const write = (element, text) => element.textContent === text || (element.textContent = text);

// Make the controls that the page names: radios of some values, sliders, lists. Their texts are written later.
export function build() {
  const named = (one, key) => {
    const [name] = key.split(".");
    one.classList.add("control");
    one.dataset.name ??= name;
    return h(one.tagName === "FIELDSET" ? "legend" : "label", has(`set.${name}`) ? { "data-t": `set.${name}` } : {});
  };
  for (const one of document.querySelectorAll("[data-radio]")) {
    const { radio: key, of } = one.dataset;
    const label = (value) => {
      const text = `${key.split(".")[0]}.${value}`;
      const said = has(text) ? h("span", { "data-t": text }) : h("span", {}, value);
      return h("label", {}, h("input", { type: "radio", "data-key": key, value }), said);
    };
    one.append(named(one, key), h("div", {}, ...of.split(",").map(label)));
  }
  for (const one of document.querySelectorAll("[data-range]")) {
    const { range: key, log, most } = one.dataset;
    const more = { ...(log && { "data-log": log }), ...(most && { "data-most": most }) };
    const slider = { type: "range", "data-key": key, ...more };
    one.append(named(one, key), h("output"), h("input", slider));
  }
  for (const one of document.querySelectorAll("[data-select]")) {
    one.append(named(one, one.dataset.select), h("select", { "data-key": one.dataset.select }));
  }
}

// Tie all controls to the state; `side()` says whose those of the training are: "" and ".b" of one of two networks,
// "both" of both. Returns what shows it.
export function bind(state, side) {
  const controls = [...document.querySelectorAll("[data-key]")].map((input, i) => {
    const [key, fixed] = input.dataset.key.split(".");
    const spec = specOf(input.dataset.key);
    const { log, most = spec.max } = input.dataset;
    const [to, from] = log ? [Math.log10, (power) => Number((10 ** power).toPrecision(2))] : [Number, Number];
    const shared = !input.closest("#train") || ["pair", "pace", "axes"].includes(key);
    const own = () => (fixed ? `.${fixed}` : shared ? "" : side());
    input.id ||= `control-${i}`;
    input.closest(".control").querySelectorAll(":scope > label, output").forEach((one) => (one.htmlFor = input.id));
    if (input.type === "radio") input.name = input.dataset.key;
    const { step } = log ? { step: 0.02 } : spec;
    if (input.type === "range") Object.assign(input, { min: to(spec.min), max: to(most), step });
    input.addEventListener("input", () => {
      const value = typeof spec.start === "number" ? from(input.value) : input.value;
      state.dragging = input.type === "range";
      const [one, whose] = [own(), `${key}.b`];
      if (one === "both") state.set({ [key]: value, [whose]: value });
      else if (one === "" && !shared && state.get("pair")) state.set({ [key]: value, [whose]: state.get(key, ".b") });
      else state.set({ [key + one]: value });
    });
    input.addEventListener("change", () => {
      state.dragging = false;
      state.tell([]);
    });
    return () => {
      const one = own() === "both" ? "" : own();
      const value = state.get(key, one);
      const [other] = own() === "both" && state.get("pair") ? [state.get(key, ".b")] : [value];
      if (input.type === "radio") input.checked = input.value === String(value) && value === other;
      else if (input.type === "range") {
        input.value = to(value);
        input.setAttribute("aria-valuetext", value);
        input.closest(".control").querySelector("output").value = value === other ? value : `${value} | ${other}`;
      } else input.value = value || input.dataset.first;
    };
  });
  return () => controls.forEach((show) => show());
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function onKey(element, answer) {
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || answer(event) === false) return;
    event.preventDefault(); // the page would scroll
    event.stopPropagation(); // a deck would turn
  });
}

// Let a hand move over an element: `move` is told of places as shares of its size, `key` of an arrow's steps.
export function draggable(element, move, key) {
  const follow = (event) => {
    const box = element.getBoundingClientRect();
    move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, event);
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    follow(event);
  });
  element.addEventListener("pointermove", (event) => element.hasPointerCapture(event.pointerId) && follow(event));
  onKey(element, (event) => {
    if (!ARROWS[event.key]) return false;
    return key(...ARROWS[event.key].map((step) => step * (event.shiftKey ? 10 : 1)));
  });
}

// A small picture drawn pixel by pixel in `element`; `done` is told of the pixels, 0 or 1. Returns what sets them.
export function editor(element, [rows, columns], done) {
  let pixels = new Array(rows * columns).fill(0);
  let [cursor, color, last] = [0, 1, null];
  const cells = pixels.map((_, i) => {
    const where = t("own.cell", { row: Math.floor(i / columns) + 1, column: (i % columns) + 1 });
    return h("div", { id: `${element.dataset.of}-${i}`, role: "gridcell", "aria-label": where });
  });
  const line = (_, r) => h("div", { role: "row" }, ...cells.slice(r * columns, (r + 1) * columns));
  element.setAttribute("role", "grid");
  element.tabIndex = 0;
  element.append(...Array.from({ length: rows }, line));
  const show = () => {
    element.setAttribute("aria-activedescendant", cells[cursor].id);
    cells.forEach((cell, i) => {
      cell.setAttribute("aria-selected", pixels[i] > 0.5);
      cell.classList.toggle("cursor", i === cursor);
    });
  };
  const paint = (places, on) => {
    for (const i of places) pixels[i] = on;
    show();
    done(pixels.slice());
  };
  const turn = () => paint([cursor], pixels[cursor] > 0.5 ? 0 : 1);
  const follow = (x, y, event) => {
    const at = [Math.floor(y * rows), Math.floor(x * columns)];
    const [first, start] = event.type === "pointerdown" ? [true, at] : [false, last];
    last = at;
    // All pixels in between: a fast hand passes several from one event to the next.
    const steps = Math.max(Math.abs(at[0] - start[0]), Math.abs(at[1] - start[1]), 1);
    const passed = [];
    for (let step = 0; step <= steps; step += 1) {
      const [row, column] = start.map((from, k) => Math.round(from + ((at[k] - from) * step) / steps));
      if (row >= 0 && row < rows && column >= 0 && column < columns) passed.push(row * columns + column);
    }
    if (!passed.length) return;
    if (first) color = pixels[passed[0]] > 0.5 ? 0 : 1;
    cursor = passed.at(-1);
    paint(passed, color);
  };
  draggable(element, follow, (x, y) => {
    const row = (Math.floor(cursor / columns) + Math.sign(y) + rows) % rows;
    cursor = row * columns + (((cursor % columns) + Math.sign(x) + columns) % columns);
    show();
  });
  const clear = () => paint(cells.keys(), 0);
  const keys = { " ": turn, Enter: turn, Delete: clear, Backspace: clear };
  onKey(element, (event) => (keys[event.key] ?? (() => false))());
  return (now) => {
    pixels = Array.from(now);
    show();
  };
}
