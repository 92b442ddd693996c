/** Listens to the server's `StateChange` events (RFC 8620 §7.3) and opens the line again when it breaks. */
export class Push {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;
  private wasBroken = false;

  /**
   * @param changed type name → new state
   * @param resumed called after a break: events may have been missed
   */
  constructor(
    private readonly url: string,
    private readonly changed: (states: Record<string, string>) => void,
    private readonly resumed: () => void,
  ) {
    this.open();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.source?.close();
  }

  private open(): void {
    const source = new EventSource(this.url);
    this.source = source;
    source.addEventListener('state', (event) => {
      const { changed } = JSON.parse((event as MessageEvent<string>).data) as {
        changed: Record<string, Record<string, string>>;
      };
      for (const states of Object.values(changed)) this.changed(states);
    });
    source.onopen = () => {
      if (this.wasBroken) this.resumed();
      this.wasBroken = false;
    };
    source.onerror = () => {
      this.wasBroken = true;
      // The browser tries again by itself unless the server answered with an error; then we do.
      if (source.readyState !== EventSource.CLOSED || this.isClosed) return;
      this.timer = setTimeout(() => this.open(), 3000);
    };
  }
}
