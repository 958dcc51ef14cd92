"use strict";
(() => {
  // The language stays as it was chosen, here or by the address; without storage it is Chinese each time.
  const box = document.getElementById("en");
  const html = document.documentElement;
  const hints = [...document.querySelectorAll("[data-en][placeholder]")].map((one) => [one, one.placeholder, one.dataset.en]);
  const keep = () => {
    html.lang = box.checked ? "en" : "zh-Hans";
    for (const [one, zh, en] of hints) one.placeholder = box.checked ? en : zh;
  };
  const store = () => { try { localStorage.setItem("kg-language", box.checked ? "en" : "zh"); } catch {} };
  const asked = new URLSearchParams(location.search).get("lang");
  if (asked) {
    box.checked = asked === "en";
    store();
  } else {
    try { if (localStorage.getItem("kg-language")) box.checked = localStorage.getItem("kg-language") === "en"; } catch {}
  }
  box.addEventListener("change", () => {
    keep();
    store();
    const here = new URL(location.href);
    if (!here.searchParams.has("lang")) return;
    here.searchParams.set("lang", box.checked ? "en" : "zh");
    history.replaceState(null, "", here);
  });
  keep();
  html.classList.add("js");
})();
