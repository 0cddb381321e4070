// Tells the kernel that a picture has been seen, so that it may draw the next one. A page that
// is hidden draws no frames, one that is closed does nothing, and behind another tab nothing is
// seen: none of them asks for more.
function render({ model, el }) {
  el.hidden = true;
  let asked = 0;
  const answer = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => {
      if (!el.parentElement?.getClientRects().length) return answer();
      model.set("seen", model.get("drawn"));
      model.save_changes();
    });
  };
  model.on("change:drawn", answer);
  answer();
  return () => cancelAnimationFrame(asked);
}
export default { render };
