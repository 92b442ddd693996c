import { css } from 'lit';

/** Looks of one run in the list. */
export const runStyles = css`
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-s);
    padding: var(--gap-m) var(--gap-l);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-s);
  }
  h2,
  p,
  ul {
    margin: 0;
    overflow-wrap: anywhere;
  }
  h2 {
    font-size: 15px;
  }
  progress {
    width: 100%;
    height: 8px;
    accent-color: var(--accent);
  }
  .progress p {
    font-variant-numeric: tabular-nums;
  }
  .good {
    font-weight: 550;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-s);
  }
  .actions:empty {
    display: none;
  }
  summary {
    min-height: 28px;
    cursor: pointer;
    color: var(--accent);
  }
  @media (pointer: coarse) {
    .actions .button,
    summary {
      min-height: 44px;
    }
  }
`;
