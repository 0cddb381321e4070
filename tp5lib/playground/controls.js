// Elements, and the controls of the page, each tied to its key of the state.

import { SETTINGS, specOf } from "./state.js";
import { has } from "./texts.js";

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

export const press = (root, name, done) => root.querySelector(`[data-do=${name}]`).addEventListener("click", done);

const spoken = (key) => (has(key) ? { "data-t": key } : {});

export const options = (select, names, kind) =>
  select.replaceChildren(...names.map((name) => h("option", { value: name, ...spoken(`${kind}.${name}`) }, name)));

// Make the controls that the page names, of the kind that their keys are of. Returns what shows the state on them.
export function build(state) {
  const made = [...document.querySelectorAll("[data-controls]")].flatMap((place) => {
    const side = place.closest("[data-side]")?.dataset.side ?? "";
    const controls = place.dataset.controls.split(/\s+/).map((key) => control(state, key + side));
    place.prepend(...controls.map(({ element }) => element));
    return controls;
  });
  return () => made.forEach(({ show }) => show());
}

function control(state, key) {
  const [[name], id, spec, edited] = [key.split("."), `control-${key}`, specOf(key), SETTINGS.includes(key)];
  const values = () => (edited ? state.edited() : [""]).map((side) => state.get(key, side));
  const set = (value) => (edited ? state.setEdited(key, value) : state.set({ [key]: value }));
  const framed = (tag, ...children) => h(tag, { className: "control", "data-name": name }, ...children);
  const title = spoken(`set.${name}`);
  if (spec.among) {
    const button = (value) =>
      h("input", { type: "radio", name: key, "data-key": key, value, oninput: () => set(value) });
    const buttons = spec.among.map(button);
    const said = (value, i) => h("label", {}, buttons[i], h("span", spoken(`${name}.${value}`), value));
    const show = () => buttons.forEach((one, i) => (one.checked = values().every((own) => own === spec.among[i])));
    return { element: framed("fieldset", h("legend", title), h("div", {}, ...spec.among.map(said))), show };
  }
  const label = h("label", { htmlFor: id, ...title });
  if (spec.min === undefined) {
    const list = h("select", { id, "data-key": key, oninput: () => set(list.value) });
    return { element: framed("div", label, list), show: () => ([list.value] = values()) };
  }
  const [to, from] = spec.log ? [Math.log10, (power) => Number((10 ** power).toPrecision(2))] : [Number, Number];
  const ends = { min: to(spec.min), max: to(spec.most ?? spec.max), step: spec.log ? 0.02 : spec.step };
  const slider = h("input", { type: "range", id, "data-key": key, ...ends });
  const output = h("output", { htmlFor: id });
  const say = (...own) => (slider.ariaValueText = output.value = [...new Set(own)].join(" | "));
  slider.addEventListener("input", () => say(from(slider.value)));
  slider.addEventListener(spec.live ? "input" : "change", () => set(from(slider.value)));
  const show = () => {
    slider.value = to(values()[0]);
    say(...values());
  };
  return { element: framed("div", label, output, slider), show };
}

export const within = (value, low, high) => Math.min(Math.max(Math.floor(value), low), high);

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function onKey(element, answer) {
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || answer(event) === false) return;
    event.preventDefault(); // the page would scroll
    event.stopPropagation(); // a deck would turn
  });
}

// Let a hand move over an element, with nothing pressed where it `hovers`: `move` is told of places as shares of its
// size, `key` of an arrow's steps.
export function draggable(element, move, key, hovers = false) {
  const follow = (event) => {
    const box = element.getBoundingClientRect();
    move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height, event);
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    follow(event);
  });
  const follows = ({ pointerId }) => hovers || element.hasPointerCapture(pointerId);
  element.addEventListener("pointermove", (event) => follows(event) && follow(event));
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
    const where = { "data-row": Math.floor(i / columns) + 1, "data-column": (i % columns) + 1 };
    return h("div", { id: `${element.dataset.of}-${i}`, role: "gridcell", "data-label": "own.cell", ...where });
  });
  const line = (_, r) => h("div", { role: "row" }, ...cells.slice(r * columns, (r + 1) * columns));
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
  const cellAt = (x, y) => within(y * rows, 0, rows - 1) * columns + within(x * columns, 0, columns - 1);
  const follow = (x, y, event) => {
    const [first, start] = event.type === "pointerdown" ? [true, [x, y]] : [false, last];
    last = [x, y];
    if (first) color = pixels[cellAt(x, y)] > 0.5 ? 0 : 1;
    // A fast hand passes several pixels from one event to the next.
    const between = (k) => cellAt(start[0] + k * (x - start[0]), start[1] + k * (y - start[1]));
    const passed = [0.25, 0.5, 0.75, 1].map(between);
    cursor = passed.at(-1);
    paint(passed, color);
  };
  draggable(element, follow, (x, y) => {
    const [row, column] = [Math.floor(cursor / columns), cursor % columns];
    cursor = cellAt((column + Math.sign(x) + 0.5) / columns, (row + Math.sign(y) + 0.5) / rows);
    show();
  });
  const clear = () => paint(cells.keys(), 0);
  const keys = { " ": turn, Enter: turn, Delete: clear, Backspace: clear };
  onKey(element, (event) => keys[event.key]?.() ?? event.key in keys);
  return (now) => {
    pixels = Array.from(now);
    show();
  };
}
