// Elements, and the controls of the page; those of `data-key` are tied to the state.

import { SPEC } from "./state.js";

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const place = (value, log) => (log ? Math.log10(value) : value);

// Tie all controls of the page to the state; `side()` is the network that they are of.
export function bind(state, side) {
  const controls = [...document.querySelectorAll("[data-key]")];
  controls.forEach((input, i) => {
    const { key, log } = input.dataset;
    const { min, max, step } = SPEC[key.split(".")[0]];
    const own = () => key + (input.closest("#train") && !["pair", "pace", "axes"].includes(key) ? side() : "");
    input.id ||= `control-${i}`;
    input.closest(".control").querySelectorAll(":scope > label, output").forEach((one) => (one.htmlFor = input.id));
    if (input.type === "radio") input.name = key;
    if (input.type === "range") {
      const most = Number(input.getAttribute("max") ?? max);
      Object.assign(input, { min: place(min, log), max: place(most, log), step: log ? 0.02 : step });
    }
    input.addEventListener("input", () => {
      const value = log ? Number((10 ** input.valueAsNumber).toPrecision(2)) : input.value;
      state.set({ [own()]: typeof SPEC[key.split(".")[0]].start === "number" ? Number(value) : value });
    });
  });
  return () => {
    for (const input of controls) {
      const [key, fixed] = input.dataset.key.split(".");
      const value = state.get(key, fixed ? `.${fixed}` : input.closest("#train") ? side() : "");
      if (input.type === "radio") input.checked = input.value === String(value);
      else if (input.type === "range") {
        input.value = place(value, input.dataset.log);
        input.setAttribute("aria-valuetext", value);
        input.closest(".control").querySelector("output").value = value;
      } else if (value || input.dataset.first) input.value = value || input.dataset.first;
    }
  };
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const plain = (event) => !(event.ctrlKey || event.altKey || event.metaKey);

// Let a hand move over an element: `move` is told of places as shares of its size, `key` of
// the steps of an arrow.
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
  element.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow || !plain(event)) return;
    event.preventDefault(); // the page would scroll
    event.stopPropagation(); // a deck would turn
    key(...arrow.map((step) => step * (event.shiftKey ? 10 : 1)));
  });
}

// A small picture drawn pixel by pixel in `element`; `done` is told of the pixels, 0 or 1.
export function editor(element, label, [rows, columns], done) {
  let pixels = new Array(rows * columns).fill(0);
  let [cursor, color, last] = [0, 1, null];
  const cells = pixels.map((_, i) => {
    const where = `row ${Math.floor(i / columns) + 1}, column ${(i % columns) + 1}`;
    return h("div", { id: `${element.dataset.of}-${i}`, role: "gridcell", "aria-label": where });
  });
  const line = (_, r) => h("div", { role: "row" }, ...cells.slice(r * columns, (r + 1) * columns));
  element.append(...Array.from({ length: rows }, line));
  element.tabIndex = 0;
  element.setAttribute("role", "grid");
  element.setAttribute("aria-label", `${label}: arrow keys move, Space turns a pixel over, Delete clears`);
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
  const follow = (x, y, event) => {
    const at = [Math.floor(y * rows), Math.floor(x * columns)];
    const first = event.type === "pointerdown";
    const [r, c] = first ? at : last;
    last = at;
    // All pixels in between: a fast hand passes several from one event to the next.
    const steps = Math.max(Math.abs(at[0] - r), Math.abs(at[1] - c), 1);
    const passed = [];
    for (let step = 0; step <= steps; step += 1) {
      const [row, column] = [r, c].map((from, k) => Math.round(from + ((at[k] - from) * step) / steps));
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
  element.addEventListener("keydown", (event) => {
    if (!plain(event)) return;
    if (event.key === " " || event.key === "Enter") paint([cursor], pixels[cursor] > 0.5 ? 0 : 1);
    else if (event.key === "Delete" || event.key === "Backspace") paint(cells.keys(), 0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return (now) => {
    pixels = Array.from(now);
    show();
  };
}
