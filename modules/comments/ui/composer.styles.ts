import { css } from 'lit';

export const composerStyles = css`
  & {
    display: block;
  }
  .closed {
    display: flex;
    gap: var(--gap-s);
  }
  .open {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-s);
    padding: 10px;
    container-type: inline-size;
    border: 1px solid var(--line-strong);
    border-radius: 10px;
    background: var(--surface);
  }
  .open.note {
    background: var(--note);
    border-color: var(--note-line);
    border-inline-start-width: 4px;
  }
  .top,
  .bottom {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-s);
  }
  .modes {
    display: inline-flex;
    gap: 2px;
    padding: 3px;
    border-radius: 9px;
    background: var(--hover);
  }
  .modes .button {
    min-height: 28px;
  }
  .modes .button[aria-pressed='true'] {
    background: var(--surface-raised);
    box-shadow: var(--shadow);
  }
  .audience {
    flex: 1;
    min-width: 12ch;
    font-size: 12.5px;
    overflow-wrap: anywhere;
  }
  .audience strong {
    font-weight: 600;
  }
  .audience .icon {
    width: 14px;
    height: 14px;
    margin-inline-end: 4px;
    vertical-align: -2px;
  }
  rich-composer,
  .skeleton {
    display: block;
    min-height: 120px;
  }
  .kept {
    flex: 1;
    min-width: 10ch;
    font-size: 12.5px;
  }
  .bottom .kept {
    text-align: end;
  }
  .other {
    display: grid;
    gap: var(--gap-s);
    padding: 10px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface-raised);
  }
  .other .text {
    max-height: 160px;
    overflow: auto;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-s);
  }
  kbd {
    color: var(--text-soft);
    font: inherit;
    font-size: 12.5px;
  }
  @media (max-width: 599px) {
    .audience {
      flex-basis: 100%;
    }
  }
  /* Beside a thread there is as little room as on a phone. */
  @container (max-width: 560px) {
    .bottom .kept {
      order: 1;
      flex-basis: 100%;
      text-align: start;
    }
    /* Still there to be told of, but without a line of its own. */
    .bottom .kept:empty {
      position: absolute;
    }
    .bottom > .button:last-child {
      margin-inline-start: auto;
    }
  }
  @media (pointer: coarse) {
    kbd {
      display: none;
    }
  }
`;
