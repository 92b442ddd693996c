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
`;
