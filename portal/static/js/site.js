// Small comforts; every page works without this file.
"use strict";

// The box that sums up a form's errors takes focus.
document.querySelector("[role=alert][tabindex]")?.focus();

// A submitted form cannot be sent twice: the button keeps its place and says so.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.defaultPrevented) return;
  if (button.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    return;
  }
  button.setAttribute("aria-disabled", "true");
  const waiting = button.dataset.waiting;
  if (waiting) button.textContent = waiting;
});

// Coming back with the browser's own button finds the form usable again.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-disabled=true]")) button.removeAttribute("aria-disabled");
});

// Live count of characters under a reason.
for (const area of document.querySelectorAll("textarea[data-count]")) {
  const place = document.getElementById(area.dataset.count);
  const show = () => {
    place.textContent = place.dataset.text.replace("{n}", [...area.value.trim()].length);
  };
  area.addEventListener("input", show);
  show();
}

// Facets start folded where the results come first.
if (matchMedia("(max-width: 991.98px)").matches) document.querySelector(".facet-fold")?.removeAttribute("open");
