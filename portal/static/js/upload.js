// Shows a title and a summary for each picked file; the form works without it, one file at a time.
"use strict";

const form = document.getElementById("upload");
const input = document.getElementById("files");
const picked = document.getElementById("picked");
const row = document.getElementById("picked-row");
const drop = document.getElementById("drop");

const draft = (name) =>
  name
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .replace(/[_\s]+/g, " ")
    .trim();
const size = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;

function show() {
  picked.replaceChildren();
  [...input.files].forEach((file, k) => {
    const item = row.content.cloneNode(true);
    item.querySelector("[data-name]").textContent = file.name;
    item.querySelector("[data-size]").textContent = size(file.size);
    for (const field of item.querySelectorAll("input, textarea")) {
      field.id = `${field.name}-${k}`;
      field.previousElementSibling.htmlFor = field.id;
    }
    item.querySelector("input").value = draft(file.name);
    picked.append(item);
  });
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
  show();
}
