export function documentPanel() {
  throw new Error("not yet");
}
