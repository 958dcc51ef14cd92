"use strict";
(() => {
  // The language stays as it was chosen; without storage it is Chinese each time.
  const box = document.getElementById("en");
  const html = document.documentElement;
  const hints = [...document.querySelectorAll("[data-en][placeholder]")].map((one) => [one, one.placeholder, one.dataset.en]);
  const keep = () => {
    html.lang = box.checked ? "en" : "zh-Hans";
    for (const [one, zh, en] of hints) one.placeholder = box.checked ? en : zh;
  };
  try { if (localStorage.getItem("kg-language")) box.checked = localStorage.getItem("kg-language") === "en"; } catch {}
  box.addEventListener("change", () => {
    keep();
    try { localStorage.setItem("kg-language", box.checked ? "en" : "zh"); } catch {}
  });
  keep();
  html.classList.add("js");
})();
