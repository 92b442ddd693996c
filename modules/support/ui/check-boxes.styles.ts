import { css } from 'lit';
import { listStyles } from '../../tasks/ui/api';

/** Looks of check boxes under titles, see `check-boxes.ts`. */
export const checkBoxStyles = css`
  ${listStyles}
  fieldset {
    min-width: 0;
  }
  fieldset fieldset legend {
    width: 100%;
    padding: 0;
  }
  fieldset fieldset > label {
    padding-inline-start: 24px;
  }
  legend {
    padding: 2px 8px;
    font-size: 12.5px;
    font-weight: 620;
    color: var(--text-soft);
  }
  label {
    display: flex;
    align-items: center;
    gap: 9px;
    min-height: 29px;
    padding: 2px 8px;
    border-radius: 7px;
    cursor: pointer;
  }
  label:hover {
    background: var(--hover);
  }
  /* Beside its box, whichever way it is written. */
  label .text {
    min-width: 0;
  }
  input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--accent);
  }
  .count {
    margin-inline-start: auto;
    color: var(--text-soft);
    font-size: 12.5px;
    font-variant-numeric: tabular-nums;
  }
  @media (pointer: coarse) {
    label {
      min-height: 44px;
    }
  }
`;
