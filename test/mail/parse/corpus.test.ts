import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { sanitiseMailHtml } from '../../../core/html/sanitise';
import { recogniseAutomatic } from '../../../modules/mail/parse/automatic';
import { readBounce } from '../../../modules/mail/parse/bounce';
import { splitQuotedHtml } from '../../../modules/mail/parse/html-quotes';
import { parseMail } from '../../../modules/mail/parse/parse';
import type { ParsedMail } from '../../../modules/mail/parse/parsed-mail';
import { splitQuoted } from '../../../modules/mail/parse/quotes';
import { closeParseWorkers, parseInWorker } from '../../../modules/mail/parse/worker';
import { CORPUS, hasCorpus, mailFiles, rawMail, withCorpus, without } from '../corpus-files';

const PYTHON = '/usr/bin/python3';
const hasPython = existsSync(PYTHON);

afterAll(closeParseWorkers);

function note(text: string): void {
  process.stdout.write(`      ${text}\n`);
}

function isEmpty(mail: ParsedMail): boolean {
  return mail.text.trim() === '' && mail.html === null && mail.attachments.every((file) => file.content.length === 0);
}

withCorpus(`every mail of the corpus${without}`, () => {
  const mails = new Map<string, ParsedMail>();

  beforeAll(async () => {
    const files = mailFiles();
    const parsed = await Promise.all(files.map(async (file) => [file, await parseInWorker(rawMail(file))] as const));
    for (const [file, mail] of parsed) mails.set(file, mail);
    note(`${mails.size} mails`);
  });

  test('is read without an error', () => {
    expect(mails.size).toBeGreaterThan(500);
  });

  test('keeps its body', () => {
    const lost = [...mails].filter(([file, mail]) => {
      const body = /\r?\n\r?\n([\s\S]*)/.exec(rawMail(file).toString('latin1'))?.[1] ?? '';
      return body.trim() !== '' && isEmpty(mail);
    });
    // This one holds four empty parts and nothing else.
    expect(lost.map(([file]) => file)).toEqual(['stalwart/malformed/000.eml']);
  });

  test('shows U+FFFD only where its sender wrote it', () => {
    const damaged = [...mails].filter(([, mail]) => JSON.stringify(mail).includes('\uFFFD')).map(([file]) => file);
    expect(damaged).toEqual(['mikel/error_emails/must_supply_encoding.eml']);
    expect(rawMail(damaged[0]!).includes(Buffer.from('\uFFFD'))).toBe(true);
  });

  test('holds neither NUL nor lone surrogates', () => {
    for (const mail of mails.values()) expect(JSON.stringify(mail)).not.toMatch(/\\u0000|\\ud[89a-f]/);
  });

  test('has HTML that is safe after one cleaning and loses nothing when quotes are folded', () => {
    for (const [file, { html }] of mails) {
      if (html === null) continue;
      const split = splitQuotedHtml(html);
      for (const half of [split.visibleHtml, split.quotedHtml ?? '']) {
        const clean = sanitiseMailHtml(half);
        if (clean === null) continue;
        expect({ file, html: sanitiseMailHtml(clean) }).toEqual({ file, html: clean });
      }
    }
  });

  test('has at least the files mailparser finds, byte for byte', async () => {
    let found = 0;
    let missing = 0;
    const list: string[] = [];
    for (const [file, mail] of mails) {
      const other = await simpleParser(rawMail(file), {
        skipHtmlToText: true,
        skipTextToHtml: true,
        skipImageLinks: true,
        keepCidLinks: true,
        keepDeliveryStatus: true,
        ignoreEmbedded: true,
        checksumAlgo: 'sha256',
      } as object);
      const ours = new Set(mail.attachments.map((attachment) => attachment.sha256));
      const text = `${mail.text}${mail.html ?? ''}`;
      for (const attachment of other.attachments) {
        const isText =
          attachment.content.length > 0 && text.includes(attachment.content.toString('utf8').trim().slice(0, 40));
        if (ours.has(attachment.checksum) || isText || attachment.content.length === 0) found += 1;
        else {
          missing += 1;
          list.push(`${file}: ${attachment.filename ?? attachment.contentType} (${attachment.content.length})`);
        }
      }
    }
    note(`mailparser: ${found} files alike, ${missing} not: ${list.join(' | ')}`);
    expect(missing).toBeLessThanOrEqual(12);
  });

  const withPython = hasPython ? test : test.skip;
  const noPython = hasPython ? '' : ' (skipped: no /usr/bin/python3)';

  describe('beside Python', () => {
    type Reading = Record<string, { date: string | null; parts: { type: string; sha256: string | null }[] }>;
    let python: Reading = {};
    beforeAll(() => {
      if (!hasPython) return;
      const answer = execFileSync(PYTHON, [join(__dirname, 'python_email.py'), CORPUS], {
        maxBuffer: 1e8,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      python = JSON.parse(answer.toString()) as Reading;
    });

    withPython(`has the same date, or one where Python gives up${noPython}`, () => {
      const different = [...mails].filter(
        ([file, mail]) => python[file]!.date !== null && mail.date !== python[file]!.date,
      );
      // `00:19:00 (EDT) -0400`: Python takes the comment for the end of the date.
      expect(different.map(([file]) => file)).toEqual([
        'mimekit/messages/disposition-notification.anonymized.eml',
        'mimekit/messages/disposition-notification.txt',
      ]);
      expect(
        [...mails.values()].filter((mail) => mail.date === null && mail.headers['date'] !== undefined),
      ).toHaveLength(4);
    });

    withPython(`has the same files, byte for byte${noPython}`, () => {
      const onlyOurs: string[] = [];
      const onlyPython: string[] = [];
      let equal = 0;
      for (const [file, mail] of mails) {
        const theirs = new Set(python[file]!.parts.map((part) => part.sha256));
        const ours = new Set(mail.attachments.map((attachment) => attachment.sha256));
        for (const attachment of mail.attachments) {
          // Python keeps attached mails as trees, not as bytes.
          if (/^(?:message\/|text\/rfc822)/.test(attachment.type)) continue;
          if (theirs.has(attachment.sha256)) equal += 1;
          else onlyOurs.push(`${file}: ${attachment.name}`);
        }
        for (const part of python[file]!.parts) {
          if (!/^(?:text|message|multipart)\//.test(part.type) && part.sha256 !== null && !ours.has(part.sha256))
            onlyPython.push(`${file}: ${part.type}`);
        }
      }
      note(`Python: ${equal} files byte-equal`);
      // Uuencoded files in a text; a header line that lost its indent, where Python takes headers for content; a
      // part that ends without a line break, which Python decodes with the rest.
      expect(onlyOurs.sort()).toEqual([
        'enmime/low-quality/bad-header-wrap.raw: 7DDA4_foo_9E5D72.zip',
        'stalwart/legacy/049.eml: blueball.png',
        'stalwart/legacy/049.eml: greenball.png',
        'stalwart/legacy/049.eml: redball.png',
        'stalwart/thirdparty/012.eml: attachment-1.bin',
      ]);
      expect(onlyPython).toEqual(['enmime/low-quality/bad-header-wrap.raw: application/x-zip-compressed']);
      expect(equal).toBeGreaterThan(150);
    });
  });
});

withCorpus(`mails with expected fields${without}`, () => {
  interface Mailbox {
    name: string | null;
    address: string | null;
  }
  interface HeaderValue {
    Text?: string;
    Address?: { List?: Mailbox[]; Group?: { addresses: Mailbox[] }[] };
  }
  interface Expected {
    text_body: number[];
    html_body: number[];
    parts: {
      headers: { name: unknown; value: HeaderValue }[];
      body: { Text?: string; Html?: string } | string;
    }[];
  }
  const cases = (hasCorpus ? mailFiles(join(CORPUS, 'stalwart')) : []).flatMap((file) => [
    [file, 'json', '\n'] as const,
    [file, 'crlf.json', '\r\n'] as const,
  ]);
  const plain = (text: string): string => text.replace(/\0/g, '').replace(/\s+/g, ' ').trim();

  test('subject, sender and text agree with an independent parser', async () => {
    const wrong = { subject: [] as string[], from: [] as string[], text: [] as string[] };
    for (const [file, kind, end] of cases) {
      const expectedFile = join(CORPUS, file.replace(/eml$/, kind));
      if (!existsSync(expectedFile)) continue;
      const expected = JSON.parse(readFileSync(expectedFile, 'utf8')) as Expected;
      const source = rawMail(file).toString('latin1').replaceAll('\r', '').replaceAll('\n', end);
      const mail = await parseMail(Buffer.from(source, 'latin1'));
      const header = (name: string): HeaderValue | undefined =>
        expected.parts[0]!.headers.find((field) => field.name === name)?.value;
      if (plain(header('subject')?.Text ?? '') !== mail.subject) wrong.subject.push(`${file} ${kind}`);
      const sender = header('from')?.Address;
      const mailbox = (sender?.List ?? sender?.Group?.flatMap((group) => group.addresses) ?? [])[0];
      if (
        (mailbox?.address ?? '') !== (mail.from?.address ?? '') ||
        (mail.from !== null && plain(mailbox?.name ?? '') !== mail.from.name)
      )
        wrong.from.push(`${file} ${kind}`);
      const bodies = (indexes: number[], key: 'Text' | 'Html'): string[] =>
        indexes
          .map((index) => expected.parts[index]!.body)
          .flatMap((body) => (typeof body === 'object' && body[key] !== undefined ? [plain(body[key])] : []));
      const isSame =
        bodies(expected.text_body, 'Text').every((text) => plain(mail.text).includes(text)) &&
        bodies(expected.html_body, 'Html').every((html) => plain(mail.html ?? '').includes(html));
      if (!isSame) wrong.text.push(`${file} ${kind}`);
    }
    const both = (...files: string[]): string[] =>
      files.flatMap((file) => [`stalwart/${file}.eml json`, `stalwart/${file}.eml crlf.json`]);
    note(
      `of ${cases.length}: subject ${cases.length - wrong.subject.length}, sender ${cases.length - wrong.from.length}, text ${cases.length - wrong.text.length}`,
    );
    // 001, 005: UTF-7, which we do not decode on purpose. 010, 020, 022, 027, 052: the expectation holds U+FFFD.
    expect(wrong.subject.sort()).toEqual(
      both('legacy/001', 'legacy/005', 'legacy/010', 'legacy/020', 'legacy/022', 'legacy/027', 'legacy/052').sort(),
    );
    // `Moderator-Address <moderator>`: no domain, so no address.
    expect(wrong.from.sort()).toEqual(both('thirdparty/007').sort());
    // 001, 005, 034: UTF-7. 033, 052, thirdparty/002: U+FFFD expected. 049: uuencoded pictures left in the text.
    // 020, 021: a part without its delimiter line, whose text we take from the HTML beside it.
    expect(wrong.text.sort()).toEqual(
      both(
        'legacy/001',
        'legacy/005',
        'legacy/033',
        'legacy/034',
        'legacy/049',
        'legacy/052',
        'malformed/020',
        'malformed/021',
        'thirdparty/002',
      ).sort(),
    );
  });
});

withCorpus(`replies and forwards in 13 languages${without}`, () => {
  test('new and quoted text are told apart', () => {
    const folder = join(CORPUS, 'reply-trimmer');
    const files = readdirSync(join(folder, 'emails'));
    const read = (kind: string, file: string): string => readFileSync(join(folder, kind, file), 'utf8');
    const wrong = files.filter((file) => {
      const { visible, quoted } = splitQuoted(read('emails', file));
      return visible.trim() !== read('trimmed', file).trim() || quoted.trim() !== read('elided', file).trim();
    });
    note(`${files.length - wrong.length} of ${files.length} exact in both halves`);
    // embedded_ception: attributions inside a quote are not joined. spam_1: nothing but quotes is shown, not hidden.
    expect(wrong).toEqual(['embedded_ception.txt', 'spam_1.txt']);
  });
});

withCorpus(`bounces of 66 mail systems${without}`, () => {
  interface Line {
    reason: string;
    class: 'hard' | 'soft' | 'none';
  }
  const expected = new Map<string, Line[]>();
  const found = new Map<string, { kind: string | null; classes: string[] }>();

  beforeAll(async () => {
    for (const line of readFileSync(join(CORPUS, 'bounces/expected.tsv'), 'utf8').trim().split('\n').slice(1)) {
      const [file = '', , , reason = '', hard] = line.split('\t');
      const kind = reason === 'delivered' || reason === 'vacation' ? 'none' : hard === '1' ? 'hard' : 'soft';
      expected.set(file, [...(expected.get(file) ?? []), { reason, class: kind }]);
    }
    for (const file of expected.keys()) {
      const mail = await parseMail(rawMail(`bounces/${file}`));
      found.set(file, {
        kind: recogniseAutomatic(mail).kind,
        classes: readBounce(mail)?.recipients.map((recipient) => recipient.class) ?? [],
      });
    }
  });

  test('failed recipients are recognised', () => {
    let failing = 0;
    let recognised = 0;
    let delays = 0;
    for (const [file, lines] of expected) {
      const failures = lines.filter((line) => line.class !== 'none').length;
      const { kind, classes } = found.get(file)!;
      failing += failures;
      if (kind === 'bounce') recognised += Math.min(failures, classes.length);
      else if (kind === 'report') delays += failures;
    }
    note(`${recognised} of ${failing} failed recipients recognised, ${delays} more as delays`);
    expect(recognised / failing).toBeGreaterThanOrEqual(0.94);
  });

  test('hard and soft agree', () => {
    let same = 0;
    let all = 0;
    let wrongReason = 0;
    for (const [file, lines] of expected) {
      for (const [index, line] of lines.entries()) {
        all += 1;
        const ours = found.get(file)!.classes[index] ?? 'none';
        if (ours === line.class) same += 1;
        // "550 User unknown" after the content was sent counts as a filter there and as an unknown user here.
        else if (line.reason === 'filtered' && ours === 'hard') wrongReason += 1;
      }
    }
    note(`${same} of ${all} classes alike, ${wrongReason} more differ only in what "user unknown" after DATA means`);
    expect(same).toBeGreaterThanOrEqual(233);
    expect(same + wrongReason).toBeGreaterThanOrEqual(250);
  });

  test('vacation answers and successful deliveries are no bounces', () => {
    for (const [file, lines] of expected) {
      if (lines.every((line) => line.class === 'none'))
        expect({ file, kind: found.get(file)!.kind }).not.toEqual({ file, kind: 'bounce' });
    }
    expect(found.get('rfc3834-02.eml')?.kind).toBe('auto-reply');
    expect(found.get('rfc3834-04.eml')?.kind).toBe('auto-reply');
  });

  test('none of them looks like written by a person', () => {
    const persons = [...found].filter(([, { kind }]) => kind === null).map(([file]) => file);
    // A person forwarded this one.
    expect(persons).toEqual(['lhost-sendmail-14.eml']);
  });
});
