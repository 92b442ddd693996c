import { css } from 'lit';

export const formStyles = css`
  & {
    display: block;
    container-type: inline-size;
  }
  .fields {
    display: grid;
    grid-template-columns: 1fr;
    gap: var(--gap-m) var(--gap-l);
    align-items: start;
  }
  .field {
    min-width: 0;
  }
  .field > * {
    width: 100%;
  }
  fieldset {
    min-width: 0;
    padding-top: var(--gap-s);
  }
  legend {
    padding: 0 0 var(--gap-s);
    font-weight: 620;
  }
  [role='tablist'] {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap-s);
    margin-bottom: var(--gap-m);
    border-bottom: 1px solid var(--line);
  }
  [role='tab'] {
    min-height: 38px;
    margin-bottom: -1px;
    padding: 0 var(--gap-m);
    border: 0;
    border-bottom: 2px solid transparent;
    background: none;
    color: var(--text-soft);
    font: inherit;
    font-weight: 550;
    cursor: pointer;
  }
  [role='tab']:hover {
    color: inherit;
  }
  [role='tab'][aria-selected='true'] {
    border-color: var(--accent);
    color: var(--text);
  }
  [role='tab']:focus-visible {
    outline-offset: -2px;
  }
  .tab-panels {
    display: grid;
  }
  [role='tabpanel'] {
    display: grid;
    grid-area: 1 / 1;
    gap: var(--gap-m);
    align-content: start;
    min-width: 0;
  }
  [role='tabpanel'].behind {
    visibility: hidden;
  }
  @container (max-width: 479px) {
    [role='tabpanel'].behind {
      display: none;
    }
  }
  .waiting {
    height: 58px;
  }
  .display .label {
    display: block;
    font-weight: 500;
    margin-bottom: 4px;
  }
  .display ul {
    padding-inline-start: 18px;
  }
  @container (min-width: 480px) {
    .fields {
      grid-template-columns: 1fr 1fr;
    }
    fieldset,
    .wide {
      grid-column: 1 / -1;
    }
  }
`;
