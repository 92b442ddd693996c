import { css } from 'lit';

export const bellStyles = css`
  .bell {
    position: relative;
  }
  .bell .unread {
    position: absolute;
    inset: 1px 1px auto auto;
    min-width: 17px;
    padding: 0 4px;
    border-radius: 99px;
    background: var(--accent);
    color: var(--on-accent);
    font-size: 11px;
    font-weight: 650;
    line-height: 17px;
    text-align: center;
  }
  .bell:dir(rtl) .unread {
    inset: 1px auto auto 1px;
  }
  .box {
    position: fixed;
    inset: calc(var(--bar) + 2px) 8px auto auto;
    width: min(360px, calc(100vw - 16px));
    max-height: min(70vh, 560px);
    margin: 0;
    padding: 6px;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--surface-raised);
    color: var(--text);
    box-shadow: var(--shadow-raised);
  }
  .box:dir(rtl) {
    inset: calc(var(--bar) + 2px) auto auto 8px;
  }
  .top {
    display: flex;
    align-items: center;
    gap: var(--gap-s);
    padding: 2px 4px 6px 10px;
    border-bottom: 1px solid var(--line);
  }
  .top h2 {
    flex: 1;
    font-size: 14px;
  }
  ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    list-style: none;
  }
  .told {
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr);
    gap: 2px 10px;
    padding: 8px 10px;
    border-radius: 7px;
    color: inherit;
    text-decoration: none;
  }
  a.told:hover {
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
