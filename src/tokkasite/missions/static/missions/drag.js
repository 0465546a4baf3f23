// Drag a meeting to another slot: the same form as on the page “Move” is sent. Without this file, that page does it.
const form = document.getElementById("drop");
let dragged = null;

for (const row of document.querySelectorAll("[data-move]")) {
  row.draggable = true;
  row.addEventListener("dragstart", (event) => {
    dragged = row;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
}
for (const slot of document.querySelectorAll("[data-slot]")) {
  slot.addEventListener("dragover", (event) => {
    if (dragged && dragged.closest("[data-slot]").dataset.slot !== slot.dataset.slot) event.preventDefault();
  });
  slot.addEventListener("drop", (event) => {
    event.preventDefault();
    form.action = dragged.dataset.move;
    form.elements.slot.value = slot.dataset.slot;
    form.submit();
  });
}
