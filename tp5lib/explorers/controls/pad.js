// A point dragged over a rectangle; pad.py is its other half.
//
// ipywidgets keeps one message of a model under way and holds back only the newest state
// until the kernel is idle again, so fast hands do not queue up stale pictures.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

function render({ model, el }) {
  el.classList.add("tp5-control");
  const caption = document.createElement("div");
  caption.className = "tp5-caption";

  const pad = document.createElement("div");
  pad.className = "tp5-pad";
  pad.tabIndex = 0;
  pad.setAttribute("role", "slider");
  pad.setAttribute("aria-roledescription", "point on a plane");

  const picture = document.createElement("img");
  picture.alt = "";
  picture.draggable = false;
  const point = document.createElement("div");
  point.className = "tp5-point";
  pad.append(picture, point);
  el.append(caption, pad);

  const [left, bottom] = model.get("low");
  const [right, top] = model.get("high");
  pad.setAttribute("aria-valuemin", left);
  pad.setAttribute("aria-valuemax", right);

  const clip = (value, low, high) => Math.min(Math.max(value, low), high);

  function move(x, y) {
    model.set({ x: clip(x, left, right), y: clip(y, bottom, top) });
    model.save_changes();
  }

  function show() {
    const x = model.get("x");
    const y = model.get("y");
    point.style.left = `${(100 * (x - left)) / (right - left)}%`;
    point.style.top = `${(100 * (top - y)) / (top - bottom)}%`;
    pad.setAttribute("aria-valuenow", x);
    pad.setAttribute("aria-valuetext", `${x.toFixed(2)}, ${y.toFixed(2)}`);
  }

  function follow(event) {
    const box = pad.getBoundingClientRect();
    const across = (event.clientX - box.left - pad.clientLeft) / pad.clientWidth;
    const down = (event.clientY - box.top - pad.clientTop) / pad.clientHeight;
    move(left + across * (right - left), top - down * (top - bottom));
  }

  pad.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pad.setPointerCapture(event.pointerId);
    follow(event);
  });
  pad.addEventListener("pointermove", (event) => {
    if (pad.hasPointerCapture(event.pointerId)) follow(event);
  });
  pad.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault(); // the page would scroll
    event.stopPropagation(); // JupyterLab would go to another cell
    const share = event.shiftKey ? 0.1 : 0.01;
    move(
      model.get("x") + arrow[0] * share * (right - left),
      model.get("y") + arrow[1] * share * (top - bottom),
    );
  });

  function describe() {
    caption.textContent = model.get("description");
    pad.setAttribute("aria-label", `${caption.textContent}: arrow keys move the point`);
  }

  let url = null;
  function paint() {
    URL.revokeObjectURL(url);
    const png = model.get("background");
    const empty = png.byteLength === 0;
    url = empty ? null : URL.createObjectURL(new Blob([png], { type: "image/png" }));
    picture.hidden = empty;
    picture.src = url ?? "";
  }

  model.on("change:x change:y", show);
  model.on("change:background", paint);
  model.on("change:description", describe);
  describe();
  show();
  paint();
  return () => URL.revokeObjectURL(url);
}

export default { render };
