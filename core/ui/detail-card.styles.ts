import { css } from 'lit';

/** A card beside an object: one line until it is opened. */
export const detailCardStyles = css`
  & {
    display: block;
    min-width: 0;
  }
  details {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  summary {
    display: flex;
    align-items: center;
    gap: 7px;
    min-height: 32px;
    padding: 0 11px;
    border-radius: var(--radius);
    font-weight: 550;
    cursor: pointer;
    user-select: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary:hover {
    background: var(--hover);
  }
  summary .icon {
    width: 16px;
    height: 16px;
    color: var(--text-soft);
  }
  summary .count {
    color: var(--text-soft);
    font-weight: 500;
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-s);
    max-height: min(44vh, 420px);
    padding: 2px 11px 11px;
    overflow: auto;
  }
  .body h3 {
    margin-top: 4px;
    font-size: 12px;
    color: var(--text-soft);
  }
  .body ul {
    list-style: none;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .item {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 36px;
  }
  .item + .item {
    border-top: 1px solid var(--line);
  }
  .item > .icon {
    color: var(--text-soft);
  }
  .item .words {
    display: grid;
    flex: 1;
    min-width: 0;
    padding: 4px 0;
  }
  .item .name,
  .item .words > .soft {
    overflow-wrap: anywhere;
  }
  .item .words > .soft {
    font-size: 12.5px;
  }
  .item .button {
    flex: none;
  }
  input:not([type='checkbox'], [type='file']),
  select {
    min-width: 0;
    min-height: 34px;
    padding: 0 9px;
    border: 1px solid var(--line-strong);
    border-radius: 7px;
    background: var(--surface);
  }
  @media (max-width: 599px) {
    summary {
      min-height: 44px;
    }
    .body {
      max-height: none;
    }
    .item {
      min-height: 44px;
    }
    input:not([type='checkbox'], [type='file']),
    select {
      min-height: 44px;
      font-size: 16px;
    }
  }
`;
