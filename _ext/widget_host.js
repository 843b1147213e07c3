// Runs the anywidgets of a built page: no kernel, no network, and file:// as well as http.
// The contract is anywidget's front-end module: initialize({ model }) once for a model, then
// render({ model, el }) once for a view.
(() => {
  const MIME = "application/vnd.jupyter.widget";
  const states = {};
  const texts = []; // scripts and styles, which several widgets share
  let late = null; // the address of what models need only when they are opened
  let arrived = null; // and the promise of it, once it was asked for
  const models = new Map();
  const widgets = new Map();

  class Model {
    #id;
    #values;
    #listeners = [];

    constructor(id, values) {
      this.#id = id;
      this.#values = { ...values };
    }

    // Resolves when the model has all of its traits, those too that the page did not bring along.
    async whole() {
      if (!late || !this.#values._late) return;
      Object.assign(this.#values, (await lateTraits())[this.#id]);
    }

    get(name) {
      return this.#values[name];
    }

    set(name, value) {
      if (Object.is(this.#values[name], value)) return;
      this.#values[name] = value;
      this.#emit(`change:${name}`, value);
      this.#emit("change");
    }

    on(event, callback) {
      this.#listeners.push({ event, callback });
    }

    // as in Backbone, what is left out matches everything
    off(event, callback) {
      this.#listeners = this.#listeners.filter(
        (listener) =>
          (event && listener.event !== event) || (callback && listener.callback !== callback),
      );
    }

    save_changes() {} // no kernel: the page's model is the only one

    #emit(event, ...details) {
      // `off` replaces the list, so a listener may remove itself while it is called
      for (const listener of this.#listeners) {
        if (listener.event === event) listener.callback(this, ...details);
      }
    }
  }

  const styles = new Set();
  function addStyle(css) {
    if (!css || styles.has(css)) return;
    styles.add(css);
    const sheet = new CSSStyleSheet(); // a strict policy refuses style elements
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  }

  function modelOf(id) {
    if (!models.has(id)) models.set(id, new Model(id, states[id].state));
    return models.get(id);
  }

  // A script, because a page opened from file:// may fetch nothing else. It calls `lateTraits`.
  function lateTraits() {
    arrived ??= new Promise((resolve, reject) => {
      window.lateTraits = resolve;
      const script = document.createElement("script");
      script.addEventListener("error", () => {
        arrived = null; // to be asked for again
        reject(new Error(`${late} could not be loaded`));
      });
      script.src = late;
      document.head.append(script);
    });
    return arrived;
  }

  // jslink and jsdlink: one trait follows another, in both directions or in one
  function link({ state: { _model_name: kind, source, target } }) {
    if (kind !== "LinkModel" && kind !== "DirectionalLinkModel") return;
    const [[from, trait], [to, other]] = [source, target].map(([reference, name]) => [
      modelOf(reference.replace("IPY_MODEL_", "")),
      name,
    ]);
    const follow = () => to.set(other, from.get(trait));
    from.on(`change:${trait}`, follow);
    if (kind === "LinkModel") to.on(`change:${other}`, () => from.set(trait, to.get(other)));
    follow();
  }

  const modules = new Map();
  function moduleOf(code) {
    if (!modules.has(code)) {
      // a blob, because a page opened from file:// may import nothing else
      const url = URL.createObjectURL(new Blob([texts[code]], { type: "text/javascript" }));
      modules.set(code, import(url).finally(() => URL.revokeObjectURL(url)));
    }
    return modules.get(code);
  }

  async function load(id) {
    const values = states[id]?.state;
    if (values?._esm === undefined) throw new Error("it needs a running notebook");
    addStyle(texts[values._css]);
    const module = await moduleOf(values._esm);
    const definition = typeof module.default === "function" ? await module.default() : module.default;
    const model = modelOf(id);
    await definition.initialize?.({ model });
    return { model, definition };
  }

  async function show(script) {
    const el = document.createElement("div");
    script.replaceWith(el);
    try {
      const id = JSON.parse(script.textContent).model_id;
      if (!widgets.has(id)) widgets.set(id, load(id));
      const { model, definition } = await widgets.get(id);
      await definition.render?.({ model, el });
      el.dispatchEvent(new CustomEvent("widgetshown", { bubbles: true, detail: { model } }));
    } catch (error) {
      console.error("A widget failed:", error);
      const notice = document.createElement("p");
      notice.setAttribute("role", "alert");
      notice.textContent = `This widget could not be shown: ${error.message}.`;
      el.replaceChildren(notice);
    }
  }

  for (const script of document.querySelectorAll(`script[type="${MIME}-state+json"]`)) {
    const content = JSON.parse(script.textContent);
    Object.assign(states, content.state);
    texts.push(...content.texts);
    late = content.late;
  }
  Object.values(states).forEach(link);
  // They come while the page is parsed, so that its widgets are shown before any other script runs.
  for (const { state } of Object.values(states)) {
    if (state._esm !== undefined) moduleOf(state._esm).catch(() => {}); // `show` tells of it
  }
  document.addEventListener("readystatechange", () => {
    if (document.readyState !== "interactive") return;
    for (const script of document.querySelectorAll(`script[type="${MIME}-view+json"]`)) show(script);
  });
})();
