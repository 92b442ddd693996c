import { css } from 'lit';

export const barStyles = css`
  & {
    display: block;
    flex: none;
    background: var(--surface-raised);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 5px;
    padding: 7px var(--gap-s);
    border-top: 1px solid var(--line);
  }
  .count {
    padding-inline: 4px;
    font-weight: 620;
    white-space: nowrap;
  }
  .row .button {
    min-height: 32px;
    padding-inline: 9px;
  }
  .row .button.icon-only {
    width: 34px;
    padding: 0;
  }
  .actions {
    display: contents;
  }
  .button[aria-disabled='true'] {
    opacity: 0.55;
    cursor: default;
  }
  progress {
    flex: 1;
    min-width: 90px;
    height: 8px;
    accent-color: var(--accent);
  }
  .told {
    align-items: start;
  }
  .told > .icon {
    margin-top: 7px;
  }
  .told > div {
    flex: 1 1 160px;
    padding-block: 5px;
    overflow-wrap: anywhere;
  }
  .told p {
    margin: 0;
  }
  .told ul {
    margin: 2px 0 0;
    padding-inline-start: 18px;
    color: var(--text-soft);
  }
  [popover] {
    position: fixed;
    inset: auto;
    box-sizing: border-box;
    width: 260px;
    max-width: calc(100vw - 16px);
    margin: 0;
    padding: 6px;
    overflow: auto;
    background: var(--surface-raised);
    color: var(--text);
    box-shadow: var(--shadow-raised);
  }
  @media (max-width: 599px) {
    .row {
      gap: 2px;
      padding-inline: 6px;
    }
    .row .button {
      min-height: 40px;
    }
    .row .button.icon-only,
    .actions .button {
      width: 38px;
      padding: 0;
    }
    .actions .button .text {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;

export const choiceStyles = css`
  & {
    display: grid;
    gap: 6px;
  }
  .choices {
    display: grid;
    max-height: 300px;
    overflow: auto;
  }
  .choice {
    display: flex;
    gap: 9px;
    align-items: center;
    min-height: 34px;
    padding: 3px 8px;
    border: 0;
    border-radius: 6px;
    background: none;
    color: inherit;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .choice:hover {
    background: var(--hover);
  }
  .choice:focus-visible {
    outline-offset: -2px;
  }
  p {
    margin: 0;
    padding: 6px 8px;
  }
  .title {
    padding-bottom: 0;
    font-size: 13px;
    font-weight: 620;
  }
  form {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    padding: 2px 8px 6px;
  }
  input {
    box-sizing: border-box;
    width: 100%;
    min-height: 34px;
    padding: 0 8px;
    border: 1px solid var(--line-strong);
    border-radius: 7px;
    background: var(--surface);
    color: var(--text);
  }
  @media (pointer: coarse) {
    .choice {
      min-height: 42px;
    }
    input {
      min-height: 42px;
      font-size: 16px;
    }
  }
`;
