// Runs before the first paint, so that a chosen light or dark does not flash. Only a choice is stored, and only in this browser.
const chosen = localStorage.getItem("theme");
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
