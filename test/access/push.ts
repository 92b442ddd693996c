import { eventually } from '../../core/testing/eventually';
import type { Json } from './json';

/** An open event source, read as a client does. */
export class Push {
  readonly events: Json[] = [];
  private readonly closing = new AbortController();

  static async open(address: string, token: string): Promise<Push> {
    const push = new Push();
    const response = await fetch(`${address}/jmap/eventsource?types=*&closeafter=no&ping=0`, {
      headers: { authorization: `Bearer ${token}` },
      signal: push.closing.signal,
    });
    expect(response.status).toBe(200);
    void push.read(response).catch(() => undefined);
    return push;
  }

  async next(): Promise<void> {
    const before = this.events.length;
    await eventually('an event', () => Promise.resolve(this.events.length > before));
  }

  close(): void {
    this.closing.abort();
  }

  private async read(response: Response): Promise<void> {
    let text = '';
    for await (const chunk of response.body!) {
      text += Buffer.from(chunk as Uint8Array).toString('utf8');
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data !== undefined) this.events.push(JSON.parse(data) as Json);
      }
    }
  }
}
