import { css } from 'lit';

/** Looks of the dialog that asks for a new ticket. */
export const requestDialogStyles = css`
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap-m);
    width: min(620px, calc(100vw - 48px));
  }
  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
  }
  label,
  .pair label,
  .label {
    font-weight: 550;
  }
  .field > input,
  .field > select,
  .pair :is(input, select) {
    width: 100%;
    min-height: 38px;
    padding: 0 10px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
  }
  [aria-invalid='true'] {
    border-color: var(--danger);
  }
  .readers {
    display: flex;
    align-items: start;
    gap: var(--gap-s);
  }
  .readers .icon {
    flex: none;
    margin-top: 1px;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--gap-m);
  }
  rich-composer {
    display: block;
  }
  .skeleton {
    min-height: 136px;
  }
  .actions {
    display: flex;
    justify-content: end;
    gap: var(--gap-s);
  }
  @media (max-width: 599px) {
    .field > input,
    .field > select,
    .pair :is(input, select) {
      min-height: 44px;
      font-size: 16px;
    }
    .actions .button {
      flex: 1;
      min-height: 44px;
    }
  }
`;
