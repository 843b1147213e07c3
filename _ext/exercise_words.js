// Numbers and days in words.
export const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

const UNITS = [["year", 365], ["month", 30], ["week", 7], ["day", 1]];
const DAY = 86_400_000;
const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);

// When something was, as one says it: today, yesterday, 3 weeks ago.
export function ago(then, now) {
  const days = Math.max(0, Math.round((midnight(now) - midnight(then)) / DAY));
  const [unit, length] = UNITS.find(([, long]) => days >= long) ?? ["day", 1];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-Math.floor(days / length), unit);
}
