/** True while a process with this number runs, be it somebody else's. */
export function isAlive(pid: number): boolean;
