import { css } from 'lit';

/** Old and new values in columns that never push each other out of sight, and the facts of an entry. */
export const changesStyles = css`
  ol {
    list-style: none;
  }
  .changes {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
    font-size: 12.5px;
  }
  .changes :is(th, td) {
    padding: 3px 6px 3px 0;
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  .changes tr + tr {
    border-top: 1px solid var(--line);
  }
  .changes th {
    font-weight: 550;
    color: var(--text-soft);
  }
  .facts {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 4px 12px;
    margin: 0;
  }
  .facts dt {
    color: var(--text-soft);
  }
  .facts dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
`;
