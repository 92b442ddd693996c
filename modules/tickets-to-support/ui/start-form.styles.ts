import { css } from 'lit';

/** Looks of the form in which a run is asked for. */
export const startFormStyles = css`
  form {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--gap-m);
    align-items: start;
    width: min(680px, calc(100vw - 64px));
  }
  fieldset,
  vaadin-checkbox,
  p,
  .actions {
    grid-column: 1 / -1;
  }
  p {
    margin: 0;
  }
  legend {
    font-weight: 550;
  }
  fieldset label {
    display: flex;
    align-items: center;
    gap: 9px;
    min-height: 32px;
  }
  .actions {
    display: flex;
    justify-content: end;
    gap: var(--gap-s);
  }
  @media (max-width: 599px) {
    form {
      grid-template-columns: minmax(0, 1fr);
    }
    fieldset label {
      min-height: 44px;
    }
    .actions .button {
      flex: 1;
      min-height: 44px;
    }
  }
`;
