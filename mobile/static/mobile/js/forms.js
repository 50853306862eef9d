// Forms: sent once, and "none of these" beside a sign that is ticked never both.

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
}

// A page that comes back from the browser's memory may be sent again: its UUID makes it one entry.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  }
});

for (const signs of document.querySelectorAll("[data-signs]")) {
  const boxes = [...signs.querySelectorAll("input[type=checkbox]")];
  const none = boxes.at(-1);
  signs.addEventListener("change", ({ target }) => {
    if (target === none && none.checked) {
      boxes.slice(0, -1).forEach((box) => (box.checked = false));
    } else if (target.checked) {
      none.checked = false;
    }
  });
}
