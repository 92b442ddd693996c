import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { DomUtils, parseDocument } from 'htmlparser2';
import { safeStyle } from '../../core/html/css';
import { htmlToPlainText } from '../../core/html/html-text';
import { sanitiseMail, sanitiseMailHtml } from '../../core/html/sanitise';
import { usableAddress } from '../../modules/mail/parse/addresses';
import { recogniseAutomatic } from '../../modules/mail/parse/automatic';
import { readBounce } from '../../modules/mail/parse/bounce';
import { cleanFileName } from '../../modules/mail/parse/file-name';
import { splitQuotedHtml } from '../../modules/mail/parse/html-quotes';
import { readMailDate } from '../../modules/mail/parse/mail-date';
import { MAX_MAIL_BYTES, parseHeadersOnly, parseMail } from '../../modules/mail/parse/parse';
import type { ParsedMail } from '../../modules/mail/parse/parsed-mail';
import { splitQuoted } from '../../modules/mail/parse/quotes';
import { readMessageId, readMessageIds } from '../../modules/mail/parse/threading-ids';
import {
  closeParseWorkers,
  ParseFailed,
  ParseOutOfMemory,
  ParseTimeout,
  ParseWorkers,
  parseInWorker,
} from '../../modules/mail/parse/worker';

afterAll(closeParseWorkers);

/** A mail from lines; strings with characters above 0xFF are not for this. */
function bytes(...lines: string[]): Buffer {
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

function parse(...lines: string[]): Promise<ParsedMail> {
  return parseMail(bytes(...lines));
}

/**
 * How the CPU time grows when a text gets four times as long: about 4 for work that is linear, 16 for work that is
 * quadratic. A slow or busy machine changes both times alike. Nothing below 5 ms counts.
 * @param length characters of the long text
 */
async function growth(token: string, length: number, work: (text: string) => unknown): Promise<number> {
  const used = async (text: string): Promise<number> => {
    const before = process.cpuUsage();
    await work(text);
    const { user, system } = process.cpuUsage(before);
    return Math.max(5, (user + system) / 1000);
  };
  const [long, short] = [length, length / 4].map((each) => token.repeat(each / token.length)) as [string, string];
  let [most, least] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // What else the process does only ever adds: the smallest of more runs is nearer to the truth.
  for (let run = 1; run <= 12 && (run <= 3 || most / least >= LINEAR); run++) {
    most = Math.min(most, await used(long));
    least = Math.min(least, await used(short));
  }
  return most / least;
}

/** Between linear and quadratic, see {@link growth}. */
const LINEAR = 9;

describe('a plain mail', () => {
  test('gives its facts', async () => {
    const mail = await parse(
      'Received: from b',
      'Authentication-Results: inner; dmarc=fail',
      'Received: from a',
      'Authentication-Results: outer; dmarc=pass',
      'Delivered-To: Desk@example.org',
      'From: "M\xfcller, Ada" <ada@example.org>',
      'To: desk@example.org, Bob <bob@example.org>',
      'Cc: team: c@example.org, d@example.org;',
      'Reply-To: answers@example.org',
      'Subject: Hello',
      'Date: Fri, 7 Oct 1994 16:15:05 -0700',
      'Message-ID: <1@example.org>',
      'In-Reply-To: <0@example.org>',
      'References: <a@x>,<b@x> <0@example.org>',
      '',
      'One',
      'two',
    );
    expect(mail).toMatchObject({
      from: { name: 'Müller, Ada', address: 'ada@example.org' },
      fromIsAmbiguous: false,
      to: [
        { name: '', address: 'desk@example.org' },
        { name: 'Bob', address: 'bob@example.org' },
      ],
      cc: [{ address: 'c@example.org' }, { address: 'd@example.org' }],
      replyTo: [{ address: 'answers@example.org' }],
      deliveredTo: ['desk@example.org'],
      subject: 'Hello',
      date: '1994-10-07T23:15:05.000Z',
      messageId: '1@example.org',
      inReplyTo: ['0@example.org'],
      references: ['a@x', 'b@x', '0@example.org'],
      receivedCount: 2,
      authenticationResults: [
        { value: 'inner; dmarc=fail', receivedAbove: 1 },
        { value: 'outer; dmarc=pass', receivedAbove: 2 },
      ],
      text: 'One\ntwo',
      html: null,
      attachments: [],
      report: null,
      problems: [],
    });
    expect(mail.headers['message-id']).toEqual(['<1@example.org>']);
  });

  test.each([
    ['CRLF', '\r\n'],
    ['LF', '\n'],
    ['CR', '\r'],
  ])('reads the same with %s line ends', async (_, end) => {
    const mail = await parseMail(Buffer.from(['Subject: x', ' y', 'From: a@b.de', '', 'one', 'two'].join(end)));
    expect(mail).toMatchObject({ subject: 'x y', from: { address: 'a@b.de' }, text: 'one\ntwo' });
  });

  test('survives a byte order mark, an mbox line, broken headers and a missing blank line', async () => {
    await expect(parseMail(Buffer.from('\uFEFFFrom: a@b.de\n\nx'))).resolves.toMatchObject({
      from: { address: 'a@b.de' },
    });
    await expect(parse('From someone Mon Jan  1', 'Subject: x', '', 'y')).resolves.toMatchObject({
      subject: 'x',
      text: 'y',
    });
    await expect(parse('From', ' : <a@b.de>', 'Subject: x', '', 'y')).resolves.toMatchObject({
      from: { address: 'a@b.de' },
      subject: 'x',
    });
    await expect(parse('Subject: x', 'this is no header', 'From: a@b.de', '', 'y')).resolves.toMatchObject({
      from: { address: 'a@b.de' },
      text: 'y',
    });
    const glued = await parse('Subject: x', 'Hello, this is the text', 'of a mail.');
    expect(glued.text).toBe('Hello, this is the text\nof a mail.');
    expect(glued.problems).toEqual(expect.arrayContaining(['A header line is damaged.']));
  });

  test('strips NUL and lone surrogates everywhere', async () => {
    const mail = await parseMail(Buffer.from('Subject: a\0b =?utf-16be?B?2AAAYQ==?=\nFrom: "x\0y" <a@b.de>\n\nte\0xt'));
    expect(JSON.stringify(mail)).not.toMatch(/\\u0000|\\ud800/i);
    expect(mail.text).toBe('text');
    expect(mail.from?.name).toBe('xy');
  });

  test('a huge header is cut, and what cannot be read costs no time', async () => {
    const long = await parse(`Subject: ${'a'.repeat(5_000_000)}`, 'From: a@b.de', '', 'text');
    expect(long).toMatchObject({
      text: 'text',
      problems: expect.arrayContaining(['The header block is too large; the end of it was ignored.']),
    });
    expect(long.subject).toBe('a'.repeat(4000));
    const many = await parse('From: a@b.de', 'X: y\r\n z\r\n'.repeat(100_000), 'text');
    expect(many).toMatchObject({ from: { address: 'a@b.de' }, text: 'text' });
    expect(many.headers['x']?.at(-1)).toBe('y z');
    for (const token of [
      '=?utf-8?Q?=C3?= ',
      '=?utf-8?Q?',
      '=?u?Q?x',
      '(',
      '"',
      '<',
      'g:',
      'a@b.de, ',
      '\\\\',
      '\r\n ',
    ]) {
      expect(await growth(token, 300_000, (text) => parse(`From: ${text}`, '', ''))).toBeLessThan(LINEAR);
    }
  });

  test('a header called __proto__ is just a header', async () => {
    const mail = await parse('__proto__: x', 'Subject: y', '', '');
    expect(Object.entries(mail.headers)).toContainEqual(['__proto__', ['x']]);
    expect(mail.subject).toBe('y');
  });
});

describe('character sets', () => {
  const part = (type: string, ...text: string[]): Promise<ParsedMail> =>
    parse(`Content-Type: ${type}`, 'Content-Transfer-Encoding: 8bit', '', ...text);

  test.each([
    ['by its label', 'text/plain; charset=iso-8859-2', '\xb1\xe6', 'ąć'],
    ['windows-1252 that calls itself iso-8859-1', 'text/plain; charset=iso-8859-1', '\x84Gr\xfc\xdfe\x93', '„Grüße“'],
    ['UTF-8 without a label', 'text/plain', 'Gr\xc3\xbc\xc3\x9fe', 'Grüße'],
    [
      'windows-1252 labelled UTF-8',
      'text/plain; charset=utf-8',
      'Viele Gr\xfc\xdfe aus K\xf6ln und D\xfcsseldorf',
      'Viele Grüße aus Köln und Düsseldorf',
    ],
    [
      'windows-1252 labelled us-ascii',
      'text/plain; charset=us-ascii',
      'Viele Gr\xfc\xdfe aus K\xf6ln und D\xfcsseldorf',
      'Viele Grüße aus Köln und Düsseldorf',
    ],
    ['an invented label', 'text/plain; charset=fakescii', 'Gr\xc3\xbc\xc3\x9fe', 'Grüße'],
    ['a stray byte in UTF-8', 'text/plain; charset=utf-8', '\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f \x93', 'äöüß “'],
    ['ISO-2022-JP', 'text/plain; charset=iso-2022-jp', '\x1b$B%f!<%6!<\x1b(B', 'ユーザー'],
    ['UTF-7 is left alone', 'text/plain; charset=utf-7', '+ADw-script+AD4-', '+ADw-script+AD4-'],
  ])('%s', async (_, type, raw, text) => {
    expect((await part(type, raw)).text).toBe(text);
  });

  test('EUC-JP that calls itself ISO-2022-JP is recognised', async () => {
    const text = 'この度はお問い合わせいただきまして、誠にありがとうございます。ご確認ください。';
    const euc = Buffer.from(
      'a4b3a4cec5d9a4cfa4aacce4a4a4b9e7a4efa4bba4a4a4bfa4c0a4ada4dea4b7a4c6a1a2c0bfa4cba4a2a4eaa4aca4c8a4a6a4b4a4b6a4a4a4dea4b9a1a3a4b4b3cec7a7a4afa4c0a4b5a4a4a1a3',
      'hex',
    );
    const mail = await parseMail(Buffer.concat([bytes('Content-Type: text/plain; charset=iso-2022-jp', '', ''), euc]));
    expect(mail.text).toBe(text);
    expect(mail.problems).toHaveLength(2);
  });

  test.each([
    ['raw 8-bit inside an encoded word', '=?iso-8859-1?Q?Fr\xf6sche?=', 'Frösche'],
    ['a character split over two words', '=?utf-8?B?w4Q=?= =?utf-8?Q?pf=C3?= =?utf-8?B?pGw=?=', 'Äpfäl'],
    ['raw UTF-8 around', 'Gr\xc3\xbc\xc3\x9fe =?utf-8?Q?=C3=A4?=', 'Grüße ä'],
    ['blanks in a Q word', '=?utf-8?Q?a b=20c?= d', 'a b c d'],
    ['an open word', '=?utf-8?Q?abc', '=?utf-8?Q?abc'],
    ['a language tag', '=?utf-8*de?Q?=C3=A4?=', 'ä'],
  ])('subject: %s', async (_, raw, text) => {
    expect((await parse(`Subject: ${raw}`, '', '')).subject).toBe(text);
  });

  test('names are decoded too, and an encoded comma adds no address', async () => {
    const mail = await parse(
      'From: =?utf-8?Q?Bj=C3=B6rn=2C_X_=3Cevil=40x.de=3E?= <b@x.de>',
      'To: Fr\xf6sche <f@x.de>',
      '',
      '',
    );
    expect(mail.from).toEqual({ name: 'Björn, X <evil@x.de>', address: 'b@x.de' });
    expect(mail.fromIsAmbiguous).toBe(false);
    expect(mail.to).toEqual([{ name: 'Frösche', address: 'f@x.de' }]);
  });
});

describe('who wrote it', () => {
  test.each([
    ['two addresses', ['From: a@b.de, c@d.de'], 'a@b.de', true],
    ['two From headers', ['From: a@b.de', 'From: c@d.de'], 'a@b.de', true],
    ['a second From without an address', ['From: a@b.de', 'From: MAILER-DAEMON'], 'a@b.de', true],
    ['no From', ['Subject: x'], undefined, true],
    ['an empty address', ['From: Mail Delivery System <>'], undefined, true],
    ['a bare word', ['From: MAILER-DAEMON'], undefined, true],
    ['two brackets', ['From: "Someone" <valid@x.de>:<attacker@y.de>'], 'attacker@y.de', true],
    ['an address as the name', ['From: "support@firma.de" <evil@x.de>'], 'evil@x.de', false],
    ['an address in the local part', ['From: "a@b.c"@evil.de'], undefined, true],
    ['a Unicode domain', ['From: a@m\xc3\xbcnchen.de'], 'a@xn--mnchen-3ya.de', false],
    ['punycode stays', ['From: a@xn--mnchen-3ya.de'], 'a@xn--mnchen-3ya.de', false],
    ['an encoded address', ['From: =?utf-8?Q?a=40b=2Ede?='], undefined, true],
  ])('%s', async (_, headers, address, isAmbiguous) => {
    const mail = await parse(...headers, '', '');
    expect(mail.from?.address).toBe(address);
    expect(mail.fromIsAmbiguous).toBe(isAmbiguous);
  });

  test('direction characters do not survive in names', async () => {
    const mail = await parseMail(Buffer.from('From: "abc\u202Emoc" <a@b.de>\n\n'));
    expect(mail.from?.name).toBe('abc moc');
  });

  test.each([['a b@c.de'], ['a@'], ['@b.de'], ['a@b@c.de'], ['a@b..de'], ['a@-b.de'], ['a\u0000@b.de']])(
    '%j is no address',
    (address) => {
      expect(usableAddress(address)).toBeNull();
    },
  );
});

describe('dates', () => {
  test.each([
    ['Fri, 7 Oct 1994 16:15:05 -0700', '1994-10-07T23:15:05.000Z'],
    ['7 Oct 94 16:15 EST', '1994-10-07T21:15:00.000Z'],
    ['Wed, 27 Nov 2019 10:00:00 +0900 (JST)', '2019-11-27T01:00:00.000Z'],
    ['Thu, 29 Apr 2010 23:45:10 JST', '2010-04-29T14:45:10.000Z'],
    ['Fri Oct  7 16:15:05 1994', '1994-10-07T16:15:05.000Z'],
    ['Fri Oct  7 16:15:05 MST 1994', '1994-10-07T23:15:05.000Z'],
    ['Thursday, April 09, 2003 9:00 PM', '2003-04-09T21:00:00.000Z'],
    ['29-04-2017 23:34', '2017-04-29T23:34:00.000Z'],
    ['2017-04-29T23:34:00+02:00', '2017-04-29T21:34:00.000Z'],
    ['Fri, 21 Nov 1997 09(comment):   55  :  06 -0600', '1997-11-21T15:55:06.000Z'],
    ['04/05/2017 10:00', null],
    ['24/05/2017 10:00', '2017-05-24T10:00:00.000Z'],
    ['Wed, 31 Feb 2010 10:00:00 +0000', null],
    ['%date_raw_header%', null],
    ['', null],
    ['Whenever', null],
  ])('%s', (value, date) => {
    expect(readMailDate(value)).toBe(date);
  });

  test('a date that cannot be read is null, never now', async () => {
    const mail = await parse('Date: yesterday', '', 'x');
    expect(mail.date).toBeNull();
    expect(mail.problems).toContain('The date of the mail cannot be read.');
  });
});

describe('threading ids', () => {
  test.each([
    ['<a@b> <c@d>', ['a@b', 'c@d']],
    ['<a@b>,<c@d>', ['a@b', 'c@d']],
    ['Your message of "Mon, 1 Jan" <a@b>', ['a@b']],
    ['a@b c@d', ['a@b', 'c@d']],
    ['<a\t b@c>', ['ab@c']],
    ['<a@b <c@d>', ['a@b', 'c@d']],
    ['<Case@B>', ['Case@B']],
    ['<a@b> <a@b>', ['a@b']],
    ['<>', []],
    ['', []],
  ])('%s', (value, ids) => {
    expect(readMessageIds(value)).toEqual(ids);
  });

  test('keeps the first and the last 199 of a long chain', () => {
    const ids = readMessageIds(Array.from({ length: 40_000 }, (_, index) => `<${index}@x>`).join(' '));
    expect(ids).toHaveLength(200);
    expect([ids[0], ids[1], ids.at(-1)]).toEqual(['0@x', '39801@x', '39999@x']);
  });

  test('a Message-ID without brackets or @ counts', () => {
    expect(readMessageId('12345')).toBe('12345');
    expect(readMessageId('two words')).toBeNull();
  });

  test('is linear in hostile input', async () => {
    for (const token of ['<', '>', '<a', '<@', 'a@', '@', ' ', '<<>>']) {
      expect(await growth(token, 200_000, readMessageIds)).toBeLessThan(LINEAR);
    }
  });
});

describe('parts', () => {
  const mixed = (...parts: string[][]): Promise<ParsedMail> =>
    parse('Content-Type: multipart/mixed; boundary=b', '', ...parts.flatMap((part) => ['--b', ...part]), '--b--');

  test('alternative gives text and html, related gives referenced pictures', async () => {
    const mail = await parse(
      'Content-Type: multipart/related; boundary=r',
      '',
      '--r',
      'Content-Type: multipart/alternative; boundary=a',
      '',
      '--a',
      '',
      'plain',
      '--a',
      'Content-Type: text/html',
      '',
      '<p>html <img src="cid:Pic%40x"></p>',
      '--a--',
      '--r',
      'Content-Type: image/png; name=p.png',
      'Content-ID: <PIC@x>',
      'Content-Transfer-Encoding: base64',
      '',
      'AAEC',
      '--r',
      'Content-Type: image/gif',
      'Content-ID: <other@x>',
      '',
      'GIF',
      '--r--',
    );
    expect(mail).toMatchObject({ text: 'plain', html: '<p>html <img src="cid:Pic%40x"></p>' });
    expect(mail.attachments).toMatchObject([
      {
        name: 'p.png',
        type: 'image/png',
        cid: 'PIC@x',
        isReferenced: true,
        sha256: createHash('sha256')
          .update(Buffer.from([0, 1, 2]))
          .digest('hex'),
      },
      { name: 'attachment-2.gif', type: 'image/gif', cid: 'other@x', isReferenced: false },
    ]);
  });

  test('several texts are joined in order around pictures', async () => {
    const mail = await mixed(['', 'first'], ['Content-Type: image/jpeg', '', 'x'], ['', 'second']);
    expect(mail.text).toBe('first\nsecond');
    expect(mail.attachments).toHaveLength(1);
  });

  test('html alone gives text; a placeholder text gives way to it', async () => {
    await expect(parse('Content-Type: text/html', '', '<p>Hello<br>you</p>')).resolves.toMatchObject({
      text: 'Hello\nyou',
      html: '<p>Hello<br>you</p>',
    });
    const mail = await parse(
      'Content-Type: multipart/alternative; boundary=a',
      '',
      '--a',
      '',
      'Please view this mail in an HTML capable mail client.',
      '--a',
      'Content-Type: text/html',
      '',
      '<p>Hello</p>',
      '--a--',
    );
    expect(mail.text).toBe('Hello');
  });

  test('format=flowed joins soft lines', async () => {
    const mail = await parse('Content-Type: text/plain; format=flowed', '', 'one ', 'line', ' stuffed');
    expect(mail.text).toBe('one line\nstuffed');
  });

  test.each([
    ['RFC 2231', "filename*=utf-8''%C3%A4%20b.txt", 'ä b.txt'],
    ['RFC 2231 in pieces', 'filename*0*=utf-8\'\'%C3%A4; filename*1="b.txt"', 'äb.txt'],
    ['RFC 2047', 'filename="=?utf-8?Q?=C3=A4.txt?="', 'ä.txt'],
    ['raw 8-bit', 'filename="\xe4.txt"', 'ä.txt'],
    ['a path', 'filename="../../etc/passwd"', 'passwd'],
    ['a Windows path', 'filename="C:\\\\dir\\\\x.txt"', 'x.txt'],
    ['no name', 'x=y', 'attachment-1.txt'],
  ])('file name: %s', async (_, parameter, name) => {
    const mail = await parse('Content-Type: text/plain', `Content-Disposition: attachment; ${parameter}`, '', 'x');
    expect(mail.attachments[0]?.name).toBe(name);
  });

  test('file names hold no tricks and at most 255 bytes', () => {
    expect(cleanFileName('a\u202Etxt.exe')).toBe('atxt.exe');
    expect(cleanFileName('a\u0000\r\nb.txt')).toBe('ab.txt');
    expect(cleanFileName('..')).toBeNull();
    expect(cleanFileName(' . ')).toBeNull();
    const long = cleanFileName(`${'ä'.repeat(300)}.pdf`) ?? '';
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(255);
    expect(long.endsWith('ä.pdf')).toBe(true);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const clean = cleanFileName(name);
        if (clean === null) return;
        expect(clean).not.toMatch(/[/\\\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
        expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(255);
      }),
    );
  });

  test('attached mails stay files', async () => {
    const mail = await mixed(
      ['', 'see below'],
      ['Content-Type: message/rfc822', '', 'Subject: inner', '', 'inner text'],
    );
    expect(mail.text).toBe('see below');
    expect(mail.attachments).toMatchObject([{ type: 'message/rfc822', name: 'message.eml' }]);
    expect(mail.attachments[0]?.content.toString()).toBe('Subject: inner\r\n\r\ninner text');
  });

  test('calendars are kept as files', async () => {
    const mail = await parse(
      'Content-Type: multipart/alternative; boundary=a',
      '',
      '--a',
      '',
      'Invitation',
      '--a',
      'Content-Type: text/calendar; method=REQUEST',
      '',
      'BEGIN:VCALENDAR',
      '--a--',
    );
    expect(mail.attachments).toMatchObject([{ type: 'text/calendar', name: 'invitation.ics' }]);
  });

  test('attachments are byte-exact in every transfer encoding', async () => {
    const content = Buffer.from(Array.from({ length: 1000 }, (_, index) => (index * 7) % 256));
    const quoted = [...content]
      .map((byte) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}`)
      .join('')
      .replace(/.{72}/g, '$&=\r\n');
    const base64 = content.toString('base64').replace(/.{76}/g, '$&\r\n');
    for (const [encoding, body] of [
      ['quoted-printable', quoted],
      ['base64', base64],
      ['Base64 ;', base64],
      ['binary', content.toString('latin1').replace(/[\r\n]/g, 'x')],
    ] as const) {
      const mail = await parse(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: application/octet-stream',
        `Content-Transfer-Encoding: ${encoding}`,
        '',
        body,
        '--b--',
      );
      const expected = encoding === 'binary' ? Buffer.from(body, 'latin1') : content;
      expect(mail.attachments[0]?.content.equals(expected)).toBe(true);
    }
  });

  test('uuencoded files are found in texts and by transfer encoding', async () => {
    const block = ['begin 644 cat.txt', '#0V%T', '`', 'end'];
    const inText = await parse('', 'before', ...block, 'after');
    expect(inText).toMatchObject({
      text: 'before\nafter',
      attachments: [{ name: 'cat.txt', content: Buffer.from('Cat') }],
    });
    const asPart = await parse(
      'Content-Type: application/octet-stream',
      'Content-Transfer-Encoding: x-uuencode',
      '',
      ...block,
    );
    expect(asPart.attachments).toMatchObject([{ name: 'cat.txt', content: Buffer.from('Cat') }]);
    const prose = await parse('', 'begin 644 of your data', 'is a sentence, not a file', 'end');
    expect(prose).toMatchObject({ attachments: [] });
    expect(prose.text).toContain('is a sentence');
  });

  test('no body is lost when boundaries are wrong', async () => {
    const text = 'the text of the customer';
    const bodies = [
      await parse('Content-Type: multipart/mixed; boundary=never', '', text),
      await parse('Content-Type: multipart/mixed', '', text),
      await parse(
        'Content-Type: multipart/mixed; boundary=never',
        '',
        '--real',
        'Content-Type: text/plain',
        '',
        text,
        '--real--',
      ),
      await parse(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        text,
        '--b',
        'Content-Type: text/plain',
        '',
        '--b--',
      ),
      await parse('Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', text),
      await parse(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        text,
        '--b--',
        '--b--',
      ),
      await parse(
        'Content-Type: text/plain',
        'Content-Transfer-Encoding: base64',
        '',
        text,
        'which is not base64 at all',
      ),
      await parse('Content-Type: nonsense', '', text),
    ];
    expect(bodies.filter((mail) => !mail.text.includes(text))).toEqual([]);
  });

  test('a boundary that was never declared is found', async () => {
    const mail = await parse(
      'Content-Type: multipart/mixed; boundary=never',
      '',
      '--real',
      'Content-Type: text/plain',
      '',
      'text',
      '--real',
      'Content-Type: a/b; name=f',
      '',
      'file',
      '--real--',
    );
    expect(mail).toMatchObject({ text: 'text', attachments: [{ name: 'f', content: Buffer.from('file') }] });
    expect(mail.problems).toEqual(expect.arrayContaining(['The boundary between the parts is missing or wrong.']));
  });

  test('nests and crowds are cut, not lost', async () => {
    const deep = Array.from({ length: 200 }, (_, index) => [
      `Content-Type: multipart/mixed; boundary=b${index}`,
      '',
      `--b${index}`,
    ]).flat();
    const mail = await parse(...deep, 'Content-Type: text/plain', '', 'bottom');
    expect(mail.attachments.some((file) => file.content.includes('bottom'))).toBe(true);
    const crowd = await mixed(
      ...Array.from({ length: 5000 }, (_, index) => ['Content-Type: text/plain', '', `part ${index}`]),
    );
    expect(crowd.text).toContain('part 900');
    expect(crowd.attachments.some((file) => file.content.includes('part 4999'))).toBe(true);
    expect(crowd.problems).toContain(
      'The mail is nested too deeply or has too many parts; the rest is kept as a file.',
    );
  });

  test('too large a mail gives its headers and a sentence', async () => {
    const mail = await parseMail(
      Buffer.concat([bytes('Subject: big', 'From: a@b.de', '', ''), Buffer.alloc(MAX_MAIL_BYTES)]),
    );
    expect(mail).toMatchObject({ subject: 'big', from: { address: 'a@b.de' }, text: '', html: null, attachments: [] });
    expect(mail.problems).toContain('The mail is too large to be read; only its headers are shown.');
    expect(parseHeadersOnly(bytes('Subject: x', '', 'y'), 'Why.')).toMatchObject({
      subject: 'x',
      text: '',
      problems: expect.arrayContaining(['Why.']),
    });
  });

  test('nothing whatever makes it fail', async () => {
    const line = fc.constantFrom(
      'Content-Type: multipart/mixed; boundary=b',
      'Content-Type: text/html; charset=x',
      'Content-Transfer-Encoding: base64',
      'From: <',
      'To: ,;:<>"(',
      '',
      '--b',
      '--b--',
      '=?utf-8?Q?',
      'x=\xff',
      ' folded',
      'begin 644 x',
      'end',
      'Date: 1',
      'References: <<>',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(line, fc.string()), { maxLength: 40 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (lines, end) => {
          const mail = await parseMail(Buffer.from(lines.join(end), 'latin1'));
          expect(JSON.stringify(mail)).not.toContain('\\u0000');
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('in a worker', () => {
  test('parses as in the process, attachments as buffers, many at once', async () => {
    const raw = bytes('Subject: x', 'Content-Type: application/pdf', '', '\xff\xfe');
    await expect(parseInWorker(raw)).resolves.toEqual(await parseMail(raw));
    const mails = await Promise.all(
      Array.from({ length: 50 }, (_, index) => parseInWorker(bytes(`Subject: ${index}`, '', 'x'))),
    );
    expect(mails.map((mail) => mail.subject)).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
  });

  test('a mail that takes too long costs its worker and nothing else', async () => {
    const workers = new ParseWorkers({ deadlineSeconds: 0.02, heapMegabytes: 256, workers: 1 });
    await expect(workers.parse(Buffer.alloc(20_000_000, 'Subject: x\n'))).rejects.toThrow(ParseTimeout);
    await workers.close();
    await expect(parseInWorker(bytes('Subject: next', '', ''))).resolves.toMatchObject({ subject: 'next' });
  });

  test('a mail that takes too much memory is named and the next one is read', async () => {
    const workers = new ParseWorkers({ deadlineSeconds: 60, heapMegabytes: 48, workers: 1 });
    const bomb = Buffer.concat([bytes('Content-Type: text/html', '', ''), Buffer.alloc(40_000_000, '<p>x ')]);
    await expect(workers.parse(bomb)).rejects.toThrow(ParseOutOfMemory);
    await expect(workers.parse(bytes('Subject: next', '', ''))).resolves.toMatchObject({ subject: 'next' });
    await workers.close();
  });

  test('closing fails what is in work with a name', async () => {
    const workers = new ParseWorkers();
    const waiting = workers.parse(Buffer.alloc(30_000_000, 'x'));
    const settled = expect(waiting).rejects.toThrow(ParseFailed);
    await workers.close();
    await settled;
  });
});

describe('sanitising', () => {
  test.each([
    ['script and style go with their text', '<p>a<script>alert(1)</script><style>p{}</style></p>', '<p>a</p>'],
    ['svg and math', '<svg><a href="https://x">t</a></svg><math><mi>m</mi></math>b', 'b'],
    ['event handlers', '<p onclick="x">a</p>', '<p>a</p>'],
    ['javascript links', '<a href="java\nscript:alert(1)">a</a>', '<a>a</a>'],
    ['relative links', '<a href="/logout">a</a><a href="//evil">b</a>', '<a>a</a><a>b</a>'],
    [
      'links get rel and target',
      '<a href="https://x.de" target="_top">a</a>',
      '<a href="https://x.de" target="_blank" rel="noopener noreferrer nofollow">a</a>',
    ],
    ['remote pictures', '<img src="https://x.de/a.png" srcset="b" alt="logo">', '<img alt="logo" />'],
    ['data pictures', '<img src="data:image/svg+xml,x">', '<img />'],
    ['embedded pictures stay', '<img src="cid:a@b">', '<img src="cid:a@b" />'],
    ['ids and names', '<p id="location" name="x" class="y">a</p>', '<p>a</p>'],
    ['forms leave their text', '<form action="https://x"><input name="a"><button>b</button>c</form>', 'bc'],
    ['conditional comments', '<!--[if mso]><p>x</p><![endif]-->a', 'a'],
    ['frames and objects', '<iframe srcdoc="x">a</iframe><object data="x">b</object><embed src="c">d', 'd'],
    [
      'base, meta and link',
      '<base href="https://x"><meta http-equiv="refresh" content="0"><link rel="dns-prefetch" href="//x">a',
      'a',
    ],
    ['xmp', '<xmp><img src=x onerror=alert(1)></xmp>a', 'a'],
    [
      'background',
      '<table background="https://x/a.png"><tbody><tr><td>a</td></tr></tbody></table>',
      '<table><tbody><tr><td>a</td></tr></tbody></table>',
    ],
  ])('%s', (_, html, expected) => {
    expect(sanitiseMailHtml(html)).toBe(expected);
  });

  test.each([
    ['color: RED; background: #fff', 'color: RED; background: #fff'],
    ['background: url(https://x)', ''],
    ['background-image: u\\72l(x)', ''],
    ['position: fixed; top: 0', ''],
    ['margin: -50px', ''],
    ['margin: 0 auto', 'margin: 0 auto'],
    ['font-size: 0', ''],
    ['font-size: 12px', 'font-size: 12px'],
    ['opacity: 0; z-index: 9', ''],
    ['width: expression(alert(1))', ''],
    ['color: red /* x */', ''],
    ['font-family: "Segoe UI", Arial, sans-serif', 'font-family: "Segoe UI", Arial, sans-serif'],
    ['border:solid #E1E1E1 1.0pt', 'border: solid #E1E1E1 1.0pt'],
    ['color: var(--x)', ''],
    ['color: red; /*; color: blue; */', ''],
  ])('style %s', (style, expected) => {
    expect(safeStyle(style)).toBe(expected);
  });

  test('counts what it blocks and refuses what is too large', () => {
    expect(sanitiseMail('<img src="https://a"><img src="cid:b"><img src="http://c">')?.blockedImages).toBe(2);
    expect(sanitiseMailHtml('x'.repeat(1024 * 1024 + 1))).toBeNull();
    expect(sanitiseMailHtml('<a href="https://x.de">a</a>'.repeat(5001))).toBeNull();
    expect(sanitiseMailHtml('<b>'.repeat(100_000))).toBeNull();
  });

  test('a second run changes nothing, and nothing that runs or fetches survives', () => {
    const token = fc.constantFrom(
      '<p>',
      '</p>',
      '<div style="',
      '"',
      "'",
      '>',
      '<',
      '<a href="',
      'javascript:alert(1)',
      'https://x.de/?a=1&amp;b',
      '&lt;',
      '&#x3c;',
      '&#0000106avascript:',
      '<svg>',
      '</svg>',
      '<math>',
      '<mtext>',
      '<table>',
      '<tr>',
      '<td>',
      '<style>',
      '</style>',
      '<title>',
      '</title>',
      '<noscript>',
      '</noscript>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<img src=',
      'cid:a',
      ' onerror=alert(1) ',
      '<script>',
      '</script>',
      '<xmp>',
      '<plaintext>',
      '<textarea>',
      '</textarea>',
      '<select>',
      '<template>',
      'color:red;',
      'url(x)',
      '\\75',
      '/*',
      '<br/>',
      '<a ',
      'id=x ',
      '\0',
      '\u2028',
      'text ',
      '<form>',
      '<blockquote type=cite>',
      '<iframe srcdoc="',
      '<p title="',
      '<p>a',
      '<unknown>',
      '<li>',
      '<h1>',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(token, fc.string({ maxLength: 5 })), { maxLength: 30 }), (tokens) => {
        const once = sanitiseMailHtml(tokens.join(''));
        if (once === null) return;
        expect(sanitiseMailHtml(once)).toBe(once);
        for (const tag of DomUtils.filter(DomUtils.isTag, parseDocument(once)).filter(DomUtils.isTag)) {
          expect([
            'script',
            'style',
            'svg',
            'math',
            'iframe',
            'form',
            'object',
            'link',
            'meta',
            'base',
            'template',
            'xmp',
            'title',
            'textarea',
          ]).not.toContain(tag.name);
          expect(
            Object.keys(tag.attribs).filter((name) => /^(?:on.*|srcdoc|id|name|class|background|srcset)$/.test(name)),
          ).toEqual([]);
          if (tag.name === 'img') expect(tag.attribs['src'] ?? 'cid:').toMatch(/^cid:/);
          if (tag.name === 'a') expect(tag.attribs['href'] ?? 'https://').toMatch(/^(?:https?:\/\/|mailto:)/i);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('html becomes text quickly, however large or deep', async () => {
    expect(
      htmlToPlainText(
        '<style>x</style><h1>Big</h1><p>a&nbsp;b &amp; c</p><blockquote>q</blockquote><img src="x" alt="y">',
      ),
    ).toBe('Big\n\na\u00A0b & c\n\n> q');
    for (const token of ['<p>word ', '<div>']) {
      expect(await growth(token, 800_000, htmlToPlainText)).toBeLessThan(LINEAR);
    }
    expect(htmlToPlainText(`${'<div>'.repeat(1000)}<script>x</script>deep &lt;3`)).toBe('deep <3');
  });
});

describe('quotes', () => {
  test.each([
    [
      'an attribution',
      'New\n\nOn Mon, 1 Jan 2024 at 10:00, Ada <a@b.de> wrote:\n> old',
      'New',
      'On Mon, 1 Jan 2024 at 10:00, Ada <a@b.de> wrote:\n> old',
    ],
    [
      'an attribution over two lines',
      'Neu\n\nAm 01.01.2024 um 10:00 schrieb Ada\n<a@b.de>:\n> alt',
      'Neu',
      'Am 01.01.2024 um 10:00 schrieb Ada <a@b.de>:\n> alt',
    ],
    [
      'headers',
      'New\n\nVon: Ada\nGesendet: heute\nAn: Bob\nBetreff: x\n\nalt',
      'New',
      'Von: Ada\nGesendet: heute\nAn: Bob\nBetreff: x\n\nalt',
    ],
    ['a signature', 'New\n\n-- \nAda', 'New', '-- \nAda'],
    ['a device', 'New\n\nSent from my iPhone', 'New', 'Sent from my iPhone'],
    ['an answer below', 'On Mon, 1 Jan 2024, Ada wrote:\n> old\n\nNew', 'New', 'On Mon, 1 Jan 2024, Ada wrote:\n> old'],
    [
      'our own line',
      'New\n##- Please reply above this line -##\nold',
      'New',
      '##- Please reply above this line -##\nold',
    ],
    [
      'answers in between stay',
      'On 1.1.2024 10:00 A wrote:\n> q1\na1\n> q2\na2',
      '> q1\na1\n> q2\na2',
      'On 1.1.2024 10:00 A wrote:',
    ],
    [
      'answers in between stay below a greeting too',
      'Hi\nOn 1.1.2024 10:00 A wrote:\n> q1\na1\n> q2\na2',
      'Hi\n> q1\na1\n> q2\na2',
      'On 1.1.2024 10:00 A wrote:',
    ],
    ['a quote alone is shown', '> old', '> old', ''],
    [
      'prose is left alone',
      'On Monday we met.\nThen John wrote:\nhello',
      'On Monday we met.\nThen John wrote:\nhello',
      '',
    ],
    ['a drawn line in a text is no signature', 'a\n-----\nb\nc\nd\ne\nf', 'a\n-----\nb\nc\nd\ne\nf', ''],
    ['nothing', '', '', ''],
  ])('%s', (_, text, visible, quoted) => {
    expect(splitQuoted(text)).toEqual({ visible, quoted });
  });

  test('every line is in one of the two halves', () => {
    const line = fc.constantFrom(
      'On Mon, 1 Jan 2024, Ada wrote:',
      '> q',
      '>> q',
      'text',
      '',
      '-- ',
      '---',
      'From: a',
      'Date: b',
      'To: c',
      'Subject: d',
      '-----Original Message-----',
      'Sent from my iPhone',
      '```',
      '| x',
      'Ada> x',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const { visible, quoted } = splitQuoted(lines.join('\n'));
        const words = (text: string): string[] =>
          text
            .replace(/[>|]|Ada(?=>)/g, ' ')
            .split(/\s+/)
            .filter((word) => word !== '')
            .sort();
        expect(words(`${visible}\n${quoted}`)).toEqual(words(lines.join('\n')));
        if (lines.join('').trim() !== '') expect(visible.trim()).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  test('is linear in hostile input', async () => {
    for (const token of [
      'On ',
      'On \n',
      'On 12:30 \n',
      'a@b <\n',
      '> ',
      '> \n',
      ' ',
      '-',
      '- ',
      '\n',
      'x> \n',
      'From: x\n',
      'On Mon, 1 Jan 2024, Ada <a@b.de> wrote:\n',
      '2016-03-03 17:21 ',
      'wrote: ',
      'text\n> q\n',
    ]) {
      expect(await growth(token, 400_000, splitQuoted)).toBeLessThan(LINEAR);
    }
  });

  test.each([
    [
      'Gmail',
      '<div>New</div><div class="gmail_quote"><div class="gmail_attr">On x wrote:</div><blockquote>old</blockquote></div>',
      '<div>New</div>',
    ],
    [
      'Outlook on the web',
      '<p>New</p><div id="x_appendonsend"></div><div id="divRplyFwdMsg">From: x</div><p>old</p>',
      '<p>New</p>',
    ],
    [
      'Outlook',
      '<div><p>New</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt"><p><b>Von:</b> x</p></div><p>old</p></div>',
      '<div><p>New</p></div>',
    ],
    [
      'Thunderbird',
      '<p>New</p><div class="moz-cite-prefix">On x wrote:</div><blockquote type="cite">old</blockquote><p>below</p>',
      '<p>New</p><p>below</p>',
    ],
    [
      'Apple Mail',
      'New<br><div><br><blockquote type="cite"><div>On x wrote:</div>old</blockquote></div>',
      'New<br><div><br></div>',
    ],
    ['Proton', '<div>New</div><div class="protonmail_quote">old</div>', '<div>New</div>'],
    ['Yahoo', '<div>New</div><div class="ydp123yahoo_quoted">old</div>', '<div>New</div>'],
    [
      'a plain attribution',
      '<p>New</p>On Mon, 1 Jan 2024, <b>X</b> &lt;<a href="mailto:a@b.de">a@b.de</a>&gt; wrote:<br><blockquote>old</blockquote>',
      '<p>New</p>',
    ],
    ['our own mark', '<p>New</p><div class="gs-reply-above"></div><p>old</p>', '<p>New</p>'],
  ])('HTML of %s', (_, html, visibleHtml) => {
    const split = splitQuotedHtml(html);
    expect(split.visibleHtml).toBe(visibleHtml);
    expect(split.quotedHtml).toContain('old</');
    expect(split.visibleHtml).not.toContain('old');
  });

  test('HTML that would leave nothing is shown whole, and a blockquote of its own is no quote', async () => {
    expect(splitQuotedHtml('<div class="gmail_quote">all</div>')).toEqual({
      visibleHtml: '<div class="gmail_quote">all</div>',
      quotedHtml: null,
    });
    expect(splitQuotedHtml('<p>As Kant says:</p><blockquote>Sapere aude</blockquote>').quotedHtml).toBeNull();
    expect(await growth('<blockquote type=cite>', 800_000, splitQuotedHtml)).toBeLessThan(LINEAR);
  });
});

describe('automatic mail', () => {
  test.each([
    [null, ['From: ada@example.org', 'Subject: My order']],
    [null, ['From: ada@example.org', 'Auto-Submitted: no', 'X-Auto-Response-Suppress: DR, RN']],
    ['auto-reply', ['Auto-Submitted: auto-replied (vacation)']],
    ['robot', ['Auto-Submitted: auto-generated']],
    ['auto-reply', ['Subject: Automatische Antwort: Ihre Anfrage', 'X-Auto-Response-Suppress: All']],
    ['auto-reply', ['Subject: Réponse automatique : x']],
    ['auto-reply', ['Precedence: auto_reply']],
    ['list', ['List-Id: <x.example.org>']],
    ['bulk', ['List-Unsubscribe: <mailto:x@y>']],
    ['bulk', ['Precedence: bulk']],
    ['robot', ['X-Loop: me']],
    ['robot', ['Return-Path: <>']],
    ['robot', ['From: no-reply@example.org']],
    ['robot', ['From: shop+noreply@example.org']],
    ['report', ['Content-Type: multipart/report; report-type=tlsrpt; boundary=b']],
    [
      'report',
      [
        'Content-Type: multipart/report; boundary=b',
        '',
        '--b',
        'Content-Type: message/disposition-notification',
        '',
        'Disposition: manual-action/MDN-sent-manually; displayed',
        '--b--',
      ],
    ],
    [
      'bounce',
      [
        'From: MAILER-DAEMON@example.org',
        'Subject: failure notice',
        'Return-Path: <>',
        '',
        '<a@b.de>:',
        '550 5.1.1 User unknown',
      ],
    ],
  ])('%s: %j', async (kind, lines) => {
    const { kind: found, reason } = recogniseAutomatic(
      await parse('From: ada@example.org', ...lines, '', 'x').then((mail) =>
        lines.some((line) => line.startsWith('From:')) ? parse(...lines, '', 'x') : mail,
      ),
    );
    expect(found).toBe(kind);
    expect(reason).toMatch(/^[A-Z].*\.$/);
  });

  const report = (...blocks: string[][]): Promise<ParsedMail> =>
    parse(
      'From: MAILER-DAEMON@x',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      '',
      'Sorry.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; x',
      'Original-Envelope-Id: env1',
      '',
      ...blocks.flatMap((block) => [...block, '']),
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      'Message-ID: <ours@desk>',
      'References: <first@desk>',
      'Subject: Re: x',
      'To: a@b.de',
      '--b--',
    );

  test('delivery reports name each recipient and the mail they are about', async () => {
    const mail = await report(
      [
        'Final-Recipient: rfc822; a@b.de',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 user',
        ' unknown',
      ],
      ['Original-Recipient: rfc822;<c@d.de>', 'Action: delayed', 'Status: 4.4.1 (no answer)'],
      ['Final-Recipient: rfc822; e@f.de', 'Action: failed', 'Status: 5.2.2'],
    );
    expect(mail.report).toMatchObject({
      isDsn: true,
      originalEnvelopeId: 'env1',
      returned: { messageId: 'ours@desk', references: ['first@desk'], to: [{ address: 'a@b.de' }] },
    });
    expect(readBounce(mail)).toEqual({
      recipients: [
        { address: 'a@b.de', class: 'hard', status: '5.1.1', detail: '550 5.1.1 user unknown' },
        { address: 'c@d.de', class: 'none', status: '4.4.1', detail: '' },
        { address: 'e@f.de', class: 'soft', status: '5.2.2', detail: '' },
      ],
      returnedIds: ['ours@desk', 'first@desk'],
      returnedSubject: 'Re: x',
    });
  });

  test('recipients without a blank line between them are two', async () => {
    const mail = await report([
      'Final-Recipient: rfc822; a@b.de',
      'Action: failed',
      'Status: 5.1.1',
      'Final-Recipient: rfc822; c@d.de',
      'Action: delayed',
      'Status: 4.4.1',
    ]);
    expect(readBounce(mail)?.recipients).toMatchObject([
      { address: 'a@b.de', class: 'hard' },
      { address: 'c@d.de', class: 'none' },
    ]);
  });

  test('a delay alone is a report, not a bounce', async () => {
    const mail = await report(['Final-Recipient: rfc822; a@b.de', 'Action: delayed', 'Status: 4.4.1']);
    expect(recogniseAutomatic(mail).kind).toBe('report');
  });

  test('bounces without a report are read from their text', async () => {
    const mail = await parse(
      'From: MAILER-DAEMON@x.de',
      'Subject: failure notice',
      '',
      "I'm afraid I wasn't able to deliver your message to the following addresses.",
      '',
      '<a@b.de>:',
      'Remote host said: 550 5.1.1 User unknown',
      '',
      '<c@d.de>:',
      'Remote host said: 552 mailbox full',
      '',
      '--- Below this line is a copy of the message.',
      '',
      'Message-Id: <ours@desk>',
      'Subject: Re: x',
    );
    expect(readBounce(mail)).toMatchObject({
      recipients: [
        { address: 'a@b.de', class: 'hard' },
        { address: 'c@d.de', class: 'soft' },
      ],
      returnedIds: ['ours@desk'],
      returnedSubject: 'Re: x',
    });
  });

  test('a person who writes about bounces is a person', async () => {
    const mail = await parse(
      'From: ada@example.org',
      'Subject: Delivery failure',
      '',
      'My mail could not be delivered, 550 user unknown. What now?',
    );
    expect(readBounce(mail)).toBeNull();
  });
});
