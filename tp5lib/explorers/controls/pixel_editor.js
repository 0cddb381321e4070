// A small image drawn pixel by pixel; `PixelEditor` is its other half.

const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const KEYS = "arrow keys move, Space turns a pixel, Delete clears";

function render({ model, el }) {
  const [rows, columns] = model.get("shape");
  let cursor = [0, 0];
  let color = 1; // of the stroke being drawn
  let last = null; // where the stroke was before

  const numbers = (count) => [...Array(count).keys()];
  const cell = (row, column) =>
    `<div role="gridcell" aria-label="row ${row + 1}, column ${column + 1}" tabindex="-1"></div>`;
  const line = (row) =>
    `<div role="row">${numbers(columns).map((column) => cell(row, column)).join("")}</div>`;
  el.classList.add("tp5-control");
  el.innerHTML = `
    <div class="tp5-caption"></div>
    <div class="tp5-pixels" role="grid" aria-multiselectable="true">
      ${numbers(rows).map(line).join("")}
    </div>
    <button class="jupyter-button" type="button">clear</button>`;
  const [caption, grid, clear] = el.children;
  const cells = [...grid.querySelectorAll("[role=gridcell]")];
  caption.textContent = model.get("description");
  grid.ariaLabel = `${caption.textContent}: ${KEYS}`;
  grid.style.setProperty("--columns", columns);

  const place = ([row, column]) => row * columns + column;
  const inside = ([row, column]) => row >= 0 && row < rows && column >= 0 && column < columns;
  const isOn = (pixel) => model.get("value")[place(pixel)];

  function save(value) {
    model.set("value", value);
    model.save_changes();
  }

  function paint(pixels, on) {
    const value = [...model.get("value")];
    for (const pixel of pixels.filter(inside)) value[place(pixel)] = on;
    save(value);
  }

  const wipe = () => save(cells.map(() => 0));

  function show() {
    model.get("value").forEach((on, at) => (cells[at].ariaSelected = on === 1));
  }

  // Of all cells, Tab goes to the one where the keys were last.
  function go(pixel) {
    cells[place(cursor)].tabIndex = -1;
    cursor = pixel;
    cells[place(cursor)].tabIndex = 0;
  }

  function under(event) {
    const box = grid.getBoundingClientRect();
    return [
      Math.floor(((event.clientY - box.top) / box.height) * rows),
      Math.floor(((event.clientX - box.left) / box.width) * columns),
    ];
  }

  // All pixels from one to another: a fast hand passes several between two events.
  function stroke([row, column], [toRow, toColumn]) {
    const steps = Math.max(Math.abs(toRow - row), Math.abs(toColumn - column), 1);
    return numbers(steps + 1).map((step) => [
      Math.round(row + ((toRow - row) * step) / steps),
      Math.round(column + ((toColumn - column) * step) / steps),
    ]);
  }

  grid.addEventListener("pointerdown", (event) => {
    const pixel = under(event);
    if (event.button !== 0 || !inside(pixel)) return;
    grid.setPointerCapture(event.pointerId);
    color = 1 - isOn(pixel);
    last = pixel;
    go(pixel);
    paint([pixel], color);
  });
  grid.addEventListener("pointermove", (event) => {
    if (!grid.hasPointerCapture(event.pointerId)) return;
    const pixel = under(event);
    paint(stroke(last, pixel), color);
    last = pixel;
  });
  grid.addEventListener("keydown", (event) => {
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      go([(cursor[0] + arrow[0] + rows) % rows, (cursor[1] + arrow[1] + columns) % columns]);
      cells[place(cursor)].focus();
    } else if (event.key === " " || event.key === "Enter") {
      paint([cursor], 1 - isOn(cursor));
    } else if (event.key === "Delete" || event.key === "Backspace") {
      wipe();
    } else {
      return;
    }
    event.preventDefault(); // the page would scroll
    event.stopPropagation(); // JupyterLab would go to another cell, or cut this one
  });
  clear.addEventListener("click", wipe);

  model.on("change:value", show);
  go(cursor);
  show();
}

export default { render };
