import { type Connection, OWN } from './connection';
import { RequestFailed } from './errors';
import type { Session, Upload, UploadOptions } from './types';

/** Tries of an upload that the server puts off; with growing pauses half a minute. */
const MOST_TRIES = 8;

/** Files to and from the server. */
export class Blobs {
  private readonly urls = new Map<string, Promise<string>>();
  private sending = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly session: () => Session,
    private readonly accountId: () => string,
  ) {}

  /** Those beyond what the server takes at once wait for their turn. */
  async upload(file: Blob & { name?: string }, options: UploadOptions = {}): Promise<Upload> {
    const { maxSizeUpload, maxConcurrentUpload } = this.session().capabilities['urn:ietf:params:jmap:core'];
    if (file.size > maxSizeUpload) throw new RequestFailed(413, 'tooLarge');
    while (this.sending >= maxConcurrentUpload) await new Promise<void>((turn) => this.waiting.push(turn));
    this.sending += 1;
    try {
      return await this.sendPatiently(file, options);
    } finally {
      this.sending -= 1;
      this.waiting.shift()?.();
    }
  }

  /** The same person may be uploading in another window too: the server then says that it was too much at once. */
  private async sendPatiently(file: Blob & { name?: string }, options: UploadOptions): Promise<Upload> {
    for (let tries = 1; ; tries++) {
      options.signal?.throwIfAborted();
      try {
        return await this.send(file, options);
      } catch (error) {
        if (!(error instanceof RequestFailed && error.status === 429) || tries === MOST_TRIES) throw error;
        await new Promise((done) => setTimeout(done, 1000 * tries));
      }
    }
  }

  /** XMLHttpRequest, because fetch tells no progress of what it sends. */
  private send(file: Blob & { name?: string }, { onProgress, signal }: UploadOptions): Promise<Upload> {
    const url = this.session().uploadUrl.replace('{accountId}', this.accountId());
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', url);
      request.responseType = 'json';
      for (const [name, value] of Object.entries(OWN)) request.setRequestHeader(name, value);
      request.setRequestHeader('Content-Type', file.type === '' ? 'application/octet-stream' : file.type);
      request.upload.onprogress = (event) => onProgress?.(event.lengthComputable ? event.loaded / event.total : 0);
      request.onerror = () => {
        this.connection.setOnline(false);
        reject(new RequestFailed(0, 'unreachable'));
      };
      request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
      request.onload = () => {
        const answer = request.response as (Omit<Upload, 'name'> & { detail?: string }) | null;
        if (request.status >= 200 && request.status < 300 && answer !== null) {
          resolve({ blobId: answer.blobId, type: answer.type, size: answer.size, name: file.name ?? '' });
        } else reject(new RequestFailed(request.status, answer?.detail ?? `HTTP ${request.status}`));
      };
      signal?.addEventListener('abort', () => request.abort());
      request.send(file);
    });
  }

  /** A `blob:` URL, made once per blob: the page's CSP allows no image from an address, and none leaves this way. */
  url(blobId: string, type: string): Promise<string> {
    const key = `${blobId} ${type}`;
    let url = this.urls.get(key);
    if (url === undefined) {
      url = this.fetch(blobId, 'blob', type).then((blob) => URL.createObjectURL(new Blob([blob], { type })));
      url.catch(() => this.urls.delete(key));
      this.urls.set(key, url);
    }
    return url;
  }

  async text(blobId: string): Promise<string> {
    return (await this.fetch(blobId, 'blob', 'text/plain')).text();
  }

  download({ blobId, name }: { blobId: string; name: string }): Promise<void> {
    return this.save(this.addressOf(blobId, name, 'application/octet-stream'), name);
  }

  /** Saves under its name. The link's own request would carry no header, so the bytes are fetched first. */
  async save(address: string, name: string, question?: object): Promise<void> {
    const json = { 'Content-Type': 'application/json' };
    const init = question === undefined ? {} : { method: 'POST', headers: json, body: JSON.stringify(question) };
    const bytes = await (await this.connection.patiently(address, init)).blob();
    const url = URL.createObjectURL(bytes);
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  private async fetch(blobId: string, name: string, type: string): Promise<Blob> {
    return (await this.connection.patiently(this.addressOf(blobId, name, type))).blob();
  }

  private addressOf(blobId: string, name: string, type: string): string {
    const values: Record<string, string> = { accountId: this.accountId(), blobId, name, type };
    return this.session().downloadUrl.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(values[key] ?? ''));
  }
}
