/* A list that CKAN's scripts draw in place of a field is called what the field is called. */
(function () {
  "use strict";

  function name(container) {
    var field = container.previousElementSibling;
    var label = field && field.id && document.querySelector('label[for="' + CSS.escape(field.id) + '"]');
    var said = label && label.textContent.replace(/[*:：]/g, "").trim();
    if (!said) return;
    container
      .querySelectorAll(".select2-selection:not([aria-labelledby]), .select2-search__field")
      .forEach(function (part) {
        part.setAttribute("aria-label", said);
      });
  }

  if (!document.querySelector('[data-module~="autocomplete"]')) return;
  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      change.addedNodes.forEach(function (node) {
        if (node.classList && node.classList.contains("select2-container")) name(node);
      });
    });
  }).observe(document.body, { childList: true, subtree: true });
})();
