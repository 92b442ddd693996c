import { css } from 'lit';

export const dialogStyles = css`
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-m);
    width: min(760px, calc(100vw - 64px));
  }
  vaadin-text-field {
    width: 100%;
  }
  .shared {
    display: flex;
    gap: 9px;
    align-items: center;
    min-height: 32px;
  }
  .shared input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--accent);
  }
  .group {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-s);
    min-width: 0;
    margin: 0;
    padding: var(--gap-s);
    border: 1px solid var(--line);
    border-inline-start: 3px solid var(--accent);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .group .group {
    background: color-mix(in oklch, var(--hover) 45%, transparent);
  }
  .head,
  .adds {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-s);
    align-items: center;
  }
  .head select {
    flex: 0 1 260px;
    min-width: 0;
    min-height: 34px;
    padding: 0 8px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    font-weight: 550;
  }
  .spring {
    flex: 1;
  }
  .parts {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-s);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .parts > li.condition {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 6px;
    align-items: start;
  }
  .actions {
    display: flex;
    justify-content: end;
    gap: var(--gap-s);
  }
  @media (max-width: 599px) {
    form {
      width: calc(100vw - 40px);
    }
    .group .group {
      padding: 6px;
    }
    .head select {
      flex: 1;
      min-height: 44px;
      font-size: 16px;
    }
    .spring {
      display: none;
    }
    .parts > li.condition {
      padding-block-end: var(--gap-s);
      border-block-end: 1px solid var(--line);
    }
    .shared,
    .adds .button,
    .actions .button {
      min-height: 44px;
    }
    .actions .button {
      flex: 1;
    }
  }
`;
