/** Milliseconds of many runs. */
export interface Figure {
  readonly median: number;
  readonly p95: number;
  /** What this process worked, at the median: where others use the machine too, it waits besides. */
  readonly work: number;
}

/** Runs the work some times, and as often before, unmeasured: a desk's program has been running for days. */
export async function measure(rounds: number, work: () => Promise<unknown>): Promise<Figure> {
  for (let round = 0; round < rounds; round++) await work();
  const times: number[] = [];
  const worked: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(cpu);
    times.push(performance.now() - start);
    worked.push((user + system) / 1000);
  }
  return { median: quantile(times, 0.5), p95: quantile(times, 0.95), work: quantile(worked, 0.5) };
}

/** The value below which this share of them is. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
