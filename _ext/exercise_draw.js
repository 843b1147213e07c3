// Which exercises a review draws: of the chapters in which something was tried, first those that were
// missed, then those that were done, each the longest ago first, and last those not yet tried.

export const isMissed = (entry) => entry.missed || !entry.done;

const rankOf = (entry) => {
  if (!entry) return 2;
  return isMissed(entry) ? 0 : 1;
};

// `exercises` is a list of { page, name, … }, and `entryOf` tells what was done in one.
export function inOrder(exercises, entryOf) {
  const known = exercises.map((one) => ({ ...one, entry: entryOf(one.page, one.name) }));
  const begun = new Set(known.filter(({ entry }) => entry).map(({ page }) => page));
  return known
    .filter(({ page }) => begun.has(page))
    .sort((a, b) => rankOf(a.entry) - rankOf(b.entry) || (a.entry?.at ?? 0) - (b.entry?.at ?? 0));
}

const idOf = ({ page, name }) => `${page}:${name}`;

// Draws some, and those that were `shown` before only where others do not suffice.
export function draw(ordered, count, shown) {
  const fresh = ordered.filter((one) => !shown.has(idOf(one)));
  const rest = ordered.filter((one) => !fresh.includes(one));
  const drawn = [...fresh, ...rest].slice(0, count);
  if (fresh.length <= count) shown.clear(); // all had their turn
  for (const one of drawn) shown.add(idOf(one));
  return drawn;
}
