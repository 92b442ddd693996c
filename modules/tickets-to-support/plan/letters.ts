import { type LegacyTemplate, USES } from '../source/legacy-source';
import type { Remarks } from './discrepancy';
import { TAGS } from './tags';
import { lines } from './words';

/** A mail that leaves by itself, in the words of the older system. */
export interface PlannedLetter {
  readonly templateId: number;
  readonly name: string;
  readonly setting: LetterSetting;
  readonly text: string;
}

/** Texts of mails that Support has. */
export type LetterSetting = 'answerText' | 'confirmationText';

/** What a template is sent for → the text that it becomes, and what may stand in braces there. */
const LETTERS: Readonly<
  Record<string, { readonly setting: LetterSetting; readonly tags: Readonly<Record<string, string>> }>
> = {
  [USES.answer]: {
    setting: 'answerText',
    tags: { message: 'text', name: 'agent', agent: 'agent', 'agent:name': 'agent' },
  },
  [USES.confirmation]: { setting: 'confirmationText', tags: {} },
};

/** The mail that a template becomes for one of its uses; null, with a remark, when Support has no place for it. */
export function planLetter({ id, name, content }: LegacyTemplate, use: string, remarks: Remarks): PlannedLetter | null {
  const letter = LETTERS[use];
  if (!letter) {
    remarks.add('noPlace', 'content', 'Support has no mail of its own for this', `${name} (${use})`);
    return null;
  }
  const known: typeof TAGS = { ...TAGS, link: 'link', ...letter.tags };
  const unknown: string[] = [];
  const text = lines(content).replace(/\{([^{}\n]*)\}/g, (all, tag: string) => {
    const found = known[tag.trim().toLowerCase()];
    if (found === undefined) unknown.push(all);
    return found === undefined ? all : `{${found}}`;
  });
  const answers = text.split('{text}').length - 1;
  const isGood = unknown.length === 0 && (letter.setting === 'answerText' ? answers === 1 : text.trim() !== '');
  if (isGood) return { templateId: id, name, setting: letter.setting, text };
  remarks.add(
    'noPlace',
    'content',
    'It says what mails of Support do not: write it anew in System settings, Mails to customers',
    `${name} (${use}): ${unknown.length > 0 ? unknown.join(', ') : '{MESSAGE} is not in it once'}`,
  );
  return null;
}
