// Doubts by keyboard: a letter or digit presses the button of the first doubt that has it.
// Without this script the buttons are reached with the tab key.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, textarea, select")) return;
  const first = document.querySelector("#doubts .doubt-card");
  const key = event.key.toLowerCase();
  const button = first && first.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const typed = first && first.querySelector("input[name=typed]");
  if (button) { event.preventDefault(); button.click(); }
  else if (typed && /^[0-9]$/.test(key)) { typed.focus(); }
  else if (key === "u") { document.querySelector("#doubts .settled button")?.click(); }
});
