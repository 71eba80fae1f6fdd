// The list of conversations; the address names the one that is open, so that a reload opens it again.
element.addEventListener("click", (e) => {
  const pressed = e.target.closest("[data-act]");
  if (!pressed) return;
  element.querySelector(".zb-menu").open = false;
  trigger("open", { id: pressed.dataset.act === "open" ? pressed.dataset.id : "" });
});
document.addEventListener("click", (e) => {
  const menu = element.querySelector(".zb-menu");
  if (menu && !menu.contains(e.target)) menu.open = false;
});
watch("value", () => requestAnimationFrame(name));
function name() {
  const bar = element.querySelector("[data-conversation]");
  const address = bar && bar.dataset.conversation ? `?c=${bar.dataset.conversation}` : location.pathname;
  if (bar) history.replaceState(null, "", address);
}
