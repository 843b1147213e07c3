// Brings the editors on the first click on something live, for a text in the page's address, or for an
// exercise in which one types, and not before. It says at which places a version of the reader's own is kept (page/panel/kept.js).
(() => {
  const { editor } = document.currentScript.dataset;
  const source = new URL(editor, document.currentScript.src).href;
  let brought = null;

  function bring() {
    brought ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => {
        brought = null; // to be asked for again
        script.remove();
        reject(new Error("The editor could not be loaded. Are you still online? Try again when you are."));
      });
      document.head.append(script);
    });
    return brought;
  }

  // Does something with the editors; what cannot be done is said in `box`.
  async function attempt(box, act) {
    box.querySelector(":scope > [role=alert]")?.remove();
    try {
      await bring();
      await act();
    } catch (error) {
      const notice = document.createElement("p");
      notice.setAttribute("role", "alert");
      notice.textContent = error.message;
      box.prepend(notice);
    }
  }

  document.addEventListener("click", async ({ target }) => {
    const press = target.closest("[data-live] > button");
    if (!press || press.hasAttribute("aria-busy")) return; // one click is enough
    press.setAttribute("aria-busy", "true");
    await attempt(press.parentElement, () => {
      press.removeAttribute("aria-busy");
      return window.openLive(press);
    });
    press.removeAttribute("aria-busy");
  });

  // For exercises that Python judges: brings it at the first word that is typed, and asks it. What is
  // typed is set as a formula in `place`.
  window.exercisePython = {
    async typed(place, latex) {
      await bring();
      window.startExercise();
      window.typesetTyped(place, latex);
    },
    async judged(asked) {
      await bring();
      return window.judgeExercise(asked);
    },
  };

  function openShared() {
    if (!location.hash.startsWith("#live=")) return;
    attempt(document.querySelector("article"), () => window.openShared());
  }
  addEventListener("hashchange", openShared);
  openShared();

  const key = (place) => `live:${location.pathname}:${place}`;
  function showKept() {
    try {
      for (const bar of document.querySelectorAll("[data-live]")) {
        bar.toggleAttribute("data-kept", localStorage.getItem(key(bar.dataset.live)) !== null);
      }
    } catch {
      // a browser may refuse its storage: then nothing is kept
    }
  }
  addEventListener("load", showKept); // the explorers first: a storage may have to be read from a disk
})();
