import { css } from 'lit';

export const appStyles = css`
  & {
    display: block;
    height: 100%;
  }
  .page {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  .skip:focus {
    clip-path: none;
    width: auto;
    height: auto;
    z-index: 10;
    padding: var(--gap-s) var(--gap-m);
    background: var(--surface-raised);
    box-shadow: var(--shadow-raised);
    border-radius: var(--radius);
  }
  .page > main {
    position: relative;
    flex: 1;
    min-height: 0;
    outline: none;
  }
  .page > main > :not(h1) {
    display: block;
    height: 100%;
  }
  .page > main > .empty {
    display: grid;
  }
  .offline {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: var(--gap-s);
    padding: 6px var(--gap-m);
    background: var(--note);
    border-block: 1px solid var(--note-line);
  }
  .starting {
    display: grid;
    place-items: center;
    height: 100%;
  }
  .starting .skeleton {
    width: 160px;
  }
  @media (max-width: 599px) {
    .page > main {
      order: 1;
    }
    gw-top-bar {
      display: contents;
    }
  }
`;
