import { css } from 'lit';

/** Of labels and inputs of fields, see inputs.ts. */
export const inputStyles = css`
  .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
  }
  label,
  .label {
    font-weight: 500;
  }
  .choice {
    display: flex;
    gap: 8px;
    align-items: center;
    font-weight: 400;
  }
  .choice input {
    width: auto;
    min-height: 0;
  }
  input,
  select,
  textarea {
    width: 100%;
    min-height: 38px;
    padding: 0 10px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
  }
  textarea {
    padding: 8px 10px;
  }
  vaadin-combo-box {
    width: 100%;
  }
  [aria-invalid='true'] {
    border-color: var(--danger);
  }
  @media (max-width: 599px) {
    input,
    select,
    textarea {
      font-size: 16px;
    }
  }
`;
