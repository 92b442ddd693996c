/**
 * Fault points: places where a test kills the program, to prove that a restart finds its way. Without
 * `GROUPWARE_TEST_FAULT=<name>:<count>` in the environment they do nothing.
 */
const [wanted, count] = (process.env['GROUPWARE_TEST_FAULT'] ?? '').split(':');
let hits = 0;

/** Marks a step; the program kills itself (SIGKILL: no cleaning up) when a test asked for this hit of this point. */
export function fault(name: string): void {
  if (name !== wanted) return;
  hits += 1;
  if (hits === Number(count ?? 1)) process.kill(process.pid, 'SIGKILL');
}
