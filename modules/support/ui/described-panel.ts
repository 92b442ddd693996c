import type { Item } from 'extjs-types';
import { css } from 'lit';
import { describedPanel, type PanelElementClass } from '../../../core/ui/api';
import { dueStyles, listStyles, priorityStyles } from '../../tasks/ui/api';
import { loadTexts } from './texts';

/** Of what the descriptions' renderers draw. */
const styles = css`
  /* A pane in which nothing is read leaves its room to the rows. */
  vaadin-split-layout:has(> div > .pane > gw-item > :is(support-ticket[empty], x-detail:has(> .empty))) {
    &::part(splitter),
    & > div:last-child {
      display: none;
    }
  }
  vaadin-grid .avatar {
    width: 22px;
    height: 22px;
  }
  .marks {
    display: inline-flex;
    gap: 4px;
    color: var(--text-soft);
  }
  .marks .icon {
    width: 16px;
    height: 16px;
  }
  .marks .icon-alert {
    color: var(--danger);
  }
  .facts dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 5px 14px;
    margin: 0;
    padding: 0;
  }
  .facts dt {
    color: var(--text-soft);
  }
  .facts dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .facts .button {
    margin-top: var(--gap-m);
  }
`;

/** @param heading key of the text that names the panel to those who cannot see its tab */
export function supportDescribed(describe: () => Item, heading: string): PanelElementClass {
  return describedPanel({ describe, heading, loadTexts, styles: [dueStyles, priorityStyles, listStyles, styles] });
}
