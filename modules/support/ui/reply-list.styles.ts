import { css } from 'lit';

export const replyListStyles = css`
  dialog {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    gap: var(--gap-s);
    width: min(560px, calc(100vw - 32px));
    max-height: min(560px, calc(100dvh - 96px));
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
  input {
    flex: 1;
    min-width: 0;
    min-height: 40px;
    padding: 0 10px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .found {
    overflow: auto;
    overscroll-behavior: contain;
  }
  [role='option'] {
    display: grid;
    gap: 2px;
    min-height: 44px;
    padding: 7px 10px;
    border-radius: var(--radius);
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  [role='option']:hover {
    background: var(--hover);
  }
  [role='option'][aria-selected='true'] {
    background: var(--hover);
    box-shadow: inset 0 0 0 2px var(--accent);
  }
  .name {
    font-weight: 550;
  }
  .text {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .none {
    padding: var(--gap-m) 10px;
  }
`;
