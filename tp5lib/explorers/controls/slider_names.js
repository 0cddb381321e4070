// Of ipywidgets' sliders, the handle has no name and tells its value to 16 digits, and the
// number beside it, which can be edited, has no name either.
function render({ el }) {
  el.hidden = true;
  let asked = 0;
  const observer = new MutationObserver(tell);
  const watched = ["aria-valuetext", "aria-valuenow"];

  function set(element, name, text) {
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }

  function tell() {
    for (const slider of el.closest(".tp5-explorer").querySelectorAll(".widget-hslider")) {
      const handle = slider.querySelector("[role=slider]");
      const label = slider.querySelector(".widget-label").textContent;
      const number = slider.querySelector(".widget-readout");
      if (!handle) continue;
      set(handle, "aria-label", label);
      set(handle, "aria-valuetext", number.textContent);
      if (number.isContentEditable) set(number, "role", "textbox");
      set(number, "aria-label", label);
    }
  }

  function begin() {
    const explorer = el.closest(".tp5-explorer");
    if (!explorer) return void (asked = requestAnimationFrame(begin)); // not on the page yet
    observer.observe(explorer, { subtree: true, childList: true, attributeFilter: watched });
    tell();
  }

  begin();
  return () => {
    cancelAnimationFrame(asked);
    observer.disconnect();
  };
}
export default { render };
