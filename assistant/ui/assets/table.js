// A row opens at once; the page is told afterwards which row is marked.
element.addEventListener("click", (e) => {
  const name = e.target.closest('[data-act="row"]');
  if (!name) return;
  const row = name.closest("tr");
  const opens = name.getAttribute("aria-expanded") !== "true";
  element.querySelectorAll("tr.zb-row.open").forEach((other) => show(other, false));
  show(row, opens);
  trigger("row", { id: opens ? row.dataset.id : "", version: Number(element.querySelector(".zb-sheet").dataset.version) });
});
element.addEventListener("change", (e) => {
  if (e.target.dataset.act === "version") trigger("version", { number: Number(e.target.value) });
});
function show(row, opens) {
  row.classList.toggle("open", opens);
  row.querySelector('[data-act="row"]').setAttribute("aria-expanded", String(opens));
  element.querySelector(`[id="more-${row.dataset.id}"]`).hidden = !opens;
}
