import { css } from 'lit';

/** Look of the pages before one is in. */
export const gateStyles = css`
  & {
    display: grid;
    place-items: center;
    min-height: 100%;
    padding: var(--gap-l);
    overflow: auto;
  }
  main {
    width: min(360px, 100%);
  }
  form {
    display: grid;
    gap: var(--gap-m);
    padding: 28px;
  }
  .mark {
    width: 40px;
    height: 40px;
    margin-bottom: var(--gap-xs);
  }
  vaadin-text-field,
  vaadin-password-field {
    width: 100%;
  }
  .aside {
    justify-self: center;
    padding: var(--gap-xs);
  }
  .button {
    min-height: 40px;
    margin-top: var(--gap-xs);
  }
`;
