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
