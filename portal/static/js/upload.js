// Title and summary for each picked file, and a resumable way there; without this file the form posts as it is.
"use strict";

const form = document.getElementById("upload");
const input = document.getElementById("files");
const picked = document.getElementById("picked");
const row = document.getElementById("picked-row");
const drop = document.getElementById("drop");
const PIECE = 5 * 1024 * 1024; // the server takes a piece when it is whole, so a lost line costs at most one

const draft = (name) => name.replace(/\.[A-Za-z0-9]{1,5}$/, "").replace(/[_\s]+/g, " ").trim();
const size = (bytes) =>
  bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;

function show() {
  picked.replaceChildren();
  [...input.files].forEach((file, k) => {
    const item = row.content.cloneNode(true);
    item.querySelector("[data-name]").textContent = file.name;
    item.querySelector("[data-size]").textContent = size(file.size);
    for (const field of item.querySelectorAll("input:not([type=hidden]), textarea")) {
      field.id = `${field.name}-${k}`;
      field.previousElementSibling.htmlFor = field.id;
    }
    item.querySelector("[name=title]").value = draft(file.name);
    picked.append(item);
  });
}

// what the server said of its own accord: no room, too large
function reason(error) {
  try {
    const problem = JSON.parse(error.originalResponse.getBody());
    return `${problem.detail} [${problem.code}]`;
  } catch {
    return "";
  }
}

function send(file, item) {
  const bar = item.querySelector("progress");
  const said = item.querySelector("[data-said]");
  bar.hidden = false;
  return new Promise((resolve, reject) => {
    const upload = new window.tus.Upload(file, {
      endpoint: form.dataset.tus,
      chunkSize: PIECE,
      retryDelays: [0, 1000, 3000, 5000, 10000],
      removeFingerprintOnSuccess: true,
      headers: { "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
      onProgress(sent, total) {
        bar.value = Math.round((100 * sent) / total);
        said.textContent = `${size(sent)} / ${size(total)}`;
      },
      onSuccess: () => resolve(upload.url.split("/").pop()),
      onError: (error) => reject(new Error(reason(error) || said.dataset.failed)),
    });
    upload.findPreviousUploads().then((earlier) => {
      if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
      upload.start();
    });
  });
}

async function sendAll(button) {
  const items = [...picked.children];
  for (const [k, file] of [...input.files].entries()) {
    const item = items[k];
    try {
      item.querySelector("[name=upload_id]").value = await send(file, item);
      item.querySelector("[name=file_name]").value = file.name;
    } catch (error) {
      const said = item.querySelector("[data-said]");
      said.textContent = error.message;
      said.classList.add("state", "err");
      button.removeAttribute("aria-disabled");
      button.textContent = button.dataset.again;
      return;
    }
  }
  input.disabled = true; // the bytes are there; only the names and titles go now
  form.submit();
}

if (form) {
  input.addEventListener("change", show);
  for (const kind of ["dragenter", "dragover"])
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show();
  });
  form.addEventListener("submit", (event) => {
    const button = form.querySelector("button[type=submit]");
    if (!window.tus || !input.files.length || button.getAttribute("aria-disabled") === "true") return;
    event.preventDefault();
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.waiting;
    sendAll(button);
  });
  show();
}
