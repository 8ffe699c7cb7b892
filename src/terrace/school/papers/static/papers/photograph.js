// Sends photographs one by one, so that what has arrived is safe when the connection breaks off, and
// shows sheet by sheet what has been read meanwhile. Without this script the form sends all at once.
const TRIES = 5;
const form = document.querySelector("form[data-send-each]");
const part = (id) => document.getElementById(id);
const pause = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

async function send(file) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("photos", file, file.name);
  for (let tried = 1; ; tried += 1) {
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Send-Each": "1" } });
      if (answer.ok && !answer.redirected) return await answer.json();
      throw new Error(String(answer.status));
    } catch (error) {
      // The same photograph twice is one: sending again is harmless.
      if (tried === TRIES) throw error;
      await pause(tried);
    }
  }
}

async function renew(stack) {
  const answer = await fetch(stack, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  part("found").outerHTML = await answer.text();
  part("found").removeAttribute("hx-get"); // until all are sent, we renew it ourselves
}

function problem(words) {
  const item = document.createElement("p");
  item.textContent = words;
  part("problems").append(item);
  part("problems").hidden = false;
}

async function sendAll(files) {
  form.querySelectorAll("input[type=file]").forEach((input) => { input.disabled = true; });
  part("sending").hidden = false;
  let sent = 0, stack = "", troubled = false;
  for (const file of files) {
    part("sent").textContent = `${sent} / ${files.length}`;
    part("sent-bar").max = files.length;
    part("sent-bar").value = sent;
    try {
      const told = await send(file);
      stack = told.stack;
      if (told.problem) { problem(told.problem); troubled = true; }
    } catch {
      part("broken").hidden = false;
      troubled = true;
      break;
    }
    sent += 1;
    if (sent < files.length) renew(stack).catch(() => {});
  }
  if (stack && !troubled) { location.assign(stack); return; }
  part("sending").hidden = true;
  form.reset();
  form.querySelectorAll("input[type=file]").forEach((input) => { input.disabled = false; });
  if (stack) { form.action = stack; renew(stack).catch(() => {}); }
}

form.addEventListener("change", (event) => {
  if (event.target.type === "file" && event.target.files.length) sendAll([...event.target.files]);
});
