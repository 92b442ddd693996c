import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Real mails with expected results; not part of this repository because of their licences. */
export const CORPUS = process.env['GROUPWARE_MAIL_CORPUS'] ?? join(__dirname, '../../../shared/mail');
export const hasCorpus = existsSync(join(CORPUS, 'bounces/expected.tsv'));
/** `describe`, or a skip that says why. */
export const withCorpus = hasCorpus ? describe : describe.skip;
export const without = hasCorpus ? '' : ' (skipped: set GROUPWARE_MAIL_CORPUS to the folder of sample mails)';

/** Paths of all mails, from the folder of the corpus. */
export function mailFiles(folder = CORPUS): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'reply-trimmer' ? [] : mailFiles(path);
    return /\.(?:eml|raw)$/.test(entry.name) || path.includes('mimekit/messages/') ? [relative(CORPUS, path)] : [];
  });
}

export function rawMail(file: string): Buffer {
  return readFileSync(join(CORPUS, file));
}
