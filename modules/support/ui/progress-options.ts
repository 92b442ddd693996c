import { html, type TemplateResult } from 'lit';
import { PROGRESS, type Progress, progressText, type Task, type TaskStatus } from '../../tasks/ui/api';

/** Options of a `select`: the five states, each with the statuses of the ticket's list that stand for it. */
export function progressOptions(ticket: Task, statuses: readonly TaskStatus[]): TemplateResult[] {
  const status = statuses.find(({ id }) => id === ticket.statusId);
  const chosen = status?.id ?? ticket.progress;
  const option = (value: string, text: string) =>
    html`<option value=${value} .selected=${value === chosen}>${text}</option>`;
  return PROGRESS.map((progress) => {
    const plain = option(progress, progressText(progress));
    const named = statuses.filter((one) => one.progress === progress);
    return named.length === 0
      ? plain
      : html`<optgroup label=${progressText(progress)}>${plain} ${named.map(({ id, name }) => option(id, name))}</optgroup>`;
  });
}

/** What is changed on a ticket by choosing one of them. */
export function progressPatch(chosen: string, statuses: readonly TaskStatus[]): Pick<Task, 'progress' | 'statusId'> {
  const status = statuses.find(({ id }) => id === chosen);
  return { progress: status?.progress ?? (chosen as Progress), statusId: status?.id ?? null };
}
