import { css } from 'lit';

export const entryStyles = css`
  & {
    display: block;
  }
  article {
    padding: 10px 14px 12px;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--surface);
  }
  article.agent {
    background: light-dark(oklch(0.985 0.008 255), oklch(0.245 0.018 258));
  }
  article.private {
    background: var(--note);
    border-color: var(--note-line);
    border-inline-start-width: 4px;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 3px 8px;
    margin-bottom: 8px;
    min-height: 26px;
  }
  header strong {
    font-weight: 620;
    overflow-wrap: anywhere;
  }
  .role {
    font-size: 12.5px;
  }
  .badge .icon {
    width: 12px;
    height: 12px;
    margin-inline-end: 4px;
    vertical-align: -1px;
  }
  .when {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    margin-inline-start: auto;
    font-size: 12.5px;
    white-space: nowrap;
  }
  .when .icon {
    width: 15px;
    height: 15px;
  }
  .move {
    min-height: 26px;
    margin-inline-end: -8px;
  }
  .origin {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin-bottom: 6px;
    font-size: 12.5px;
  }
  .more {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-width: 30px;
    height: 24px;
    margin-top: 8px;
    padding: 0 8px 6px;
    border: 1px solid var(--line-strong);
    border-radius: 6px;
    background: var(--hover);
    color: var(--text-soft);
    font-weight: 700;
    line-height: 1;
    cursor: pointer;
  }
  .quote {
    margin-top: 8px;
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--line-strong);
    color: var(--text-soft);
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 10px;
    list-style: none;
  }
  .files li {
    max-width: 100%;
  }
  .file {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    max-width: 100%;
    min-height: 32px;
    padding: 3px 10px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface-raised);
    cursor: pointer;
  }
  .file:hover {
    border-color: var(--accent);
  }
  .file .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .file .soft {
    font-size: 12.5px;
    white-space: nowrap;
  }
  .file .icon {
    width: 16px;
    height: 16px;
    color: var(--text-soft);
  }
  footer {
    display: grid;
    gap: 6px;
    margin-top: 10px;
    padding-top: 8px;
    border-top: 1px solid var(--line);
    font-size: 12.5px;
  }
  .private footer {
    border-color: var(--note-line);
  }
  .delivery {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    overflow-wrap: anywhere;
  }
  .delivery .detail {
    flex-basis: 100%;
  }
  summary {
    width: fit-content;
    color: var(--text-soft);
    cursor: pointer;
  }
  details p {
    padding-top: 4px;
    overflow-wrap: anywhere;
  }
  .system {
    padding: 0 14px;
    color: var(--text-soft);
    font-size: 12.5px;
    text-align: center;
    overflow-wrap: anywhere;
  }
  .system .words {
    white-space: pre-line;
  }
  .system .delivery {
    justify-content: center;
    margin-top: 4px;
  }
  @media (pointer: coarse) {
    .file {
      min-height: 40px;
    }
    .move {
      min-height: 40px;
    }
    .more {
      min-width: 40px;
      height: 32px;
    }
  }
`;
