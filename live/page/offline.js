export function keepForOffline() {}
