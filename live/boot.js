// Brings the editors on the first click on something live, and not before.
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
        reject(new Error("The editor could not be loaded. Are you still online?"));
      });
      document.head.append(script);
    });
    return brought;
  }

  function explain(bar, error) {
    let notice = bar.querySelector("[role=alert]");
    if (!notice) bar.append((notice = document.createElement("p")));
    notice.setAttribute("role", "alert");
    notice.textContent = error.message;
  }

  document.addEventListener("click", async ({ target }) => {
    const press = target.closest("[data-live] > button");
    if (!press) return;
    press.disabled = true; // one click is enough
    try {
      await bring();
      press.disabled = false;
      await window.openLive(press);
    } catch (error) {
      explain(press.parentElement, error);
    } finally {
      press.disabled = false;
    }
  });

  if (location.hash.startsWith("#live=")) bring().then(() => window.openShared());
})();
