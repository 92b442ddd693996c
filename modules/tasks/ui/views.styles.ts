import { css } from 'lit';

export const viewsStyles = css`
  & {
    display: grid;
    gap: var(--gap-l);
    align-content: start;
  }
  ul {
    list-style: none;
  }
  a,
  label {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 9px;
    min-width: 0;
    min-height: 31px;
    padding: 2px 8px;
    border-radius: 7px;
    color: inherit;
    text-decoration: none;
    cursor: pointer;
  }
  a:hover,
  .row:hover {
    background: var(--hover);
  }
  a[aria-current] {
    background: var(--selected);
    font-weight: 600;
  }
  a .text,
  label .text {
    flex: 1;
  }
  .count {
    color: var(--text-soft);
    font-size: 12.5px;
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  h2 {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding-inline-start: 8px;
    font-size: 12.5px;
    color: var(--text-soft);
  }
  .row {
    display: flex;
    align-items: center;
    border-radius: 7px;
  }
  .row > .text {
    flex: 1;
    padding-inline-start: 8px;
  }
  summary {
    min-height: 31px;
    padding: 5px 8px;
    color: var(--text-soft);
    font-size: 13px;
    cursor: pointer;
  }
  .row .button,
  h2 .button {
    width: 28px;
    min-height: 28px;
    color: var(--text-soft);
  }
  /* In sight where it is wanted, and always where nothing hovers. */
  @media (hover: hover) {
    .row:not(:hover, :focus-within) .button {
      opacity: 0;
    }
  }
  input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--accent);
  }
  .none {
    display: grid;
    gap: var(--gap-s);
    padding: 4px 8px;
  }
  @media (pointer: coarse) {
    a,
    label {
      min-height: 44px;
    }
    .row .button,
    h2 .button {
      width: 44px;
      min-height: 44px;
    }
  }
`;
