// Sends a form as soon as files are chosen, so that "take one now" is one tap.
// Without this script the form's own button sends it.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (event.target.type !== "file" || !form || !form.hasAttribute("data-send-at-once")) return;
  if (event.target.files.length === 0) return;
  form.setAttribute("aria-busy", "true");
  form.requestSubmit();
  // A second tap while the photographs are on their way would send them twice.
  form.querySelectorAll("input[type=file], button").forEach((part) => { part.disabled = true; });
});
