import { css } from 'lit';

export const searchStyles = css`
  dialog {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    gap: var(--gap-s);
    width: min(680px, calc(100vw - 32px));
    max-height: min(640px, calc(100dvh - 96px));
    margin: 64px auto auto;
    padding: var(--gap-m);
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--surface-raised);
    color: var(--text);
    box-shadow: var(--shadow-raised);
  }
  dialog::backdrop {
    background: light-dark(oklch(0.2 0.02 262 / 0.35), oklch(0 0 0 / 0.55));
  }
  .top {
    display: flex;
    align-items: center;
    gap: var(--gap-s);
  }
  .top > .icon {
    color: var(--text-soft);
  }
  input {
    flex: 1;
    min-width: 0;
    min-height: 44px;
    padding: 0 10px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    font-size: 16px;
  }
  .types {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .types .button[aria-pressed='true'] {
    border-color: var(--accent);
    color: var(--accent);
  }
  .found {
    overflow: auto;
    overscroll-behavior: contain;
  }
  .found:empty {
    display: none;
  }
  h2 {
    padding: 8px 10px 4px;
    font-size: 12.5px;
    font-weight: 620;
    color: var(--text-soft);
  }
  [role='option'] {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 2px 9px;
    padding: 7px 10px;
    border-radius: var(--radius);
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  [role='option'] .icon {
    margin-top: 2px;
    color: var(--text-soft);
  }
  [role='option'] .title {
    font-weight: 550;
  }
  [role='option'] .snippet {
    grid-column: 2 / -1;
    color: var(--text-soft);
  }
  [role='option']:hover {
    background: var(--hover);
  }
  [role='option'][aria-selected='true'] {
    background: var(--hover);
    box-shadow: inset 0 0 0 2px var(--accent);
  }
  time {
    color: var(--text-soft);
    white-space: nowrap;
  }
  mark {
    border-radius: 3px;
    background: light-dark(oklch(0.93 0.1 95), oklch(0.42 0.09 90));
    color: var(--text);
  }
  .none {
    padding: var(--gap-m) 10px;
  }
  @media (max-width: 599px) {
    dialog {
      width: 100vw;
      max-width: none;
      height: 100dvh;
      max-height: none;
      margin: 0;
      border: 0;
      border-radius: 0;
    }
    .types .button,
    .top .button {
      min-height: 44px;
    }
    [role='option'] {
      min-height: 44px;
    }
  }
`;
