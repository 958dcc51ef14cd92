"use strict";
(() => {
  const form = document.querySelector(".choose"), share = document.getElementById("share"), said = document.getElementById("said");
  const english = () => document.getElementById("en").checked;
  share.hidden = false;
  form.addEventListener("change", (event) => { if (event.target.form === form) form.requestSubmit(); });
  const here = () => {
    const found = new URL(location.href);
    if (english()) found.searchParams.set("lang", "en"); else found.searchParams.delete("lang");
    return found;
  };
  share.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(here().href);
      said.textContent = english() ? "Copied." : "已复制。";
    } catch {
      said.textContent = here().href;
    }
  });
  // The file is in the language of the page.
  const csv = document.getElementById("csv");
  const tell = () => {
    const found = new URL(csv.href);
    if (english()) found.searchParams.set("lang", "en"); else found.searchParams.delete("lang");
    csv.href = found.href;
  };
  document.getElementById("en").addEventListener("change", tell);
  tell();
  document.documentElement.dataset.ready = "yes";
})();
