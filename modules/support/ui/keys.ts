import type { Grid } from '@vaadin/grid';
import { type Key, navigate, onKeys, route, showError, t } from '../../../core/ui/api';
import { neighbour, revealRow } from './neighbour';
import type { SupportTicket } from './ticket-view';

/** Single keys of the Support panel. */
export function listenToKeys(): void {
  const keys = [
    key('j', 'next', () => void go(1)),
    key('k', 'previous', () => void go(-1)),
    key('r', 'reply', () => ticket()?.write('answer')),
    key('n', 'note', () => ticket()?.write('note')),
    key('a', 'assign', () => ticket()?.assignToMe()),
    key('w', 'watch', () => ticket()?.toggleWatching()),
    key('/', 'search', () => document.querySelector<HTMLElement>('panel-support input[type=search]')?.focus()),
    key('?', 'list', () => void showKeys(keys)),
  ];
  onKeys(keys, () => route().panel === 'support');
}

/** The text is asked for when it is shown: at this moment the texts are not here yet. */
function key(name: string, text: string, run: () => void): Key {
  return {
    key: name,
    get text() {
      return t(`support.keys.${text}`);
    },
    run,
  };
}

function ticket(): SupportTicket | null {
  return document.querySelector('support-ticket');
}

async function go(step: 1 | -1): Promise<void> {
  try {
    const next = await neighbour(route().path[0], step);
    if (next === undefined) return;
    navigate({ path: [next.id] });
    const grid = document.querySelector<Grid>('panel-support vaadin-grid');
    // The grid marks the row when it is drawn next.
    if (grid !== null) requestAnimationFrame(() => revealRow(grid, next.position));
  } catch (error) {
    showError(error);
  }
}

async function showKeys(keys: readonly Key[]): Promise<void> {
  const { openKeyList } = await import('./key-list');
  openKeyList([...keys, key('Enter', 'open', () => undefined), key('Ctrl+Enter', 'send', () => undefined)]);
}
