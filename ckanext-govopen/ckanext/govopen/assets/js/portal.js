/* Small conveniences; every page works without them. */
(function () {
  "use strict";

  // The conditions of the search page are open; on a narrow screen they start closed.
  var filters = document.querySelector("details.go-filters");
  if (filters && window.matchMedia) {
    var wide = window.matchMedia("(min-width: 992px)");
    var follow = function () {
      filters.open = wide.matches;
    };
    follow();
    wide.addEventListener("change", follow);
  }

  // Menus close with Escape and when the reader goes elsewhere.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.go-menu[open], details.go-account[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.go-menu[open], details.go-account[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // Copying a citation or an example.
  document.querySelectorAll("[data-go-copy]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      var source = document.getElementById(button.dataset.goCopy);
      navigator.clipboard.writeText(source.textContent.trim()).then(function () {
        button.querySelector("span").textContent = button.dataset.goCopied;
      });
    });
  });
})();
