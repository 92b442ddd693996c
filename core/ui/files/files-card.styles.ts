import { css } from 'lit';

export const filesCardStyles = css`
  .dropping {
    outline: 2px dashed var(--accent);
    outline-offset: -4px;
  }
  nav ol,
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 6px;
    list-style: none;
  }
  nav li + li::before {
    content: '/';
    margin-inline-end: 6px;
    color: var(--text-soft);
  }
`;
