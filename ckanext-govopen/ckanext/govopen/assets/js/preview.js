/* Opens a file's preview in place; without script the link leads to a page of its own. */
(function () {
  "use strict";

  document.querySelectorAll("a[data-go-preview]").forEach(function (link) {
    var place = document.getElementById(link.dataset.goPreview);
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", place.id);

    function toggle() {
      var open = link.getAttribute("aria-expanded") !== "true";
      link.setAttribute("aria-expanded", open ? "true" : "false");
      place.hidden = !open;
      if (!open || place.dataset.loaded) return;
      place.dataset.loaded = "true";
      place.setAttribute("aria-busy", "true");
      fetch(link.href + "?part=1")
        .then(function (answer) {
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.text();
        })
        .then(function (html) {
          place.innerHTML = html;
        })
        .catch(function () {
          window.location.assign(link.href);
        })
        .finally(function () {
          place.removeAttribute("aria-busy");
        });
    }

    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      toggle();
    });
    link.addEventListener("keydown", function (event) {
      if (event.key !== " ") return;
      event.preventDefault();
      toggle();
    });
  });
})();
