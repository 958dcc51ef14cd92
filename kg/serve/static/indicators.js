"use strict";
(() => {
  // The list gets shorter while one types.
  const field = document.getElementById("find"), left = document.getElementById("left");
  field.parentElement.hidden = false;
  const items = [...document.querySelectorAll("li[data-find]")];
  const filter = () => {
    const asked = field.value.trim().toLowerCase().split(/\s+/);
    for (const item of items) item.hidden = !asked.every((word) => item.dataset.find.includes(word));
    for (const part of document.querySelectorAll("main section")) part.hidden = !part.querySelector("li:not([hidden])");
    const count = items.filter((item) => !item.hidden).length;
    left.textContent = field.value.trim() ? `${count} / ${items.length}` : "";
  };
  field.addEventListener("input", filter);
  filter();
  document.documentElement.dataset.ready = "yes";
})();
