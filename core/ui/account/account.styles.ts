import { css } from 'lit';

/** Look of the forms of My account. */
export const accountStyles = css`
  form {
    display: grid;
    gap: var(--gap-l);
    width: min(720px, 100%);
    padding: var(--gap-l);
  }
`;
