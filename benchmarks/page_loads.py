"""Loads a page in a browser with an empty cache; measures it while it comes and when it is used.

The slow profile is a processor some times as slow, and a line of 10 Mbit/s with 40 ms of latency.
"""

import json
from collections.abc import Callable
from contextlib import closing
from statistics import median

from playwright.sync_api import Browser

LINE = {"offline": False, "downloadThroughput": 1.25e6, "uploadThroughput": 1.25e6, "latency": 40}
PATIENCE = 300_000  # milliseconds that a page may take
RATES = (4, 8)  # how many times as slow the processor is
ACTIONS = 60
Run = dict[str, float]  # measures by name

# Watches a page from its start: long tasks, shifts of the layout, and when every widget is there,
# or, if it may touch them, when every widget answers.
PROBE = """([widgets, touch]) => {
  const probe = (window.probe = { answered: null, blocked: 0, shift: 0 });
  const [texts, answering] = [new Map(), new Set()];
  let [last, previous, key] = [0, 0, ""];
  const observe = (type, note) => {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(note));
    observer.observe({ type, buffered: true });
  };
  observe("longtask", ({ startTime, duration }) => {
    probe.blocked += duration - 50;
    last = Math.max(last, startTime + duration);
  });
  observe("layout-shift", (entry) => (probe.shift += entry.hadRecentInput ? 0 : entry.value));

  // what stands in a widget: its text, and the numbers in its fields
  const shown = (window.shown = (root) =>
    root.textContent + [...root.querySelectorAll("[type=number]")].map(({ value }) => value));
  const answers = (root) => {
    const slider = root.querySelector("[role=slider]");
    const written = root.querySelector("textarea"); // Python would judge what stands in it
    if (written) written.value = "";
    const asked = root.querySelector("[type=submit]"); // an exercise says what is missing
    const press = { bubbles: true, cancelable: true };
    const control = slider ?? asked ?? root.querySelector("input:not(:checked), button");
    if (!control || !touch) return Boolean(control);
    const now = shown(root);
    const before = texts.get(root) ?? now; // it may answer in the next frame
    texts.set(root, now);
    if (slider) slider.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    else if (asked) asked.form.dispatchEvent(new Event("submit", press));
    else control.click();
    const changed = shown(root) !== before;
    if (changed && control.hasAttribute("aria-expanded")) control.click(); // as it was: closed
    return changed;
  };
  const look = () => {
    const now = performance.now();
    key = key === "ArrowRight" ? "ArrowLeft" : "ArrowRight"; // one may stand at its end
    if (probe.answered === null) {
      for (const root of document.querySelectorAll(".nnd-explorer"))
        if (!answering.has(root) && answers(root)) answering.add(root);
      if (document.readyState !== "loading" && answering.size >= widgets) probe.answered = now;
    }
    // the observer may tell of a long task only after this
    if (document.readyState !== "complete" || now - previous > 100) last = now;
    previous = now;
    window.quiet = probe.answered !== null && now - Math.max(last, probe.answered) > 1000;
    if (!window.quiet) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""

# Notes for each action how long its handlers run and which frame shows the change: for moves of a
# pointer that drags a slider, or for presses of buttons where there is none.
WATCH = """() => {
  const slider = document.querySelector(".nnd-explorer [role=slider]");
  const root = slider?.closest(".nnd-explorer") ?? document.querySelector(".nnd-explorer");
  const stage = root.querySelector(".nnd-stage, svg") ?? root;
  const type = slider ? "pointermove" : "click";
  window.actions = [];
  addEventListener(type, ({ buttons }) => {
    if (slider && !buttons) return;
    const [before, start] = [window.shown(root), performance.now()];
    const end = () => {
      const action = { handlers: performance.now() - start, frames: 0, changed: false };
      const look = () => {
        if (action !== window.actions.at(-1)) return; // it changed nothing, and the next has come
        action.frames += 1;
        action.changed = window.shown(root) !== before;
        if (!action.changed) requestAnimationFrame(look);
      };
      window.actions.push(action);
      requestAnimationFrame(look); // comes after any frame that a handler asked for
    };
    addEventListener(type, end, { once: true }); // added last, so it runs last
  }, { capture: true });
  stage.scrollIntoView({ block: "center", behavior: "instant" });
  const choices = root.querySelectorAll("input[type=radio]");
  window.buttons = [...(choices.length ? choices : root.querySelectorAll("button"))];
  const box = (node) => node?.getBoundingClientRect().toJSON();
  return [box(slider), box(stage)];
}"""
PRESS = "(number) => window.buttons[number % window.buttons.length].click()"
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Tab:
    """A tab of a browser with an empty cache, and what it fetches from the server at `root`."""

    def __init__(self, browser: Browser, root: str) -> None:
        own = (f"{root}/book", f"{root}/stock", f"{root}/favicon")  # but not `cdn/`
        self.own = (*own, "data:", "blob:")
        self.asked: list[str] = []
        self.sizes: list[float] = []
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page = self.context.new_page()
        self.cdp = self.context.new_cdp_session(self.page)
        self.cdp.on("Network.requestWillBeSent", lambda e: self.asked.append(e["request"]["url"]))
        self.cdp.on("Network.loadingFinished", lambda e: self.sizes.append(e["encodedDataLength"]))
        self.cdp.send("Network.enable")
        self.close = self.context.close

    def load(self, url: str, widgets: int, rate: int = 0, touch: bool = False) -> Run:
        """Load a page; return its measures once all widgets are there and the page is quiet."""
        if rate:
            self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            self.cdp.send("Network.emulateNetworkConditions", LINE)
        self.page.add_init_script(f"({PROBE})([{widgets}, {json.dumps(touch)}])")
        self.page.goto(url, wait_until="commit", timeout=PATIENCE)
        self.page.wait_for_function("window.quiet", polling=200, timeout=PATIENCE)
        self.page.wait_for_load_state("networkidle")
        run: Run = self.page.evaluate("window.probe")
        elsewhere = sum(not url.startswith(self.own) for url in self.asked)
        return run | {"bytes": sum(self.sizes), "elsewhere": elsewhere}

    def use(self) -> Run:
        """Drag the first slider, or press the buttons; return how the page follows."""
        slider, stage = self.page.evaluate(WATCH)
        if slider:
            self._drag(slider, stage)
        else:
            for number in range(ACTIONS):
                self.page.evaluate(PRESS, number)
                self.page.evaluate(TWO_FRAMES)
        actions = [action for action in self.page.evaluate("window.actions") if action["changed"]]
        handlers, frames = ([action[name] for action in actions] for name in ("handlers", "frames"))
        return {"handlers": median(handlers), "frames": max(frames)} if actions else {}

    def _drag(self, slider: dict[str, float], stage: dict[str, float]) -> None:
        mouse = self.page.mouse
        mouse.move(slider["x"] + slider["width"] / 2, slider["y"] + slider["height"] / 2)
        mouse.down()
        for step in range(ACTIONS):
            part = 0.2 + 0.6 * (7 * step % ACTIONS) / ACTIONS
            mouse.move(stage["x"] + part * stage["width"], stage["y"] + part * stage["height"])
            self.page.evaluate(TWO_FRAMES)


def one_run(new_tab: Callable[[], Tab], url: str, widgets: int, anchor: str) -> Run:
    """Measure a page once: slow loads, one at a deep link, some with widgets touched; its use."""
    run: Run = {}
    for rate in RATES:
        with closing(new_tab()) as tab:
            found = tab.load(url, widgets, rate)
        run[f"blocked, {rate}"] = found["blocked"]
        run |= {name: found[name] for name in ("bytes", "elsewhere")}
        run["shift"] = max(run.get("shift", 0), found["shift"])
    with closing(new_tab()) as tab:
        run["deep"] = tab.load(f"{url}#{anchor}", widgets, RATES[0])["shift"]
    if not widgets:
        return run
    for rate in RATES:
        with closing(new_tab()) as tab:
            run[f"answered, {rate}"] = tab.load(url, widgets, rate, touch=True)["answered"]
    with closing(new_tab()) as tab:
        tab.load(url, widgets)
        return run | tab.use()
