// A point dragged over a rectangle; pad.py is its other half.
//
// ipywidgets keeps one message of a model under way and holds back only the newest state
// until the kernel is idle again, so fast hands do not queue up stale pictures.

const SVG = "http://www.w3.org/2000/svg";
const CLOSE = 26; // pixels from a mouse to what it names
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
  const name = document.createElement("div");
  name.className = "tp5-name";
  name.hidden = true;
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 100 100");
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "line");
  drawing.append(path);
  pad.append(picture, drawing, point, name);
  el.append(caption, pad);

  const [left, bottom] = model.get("low");
  const [right, top] = model.get("high");
  pad.setAttribute("aria-valuemin", left);
  pad.setAttribute("aria-valuemax", right);

  const clip = (value, low, high) => Math.min(Math.max(value, low), high);

  const across = (x) => (100 * (x - left)) / (right - left);
  const down = (y) => (100 * (top - y)) / (top - bottom);

  // Of a path, its point that is nearest as the screen shows it; all else is left out of reach.
  function share(x, y) {
    const [[fromX, fromY], [toX, toY]] = model.get("path");
    const scale = [pad.clientWidth / (right - left), pad.clientHeight / (top - bottom)];
    const along = [(toX - fromX) * scale[0], (toY - fromY) * scale[1]];
    const there = [(x - fromX) * scale[0], (y - fromY) * scale[1]];
    const length = along[0] ** 2 + along[1] ** 2;
    return length ? clip((along[0] * there[0] + along[1] * there[1]) / length, 0, 1) : 0;
  }

  function go(part) {
    const [[fromX, fromY], [toX, toY]] = model.get("path");
    return [fromX + part * (toX - fromX), fromY + part * (toY - fromY)];
  }

  function move(x, y) {
    if (model.get("path").length) [x, y] = go(share(x, y));
    model.set("value", [clip(x, left, right), clip(y, bottom, top)]);
    model.save_changes();
  }

  function show() {
    const [x, y] = model.get("value");
    point.style.left = `${across(x)}%`;
    point.style.top = `${down(y)}%`;
    pad.setAttribute("aria-valuenow", x);
    pad.setAttribute("aria-valuetext", `${x.toFixed(2)}, ${y.toFixed(2)}`);
  }

  function under(event) {
    const box = pad.getBoundingClientRect();
    return [event.clientX - box.left - pad.clientLeft, event.clientY - box.top - pad.clientTop];
  }

  function follow(event) {
    const [x, y] = under(event);
    move(
      left + (x / pad.clientWidth) * (right - left),
      top - (y / pad.clientHeight) * (top - bottom),
    );
  }

  function nameWhatIsNear(event) {
    const [x, y] = under(event);
    let best = CLOSE;
    name.hidden = true;
    for (const [markX, markY, text] of model.get("marks")) {
      const place = [across(markX), down(markY)];
      const gap = Math.hypot(
        x - (place[0] * pad.clientWidth) / 100,
        y - (place[1] * pad.clientHeight) / 100,
      );
      if (gap >= best) continue;
      best = gap;
      name.hidden = false;
      name.textContent = text;
      name.style.left = `${clip(place[0], 12, 88)}%`;
      name.style.top = `${place[1]}%`;
      name.classList.toggle("tp5-below", place[1] < 20);
    }
  }

  pad.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pad.setPointerCapture(event.pointerId);
    name.hidden = true;
    follow(event);
  });
  pad.addEventListener("pointermove", (event) => {
    if (pad.hasPointerCapture(event.pointerId)) follow(event);
    else if (event.pointerType === "mouse") nameWhatIsNear(event);
  });
  pad.addEventListener("pointerleave", () => {
    name.hidden = true;
  });
  pad.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault(); // the page would scroll
    event.stopPropagation(); // JupyterLab would go to another cell
    const step = event.shiftKey ? 0.1 : 0.01;
    const [x, y] = model.get("value");
    if (model.get("path").length) {
      move(...go(clip(share(x, y) + step * (arrow[0] + arrow[1]), 0, 1)));
    } else {
      move(x + arrow[0] * step * (right - left), y + arrow[1] * step * (top - bottom));
    }
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

  function trace() {
    const ends = model.get("path");
    drawing.style.display = ends.length ? "" : "none";
    ends.forEach(([x, y], place) => {
      path.setAttribute(`x${place + 1}`, across(x));
      path.setAttribute(`y${place + 1}`, down(y));
    });
  }

  model.on("change:value", show);
  model.on("change:path", trace);
  model.on("change:background", paint);
  model.on("change:description", describe);
  describe();
  show();
  trace();
  paint();
  return () => URL.revokeObjectURL(url);
}

export default { render };
