import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { eventually } from '../../core/testing/eventually';
import { type FreshDatabase, testDatabases } from '../../core/testing/servers/databases';
import { freePort } from '../../core/testing/servers/ports';
import { Program } from '../faults/program';
import { Stored } from '../faults/stored';

const SIZE = 3_000_000;
const PASSWORD = 'correct horse battery staple';

describe.each(testDatabases())('uploads when the program is killed, on $name', (database) => {
  let fresh: FreshDatabase;
  let port: number;
  let program: Program;

  const start = (): Promise<Program> =>
    new Program({
      GROUPWARE_DATA: fresh.data,
      GROUPWARE_PORT: String(port),
      GROUPWARE_SMTP_PORT: '-1',
      GROUPWARE_ADMIN_PASSWORD: PASSWORD,
      ...(fresh.url === undefined ? {} : { GROUPWARE_DATABASE_URL: fresh.url }),
    }).ready();
  const restart = async (): Promise<void> => {
    program.kill();
    await program.ended;
    program = await start();
  };
  const headers = { authorization: `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}` };
  const url = (path: string): string => `http://localhost:${String(port)}${path}`;
  const incoming = (): string[] => {
    const folder = join(fresh.data, 'files', 'incoming');
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const download = (blobId: string): Promise<Response> => fetch(url(`/jmap/download/g1/${blobId}/file`), { headers });

  beforeAll(async () => {
    fresh = await database.fresh();
    port = await freePort();
    program = await start();
  });
  afterAll(async () => {
    program.kill();
    await program.ended;
    await fresh.drop();
  });

  test('killed half way: nothing of the file is there, and it can be uploaded again', async () => {
    const bytes = Buffer.alloc(SIZE, 'half ');
    const half = request(url('/jmap/upload/g1'), { method: 'POST', headers: { ...headers, 'content-length': SIZE } });
    const failed = new Promise((resolve) => half.once('error', resolve));
    half.write(bytes.subarray(0, SIZE / 2));
    await eventually('the upload to have begun', () => Promise.resolve(incoming().length === 1));
    await restart();
    expect(await failed).toHaveProperty('message');
    const blobId = `B${createHash('sha256').update(bytes).digest('hex')}`;
    expect((await download(blobId)).status).toBe(404);
    const again = await fetch(url('/jmap/upload/g1'), { method: 'POST', headers, body: bytes });
    expect([again.status, await again.json()]).toEqual([201, expect.objectContaining({ blobId, size: SIZE })]);
  });

  test('killed as soon as the answer is there: every byte is kept, and can be used', async () => {
    const bytes = Buffer.alloc(SIZE, 'acknowledged ');
    const answer = await fetch(url('/jmap/upload/g1'), { method: 'POST', headers, body: bytes });
    program.kill();
    expect(answer.status).toBe(201);
    const { blobId } = (await answer.json()) as { blobId: string };
    await restart();
    const kept = Buffer.from(await (await download(blobId)).arrayBuffer());
    expect(kept.equals(bytes)).toBe(true);
    const stored = await Stored.open(fresh);
    try {
      expect(stored.digest(blobId)).toBe(blobId.slice(1));
      expect(await stored.rows(`SELECT size FROM core_upload WHERE blobId = '${blobId}'`)).toEqual([{ size: SIZE }]);
    } finally {
      await stored.close();
    }
  });
});
