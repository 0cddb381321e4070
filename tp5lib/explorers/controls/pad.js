// A point dragged over a rectangle; `Pad` is its other half.
//
// ipywidgets keeps one message of a model under way and holds back only the newest state
// until the kernel is idle again, so fast hands do not queue up stale pictures.

const CLOSE = 26; // pixels from a mouse to what it names
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

function render({ model, el }) {
  const [left, bottom] = model.get("low");
  const [right, top] = model.get("high");
  const [width, height] = [right - left, top - bottom];
  el.classList.add("tp5-control");
  el.innerHTML = `
    <div class="tp5-caption"></div>
    <div class="tp5-pad" tabindex="0" role="slider" aria-roledescription="point on a plane"
      aria-valuemin="${left}" aria-valuemax="${right}">
      <img alt="" draggable="false">
      <div class="tp5-point"></div>
    </div>`;
  const [caption, pad] = el.children;
  const [picture, point] = pad.children;
  caption.textContent = model.get("description");
  pad.ariaLabel = `${caption.textContent}: arrow keys move the point`;
  picture.src = URL.createObjectURL(new Blob([model.get("background")], { type: "image/png" }));

  const clip = (value, low, high) => Math.min(Math.max(value, low), high);

  function move(x, y) {
    model.set("value", [clip(x, left, right), clip(y, bottom, top)]);
    model.save_changes();
  }

  function show() {
    const [x, y] = model.get("value");
    point.style.left = `${(100 * (x - left)) / width}%`;
    point.style.top = `${(100 * (top - y)) / height}%`;
    pad.ariaValueNow = x;
    pad.ariaValueText = `${x.toFixed(2)}, ${y.toFixed(2)}`;
  }

  // The place on the plane that is under a mouse or a finger.
  function under(event) {
    const box = pad.getBoundingClientRect();
    const across = (event.clientX - box.left - pad.clientLeft) / pad.clientWidth;
    const down = (event.clientY - box.top - pad.clientTop) / pad.clientHeight;
    return [left + across * width, top - down * height];
  }

  function nameWhatIsNear(event) {
    const [x, y] = under(event);
    const gap = ([markX, markY]) =>
      Math.hypot(((x - markX) / width) * pad.clientWidth, ((y - markY) / height) * pad.clientHeight);
    const near = model.get("marks").filter((mark) => gap(mark) < CLOSE);
    pad.title = near.sort((a, b) => gap(a) - gap(b))[0]?.[2] ?? "";
  }

  pad.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pad.setPointerCapture(event.pointerId);
    move(...under(event));
  });
  pad.addEventListener("pointermove", (event) => {
    if (pad.hasPointerCapture(event.pointerId)) move(...under(event));
    else if (event.pointerType === "mouse") nameWhatIsNear(event);
  });
  pad.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault(); // the page would scroll
    event.stopPropagation(); // JupyterLab would go to another cell
    const step = event.shiftKey ? 0.1 : 0.01;
    const [x, y] = model.get("value");
    move(x + arrow[0] * step * width, y + arrow[1] * step * height);
  });

  model.on("change:value", show);
  show();
  return () => URL.revokeObjectURL(picture.src);
}

export default { render };
