import { css } from 'lit';

/** Looks of a menu that is a `<details class="menu">` with a card under its button, see `details-menu.ts`. */
export const detailsMenuStyles = css`
  .menu {
    position: relative;
  }
  .menu summary {
    list-style: none;
  }
  .menu > .card {
    position: absolute;
    inset-block-start: calc(100% + 2px);
    inset-inline-end: 0;
    z-index: 5;
    display: grid;
    padding: 6px;
    background: var(--surface-raised);
    box-shadow: var(--shadow-raised);
  }
  .menu > .card .button {
    justify-content: start;
  }
`;
