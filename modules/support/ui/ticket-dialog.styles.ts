import { css } from 'lit';

/** Looks of the dialogs in which something is done with a ticket. */
export const ticketDialogStyles = css`
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-m);
    width: min(520px, calc(100vw - 48px));
  }
  vaadin-combo-box,
  vaadin-text-field {
    width: 100%;
  }
  fieldset {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
  }
  legend {
    margin-bottom: 4px;
    font-weight: 550;
  }
  fieldset label {
    display: flex;
    align-items: center;
    gap: 9px;
    min-height: 32px;
    overflow-wrap: anywhere;
  }
  .actions {
    display: flex;
    justify-content: end;
    gap: var(--gap-s);
  }
  @media (max-width: 599px) {
    fieldset label {
      min-height: 44px;
    }
    .actions .button {
      flex: 1;
      min-height: 44px;
    }
  }
`;
