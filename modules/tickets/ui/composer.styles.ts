import { css } from 'lit';

/** What is typed and chosen for a message. */
export const composerStyles = css`
  & {
    display: block;
  }
  form {
    display: grid;
    gap: var(--gap-s);
  }
  form.note textarea {
    background: var(--note);
    border-color: var(--note-line);
  }
  label {
    display: grid;
    gap: 3px;
    min-width: 0;
    font-size: 13px;
  }
  label.check {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  textarea,
  select,
  input:not([type='checkbox']) {
    width: 100%;
    min-height: 34px;
    padding: 6px 9px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    font: inherit;
  }
  textarea {
    resize: vertical;
  }
  textarea[aria-invalid='true'] {
    border-color: var(--danger);
  }
  /* Where there is no form whose gaps it would stand in. */
  & > legacy-files {
    display: block;
    margin-top: var(--gap-s);
  }
  .choices {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(130px, 1fr));
    gap: var(--gap-s);
  }
  .bottom {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap-s) var(--gap-m);
  }
`;
