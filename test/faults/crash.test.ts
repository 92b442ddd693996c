import { randomInt } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { eventually } from '../../core/testing/eventually';
import { missingReason } from '../../core/testing/servers/availability';
import { testDatabases } from '../../core/testing/servers/databases';
import { freePort } from '../../core/testing/servers/ports';
import { Desk, type Sent } from './desk';
import { firstStarts, momentsOf } from './moments';
import { Program } from './program';
import { Stored } from './stored';

/** `GROUPWARE_TEST_SEED` repeats a run; every title of a test has the moments that the seed made. */
const seed = Number(process.env['GROUPWARE_TEST_SEED'] ?? randomInt(2 ** 31));
const DRAIN_SECONDS = 60;

interface Entry {
  id: number;
  messageId: string | null;
  source: string;
  state: string;
  outcome: string | null;
  blobId: string;
  taskId: number | null;
  commentId: number | null;
}
interface Message {
  id: number;
  messageId: string;
  state: string;
  commentId: number | null;
}

const count = <T>(items: readonly T[], fits: (item: T) => boolean): number => items.filter(fits).length;
/** The promise that was broken, in words. */
const about = ({ token, via, what, round, acknowledged }: Sent): string =>
  `${what} ${token} by ${via}, ${acknowledged ? 'acknowledged' : 'not acknowledged'}, sent when killed at ${round}`;

const describeCrash = missingReason('Dovecot') === null ? describe : describe.skip;

describeCrash.each(testDatabases())(
  'killed again and again on $name (GROUPWARE_TEST_SEED=' + String(seed) + ')',
  (database) => {
    let desk: Desk;
    let stored: Stored;
    const toClose: { close(): Promise<void> }[] = [];

    beforeAll(async () => {
      desk = await Desk.open(database);
      toClose.push(desk);
    });
    afterAll(async () => {
      for (const one of toClose.reverse()) await one.close();
    });

    test.each(momentsOf(seed))('at $name', async (moment) => {
      await desk.dieAt(moment);
      const left = await Stored.open(desk.fresh);
      try {
        await left.expireLeases();
      } finally {
        await left.close();
      }
    });

    describe('after the last start', () => {
      beforeAll(
        async () => {
          await desk.recover(DRAIN_SECONDS);
          expect(await desk.stop()).toBe(0);
          stored = await Stored.open(desk.fresh);
          toClose.push(stored);
        },
        (DRAIN_SECONDS + 60) * 1000,
      );

      test('every mail is in the ledger once, its bytes are kept, and it became one ticket or one comment', async () => {
        const ledger = await stored.rows<Entry>('SELECT * FROM mail_ledger');
        const titles = (await stored.rows<{ title: string }>('SELECT title FROM tasks_task')).map(({ title }) => title);
        const texts = (await stored.rows<{ text: string }>('SELECT text FROM comments_comment')).map(
          ({ text }) => text,
        );
        const mails = desk.book.filter(({ via }) => via === 'smtp' || via === 'imap');
        expect(mails.length).toBeGreaterThan(10);
        const wrong = mails.flatMap((mail) => {
          const entries = ledger.filter(({ messageId }) => messageId === `${mail.token}@example.com`);
          const facts = {
            entries: entries.map(({ state, outcome }) => `${state} ${String(outcome)}`),
            tickets: count(titles, (title) => title === mail.token),
            comments: count(texts, (text) => text.includes(`${mail.token}.`)),
          };
          const right = {
            entries: [`processed ${mail.what}`],
            tickets: mail.what === 'ticket' ? 1 : 0,
            comments: 1,
          };
          return JSON.stringify(facts) === JSON.stringify(right) ? [] : [{ mail: about(mail), ...facts }];
        });
        expect(wrong).toEqual([]);
        expect(ledger).toHaveLength(mails.length);
        const spoilt = ledger.filter(({ blobId }) => `B${stored.digest(blobId)}` !== blobId);
        expect(spoilt).toEqual([]);
      });

      test('every acknowledged write is there, none twice, and none half', async () => {
        const titles = (await stored.rows<{ title: string }>('SELECT title FROM tasks_task')).map(({ title }) => title);
        const comments = await stored.rows<{ text: string; isPrivate: number }>('SELECT * FROM comments_comment');
        const written = desk.book.filter(({ via }) => via === 'agent' || via === 'customer');
        expect(count(written, ({ acknowledged }) => acknowledged)).toBeGreaterThan(10);
        const wrong = written.flatMap((entry) => {
          const found = comments.filter(({ text }) => text.includes(`${entry.token}.`));
          const tickets = count(titles, (title) => title === entry.token);
          const isThere = found.length === 1 && (entry.what !== 'request' || tickets === 1);
          // Ticket and first comment of a request are two calls: the second may be missing when the answer was.
          const isAway = found.length === 0 && (tickets === 0 || entry.what === 'request');
          const isPublicNote = entry.what === 'note' && found.some(({ isPrivate }) => Number(isPrivate) !== 1);
          const isRight = (entry.acknowledged ? isThere : isThere || isAway) && tickets <= 1 && !isPublicNote;
          return isRight ? [] : [{ entry: about(entry), comments: found.length, tickets }];
        });
        expect(wrong).toEqual([]);
      });

      test('every answer left once, or says that nobody knows; none left twice', async () => {
        const outbox = await stored.rows<Message>('SELECT * FROM mail_outbox');
        const comments = await stored.rows<{ id: number; text: string }>('SELECT * FROM comments_comment');
        const received = await Promise.all(
          desk.sink.messages.map(async ({ raw }) => (await simpleParser(raw)).messageId?.replace(/[<>]/g, '') ?? ''),
        );
        const wrong = outbox.flatMap((message) => {
          const times = count(received, (id) => id.toLowerCase() === message.messageId.toLowerCase());
          const isRight = message.state === 'sent' ? times === 1 : message.state === 'uncertain' && times <= 1;
          return isRight ? [] : [{ message: message.messageId, state: message.state, times }];
        });
        expect(wrong).toEqual([]);
        expect(
          received.filter((id) => !outbox.some(({ messageId }) => messageId.toLowerCase() === id.toLowerCase())),
        ).toEqual([]);
        const answers = desk.book.filter(({ what }) => what === 'answer');
        const unsent = answers.filter(({ token }) => {
          const comment = comments.find(({ text }) => text.includes(`${token}.`));
          return comment && count(outbox, ({ commentId }) => commentId === comment.id) !== 1;
        });
        expect(unsent.map(about)).toEqual([]);
        expect(count(outbox, ({ state }) => state === 'sent')).toBeGreaterThan(5);
      });

      test('nothing was changed on the mail server, and the database is sound', async () => {
        const client = desk.dovecot.client('desk@example.test');
        await client.connect();
        try {
          await client.mailboxOpen('INBOX', { readOnly: true });
          const messages = await client.fetchAll('1:*', { flags: true });
          expect(messages).toHaveLength(count(desk.book, ({ via }) => via === 'imap'));
          expect(messages.flatMap(({ flags }) => [...(flags ?? [])]).filter((flag) => flag !== '\\Recent')).toEqual([]);
        } finally {
          await client.logout();
        }
        expect(await stored.damage()).toEqual([]);
      });
    });
  },
);

describe.each(testDatabases())(
  'killed in its first start on $name (GROUPWARE_TEST_SEED=' + String(seed) + ')',
  (database) => {
    test('every start goes on where the one before was killed, and the last one is as good as new', async () => {
      const fresh = await database.fresh();
      const port = await freePort();
      const settings = {
        GROUPWARE_DATA: fresh.data,
        GROUPWARE_PORT: String(port),
        GROUPWARE_SMTP_PORT: '-1',
        ...(fresh.url === undefined ? {} : { GROUPWARE_DATABASE_URL: fresh.url }),
      };
      const programs: Program[] = [];
      const start = (more: Record<string, string> = {}): Program => {
        const program = new Program({ ...settings, ...more });
        programs.push(program);
        return program;
      };
      try {
        for (const fault of firstStarts(seed)) {
          const program = start({ GROUPWARE_TEST_FAULT: fault });
          expect([fault, await program.end(), program.mistakes()]).toEqual([fault, 'SIGKILL', []]);
        }
        const program = await start().ready();
        await eventually('the link for the administrator', () =>
          Promise.resolve(program.printed.includes('first login as "admin"')),
        );
        const health = await (await fetch(`http://localhost:${String(port)}/health`)).json();
        expect(health).toMatchObject({ status: 'ready', database: 'ready' });
        expect(await program.stop()).toBe(0);
        expect(program.mistakes()).toEqual([]);
        const stored = await Stored.open(fresh);
        expect(await stored.rows('SELECT builtIn FROM core_group WHERE builtIn IS NOT NULL')).toHaveLength(3);
        expect(await stored.rows('SELECT id FROM mail_account')).toHaveLength(1);
        expect(await stored.damage()).toEqual([]);
        await stored.close();
      } finally {
        for (const program of programs) program.kill();
        await Promise.all(programs.map(({ ended }) => ended));
        await fresh.drop();
      }
    });
  },
);
