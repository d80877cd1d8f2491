/* Suggestions below a search box: the combobox pattern of the ARIA Authoring Practices. */
(function () {
  "use strict";

  var WAIT = 150; // milliseconds without a key before the server is asked

  function Combobox(box) {
    var input = box.querySelector("input[type=search]");
    var list = box.querySelector("[role=listbox]");
    var status = box.querySelector("[role=status]");
    var timer = null;
    var request = null;
    var active = -1;

    function options() {
      return list.querySelectorAll("[role=option]");
    }

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(index) {
      var all = options();
      all.forEach(function (option, position) {
        option.setAttribute("aria-selected", position === index ? "true" : "false");
      });
      active = index;
      if (index < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      input.setAttribute("aria-activedescendant", all[index].id);
      all[index].scrollIntoView({ block: "nearest" });
    }

    function show(found) {
      list.textContent = "";
      found.forEach(function (suggestion, index) {
        var option = document.createElement("li");
        option.id = list.id + "-" + index;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = suggestion.url || "";
        option.dataset.text = suggestion.text;
        var text = document.createElement("span");
        text.textContent = suggestion.text;
        option.appendChild(text);
        if (suggestion.label) {
          var kind = document.createElement("small");
          kind.textContent = suggestion.label;
          option.appendChild(kind);
        }
        list.appendChild(option);
      });
      active = -1;
      list.hidden = found.length === 0;
      input.setAttribute("aria-expanded", found.length ? "true" : "false");
      status.textContent = found.length ? box.dataset.goSome.replace("{n}", found.length) : "";
    }

    function ask() {
      var words = input.value.trim();
      if (request) request.abort();
      if (!words) {
        close();
        return;
      }
      request = new AbortController();
      fetch(box.dataset.goSuggest + "?q=" + encodeURIComponent(words), { signal: request.signal })
        .then(function (answer) {
          return answer.ok ? answer.json() : { suggestions: [] };
        })
        .then(function (answer) {
          if (input.value.trim() === words && document.activeElement === input) show(answer.suggestions);
        })
        .catch(function (error) {
          if (error.name !== "AbortError") close();
        });
    }

    function choose(option) {
      close();
      if (option.dataset.url) {
        window.location.assign(option.dataset.url);
      } else {
        input.value = option.dataset.text;
        input.form.submit();
      }
    }

    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", function (event) {
      var all = options();
      if (event.isComposing || event.keyCode === 229) return; // a Chinese input method is at work
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) {
          ask();
          return;
        }
        var step = event.key === "ArrowDown" ? 1 : -1;
        var next = active + step;
        mark(next >= all.length ? -1 : next < -1 ? all.length - 1 : next);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        choose(all[active]);
      } else if (event.key === "Tab") {
        close();
      }
    });
    list.addEventListener("mousedown", function (event) {
      event.preventDefault();
    });
    list.addEventListener("click", function (event) {
      var option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    input.addEventListener("blur", close);
  }

  document.querySelectorAll("[data-go-suggest]").forEach(Combobox);
})();
