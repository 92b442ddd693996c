import { z } from 'zod';
import {
  type Context,
  escapeHtml,
  inject,
  injectable,
  Method,
  MethodError,
  parseArguments,
  SetError,
} from '../../../core/api';
import { MANAGE } from '../permissions';
import { CustomerLetters } from './customer-letters.service';
import { checkTemplates, LetterSettings } from './letter-settings';

const template = z.string().max(4000).nullable().default(null);
const Arguments = z.strictObject({
  accountId: z.string(),
  answerText: template,
  confirmationSubject: template,
  confirmationText: template,
  /** What is said in the example, in the words of who looks at it. */
  example: z
    .strictObject({
      subject: z.string().max(255),
      customer: z.string().max(190),
      list: z.string().max(190),
      text: z.string().max(1000),
    })
    .default({
      subject: 'The printer prints everything twice',
      customer: 'Alex Example',
      list: 'Support',
      text: 'It does not any more. Please try again.',
    }),
});

/** Number of the ticket that there is only in the example. */
const NUMBER = 123;

/**
 * `SupportLetter/preview`: what customers would be mailed, of a ticket that there is only as an example: an answer of
 * the caller's and a confirmation. What is not given is as the settings say. Nothing is sent. For managers of Support.
 */
@injectable()
export class PreviewLetters extends Method {
  readonly name = 'SupportLetter/preview';
  readonly capability = 'urn:groupware:support';

  constructor(
    @inject(LetterSettings) private readonly settings: LetterSettings,
    @inject(CustomerLetters) private readonly letters: CustomerLetters,
  ) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId, example, ...given } = parseArguments(Arguments, args);
    if (!context.may(MANAGE)) throw MethodError.of('forbidden', 'You may not manage Support');
    const saved = await this.settings.read();
    const templates = {
      answerText: given.answerText ?? saved.answerText,
      confirmationSubject: given.confirmationSubject ?? saved.confirmationSubject,
      confirmationText: given.confirmationText ?? saved.confirmationText,
    };
    refuseUnusable(() => checkTemplates(templates));
    const { subject: title, customer, list, text } = example;
    const subject = { id: NUMBER, title, customer, list };
    const { name } = context.user;
    const signature = (await this.letters.signatureOf(context.principalId)) || name;
    const answer = { text, html: `<p>${escapeHtml(text)}</p>` };
    return {
      accountId,
      answer: this.letters.writeAnswer(templates, subject, { name, signature }, answer),
      confirmation: this.letters.writeConfirmation(templates, subject),
    };
  }
}

/** @throws MethodError saying why a template cannot be used */
function refuseUnusable(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof SetError) throw MethodError.invalidArguments(error.description);
    throw error;
  }
}
