import { css } from 'lit';

export const listStyles = css`
  & {
    display: block;
  }
  section {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--gap-s);
    padding: var(--gap-m) var(--gap-l) var(--gap-s);
  }
  .whose {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 2px;
    margin: 0 var(--gap-l) var(--gap-m);
    padding: 2px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--hover);
  }
  .whose button {
    min-height: 30px;
    padding: 2px 8px;
    border: 0;
    border-radius: calc(var(--radius) - 2px);
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .whose [aria-pressed='true'] {
    background: var(--surface);
    font-weight: 600;
    box-shadow: 0 1px 2px rgb(0 0 0 / 14%);
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-s) var(--gap-m);
    padding: 0 var(--gap-l) var(--gap-m);
    border-bottom: 1px solid var(--line);
  }
  .search {
    flex: 1 0 100%;
  }
  .search input {
    width: 100%;
  }
  .completed {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 34px;
    cursor: pointer;
  }
  .completed input {
    width: 17px;
    height: 17px;
    margin: 0;
    accent-color: var(--accent);
  }
  .rows {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }
  ul {
    list-style: none;
  }
  li {
    border-bottom: 1px solid var(--line);
  }
  a {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 5px var(--gap-m);
    padding: 11px var(--gap-l) 12px;
    color: inherit;
    text-decoration: none;
  }
  a:hover {
    background: var(--hover);
  }
  a[aria-current] {
    background: var(--selected);
  }
  a:focus-visible {
    outline-offset: -2px;
  }
  .title {
    font-weight: 450;
    overflow-wrap: anywhere;
  }
  .title.unread {
    font-weight: 680;
  }
  .title.unread::before {
    content: '';
    display: inline-block;
    width: 8px;
    height: 8px;
    margin-inline-end: 7px;
    border-radius: 99px;
    background: var(--accent);
    vertical-align: 1px;
  }
  time {
    font-size: 12.5px;
    line-height: 20px;
    white-space: nowrap;
  }
  .meta {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  .meta .icon {
    width: 16px;
    height: 16px;
    color: var(--text-soft);
  }
  .more {
    display: flex;
    margin: var(--gap-s) auto var(--gap-l);
  }
  .waiting {
    display: grid;
    gap: 1px;
  }
  .waiting .skeleton {
    height: 68px;
    border-radius: 0;
  }
  @media (max-width: 599px) {
    .search input {
      height: 44px;
      font-size: 16px;
    }
    .completed {
      min-height: 44px;
    }
    header .button,
    .whose button {
      min-height: 44px;
    }
    a {
      padding-block: 14px;
    }
    .title {
      font-size: 15.5px;
    }
  }
`;
