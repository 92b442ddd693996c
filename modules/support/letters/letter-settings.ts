import { injectable } from 'inversify';
import { SetError, Settings, setting } from '../../../core/api';
import { MANAGE } from '../permissions';
import { braced, faultOfPlaceholders, IN_ANSWERS, IN_CONFIRMATIONS } from '../placeholders';
import { ANSWER } from './letter';

/** What the mails to customers say. Each of them is a text in which something stands in braces. */
export interface LetterTemplates {
  /** Around each answer; holds {@link ANSWER} once. */
  readonly answerText: string;
  readonly confirmationSubject: string;
  readonly confirmationText: string;
}

/** The words of the mails that customers get, for the managers of Support. */
@injectable()
export class LetterSettings extends Settings<LetterTemplates> {
  readonly name = 'SupportLetterSettings';
  readonly title = 'Mails to customers';
  override readonly page = 'letters';
  override readonly icon = 'send';
  override readonly permission = MANAGE;
  override readonly companion = 'support-letter-preview';
  readonly fields = {
    answerText: setting.lines({
      label: 'Around every answer',
      help: `{text} is the answer itself, {signature} what the agent has chosen in My account. Also: ${braced(
        IN_ANSWERS.filter((name) => name !== 'text' && name !== 'signature'),
      )}`,
      default: `${ANSWER}\n\n{signature}`,
    }),
    confirmationSubject: setting.text({
      label: 'Subject of the confirmation',
      help: 'Whoever opens a ticket by mail gets it.',
      max: 150,
      required: true,
      default: 'Request received [#{number}]',
    }),
    confirmationText: setting.lines({
      label: 'Text of the confirmation',
      help: `It is sent when new tickets are confirmed, see the settings of Support. It may name ${braced(IN_CONFIRMATIONS)}.`,
      default:
        'We have received your request and gave it the number {number}.\n\n' +
        'Please answer to this mail to add something; we will come back to you.',
    }),
  };

  override check(values: LetterTemplates): void {
    checkTemplates(values);
  }
}

/** @throws SetError naming the template that cannot be used */
export function checkTemplates({ answerText, confirmationSubject, confirmationText }: LetterTemplates): void {
  const faults: Readonly<Record<keyof LetterTemplates, string | null>> = {
    answerText:
      answerText.split(ANSWER).length === 2
        ? faultOfPlaceholders(answerText, IN_ANSWERS)
        : `must hold ${ANSWER}, which is the answer, once`,
    confirmationSubject: faultOfPlaceholders(confirmationSubject, IN_CONFIRMATIONS),
    confirmationText:
      confirmationText.trim() === '' ? 'must not be empty' : faultOfPlaceholders(confirmationText, IN_CONFIRMATIONS),
  };
  for (const [name, found] of Object.entries(faults)) if (found !== null) throw SetError.invalid(name, found);
}
