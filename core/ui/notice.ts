import { element, type Tone } from './cells';
import { t } from './i18n';
import { RequestFailed } from './store/errors';

const SHOWN_MS = 5000;
let shelf: HTMLElement | undefined;
let failure: Failure | null = null;

/** What somebody was told went wrong. */
export interface Failure {
  readonly text: string;
  readonly at: Date;
}

/** What went wrong last since the page was opened. */
export function lastFailure(): Failure | null {
  return failure;
}

/** Shows a short message at the edge of the page; assistive technology reads it out. */
export function toast(text: string, tone: Extract<Tone, 'neutral' | 'green' | 'red'> = 'neutral'): void {
  if (shelf === undefined) {
    shelf = element('div', 'toasts');
    shelf.popover = 'manual'; // top layer: above dialogs too
    document.body.append(shelf);
  }
  const card = element('div', `toast ${tone}`, text);
  card.role = tone === 'red' ? 'alert' : 'status';
  if (tone === 'red') failure = { text, at: new Date() };
  // Opened anew each time: the last one opened lies on top.
  if (shelf.matches(':popover-open')) shelf.hidePopover();
  shelf.showPopover();
  shelf.append(card);
  setTimeout(
    () => {
      card.remove();
      if (shelf?.childElementCount === 0) shelf.hidePopover();
    },
    tone === 'red' ? SHOWN_MS * 2 : SHOWN_MS,
  );
}

export interface Question {
  title: string;
  text: string;
  /** Label of the button that agrees. */
  confirm: string;
  isDangerous?: boolean;
}

/**
 * Asks in a modal dialog of the browser's own, above whatever dialog is open. Escape is a no, and so is Enter where
 * agreeing is dangerous: the focus is on the answer that harms nothing, and goes back where it was afterwards.
 */
export async function ask(question: Question): Promise<boolean> {
  const focused = document.activeElement as HTMLElement | null;
  const dialog = element('dialog', 'question card');
  dialog.role = 'alertdialog';
  dialog.ariaLabel = question.title;
  const text = element('p', 'soft', question.text);
  text.id = 'question-text';
  dialog.setAttribute('aria-describedby', text.id);
  const answers = element('form', 'answers');
  answers.method = 'dialog';
  const no = answerButton(t('host.cancel'), 'button', '');
  const yes = answerButton(
    question.confirm,
    `button primary ${question.isDangerous === true ? 'dangerous' : ''}`,
    'yes',
  );
  (question.isDangerous === true ? no : yes).autofocus = true;
  answers.append(no, yes);
  dialog.append(element('h2', '', question.title), text, answers);
  // A component's dialog below would take the keys for its own.
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      focused?.focus();
      answer(dialog.returnValue === 'yes');
    });
  });
}

function answerButton(text: string, className: string, value: string): HTMLButtonElement {
  const button = element('button', className, text);
  button.value = value;
  return button;
}

/** What went wrong, in words for the user. */
export function errorText(error: unknown): string {
  if (error instanceof RequestFailed && error.status === 0) return t('host.unreachable');
  if (error instanceof RequestFailed && error.status === 413) return t('host.tooLarge');
  return error instanceof Error ? error.message : String(error);
}

/** Says what went wrong, as a toast. */
export function showError(error: unknown): void {
  toast(errorText(error), 'red');
}
