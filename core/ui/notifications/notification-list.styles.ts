import { css } from 'lit';

export const listStyles = css`
  ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    list-style: none;
  }
  .told {
    display: grid;
    width: 100%;
    border: 0;
    background: none;
    font: inherit;
    text-align: start;
    grid-template-columns: 28px minmax(0, 1fr);
    gap: 2px 10px;
    padding: 8px 10px;
    border-radius: 7px;
    color: inherit;
    text-decoration: none;
  }
  :is(a, button).told:hover {
    background: var(--hover);
  }
  .told .avatar {
    grid-row: span 2;
    width: 28px;
    height: 28px;
    font-size: 11.5px;
  }
  .told > .icon {
    grid-row: span 2;
    margin: 5px;
    color: var(--text-soft);
  }
  .told .where {
    display: flex;
    gap: 6px;
    min-width: 0;
    font-size: 12.5px;
  }
  .told .where time {
    flex: none;
  }
  .told .icon-chevron {
    width: 14px;
    height: 14px;
    margin-inline-start: auto;
  }
  .told[aria-expanded='true'] .icon-chevron {
    rotate: 180deg;
  }
  /* What a flood is made of stands under it. */
  & & {
    display: block;
    margin-inline-start: 23px;
    border-inline-start: 2px solid var(--line);
  }
  .new .what {
    font-weight: 650;
  }
  .nothing {
    padding: var(--gap-l);
    text-align: center;
  }
  @media (max-width: 599px) {
    .told {
      min-height: 52px;
    }
  }
`;
