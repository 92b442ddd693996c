import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { WorkerAnswer } from './parse.worker';
import type { ParsedMail } from './parsed-mail';

/** The mail took longer than the deadline; the worker was killed. */
export class ParseTimeout extends Error {
  override readonly name = 'ParseTimeout';
  constructor(seconds: number) {
    super(`The mail could not be read within ${seconds} seconds.`);
  }
}

/** The mail needed more memory than a worker may take; the worker is gone. */
export class ParseOutOfMemory extends Error {
  override readonly name = 'ParseOutOfMemory';
  constructor() {
    super('The mail needs too much memory to be read.');
  }
}

/** The parser itself failed, which is a fault of ours; what happened is in `cause`. */
export class ParseFailed extends Error {
  override readonly name = 'ParseFailed';
  constructor(cause: unknown) {
    super('The mail could not be read because of an error in the parser.', { cause });
  }
}

export interface ParseLimits {
  readonly deadlineSeconds: number;
  readonly heapMegabytes: number;
  readonly workers: number;
}

interface Job {
  readonly raw: Buffer;
  readonly resolve: (mail: ParsedMail) => void;
  readonly reject: (error: Error) => void;
}

/** From TypeScript source (tests) the worker needs a compiler first. */
const ENTRY = join(__dirname, __filename.endsWith('.ts') ? 'parse.worker.source.cjs' : 'parse.worker.js');

/**
 * Processes that parse mail from outside, so that a hostile one costs its own process and nothing else. Threads are
 * not enough: measured with Node 20, a thread that hits its heap limit inside a regular expression or a `split`
 * aborts the whole server instead of raising ERR_WORKER_OUT_OF_MEMORY.
 */
export class ParseWorkers {
  private readonly waiting: Job[] = [];
  private readonly idle: ChildProcess[] = [];
  private readonly busy = new Set<ChildProcess>();

  constructor(private readonly limits: ParseLimits = { deadlineSeconds: 20, heapMegabytes: 256, workers: 2 }) {}

  /**
   * Parses one mail in a worker; mails queue while all workers are busy.
   * @throws ParseTimeout, ParseOutOfMemory or ParseFailed, each with one sentence for people
   */
  parse(raw: Buffer): Promise<ParsedMail> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ raw, resolve, reject });
      this.next();
    });
  }

  /** Ends all workers; mails still in work are rejected with ParseFailed. The next `parse` starts new ones. */
  async close(): Promise<void> {
    const workers = [...this.idle.splice(0), ...this.busy];
    await Promise.all(
      workers.map(async (worker) => {
        const gone = new Promise((resolve) => worker.once('exit', resolve));
        if (worker.kill('SIGKILL')) await gone;
      }),
    );
  }

  private next(): void {
    if (this.busy.size >= this.limits.workers) return;
    const job = this.waiting.shift();
    if (job === undefined) return;
    const worker = this.idle.pop() ?? this.start();
    this.busy.add(worker);
    worker.ref();
    worker.channel?.ref();
    this.run(job, worker);
  }

  /** A process with a heap limit, without our environment (it holds secrets) and without a way to write to our logs. */
  private start(): ChildProcess {
    const worker = fork(ENTRY, [], {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${this.limits.heapMegabytes}`],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const forget = (): void => {
      const index = this.idle.indexOf(worker);
      if (index >= 0) this.idle.splice(index, 1);
    };
    // A worker that dies while idle is simply replaced by the next mail.
    return worker.on('error', forget).on('exit', forget);
  }

  private run(job: Job, worker: ChildProcess): void {
    const deadline = AbortSignal.timeout(this.limits.deadlineSeconds * 1000);
    const settle = (finish: () => void, isAlive: boolean): void => {
      deadline.removeEventListener('abort', onTimeout);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      this.busy.delete(worker);
      if (isAlive) this.rest(worker);
      else worker.kill('SIGKILL');
      finish();
      this.next();
    };
    const fail = (error: Error): void => settle(() => job.reject(error), false);
    const onMessage = (message: unknown): void => {
      const answer = message as WorkerAnswer;
      settle(() => ('mail' in answer ? job.resolve(answer.mail) : job.reject(new ParseFailed(answer.error))), true);
    };
    const onTimeout = (): void => fail(new ParseTimeout(this.limits.deadlineSeconds));
    const onError = (error: Error): void => fail(new ParseFailed(error));
    const onExit = (code: number | null, signal: string | null): void =>
      // V8 aborts when the heap limit is reached.
      fail(
        signal === 'SIGABRT' || code === 134
          ? new ParseOutOfMemory()
          : new ParseFailed(new Error(`The worker ended (${signal ?? code ?? ''}).`)),
      );
    deadline.addEventListener('abort', onTimeout);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    // Both as callback and as event an error may arrive, and either way the job has to end once.
    worker.send(job.raw, (error) => {
      if (error !== null && this.busy.has(worker)) onError(error);
    });
  }

  /** An idle worker must not keep the process from ending. */
  private rest(worker: ChildProcess): void {
    worker.unref();
    worker.channel?.unref();
    this.idle.push(worker);
  }
}

const shared = new ParseWorkers();

/** `ParseWorkers.parse` on the workers all of the process shares. */
export function parseInWorker(raw: Buffer): Promise<ParsedMail> {
  return shared.parse(raw);
}

/** Ends the shared workers, for a host that stops. */
export function closeParseWorkers(): Promise<void> {
  return shared.close();
}
