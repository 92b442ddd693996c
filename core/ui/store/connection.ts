import { RequestFailed } from './errors';

/** Marks our own requests: without this header the server takes no cookie for anything that writes. */
export const OWN = { 'X-Requested-With': 'groupware' } as const;

const RETRY_AFTER_MS = [1000, 2000, 4000, 8000, 15000] as const;

/** Answers that a proxy gives while the server behind it restarts. */
const AWAY = new Set([502, 503, 504]);

/**
 * The line to the server: knows whether it is up, waits until it is again, and turns problem answers
 * (RFC 7807) into `RequestFailed`.
 */
export class Connection {
  isOnline = true;
  private readonly listeners = new Set<() => void>();
  private waiting: Promise<void> | undefined;

  /** @param signedOut called when the server no longer knows the session */
  constructor(
    private readonly signedOut: () => void,
    private readonly fetcher: typeof fetch = fetch.bind(globalThis),
    private readonly sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms)),
  ) {}

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** One try. Rejects with `RequestFailed`; status 0 = could not be reached. */
  async once(url: string, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      const headers = { ...OWN, ...(init.headers as Record<string, string> | undefined) };
      response = await this.fetcher(url, { credentials: 'same-origin', ...init, headers });
    } catch (error) {
      if (init.signal?.aborted === true) throw error;
      this.setOnline(false);
      throw new RequestFailed(0, 'unreachable');
    }
    this.setOnline(!AWAY.has(response.status));
    if (response.ok) return response;
    if (response.status === 401) this.signedOut();
    const { words, type } = await problem(response);
    throw new RequestFailed(response.status, words, type);
  }

  /** For questions, which may be asked again: waits for the server to come back. */
  async patiently(url: string, init: RequestInit = {}): Promise<Response> {
    for (let failures = 0; ; failures++) {
      try {
        return await this.once(url, init);
      } catch (error) {
        if (!(error instanceof RequestFailed) || !(error.status === 0 || AWAY.has(error.status))) throw error;
        await this.pause(failures);
      }
    }
  }

  /** All questions of an outage wait together, so that the server is not stormed when it returns. */
  private pause(failures: number): Promise<void> {
    const ms = RETRY_AFTER_MS[Math.min(failures, RETRY_AFTER_MS.length - 1)] ?? 15000;
    this.waiting ??= this.sleep(ms).finally(() => {
      this.waiting = undefined;
    });
    return this.waiting;
  }

  setOnline(online: boolean): void {
    if (online === this.isOnline) return;
    this.isOnline = online;
    for (const listener of [...this.listeners]) listener();
  }
}

/** The words of a problem answer, or the status. */
async function problem(response: Response): Promise<{ words: string; type?: string }> {
  try {
    const body = (await response.json()) as { detail?: string; title?: string; type?: string };
    const words = body.detail ?? body.title ?? `HTTP ${response.status}`;
    return body.type === undefined ? { words } : { words, type: body.type };
  } catch {
    return { words: `HTTP ${response.status}` };
  }
}
