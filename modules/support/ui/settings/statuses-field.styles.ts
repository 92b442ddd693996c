import { css } from 'lit';

export const statusesStyles = css`
  & {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-s);
    justify-items: start;
  }
  ol {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-m);
    width: 100%;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 120px;
    gap: 4px var(--gap-s);
    align-items: center;
  }
  .name {
    grid-column: span 2;
  }
  .tools {
    display: flex;
    justify-content: end;
  }
  .up .icon {
    rotate: 180deg;
  }
  .badge {
    justify-self: center;
  }
  input,
  select {
    width: 100%;
    min-width: 0;
    min-height: 38px;
    padding: 0 8px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
  }
  select:disabled {
    color: var(--text-soft);
  }
  [aria-invalid='true'] {
    border-color: var(--danger);
  }
  @media (max-width: 599px) {
    li {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .name {
      grid-column: 1 / -1;
    }
    .badge {
      justify-self: start;
    }
    .tools {
      order: 1;
    }
    input,
    select {
      font-size: 16px;
    }
  }
`;
