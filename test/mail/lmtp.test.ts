import { createTransport } from 'nodemailer';
import { testDatabases } from '../../core/testing/servers/databases';
import { TestHost } from '../../core/testing/test-host';
import { LedgerEntry } from '../../modules/mail/api';
import { SmtpSource } from '../../modules/mail/smtp.source';

describe.each(testDatabases())('$name', (database) => {
  test('a mail server hands mail over by LMTP; it is told of each recipient, and the mail is entered once', async () => {
    const host = await TestHost.start(database, { running: true, configuration: { lmtpPort: 0 } });
    try {
      const { lmtpPort } = host.get(SmtpSource);
      const transport = createTransport({ host: 'localhost', port: lmtpPort ?? 0, lmtp: true, ignoreTLS: true });
      const sent = await transport.sendMail({
        envelope: {
          from: 'carla@customer.example',
          to: ['support@localhost', 'support+x@localhost', 'no@elsewhere.example'],
        },
        from: 'carla@customer.example',
        to: 'support@localhost',
        subject: 'By LMTP',
        text: 'Hello',
      });
      transport.close();
      expect(sent.accepted).toEqual(['support@localhost', 'support+x@localhost']);
      expect(sent.rejected).toEqual(['no@elsewhere.example']);
      expect(await host.database.manager.find(LedgerEntry)).toMatchObject([
        { envelopeFrom: 'carla@customer.example', envelopeTo: ['support@localhost', 'support+x@localhost'] },
      ]);
    } finally {
      await host.drop();
    }
  });
});
