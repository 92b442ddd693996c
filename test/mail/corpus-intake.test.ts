import { createTransport } from 'nodemailer';
import { eventually } from '../../core/testing/eventually';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { Comment } from '../../modules/comments/api';
import { LedgerEntry, OutboxMessage } from '../../modules/mail/api';
import { SmtpSource } from '../../modules/mail/smtp.source';
import { mailFiles, rawMail, withCorpus, without } from './corpus-files';

withCorpus(`every mail of the corpus, by SMTP into tickets${without}`, () => {
  test.each(testDatabases())(
    'on $name: all are in the ledger with their outcome, none is lost, none hangs, no machine is answered',
    async (database) => {
      const host = await TestHost.start(database, { running: true });
      try {
        const admin = await host.admin();
        await admin.update('SupportSettings', 'singleton', { autoReply: true });
        const { port } = host.get(SmtpSource);
        const transport = createTransport({
          host: 'localhost',
          port: port ?? 0,
          pool: true,
          maxConnections: 4,
          ignoreTLS: true,
        });
        const files = mailFiles();
        const begun = performance.now();
        // A sender of its own for each, so that equal files are two arrivals of the same mail.
        const envelope = (index: number) => ({
          from: `sender${String(index)}@corpus.example`,
          to: 'support@localhost',
        });
        await Promise.all(
          files.map((file, index) => transport.sendMail({ envelope: envelope(index), raw: rawMail(file) })),
        );
        transport.close();
        const { manager } = host.database;
        await eventually(
          'every mail to be processed',
          async () => (await manager.countBy(LedgerEntry, { state: 'stored' })) === 0,
          240,
        );
        const entries = await manager.find(LedgerEntry);
        const count = (outcome: string | null): number => entries.filter((entry) => entry.outcome === outcome).length;
        const outcomes = ['ticket', 'reply', 'unverified', 'bounce', 'automatic', 'duplicate', 'own', 'ignored'];
        const rate = files.length / ((performance.now() - begun) / 1000);
        process.stdout.write(
          `      ${String(entries.length)} mails, ${rate.toFixed(0)} a second: ${outcomes.map((o) => `${String(count(o))} ${o}`).join(', ')}\n`,
        );
        expect(entries.length).toBe(files.length);
        expect(new Set(entries.map(({ envelopeFrom }) => envelopeFrom)).size).toBe(files.length);
        expect(
          entries.filter(({ state }) => state !== 'processed').map(({ envelopeFrom, error }) => [envelopeFrom, error]),
        ).toEqual([]);
        expect(entries.filter(({ outcome, reason }) => outcome === null || !reason)).toEqual([]);

        // What was filed has words or files for somebody to read.
        const filed = entries.filter(({ outcome }) => outcome === 'ticket');
        expect(filed.length).toBeGreaterThan(100);
        for (const { taskId, commentId } of filed) expect([taskId, commentId]).not.toContain(null);
        const comments = new Map((await manager.find(Comment)).map((comment) => [comment.id, comment]));
        expect(filed.filter(({ commentId }) => !comments.has(commentId ?? 0))).toEqual([]);

        // Only people are answered automatically, each at most once.
        const answers = await manager.findBy(OutboxMessage, { kind: 'automatic' });
        const addresses = answers.flatMap(({ recipients }) => recipients.map(({ address }) => address));
        expect(addresses.length).toBe(new Set(addresses).size);
        expect(
          addresses.filter((address) => /mailer-daemon|postmaster|no-?reply|^support@localhost$/i.test(address)),
        ).toEqual([]);
      } finally {
        await host.drop();
      }
    },
    300_000,
  );
});
