// The settings of a page's explorers stand in its address, as in
// #linear-explorer?k=3&entry=dx:3,1;linear-explorer-2?m=1, so that one can link to them, and so that
// they outlive a reload. The explorer that was changed last comes first: a link leads to it.
(() => {
  const PAUSE = 250; // ms between a change and the address: browsers bear few changes of it a second
  const LONGEST = 2000; // of a value
  const shown = new Map(); // by id, in the order of their last change

  const isOne = (value) => ["number", "string", "boolean"].includes(typeof value);

  // Whether a value has the form of the first one: of what is known, the numbers and names as well.
  function fits(value, first, allowed = {}) {
    const { of, from, to, whole } = allowed;
    if (Array.isArray(first)) {
      if (!Array.isArray(value)) return false;
      if (of) return value.every((entry) => of.includes(entry));
      if (first.length === 0) return value.every(Number.isInteger);
      return value.length === first.length && value.every((entry, i) => fits(entry, first[i], allowed));
    }
    if (first === null) return value === null || isOne(value);
    if (typeof value !== typeof first) return false;
    if (of && !of.includes(value)) return false;
    if (typeof value !== "number") return isOne(value);
    const inside = from === undefined || (value >= from && value <= to);
    return Number.isFinite(value) && inside && (!whole || Number.isInteger(value));
  }

  function read(text, first) {
    if (text.length > LONGEST) return undefined;
    if (typeof first === "string") return text;
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  const write = (value) => (typeof value === "string" ? value : JSON.stringify(value));

  // The settings in an address by id: what is written in another way names no explorer.
  function wanted() {
    const found = new Map();
    for (const part of location.hash.slice(1).split(";")) {
      const [id, ...settings] = part.split("?");
      if (shown.has(id) || document.getElementById(id)?.hasAttribute("data-explorer")) {
        found.set(id, new URLSearchParams(settings.join("?")));
      }
    }
    return found;
  }

  function set({ model, first, settings }, params) {
    const values = Object.entries(settings).flatMap(([name, allowed]) => {
      const value = params.has(name) ? read(params.get(name), first[name]) : undefined;
      return value !== undefined && fits(value, first[name], allowed) ? [[name, value]] : [];
    });
    const all = (pairs) => pairs.forEach(([name, value]) => model.set(name, value));
    try {
      all(values); // one trait may bound another, and so be needed before it
      all(values);
    } catch {
      all(Object.entries(first)); // each is right, but not all of them together
    }
  }

  function address() {
    const parts = [...shown].flatMap(([id, { model, first, settings }]) => {
      const params = new URLSearchParams();
      for (const name of Object.keys(settings)) {
        const text = write(model.get(name));
        if (text !== write(first[name])) params.set(name, text);
      }
      return params.size ? [`${id}?${params}`] : [];
    });
    // commas and colons are allowed there, and easier to read
    return parts.reverse().join(";").replaceAll("%2C", ",").replaceAll("%3A", ":");
  }

  let timer = null;
  function changed(id) {
    const explorer = shown.get(id);
    shown.delete(id);
    shown.set(id, explorer);
    timer ??= setTimeout(() => {
      timer = null;
      const now = address();
      if (!now && wanted().size === 0) return; // a link to a heading stays
      history.replaceState(history.state, "", location.href.split("#")[0] + (now && `#${now}`));
    }, PAUSE);
  }

  function follow(id) {
    const all = wanted();
    if (!all.has(id)) return;
    set(shown.get(id), all.get(id));
    if (all.keys().next().value === id) document.getElementById(id).scrollIntoView();
  }

  document.addEventListener("widgetshown", ({ target, detail: { model } }) => {
    const id = target.closest("[data-explorer]")?.id;
    const settings = model.get("_settings") ?? {};
    if (!id || Object.keys(settings).length === 0) return;
    const first = Object.fromEntries(Object.keys(settings).map((name) => [name, model.get(name)]));
    shown.set(id, { model, first, settings });
    follow(id);
    model.on("change", () => changed(id));
  });
  addEventListener("hashchange", () => [...wanted().keys()].filter((id) => shown.has(id)).forEach(follow));
})();
