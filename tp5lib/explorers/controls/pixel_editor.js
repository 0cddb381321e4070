// A small image drawn pixel by pixel; `PixelEditor` is its other half.

const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

let editors = 0; // ids must be unique on a page

function render({ model, el }) {
  el.classList.add("tp5-control");
  const [rows, columns] = model.get("shape");
  const id = `tp5-editor-${(editors += 1)}`;
  const cells = [];
  let cursor = [0, 0];
  let color = 1; // of the stroke being drawn
  let last = null; // where the stroke was before

  const caption = document.createElement("div");
  caption.className = "tp5-caption";
  caption.textContent = model.get("description");

  const grid = document.createElement("div");
  grid.className = "tp5-pixels";
  grid.tabIndex = 0;
  grid.style.setProperty("--columns", columns);
  grid.setAttribute("role", "grid");
  const keys = "arrow keys move, Space turns a pixel, Delete clears";
  grid.setAttribute("aria-label", `${caption.textContent}: ${keys}`);
  grid.setAttribute("aria-multiselectable", "true");

  for (let row = 0; row < rows; row += 1) {
    const line = document.createElement("div");
    line.setAttribute("role", "row");
    for (let column = 0; column < columns; column += 1) {
      const cell = document.createElement("div");
      cell.id = `${id}-${row}-${column}`;
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-label", `row ${row + 1}, column ${column + 1}`);
      line.append(cell);
      cells.push(cell);
    }
    grid.append(line);
  }

  const clear = document.createElement("button");
  clear.className = "jupyter-button";
  clear.type = "button";
  clear.textContent = "clear";
  el.append(caption, grid, clear);

  function save(value) {
    model.set("value", value);
    model.save_changes();
  }

  const inside = ([row, column]) => row >= 0 && row < rows && column >= 0 && column < columns;

  function paint(places, on) {
    const before = model.get("value");
    const value = [...before];
    for (const [row, column] of places.filter(inside)) value[row * columns + column] = on;
    if (value.some((pixel, place) => pixel !== before[place])) save(value);
  }

  const isOn = ([row, column]) => model.get("value")[row * columns + column];
  const wipe = () => save(cells.map(() => 0));

  function show() {
    model.get("value").forEach((on, place) => {
      cells[place].setAttribute("aria-selected", on === 1);
    });
  }

  function go([row, column]) {
    cells[cursor[0] * columns + cursor[1]].classList.remove("tp5-cursor");
    cursor = [row, column];
    const cell = cells[row * columns + column];
    cell.classList.add("tp5-cursor");
    grid.setAttribute("aria-activedescendant", cell.id);
  }

  function under(event) {
    const box = grid.getBoundingClientRect();
    return [
      Math.floor(((event.clientY - box.top) / box.height) * rows),
      Math.floor(((event.clientX - box.left) / box.width) * columns),
    ];
  }

  // All pixels from one to another: a fast hand passes several between two events.
  function line([row, column], [toRow, toColumn]) {
    const steps = Math.max(Math.abs(toRow - row), Math.abs(toColumn - column), 1);
    return Array.from({ length: steps + 1 }, (_, step) => [
      Math.round(row + ((toRow - row) * step) / steps),
      Math.round(column + ((toColumn - column) * step) / steps),
    ]);
  }

  grid.addEventListener("pointerdown", (event) => {
    const place = under(event);
    if (event.button !== 0 || !inside(place)) return;
    grid.setPointerCapture(event.pointerId);
    color = 1 - isOn(place);
    last = place;
    go(place);
    paint([place], color);
  });
  grid.addEventListener("pointermove", (event) => {
    if (!grid.hasPointerCapture(event.pointerId)) return;
    const place = under(event);
    paint(line(last, place), color);
    last = place;
  });
  grid.addEventListener("keydown", (event) => {
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      go([(cursor[0] + arrow[0] + rows) % rows, (cursor[1] + arrow[1] + columns) % columns]);
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
