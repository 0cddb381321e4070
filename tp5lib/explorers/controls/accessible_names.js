// Of ipywidgets' sliders, the handle has no name and tells its value to 16 digits; the number
// beside it, which can be edited, has no name either, nor have the buttons that play.
const PLAYED = ["play or pause", "stop"];

function render({ el }) {
  el.hidden = true;
  let asked = 0;
  let explorer = null;
  const observer = new MutationObserver(tell);
  const watched = { subtree: true, childList: true, attributeFilter: ["aria-valuetext"] };

  function tell() {
    explorer.querySelectorAll(".widget-play button").forEach((button, place) => {
      button.ariaLabel = PLAYED[place];
    });
    for (const handle of explorer.querySelectorAll(".noUi-handle")) {
      const slider = handle.closest(".jupyter-widgets");
      const number = slider.querySelector(".widget-readout");
      handle.ariaLabel = number.ariaLabel = slider.querySelector(".widget-label").textContent;
      if (number.isContentEditable) number.role = "textbox";
      // Which is watched itself: set without need, it would be set for ever.
      if (handle.ariaValueText !== number.textContent) handle.ariaValueText = number.textContent;
    }
  }

  function begin() {
    explorer = el.closest(".tp5-explorer");
    if (!explorer) return void (asked = requestAnimationFrame(begin)); // not on the page yet
    observer.observe(explorer, watched);
    tell();
  }

  begin();
  return () => {
    cancelAnimationFrame(asked);
    observer.disconnect();
  };
}
export default { render };
