// Buttons and choices marked data-act become events of the component they stand in.
element.addEventListener("click", (e) => {
  const pressed = e.target.closest("[data-act]");
  if (!pressed || pressed.tagName === "SELECT") return;
  const row = pressed.closest("[data-for]") || pressed.closest("tr[data-id]");
  if (pressed.dataset.act === "say") trigger("say", { say: pressed.dataset.say, id: row && (row.dataset.for || row.dataset.id) });
  if (pressed.dataset.act === "unselect") trigger("row", { id: "" });
});
