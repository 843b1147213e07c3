// What is said of a run and of a gradient check.

import { minus, number } from "../shared.js";
import { scientific } from "../scientific.js";
import { isNothing, isWrong } from "./check.js";
import { MOST_STEPS, accuracyNow, isLost, stepsOf } from "./run.js";

export const shortLoss = (loss) => (loss < 0.001 || loss >= 1000 ? scientific(loss) : minus(String(Number(loss.toPrecision(3)))));

const counted = (steps) => (steps === 1 ? "1 step" : `${number(steps, 0)} steps`);

export function tellRun(run) {
  const after = `After ${counted(stepsOf(run))}`;
  if (isLost(run)) return `${after} the loss is not a finite number: the steps were too large.`;
  const end = stepsOf(run) === MOST_STEPS ? " This is where a run ends." : "";
  const right = number(100 * accuracyNow(run), 0);
  return `${after} the loss is ${shortLoss(run.losses.at(-1))} and ${right}% of the points are classified right.${end}`;
}

const nameOf = ({ l, name }) => `dL/d${name}${"₁₂₃"[l]}`;

function listed(names) {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

export const UNCHECKED = "The backward pass has not been compared with central differences at these weights.";

// `found` has what the check found of each parameter.
export function tellCheck(found) {
  const worst = found.reduce((one, other) => (other.difference > one.difference ? other : one));
  const wrong = found.filter(isWrong);
  if (wrong.length > 0) {
    const names = wrong.length === found.length ? "all gradients" : listed(wrong.map(nameOf));
    const verb = wrong.length === 1 ? "differs" : "differ";
    return { verdict: "wrong", text: `Wrong: ${names} ${verb} from central differences, by up to ${scientific(worst.difference)}.` };
  }
  if (found.every(isNothing))
    return { verdict: "vacuous", text: "Every gradient is 0 at these weights, whatever the backward pass does: the check says nothing here." };
  return { verdict: "right", text: `Right: the largest difference from central differences is ${scientific(worst.difference)}, in ${nameOf(worst)}.` };
}
