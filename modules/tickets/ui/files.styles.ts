import { css } from 'lit';

/** Files of a message, those that are there and those that go with it. */
export const filesStyles = css`
  .add {
    width: fit-content;
  }
  .add:focus-within {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 8px;
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
  }
  button.file {
    cursor: pointer;
  }
  .file .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .file > .icon {
    width: 16px;
    height: 16px;
    color: var(--text-soft);
  }
  @media (pointer: coarse) {
    .file {
      min-height: 40px;
    }
  }
`;
